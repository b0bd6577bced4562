// Passkeys with Chromium's own authenticator in software: registered, used instead of ID, password and second factor, removed. On a
// server of its own, opened by its name: browsers make no keys for addresses in numbers.
import type { CDPSession, Page } from '@playwright/test';
import { expectAccessible } from '../../support/accessible.ts';
import { password } from '../../support/demo.ts';
import { expect, ownServer, test } from '../../support/fixtures.ts';
import { expectNoOverflow, picture } from '../../support/look.ts';
import type { OwnServer } from '../../support/own-server.mjs';

let server: OwnServer;
let url: string;
test.beforeAll(async () => {
  server = await ownServer();
  url = `http://localhost:${server.port}`;
});
test.afterAll(async () => server?.dispose());

/** A phone that unlocks itself, with room for keys that are found without a name. */
async function phone(page: Page): Promise<{ session: CDPSession; authenticatorId: string }> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { session, authenticatorId };
}

async function logInByPassword(page: Page, id: string): Promise<void> {
  await page.goto(`${url}/login`);
  await page.getByLabel('ID').fill(id);
  await page.getByLabel('パスワード').fill(password);
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
}

async function logOut(page: Page): Promise<void> {
  await page.goto(`${url}/passport/more`);
  await page.getByRole('button', { name: 'ログアウト' }).click();
  await expect(page).toHaveURL(`${url}/`);
}

test('a passkey is registered, logs in without ID and password, and is removed @phone', async ({ page, logIns }) => {
  const { session, authenticatorId } = await phone(page);
  await logInByPassword(page, logIns.foreigner);
  await expect(page).toHaveURL(`${url}/passport`);
  await page.goto(`${url}/passport/more`);
  await page.getByRole('link', { name: 'ログインの方法（パスキー）' }).click();
  await expect(page.getByText('まだありません。')).toBeVisible();
  await expect(page.getByRole('button', { name: '登録する' })).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'passkeys');

  await page.getByRole('button', { name: '登録する' }).click();
  await expect(page.getByRole('alert')).toHaveText('名前（40字まで）と今のパスワードを入力してください');
  await page.getByLabel('パスキーの名前').fill('わたしのスマホ');
  await page.getByLabel('今のパスワード').fill('not-the-password');
  await page.getByRole('button', { name: '登録する' }).click();
  await expect(page.getByRole('alert')).toHaveText('パスワードがちがいます。今のパスワードを確かめてください');
  await page.getByLabel('今のパスワード').fill(password);
  await page.getByRole('button', { name: '登録する' }).click();
  await expect(page.getByText('パスキーを登録しました。')).toBeVisible();
  await expect(page.getByText('わたしのスマホ', { exact: true })).toBeVisible();
  await expectAccessible(page);
  const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId });
  expect(credentials.map((key) => [key.isResidentCredential, key.rpId])).toEqual([[true, 'localhost']]);

  // The same phone has one key, and says so.
  await page.getByLabel('パスキーの名前').fill('もう一度');
  await page.getByLabel('今のパスワード').fill(password);
  await page.getByRole('button', { name: '登録する' }).click();
  await expect(page.getByRole('alert')).toHaveText('この端末のパスキーは、もう登録してあります。');

  await logOut(page);
  await page.goto(`${url}/login`);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'パスキーでログイン' }).click();
  await expect(page).toHaveURL(`${url}/passport`);

  await page.goto(`${url}/passport/passkeys`);
  await expect(page.getByText('最後に使ったのは')).toBeVisible();
  await page.getByRole('button', { name: '「わたしのスマホ」を消す' }).click();
  await expect(page.getByText('パスキーを消しました。')).toBeVisible();
  await logOut(page);
  await page.goto(`${url}/login`);
  await page.getByRole('button', { name: 'パスキーでログイン' }).click();
  await expect(page.getByRole('alert')).toHaveText('このパスキーではログインできません。IDとパスワードを入力してください');
});

test('a phone that was not unlocked lets nobody in @desktop', async ({ page, logIns }) => {
  const { session, authenticatorId } = await phone(page);
  await logInByPassword(page, logIns.technician);
  await page.goto(`${url}/passport/passkeys`);
  await page.getByLabel('パスキーの名前').fill('パソコン');
  await page.getByLabel('今のパスワード').fill(password);
  await page.getByRole('button', { name: '登録する' }).click();
  await expect(page.getByText('パスキーを登録しました。')).toBeVisible();
  await logOut(page);
  await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await page.goto(`${url}/login`);
  await page.getByRole('button', { name: 'パスキーでログイン' }).click();
  await expect(page.getByRole('alert')).toHaveText('ログインしませんでした。もう一度試すか、IDとパスワードを入力してください。');
  await expect(page).toHaveURL(`${url}/login`);
});

test('at an address in numbers no button is shown, and the password does as ever @phone', async ({ page, logIns }) => {
  await page.goto(`${server.url}/login`);
  await expect(page.getByRole('button', { name: 'ログイン', exact: true })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await expect(page.getByRole('button', { name: 'パスキーでログイン' })).toBeHidden();
  await page.getByLabel('ID').fill(logIns.foreigner);
  await page.getByLabel('パスワード').fill(password);
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
  await expect(page).toHaveURL(`${server.url}/passport`);
  await page.goto(`${server.url}/passport/passkeys`);
  await expect(page.getByText('このブラウザでは、パスキーを登録できません。')).toBeVisible();
});
