// A person shows the passport to somebody without a log-in, sees that it was seen, and stops it. On a server of its own.
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

test('a code is made, opened by a stranger, noted and stopped @phone', async ({ page, browser, logIns }) => {
  await giveIdAndPassword(page, logIns.foreigner, password, server.url);
  await page.goto(`${server.url}/passport/show`);
  await page.getByRole('button', { name: 'コードを出す' }).click();
  await expect(page.getByRole('img', { name: 'パスポートを見せるQRコード' })).toBeVisible();
  await expectAccessible(page);
  const token = (await page.getByText(/\/p\/[0-9a-f]{32}$/).textContent())?.match(/[0-9a-f]{32}$/)?.[0] ?? '';
  const context = await browser.newContext({ locale: 'ja-JP' });
  const stranger = await context.newPage();
  await stranger.goto(`${server.url}/p/${token}`);
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('キャリアパスポートの確認');
  await expect(stranger.getByText(logIns.foreigner)).toHaveCount(0);
  await expectAccessible(stranger);
  await expectNoOverflow(stranger);
  await page.goto(`${server.url}/passport/looks`);
  await expect(page.getByText('ログインしていない人')).toBeVisible();
  await page.goto(`${server.url}/passport/show`);
  await page.getByRole('button', { name: '見せるのをやめる' }).click();
  await expect(page.getByRole('img', { name: 'パスポートを見せるQRコード' })).toHaveCount(0);
  const gone = await stranger.goto(`${server.url}/p/${token}`);
  expect(gone?.status()).toBe(404);
  await context.close();
});
