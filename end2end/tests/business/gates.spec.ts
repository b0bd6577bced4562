// The gates of a site, as its office sees them. With and without JavaScript.
import { expectAccessible } from '../../support/accessible.ts';
import { site } from '../../support/demo.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow, picture } from '../../support/look.ts';

test('a site lists its gates with contact, queue and numbers, and ends none without a reason @plain', async ({ page, as }) => {
  await as('prime');
  await page.goto('/business/sites');
  await page.getByRole('link', { name: site }).first().click();
  await page.getByRole('link', { name: 'ゲートの一覧' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${site}のゲート`);
  for (const name of ['正門', '組合事務局の電話']) await expect(page.getByRole('heading', { name, exact: true }).first()).toBeVisible();
  for (const fact of ['登録した人', 'さいごの通信', '受けとった最大の番号', 'この端末の鍵で署名しています']) {
    await expect(page.getByText(fact).first()).toBeVisible();
  }
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'gates');

  await page.getByText('組合事務局の電話を止める').first().click();
  const form = page.locator('details').filter({ hasText: '組合事務局の電話を止める' }).first();
  await form.getByRole('button', { name: '止める' }).click();
  await expect(page.getByText('止める理由を1〜200文字で入力してください')).toBeVisible();
  await expect(page.getByText('組合事務局の電話を止める').first(), 'it is a gate still').toBeVisible();
});

test('the operator sees what is missing at every site, nobody else does', async ({ page, as }) => {
  await as('operator');
  await page.goto('/operator/gates');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ゲートの欠番');
  await expect(page.getByText('どのゲートの番号も続いています。')).toBeVisible();
  await expectAccessible(page);
});
