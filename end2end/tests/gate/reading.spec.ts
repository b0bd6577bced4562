// Everything Web NFC can answer, at a real gate on a server of its own: what the person at the gate reads on the screen.
import { demoCard } from '../../support/demo.ts';
import { afterRepeatMs, type Gate, openGate } from '../../support/gate.ts';
import { type GateGround, gateGround, phoneOf } from '../../support/gate-server.ts';
import type { Card } from '../../support/sun.mjs';
import { expect, prepared, test as base, watch } from '../../support/fixtures.ts';

const recorded = /^(入場|退場)$/;
type Mode = 'ready' | 'denied' | 'off' | 'none' | 'absent';

let ground: GateGround;
const test = base.extend<{ gate: (mode?: Mode) => Promise<Gate> }>({
  gate: async ({ browser, faults }, use) => {
    const context = await phoneOf(browser, ground);
    context.on('page', (page) => watch(page, faults));
    await use((mode = 'ready') => openGate(context, ground.server.url, { mode }));
    await context.close();
  },
});
test.beforeAll(async ({ browser }) => {
  ground = await gateGround(browser);
});
test.afterAll(async () => ground?.server.dispose());

/** The card of somebody on this site's roster; every test takes another person. */
const card = (at: number): Card => demoCard(ground.server.data, at);

test.describe('the phone cannot read cards, and says why and what to do', () => {
  const cases = [
    { mode: 'absent', head: 'このブラウザではカードを読めません', help: /AndroidのChromeでひらいてください/, again: false },
    { mode: 'none', head: 'このスマホはカードを読めません', help: /NFCのあるスマホを使うか/, again: false },
    { mode: 'off', head: 'NFCが切れています', help: /スマホの設定でNFCをオンにして/, again: true },
    { mode: 'denied', head: 'カードの読みとりが許可されていません', help: /NFCを「許可」にして/, again: true },
  ] as const;
  for (const { mode, head, help, again } of cases) {
    test(mode, async ({ gate: open }) => {
      const gate = await open(mode);
      await gate.begin();
      const trouble = gate.page.getByRole('alert').filter({ hasText: head });
      await expect(trouble.getByRole('heading')).toHaveText(head);
      await expect(trouble).toContainText(help);
      await expect(gate.page.getByRole('button', { name: '番号を入れる' })).toHaveCount(1);
      const retry = trouble.getByRole('button', { name: 'もう一度' });
      await expect(retry).toHaveCount(again ? 1 : 0);
      if (!again) return;
      // Put right in the phone's settings, then pressed.
      await gate.page.evaluate('window.__nfc.mode = "ready"');
      await retry.click();
      await expect(gate.result).toHaveText('カードを かざしてください');
      await gate.tap(card(mode === 'off' ? 11 : 12));
      await expect(gate.result).toHaveText(recorded);
    });
  }
});

test('a card is read: name, level and trade stand on the screen, and the next result replaces it', async ({ gate: open }) => {
  const gate = await open();
  await gate.ready();
  await gate.tap(card(3));
  await expect(gate.result).toHaveText(recorded);
  const shown = gate.page.getByRole('status').filter({ hasText: '山本 健太' });
  await expect(shown).toContainText('ヤマモト ケンタ');
  await expect(shown).toContainText('レベル3');
  await expect(shown).toContainText('とび工');
  await expect(shown).toContainText('北浜架設株式会社');
  await gate.tap(card(4));
  await expect(gate.page.getByRole('status').filter({ hasText: '髙橋 大輔' })).toBeVisible();
  await expect(gate.page.getByText('山本 健太')).toHaveCount(0);
  await expect(gate.queue).toHaveText(/すべて送信ずみ/);
});

test('something that cannot be read (FeliCa, Type B) is told helpfully @phone', async ({ gate: open }) => {
  const gate = await open();
  await gate.ready();
  expect(await gate.page.evaluate('window.__readingError()')).toBe(1);
  await expect(gate.result).toHaveText('読めませんでした');
  await expect(gate.page.getByRole('status')).toContainText('読めない種類のカードかもしれません');
  await expect(gate.page.getByRole('status')).toContainText('「番号を入れる」で記録できます');
});

test('an empty tag without a serial number gives nothing to record @phone', async ({ gate: open }) => {
  const gate = await open();
  await gate.ready();
  await gate.tag({ serialNumber: '', records: [{ recordType: 'empty' }] });
  await expect(gate.result).toHaveText('読めませんでした');
  await gate.open('きょうの記録');
  await expect(gate.page.getByText('きょうの記録はまだありません。')).toBeVisible();
  await expect.poll(() => gate.kept()).toBe(0);
});

test('an empty record: the person is found by the serial number @phone', async ({ gate: open }) => {
  const gate = await open();
  await gate.ready();
  await gate.tag({ serialNumber: card(5).serial, records: [{ recordType: 'empty' }] });
  await expect(gate.page.getByText('伊藤 翔')).toBeVisible();
  await expect(gate.result).toHaveText(recorded);
});

test('several records: the card\'s own link is the one that counts @phone', async ({ gate: open }) => {
  const gate = await open();
  await gate.ready();
  const mine = card(9);
  await gate.tag({
    serialNumber: mine.serial,
    records: [
      { recordType: 'text', data: mine.urlAt(1) },
      { recordType: 'url', data: 'https://other.example/t?cmac=00' },
      { recordType: 'url', data: mine.url() },
      { recordType: 'mime', mediaType: 'text/plain', data: 'x' },
    ],
  });
  await expect(gate.page.getByText('中村 誠')).toBeVisible();
  await expect(gate.result).toHaveText(recorded);
});

test('the same card twice within three seconds is one touch @phone', async ({ gate: open }) => {
  const gate = await open();
  await gate.ready();
  const mine = card(10);
  await gate.tap(mine);
  await expect(gate.result).toHaveText(recorded);
  await gate.tap(mine);
  await expect(gate.result).toHaveText('もう記録しています');
  await gate.open('きょうの記録');
  await expect(gate.page.getByRole('listitem').filter({ hasText: '加藤 悠斗' })).toHaveCount(1);
});

test('twenty cards in a minute, each with its result, and nothing waits afterwards @phone', async ({ gate: open }) => {
  const gate = await open();
  await gate.ready();
  const begun = Date.now();
  for (let at = 0; at < 20; at += 1) {
    // The one before says the same words: what stood there is marked, and what replaces it is not.
    await gate.result.evaluate((shown) => shown.toggleAttribute('data-before', true));
    await gate.tap(card(at));
    // Some are of another site's roster: recorded, with a word to look at. A slow answer is told as received.
    const shown = gate.page.locator('h1:not([data-before])');
    await expect(shown, `card ${at + 1}`).toHaveText(/^(入場|退場|記録しました|受付済)$/);
    await expect(gate.result).toHaveCount(1);
  }
  await expect(gate.queue).toHaveText(/すべて送信ずみ/);
  expect(Date.now() - begun, 'milliseconds').toBeLessThan(60_000);
  await expect.poll(() => gate.kept()).toBe(0);
  await gate.open('きょうの記録');
  await expect(gate.page.getByRole('listitem')).toHaveCount(20);
  await expect(gate.page.getByRole('listitem').filter({ hasText: /保存ずみ|記録なし/ })).toHaveCount(0);
});

test('a forged link makes no record, in red, with the reason and what to do @phone', async ({ gate: open }) => {
  const gate = await open();
  await gate.ready();
  const mine = card(13);
  const forged = mine.url().replace(/cmac=(.)/, (_, digit) => `cmac=${digit === '0' ? '1' : '0'}`);
  await gate.tag({ serialNumber: mine.serial, records: [{ recordType: 'url', data: forged }] });
  await expect(gate.result).toHaveText('記録していません');
  const alert = gate.page.getByRole('alert').filter({ hasText: '記録していません' });
  await expect(alert).toContainText('本物のカードと確かめられません');
  await expect(alert).toContainText('職長に 知らせてください');
  // It stays until a person has seen it.
  await gate.page.waitForTimeout(afterRepeatMs);
  await alert.getByRole('button', { name: 'わかりました' }).click();
  await expect(gate.result).toHaveText('カードを かざしてください');
  await expect(gate.queue).toHaveText(/すべて送信ずみ/);
});

test('a link shown a second time makes no second record, and says to hold the card again @phone', async ({ gate: open }) => {
  const gate = await open();
  await gate.ready();
  const mine = card(14);
  const again = mine.tap();
  await gate.tag(again);
  await expect(gate.result).toHaveText(recorded);
  await gate.page.waitForTimeout(afterRepeatMs);
  await gate.tag(again);
  await expect(gate.result).toHaveText('記録していません');
  const alert = gate.page.getByRole('alert').filter({ hasText: '記録していません' });
  await expect(alert).toContainText('このタッチは前に受けとっています');
  await expect(alert).toContainText('もう一度 かざしてください');
});

test('somebody who is not on the roster is recorded, with a word to look at @phone', async ({ gate: open }) => {
  const gate = await open();
  await gate.ready();
  await gate.tap(card(7));
  const alert = gate.page.getByRole('alert').filter({ hasText: '記録しました。確認があります' });
  await expect(alert).toContainText('佐々木 蓮');
  await expect(alert).toContainText('施工体制未登録');
  await alert.getByRole('button', { name: '職長が 見ました（OK）' }).click();
  await expect(gate.result).toHaveText('カードを かざしてください');
});

test('who is inside without a line on the roster is counted and named, also after the roster has come anew @phone', async ({ gate: open }) => {
  const gate = await open();
  await gate.ready();
  const inside = async () => Number((await gate.page.getByRole('button', { name: /現場に/ }).textContent())?.match(/現場に\s*(\d+)/)?.[1]);
  // Once or twice: whether the person is in already is another test's matter.
  const tapIn = async () => {
    await gate.tap(card(8));
    const alert = gate.page.getByRole('alert').filter({ hasText: '施工体制未登録' });
    await expect(alert).toBeVisible();
    const kind = await gate.result.textContent();
    await alert.getByRole('button', { name: '職長が 見ました（OK）' }).click();
    return kind;
  };
  if ((await tapIn()) === '退場') {
    await gate.page.waitForTimeout(afterRepeatMs);
    expect(await tapIn()).toBe('入場');
  }
  const counted = await inside();
  const named = gate.page.getByRole('listitem').filter({ hasText: '名簿にいません' });
  await gate.page.getByRole('button', { name: /現場に/ }).click();
  await expect(named.first()).toBeVisible();
  const names = await named.allTextContents();
  // The next start knows nothing but what the register tells.
  await gate.page.reload();
  await gate.ready();
  expect(await inside()).toBe(counted);
  await gate.page.getByRole('button', { name: /現場に/ }).click();
  await expect(named).toHaveCount(names.length);
});

test('on a low phone every word of a warning is seen above the buttons, a notice above it or not @phone', async ({ gate: open }) => {
  const gate = await open();
  await gate.page.setViewportSize({ width: 360, height: 740 });
  await gate.ready();
  for (const [at, name] of [[7, '佐々木 蓮'], [8, '小泉 剛']] as const) {
    await gate.tap(card(at));
    const note = gate.page.getByRole('alert').filter({ hasText: name }).locator('.note').filter({ hasText: '施工体制未登録' });
    await expect(note).toContainText('名簿に追加してください');
    await gate.expectUncovered(note.locator('span'));
    await gate.expectUncovered(note);
    await gate.page.waitForTimeout(afterRepeatMs);
  }
  await expect(gate.page.getByRole('alert').filter({ hasText: '確認が 1件 あります' })).toBeVisible();
  await gate.page.getByRole('button', { name: '職長が 見ました（OK）' }).click();
  await gate.page.context().setOffline(true);
  const offline = gate.page.locator('.offline');
  await expect(offline).toBeVisible();
  await gate.expectUncovered(offline);
});

test('two warnings, the person and in or out are all to be seen above the buttons @phone', async ({ gate: open }) => {
  const gate = await open();
  await gate.ready();
  await gate.page.route('**/api/v1/gate/touches', async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    for (const one of body.answers) one.shown.warnings = ['not_on_roster', 'card_expired'];
    await route.fulfill({ response: answer, json: body });
  });
  // One nobody has looked at yet: its notice takes room too.
  await gate.tap(card(7));
  await expect(gate.page.getByRole('alert').filter({ hasText: '佐々木 蓮' })).toContainText('カードの期限切れ');
  await gate.tap(card(3));
  await expect(gate.page.getByRole('alert').filter({ hasText: '確認が 1件 あります' })).toBeVisible();
  const alert = gate.page.getByRole('alert').filter({ hasText: '記録しました。確認があります' });
  const photo = alert.getByRole('img', { name: '山本 健太さんの顔写真' });
  await expect(photo).toBeVisible();
  const warnings = ['施工体制未登録', 'カードの期限切れ'].map((words) => alert.locator('.note').filter({ hasText: words }));
  const buttons = [alert.getByRole('button', { name: /に なおす$/ }), alert.getByRole('button', { name: '職長が 見ました（OK）' })];
  const shown = [gate.result, photo, alert.getByText('山本 健太', { exact: true }), alert.getByText('レベル3'), ...warnings, ...buttons];
  for (const one of shown) await gate.expectUncovered(one);
  const top = Math.min(...(await Promise.all(buttons.map((one) => one.boundingBox()))).map((box) => box?.y ?? 0));
  for (const warning of warnings) {
    const box = await warning.boundingBox();
    expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(top);
  }
  // Lower: scrolled to, the last one is as free.
  await gate.page.setViewportSize({ width: 360, height: 640 });
  await warnings[1].scrollIntoViewIfNeeded();
  await gate.expectUncovered(warnings[1]);
  for (const one of buttons) await gate.expectUncovered(one);
});

test('in can be put right to out, and out to in @phone', async ({ gate: open }) => {
  const gate = await open();
  await gate.ready();
  const taps = async () => {
    await gate.tap(card(15));
    await expect(gate.result).toHaveText(recorded);
    return (await gate.result.textContent()) ?? '';
  };
  const putRight = async (from: string) => {
    const other = from === '入場' ? '退場' : '入場';
    await gate.page.getByRole('button', { name: `${other}に なおす` }).click();
    await expect(gate.result).toHaveText(other);
    await expect(gate.page.getByText('新しい記録を 足しました')).toBeVisible();
    await gate.page.waitForTimeout(afterRepeatMs);
  };
  const first = await taps();
  await putRight(first);
  // By turn it is the first again, and then the other.
  expect(await taps()).toBe(first);
  await gate.page.waitForTimeout(afterRepeatMs);
  const second = await taps();
  expect(second).not.toBe(first);
  await putRight(second);
});

test('a hidden page reads nothing, and reads again when it is back @phone', async ({ gate: open }) => {
  const gate = await open();
  await gate.ready();
  const hide = (hidden: boolean, state: string) =>
    gate.page.evaluate(
      ([hidden, state]) => {
        Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
        Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      },
      [hidden, state] as const,
    );
  await hide(true, 'hidden');
  const told = await gate.page.evaluate((tag) => (window as unknown as { __tap: Function }).__tap(tag), card(16).tap());
  expect(told, 'browsers tell a hidden page nothing').toBe(0);
  // And where one does all the same, the gate takes nothing nobody would see the result of.
  await hide(true, 'visible');
  await gate.tap(card(16));
  await gate.page.waitForTimeout(500);
  await expect(gate.result).toHaveText('カードを かざしてください');
  await gate.open('きょうの記録');
  await expect(gate.page.getByText('きょうの記録はまだありません。')).toBeVisible();
  await hide(false, 'visible');
  await gate.tap(card(16));
  await expect(gate.result).toHaveText(/^(入場|退場|記録しました)$/);
});

test.describe('by number', () => {
  test('a slip of the finger is noticed here, the right number is recorded as typed', async ({ gate: open }) => {
    const gate = await open('absent');
    await gate.begin();
    const right = prepared().logIns.technician;
    const wrong = right.slice(0, 13) + ((Number(right[13]) + 1) % 10);
    await gate.type(wrong);
    const input = gate.page.getByLabel('技能者ID');
    await expect(input).toHaveAttribute('aria-invalid', 'true');
    await expect(input).toHaveAccessibleDescription(/番号がちがいます。カードを見て、1けたずつ確かめてください。/);
    await expect(input).toHaveValue(wrong.replace(/(\d{4})(\d{4})(\d{4})(\d{2})/, '$1 $2 $3 $4'));
    await gate.type(right.slice(0, 13));
    await expect(input).toHaveAccessibleDescription(/技能者IDは14けたの数字です/);
    await gate.type(right);
    await expect(gate.result).toHaveText(recorded);
    await expect(gate.page.getByText('山本 健太')).toBeVisible();
  });

  test('the pad on the screen types too', async ({ gate: open }) => {
    const gate = await open('absent');
    await gate.begin();
    await gate.page.getByRole('navigation').getByRole('button', { name: '番号を入れる' }).click();
    const pad = gate.page.getByRole('group', { name: '数字' });
    for (const digit of '129') await pad.getByRole('button', { name: digit, exact: true }).click();
    await pad.getByRole('button', { name: 'けす' }).click();
    await expect(gate.page.getByLabel('技能者ID')).toHaveValue('12');
  });
});
