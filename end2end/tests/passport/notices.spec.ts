// Where notices reach one: chosen on a page, kept, and refused for what must not be missed.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  await expect(due.getByRole('radio'), 'as usual, short message, LINE').toHaveCount(3);
  await expect(due.getByText('一覧だけにすることはできません')).toBeVisible();
  const progress = page.getByRole('group', { name: /手続きの経過/ });
  await expect(progress.getByRole('radio')).toHaveCount(4);
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

test('a technician chooses LINE, which a server of this machine alone has as a file @phone @plain', async ({ page, context }) => {
  await putSession(context, (await logIn(server.url, prepared().logIns.technician)).session);
  await page.goto(`${server.url}/passport/notices/settings`);
  await expect(page.getByText('友だちになる必要はありません')).toBeVisible();
  const due = page.getByRole('group', { name: /期限と審査の結果/ });
  const line = due.getByRole('radio', { name: 'LINE（届かないときはショートメッセージ）' });
  await line.check();
  await page.getByRole('button', { name: 'この設定にする' }).click();
  await expect(page.getByText('お知らせの設定を変えました。')).toBeVisible();
  await page.reload();
  await expect(line).toBeChecked();
  await expectAccessible(page);
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

test('mail that came back stands with its reason, and what is no report is put aside in sight @desktop @plain', async ({ page, context }) => {
  // A mail as the demonstration's server has written it into its folder.
  const mails = join(server.data, 'mail');
  const written = () => (existsSync(mails) ? readdirSync(mails).filter((name) => name.endsWith('.eml')) : []);
  await expect.poll(() => written().length, { timeout: 30_000 }).toBeGreaterThan(0);
  const mail = readFileSync(join(mails, written()[0]), 'utf8');
  const address = /^To: <?([^>\r\n]+)>?/m.exec(mail)?.[1] ?? '';
  const report = [
    'From: MAILER-DAEMON@mx.example.jp',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    '',
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.jp',
    '',
    `Final-Recipient: rfc822; ${address}`,
    'Action: failed',
    'Status: 5.1.1',
    '',
    '--b1',
    'Content-Type: message/rfc822',
    '',
    mail,
    '--b1--',
    '',
  ];
  const folder = join(server.folder, 'bounces');
  mkdirSync(folder);
  writeFileSync(join(folder, 'answer.eml'), 'From: ren@example.jp\r\nSubject: away\r\n\r\nAway until Monday.\r\n');
  writeFileSync(join(folder, 'report.eml'), report.join('\r\n'));
  server.env.BOUNCE_FOLDER = folder;
  await server.restart();
  await expect.poll(() => readdirSync(folder).filter((name) => name.endsWith('.eml')), { timeout: 30_000 }).toEqual([]);
  expect(readdirSync(join(folder, 'done'))).toEqual(['report.eml']);
  expect(readdirSync(join(folder, 'aside'))).toEqual(['answer.eml']);

  await putSession(context, (await logIn(server.url, prepared().logIns.operator, 0)).session);
  await page.goto(`${server.url}/operator/notices`);
  const lost = page.getByRole('table', { name: '届かなかった通知' });
  await expect(lost).toContainText('送ったあとに戻ってきました：宛先のアドレスがありません（5.1.1）');
  const aside = page.getByRole('table', { name: '別に置いたメール' });
  await expect(aside.getByRole('row', { name: /answer\.eml/ })).toContainText('戻ってきた知らせではありません');
  await expectAccessible(page);
});
