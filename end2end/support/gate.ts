// A phone at the gate: signing in, holding cards to it, reading its big result.
import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test';
import { ndefScript } from './ndef.mjs';
import type { Card } from './sun.mjs';

type Tag = { serialNumber?: string; records?: { recordType: string; mediaType?: string; data?: string }[] };
/** The PIN every gate of the tests is enrolled with. */
export const gatePin = '480153';
/** After this time, milliseconds, the same card held again is another touch. */
export const afterRepeatMs = 3_100;
type Settings = { mode?: 'ready' | 'denied' | 'off' | 'none' | 'absent'; granted?: boolean };

/** Opens the gate's page on a phone whose browser has Web NFC, in the way `settings` say; `before`: what else is done with
 * the page before it is there. */
export async function openGate(
  context: BrowserContext,
  url: string,
  settings: Settings = {},
  before?: (page: Page) => Promise<void>,
): Promise<Gate> {
  const page = await context.newPage();
  await page.addInitScript({ content: ndefScript(settings) });
  await before?.(page);
  await page.goto(`${url}/gate/`);
  return new Gate(page);
}

export class Gate {
  constructor(readonly page: Page) {}

  /** The person or persons shown, and what became of the touch: the heading of the result. */
  get result(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** The state of the queue at the top: word and number. */
  get queue(): Locator {
    return this.page.getByRole('group', { name: '送信の状態' });
  }

  async signIn(loginId: string, password: string, code: string): Promise<void> {
    await this.page.getByLabel('管理者ID').fill(loginId);
    await this.page.getByLabel('パスワード').fill(password);
    await this.page.getByLabel('6けたの番号').fill(code);
    await this.page.getByRole('button', { name: 'ログイン' }).click();
  }

  async chooseSite(site: string, name = 'A門'): Promise<void> {
    await this.page.getByRole('radio', { name: site }).check();
    await this.page.getByLabel('ゲートの名前').fill(name);
    await this.pin.fill(gatePin);
    await this.page.getByLabel('もう一度 おなじ番号').fill(gatePin);
    await this.page.getByRole('button', { name: 'この現場で使う' }).click();
  }

  /** The field a PIN is typed into. */
  get pin(): Locator {
    return this.page.getByLabel('暗証番号', { exact: true });
  }

  /** はじめる, with the PIN where it is asked for: from here on cards are read and names are shown. */
  async begin(): Promise<void> {
    const start = this.page.getByRole('button', { name: 'はじめる' });
    await expect(start).toBeVisible();
    if (await this.pin.isVisible()) await this.pin.fill(gatePin);
    await start.click();
    await expect(this.page.getByText(/鍵がかかっています|暗証番号を たしかめています/)).toHaveCount(0);
  }

  /** Begun, the roster at hand, and waiting for a card. */
  async ready(): Promise<void> {
    await this.begin();
    const people = this.page.getByRole('button', { name: /現場に/ });
    await people.click();
    await expect(this.page.getByText(/ \d+人（.* 現在）$/)).toBeVisible();
    await people.click();
    await expect(this.result).toHaveText('カードを かざしてください');
    await expect.poll(() => this.page.evaluate('window.__nfc.scanning')).toBe(1);
  }

  /** Holds something to the phone; fails where no reader noticed. */
  async tag(tag: Tag): Promise<void> {
    const told = await this.page.evaluate((tag) => (window as unknown as { __tap: Function }).__tap(tag), tag);
    expect(told, 'readers that were told').toBe(1);
  }

  /** Holds a card to the phone, which gives its next link. */
  tap(card: Card): Promise<void> {
    return this.tag(card.tap());
  }

  /** How many touches wait on the phone's disk, whatever the screen says. */
  kept(): Promise<number> {
    return this.page.evaluate(
      () =>
        new Promise<number>((counted, failed) => {
          const opening = indexedDB.open('gate');
          opening.onerror = () => failed(opening.error);
          opening.onsuccess = () => {
            const count = opening.result.transaction('touches').objectStore('touches').count();
            count.onsuccess = () => {
              opening.result.close();
              counted(count.result);
            };
          };
        }),
    );
  }

  /** Nothing lies over it: not even a part of it is under something else or off the screen. */
  async expectUncovered(shown: Locator): Promise<void> {
    const covered = await shown.evaluate((one) => {
      const { left, top, bottom, width } = one.getBoundingClientRect();
      // Boxes of lines may touch; what counts is the letters, which keep off the edges.
      const at = [top + 3, (top + bottom) / 2, bottom - 3];
      return at.filter((y) => !one.contains(document.elementFromPoint(left + width / 2, y))).length;
    });
    expect(covered, `${shown}`).toBe(0);
  }

  /** Types a technician ID on the pad's field and sends it. */
  async type(number: string): Promise<void> {
    const pad = this.page.getByRole('button', { name: '番号を入れる' });
    if (!(await this.page.getByLabel('技能者ID').isVisible())) await pad.first().click();
    await this.page.getByLabel('技能者ID').fill(number);
    await this.page.getByRole('button', { name: '記録', exact: true }).click();
  }

  async open(sheet: 'きょうの記録' | '設定'): Promise<void> {
    await this.page.getByRole('button', { name: sheet }).click();
    if (sheet !== '設定') return;
    await this.pin.fill(gatePin);
    await this.page.getByRole('button', { name: '鍵をあける' }).click();
    await expect(this.result).toHaveText('設定');
  }
}
