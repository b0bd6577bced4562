// A person has a certificate made, anybody looks at it with and without signal, and it is taken back. On a server of its own.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../../support/accessible.ts';
import { password } from '../../support/demo.ts';
import { expect, ownServer, test } from '../../support/fixtures.ts';
import { expectNoOverflow } from '../../support/look.ts';
import { giveIdAndPassword } from '../../support/office.ts';
import type { OwnServer } from '../../support/own-server.mjs';

let server: OwnServer;
test.beforeAll(async () => {
  server = await ownServer();
});
test.afterAll(async () => server?.dispose());

/** Has a file made on the person's page; its text. */
async function fileOf(page: Page): Promise<string> {
  await page.goto(`${server.url}/passport/certificate`);
  // The phone has its key, to which the certificate is bound.
  await expect(page.getByRole('img', { name: '本人の確認コード（QR）' })).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '証明のファイルを作る' }).click()]);
  expect(download.suggestedFilename()).toMatch(/^certificate-1-\d+\.sd-jwt$/);
  return readFileSync(await download.path(), 'utf8');
}

async function look(page: Page, text: string): Promise<void> {
  await page.getByLabel('証明の文字').fill(text);
  await page.getByRole('button', { name: '確かめる' }).click();
}

const verdict = (page: Page) => page.locator('#verify-result .banner').first();

test('a certificate is made, looked at without signal, forged in vain and taken back @phone', async ({ page, browser, logIns }) => {
  await giveIdAndPassword(page, logIns.technician, password, server.url);
  const text = await fileOf(page);
  await page.reload();
  await expectAccessible(page);
  await expectNoOverflow(page);
  const context = await browser.newContext({ locale: 'ja-JP' });
  const anybody = await context.newPage();
  await anybody.goto(`${server.url}/verify`);
  await expect(anybody.locator('#verify-ready')).toContainText(/失効の情報は \d{4}-\d{2}-\d{2} 時点/);
  await expectAccessible(anybody);
  await context.setOffline(true);
  await look(anybody, text);
  await expect(verdict(anybody)).toHaveText('署名は正しく、失効していません。');
  await expect(anybody.getByText(/失効の情報は \d{4}-\d{2}-\d{2} 時点です。/).last()).toBeVisible();
  await expectAccessible(anybody);
  await expectNoOverflow(anybody);
  const took = await anybody.evaluate(async (given) => {
    const { judge } = await import('/checks/credential.js' as string);
    const { issuer } = JSON.parse(document.getElementById('verify-held')?.textContent ?? '');
    const before = performance.now();
    for (let turn = 0; turn < 10; turn += 1) await judge(given, issuer, [], Date.now());
    return (performance.now() - before) / 10;
  }, text);
  expect(took).toBeLessThan(50);
  const [head, payload, rest] = text.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const forged = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 1 })).toString('base64url');
  for (const [given, words] of [
    [`${head}.${forged}.${rest}`, '署名が正しくありません。偽造か、書きかえられた証明です。'],
    [`${text}WyJhYSIsImxldmVsIiw0XQ~`, '見せる項目が書きかえられています。この証明は使えません。'],
    [text.slice(0, 100), '証明として読めません。文字の全部か、正しいファイルを入れてください。'],
  ]) {
    await look(anybody, given);
    await expect(verdict(anybody)).toHaveText(words);
  }
  await context.setOffline(false);
  await page.getByRole('button', { name: /^証明 1-\d+ を取り消す$/ }).first().click();
  await expect(page.getByText('取り消しました。確かめる人には1分ほどで伝わります。')).toBeVisible();
  // A list is kept for a minute by whoever has it; a browser that has none is told at once.
  const later = await browser.newContext({ locale: 'ja-JP' });
  const other = await later.newPage();
  await other.goto(`${server.url}/verify`);
  await expect(other.locator('#verify-ready')).toContainText('時点');
  await look(other, text);
  await expect(verdict(other)).toHaveText('失効した証明です。使えません。');
  await Promise.all([context.close(), later.close()]);
});

test('a certificate is looked at after the server has stopped @phone', async ({ page, browser, logIns }) => {
  await giveIdAndPassword(page, logIns.foreigner, password, server.url);
  const text = await fileOf(page);
  const context = await browser.newContext({ locale: 'ja-JP' });
  const anybody = await context.newPage();
  await anybody.goto(`${server.url}/verify`);
  await expect(anybody.locator('#verify-ready')).toContainText('時点');
  await server.stop();
  try {
    await look(anybody, text);
    await expect(verdict(anybody)).toHaveText('署名は正しく、失効していません。');
  } finally {
    await context.close();
    await server.start();
  }
});

test('without a script the form asks the server @phone', async ({ page, browser, logIns }) => {
  await giveIdAndPassword(page, logIns.technician, password, server.url);
  const text = await fileOf(page);
  const context = await browser.newContext({ locale: 'ja-JP', javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(`${server.url}/verify`);
  await plain.getByLabel('証明のファイルか、QRコードの写真').setInputFiles({ name: 'a.sd-jwt', mimeType: 'text/plain', buffer: Buffer.from(text) });
  await plain.getByRole('button', { name: '確かめる' }).click();
  await expect(plain.getByText('署名は正しく、失効していません。')).toBeVisible();
  await context.close();
});
