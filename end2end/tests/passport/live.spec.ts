// The first screen of the passport while it is looked at: what it says when the register cannot be reached, and that it
// never takes away what it showed.
import type { Page } from '@playwright/test';
import { password } from '../../support/demo.ts';
import { expect, ownServer, test } from '../../support/fixtures.ts';
import { giveIdAndPassword } from '../../support/office.ts';
import type { OwnServer } from '../../support/own-server.mjs';
import { valueOf } from '../../support/registration.ts';

let server: OwnServer;
test.beforeAll(async () => {
  server = await ownServer();
});
test.afterAll(async () => server?.dispose());

/** Logged in, on the first screen, which has begun to ask for what is newer. */
async function open(page: Page, loginId: string): Promise<void> {
  const following = page.waitForRequest(/now_after/);
  await Promise.all([following, giveIdAndPassword(page, loginId, password, server.url)]);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('キャリアパスポート');
}

test('the server stops and comes back: the page says as of when it is, and goes on by itself @phone', async ({ page, logIns }) => {
  await open(page, logIns.technician);
  const days = valueOf(page, 'これまで');
  await expect(days).toContainText(/\d+日/);
  const before = (await days.textContent()) ?? '';
  await server.stop();
  const strip = page.getByText(/^電波がありません。.+ の内容です$/);
  await expect(strip).toBeVisible();
  await expect(days).toHaveText(before);
  await server.start();
  await expect(strip).toHaveCount(0, { timeout: 20_000 });
  await expect(days).toHaveText(before);
});

test('logged out elsewhere: the page says so, with the way back @phone', async ({ page, logIns, context }) => {
  await open(page, logIns.technician);
  const other = await context.newPage();
  await other.goto(`${server.url}/passport/more`);
  await other.getByRole('button', { name: 'ログアウト' }).click();
  await expect(other).not.toHaveURL(/\/passport/);
  // Asked for the next time: after the answer that is under way, at most twenty seconds.
  await expect(page.getByText('ログインが切れました。もう一度ログインしてください。')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('status').getByRole('link', { name: 'ログイン' }).click();
  await expect(page).toHaveURL(/\/login$/);
});
