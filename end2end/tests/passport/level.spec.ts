// A person looks at what a level still asks, applies for it, sends an employer's statement and takes the application back.
// With and without JavaScript.
import { expectAccessible } from '../../support/accessible.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow, narrowest, picture } from '../../support/look.ts';

test('what a level still asks is said, and fields without criteria say so @phone @desktop @plain', async ({ page, as }) => {
  await as('technician');
  await page.goto('/passport');
  await page.getByRole('link', { name: 'レベル', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('レベル');
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'level-own');
  await page.getByText('ほかの分野').click();
  await page.getByRole('link', { name: '橋梁', exact: true }).click();
  await expect(page.getByText('この分野の基準は、まだ登録されていません。').first()).toBeVisible();
  await expect(page.getByRole('button', { name: '申し込む' })).toHaveCount(0);
  await expectAccessible(page);

  await page.goto('/passport/level/012');
  await expect(page.getByRole('heading', { name: 'レベル2に必要なこと' })).toBeVisible();
  await expect(page.getByRole('img', { name: /レベル2までの日数の\d+パーセント/ })).toBeVisible();
  await expect(page.getByText('玉掛け技能講習').first()).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'level-field');
});

test('a level is applied for and the application taken back @desktop', async ({ page, as }) => {
  await as('technician');
  await page.goto('/passport/level/012');
  await expect(page.getByText('料金は4,000円です。')).toBeVisible();
  await page.getByRole('radio', { name: /レベル2/ }).check();
  await page.getByRole('button', { name: '申し込む' }).click();
  await expect(page.getByRole('status').filter({ hasText: '申し込みを受けつけました。' })).toBeVisible();
  await expect(page.getByText('料金の支払い待ち').first()).toBeVisible();
  await page.getByRole('button', { name: '経歴証明書を加える' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' })).toContainText('証明した会社');
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'level-applied');
  await page.getByRole('button', { name: '申し込みを取り下げる' }).click();
  await expect(page.getByRole('status').filter({ hasText: '申し込みを取り下げました。' })).toBeVisible();
  await expect(page.getByText('取り下げ', { exact: true }).first()).toBeVisible();
});

test('what a level asks stays in the narrowest window @phone', async ({ page, as }) => {
  await page.setViewportSize({ width: narrowest, height: 640 });
  await as('foreigner');
  await page.goto('/passport/level/012');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectNoOverflow(page);
  await picture(page, 'level-narrow');
});
