// IDs below a business's first: made, lent, used, prolonged and ended.
import { expect, test } from '../../support/fixtures.ts';
import { enrol } from '../../support/office.ts';
import { answer, group } from '../../support/registration.ts';

test('a branch is made and ended, a person of the company has a duty @plain', async ({ page, as }) => {
  const name = `第${Date.now()}支店`;
  await as('member');
  await page.goto('/business/accounts');
  await page.getByRole('link', { name: '支店・部署の管理者IDを作る' }).click();
  await expect(page.getByText('11,400円')).toBeVisible();
  await page.getByRole('button', { name: '支店・部署の管理者IDを作る' }).click();
  await expect(page.getByRole('alert')).toContainText('支店・部署の名前');
  await answer(page, { type: { '支店・部署の名前': name } });
  await page.getByRole('button', { name: '支店・部署の管理者IDを作る' }).click();
  await expect(page.getByText('IDを作りました')).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row).toContainText('1層目');
  await page.reload();
  await expect(page.getByText('IDを作りました'), 'the password is shown once').toHaveCount(0);
  await row.locator('summary', { hasText: '新しいパスワードにする' }).click();
  await expect(row.getByText('前のパスワードは使えなくなり')).toBeVisible();
  await row.getByRole('button', { name: `${name}のIDを新しいパスワードにする` }).click();
  await expect(page.getByText('新しいパスワードにしました')).toBeVisible();
  await expect(page.locator('.issued code'), 'the ID and its new password').toHaveCount(2);
  await expect(row.getByText('を請求します。'), 'what it costs is said when it is asked for').toBeHidden();
  await row.locator('summary', { hasText: '1年のばす' }).click();
  await expect(row.getByText('を請求します。')).toBeVisible();
  await row.locator('summary', { hasText: '終わらせる' }).click();
  await expect(row.getByText('元にはもどせません。')).toBeVisible();
  await row.getByRole('button', { name: `${name}のIDを終わらせる` }).click();
  await expect(page.getByText('IDを終わらせました。')).toBeVisible();
  await expect(row).toHaveCount(0);

  await page.getByRole('link', { name: '会社の人のIDを作る' }).click();
  await answer(page, { type: { 使う人の氏名: '大川 恵' }, press: { 役割: '見るだけ' } });
  await page.getByRole('button', { name: '会社の人のIDを作る' }).click();
  await expect(page.getByRole('row').filter({ hasText: '見るだけ' }).first()).toContainText('大川 恵');
});

test('a lent ID works at its site and is refused elsewhere @desktop', async ({ page, as, browser }) => {
  await as('prime');
  await page.goto('/business/accounts/new/lent');
  const day = (plus: number) => new Date(Date.now() + (9 + plus * 24) * 3_600_000).toISOString().slice(0, 10);
  await answer(page, {
    type: { 使う人か事務局の名前: '技能統括本部', 貸す相手の団体: '湊町建設組合', 使える最初の日: day(-1), 使える最後の日: day(30) },
  });
  await group(page, 'まかせる現場').getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'IDを貸す' }).click();
  await expect(page.getByRole('row').filter({ hasText: '貸した先：湊町建設組合' }).first()).toBeVisible();
  const [loginId, password] = await page.locator('.issued code').allTextContents();

  const { baseURL, locale } = test.info().project.use;
  const context = await browser.newContext({ baseURL, locale });
  const other = await context.newPage();
  await enrol(other, loginId, password);
  await other.goto('/business/sites');
  await expect(other.getByRole('row')).toHaveCount(2);
  await other.goto('/business/registration');
  await expect(other.getByText('このログインではできません').or(other.getByRole('heading', { level: 1 })).first()).toBeVisible();
  await expect(other.getByText('まで有効です')).toHaveCount(0);

  const lent = page.getByRole('row').filter({ hasText: loginId });
  await lent.locator('summary', { hasText: '終わらせる' }).click();
  await lent.getByRole('button', { name: /終わらせる$/ }).click();
  await expect(page.getByText('IDを終わらせました。')).toBeVisible();
  await other.goto('/business');
  await expect(other, 'out at the next request').toHaveURL(/\/login/);
  await context.close();
});
