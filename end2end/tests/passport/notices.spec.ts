// Where notices reach one: chosen on a page, kept, and refused for what must not be missed.
import { expectAccessible } from '../../support/accessible.ts';
import { logIn } from '../../support/demo.ts';
import { expect, ownServer, prepared, putSession, test } from '../../support/fixtures.ts';
import type { OwnServer } from '../../support/own-server.mjs';

let server: OwnServer;
test.beforeEach(async () => {
  server = await ownServer();
});
test.afterEach(async () => server?.dispose());

test('a technician chooses where notices come, and what has a deadline is never only in the list @phone @plain', async ({ page, context }) => {
  const visitor = await logIn(server.url, prepared().logIns.technician);
  await putSession(context, visitor.session);
  await page.goto(`${server.url}/passport/more`);
  await page.getByRole('link', { name: 'お知らせの設定' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('お知らせの設定');
  await expectAccessible(page);
  await expect(page.getByText('止めることはできません')).toBeVisible();
  await expect(page.getByText('メールが登録されていないため、メールは選べません。')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'メールだけ' })).toHaveCount(0);
  const due = page.getByRole('group', { name: /期限と審査の結果/ });
  await expect(due.getByRole('radio')).toHaveCount(2);
  await expect(due.getByText('一覧だけにすることはできません')).toBeVisible();
  const progress = page.getByRole('group', { name: /手続きの経過/ });
  await expect(progress.getByRole('radio')).toHaveCount(3);
  await progress.getByRole('radio', { name: 'ショートメッセージだけ' }).check();
  await due.getByRole('radio', { name: 'ショートメッセージだけ' }).check();
  await page.getByRole('button', { name: 'この設定にする' }).click();
  await expect(page.getByText('お知らせの設定を変えました。')).toBeVisible();
  await page.reload();
  await expect(progress.getByRole('radio', { name: 'ショートメッセージだけ' })).toBeChecked();
  await expect(due.getByRole('radio', { name: 'ショートメッセージだけ' })).toBeChecked();

  // A page that was made up asks for what is not offered.
  await visitor.post('/fn/choose_notices', { due: 'in_app', progress: 'in_app', card: 'mail' });
  await page.reload();
  const summary = page.getByRole('alert').filter({ hasText: 'か所を確かめてください' });
  await expect(summary.getByRole('link')).toHaveCount(2);
  await expect(progress.getByRole('radio', { name: 'お知らせの一覧だけ' }), 'what was sent is kept').toBeChecked();
  await page.goto(`${server.url}/passport/notices/settings`);
  await expect(progress.getByRole('radio', { name: 'ショートメッセージだけ' }), 'and nothing was changed').toBeChecked();
});

test('a business chooses for all its people @desktop @plain', async ({ page, context }) => {
  await putSession(context, (await logIn(server.url, prepared().logIns.prime, 0)).session);
  await page.goto(`${server.url}/business/notices`);
  await page.getByRole('link', { name: 'お知らせの設定' }).click();
  await expectAccessible(page);
  await expect(page.getByText('ショートメッセージは選べません')).toBeVisible();
  const request = page.getByRole('group', { name: /お願い/ });
  await expect(request.getByRole('radio', { name: 'メールだけ' }), 'as the demonstration has it').toBeChecked();
  await request.getByRole('radio', { name: 'お知らせの一覧だけ' }).check();
  await page.getByRole('button', { name: 'この設定にする' }).click();
  await expect(page.getByText('お知らせの設定を変えました。')).toBeVisible();
  await expect(request.getByRole('radio', { name: 'お知らせの一覧だけ' })).toBeChecked();
});
