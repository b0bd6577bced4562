// Reading cards in the passport through Web NFC: everything it can answer, whose card shows what, and that looking never
// is a touch.
import type { Page } from '@playwright/test';
import { demoCard } from '../../support/demo.ts';
import { expect, test } from '../../support/fixtures.ts';
import { ndefScript } from '../../support/ndef.mjs';
import type { Card } from '../../support/sun.mjs';

type Mode = 'ready' | 'denied' | 'off' | 'none' | 'absent';
const card = (at: number): Card => demoCard(process.env.SERVER_DATA ?? '', at);

async function open(page: Page, mode: Mode = 'ready'): Promise<void> {
  await page.addInitScript({ content: ndefScript({ mode }) });
  await page.goto('/passport/read');
}

async function start(page: Page): Promise<void> {
  await page.getByRole('button', { name: '読みとりを始める' }).click();
}

async function hold(page: Page, tag: object): Promise<void> {
  await expect.poll(() => page.evaluate('window.__nfc.scanning')).toBe(1);
  expect(await page.evaluate((tag) => (window as unknown as { __tap: Function }).__tap(tag), tag)).toBe(1);
}

for (const [mode, words] of [
  ['denied', /NFCを使う許可がありません/],
  ['off', /スマホのNFCが切れています/],
  ['none', /このスマホにはNFCがありません/],
] as const) {
  test(`${mode}: said with what to do, and tried again by a press @phone`, async ({ page, as }) => {
    await as('technician');
    await open(page, mode);
    await start(page);
    await expect(page.getByText(words)).toBeVisible();
    await page.evaluate('window.__nfc.mode = "ready"');
    await start(page);
    await expect(page.getByText('カードをスマホの裏に当ててください。')).toBeVisible();
  });
}

test('absent: the other ways are explained and there is nothing to press @phone', async ({ page, as }) => {
  await as('technician');
  await open(page, 'absent');
  await expect(page.getByText('このブラウザではカードを読めません。')).toBeVisible();
  await expect(page.getByRole('button', { name: '読みとりを始める' })).toHaveCount(0);
});

test('one\'s own card, a colleague\'s, one that cannot be read, an empty one and a forged one, one after the other @phone', async ({ page, as }) => {
  await as('technician');
  const touches = async () => (await page.request.get('/passport')).text().then((html) => html.match(/これまで.*?<b[^>]*>(\d+)/s)?.[1]);
  const before = await touches();
  await open(page);
  await start(page);
  await hold(page, card(3).tap());
  await expect(page.getByText('あなたのカードです。本物で、今使えます。')).toBeVisible();
  await expect(page.getByRole('region', { name: /建設キャリアアップカード/ })).toContainText('山本 健太');

  await hold(page, card(6).tap());
  await expect(page.getByText('本物のカードです。今使えます。', { exact: true })).toBeVisible();
  const face = page.getByRole('region', { name: /建設キャリアアップカード/ });
  await expect(face).toContainText('グエン ヴァン ミン');
  await expect(face, 'a colleague sees no number').not.toContainText('技能者ID');

  expect(await page.evaluate('window.__readingError()')).toBe(1);
  await expect(page.getByText(/カードを読めませんでした。動かさずに/)).toBeVisible();
  await hold(page, { serialNumber: card(6).serial, records: [{ recordType: 'empty' }] });
  await expect(page.getByText('このカードにはリンクがありません。')).toBeVisible();

  const forged = card(6).tap();
  forged.records[0].data = forged.records[0].data.replace(/cmac=..../, 'cmac=0000');
  await hold(page, forged);
  await expect(page.getByText('本物のカードと確かめられません', { exact: true })).toBeVisible();
  await expect(page.getByText('グエン')).toHaveCount(0);
  expect(await touches(), 'looking is no touch').toBe(before);
});
