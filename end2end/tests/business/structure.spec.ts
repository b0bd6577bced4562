// A structure: found by name, with a tier that is not registered, answered, confirmed, drawn for a day, and left.
import { expectAccessible } from '../../support/accessible.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow, picture } from '../../support/look.ts';
import { answer, field } from '../../support/registration.ts';

test('a business is asked by name, answers, and leaves @desktop @phone @plain', async ({ page, as }) => {
  await as('prime');
  await page.goto('/business/sites/new');
  const name = `体制の試験 ${test.info().project.name} ${Date.now() % 1_000_000}`;
  const year = new Date().getFullYear();
  await answer(page, {
    type: { 現場名: name, '市区町村・番地': '江東区潮見2-1-1', 工事のはじまり: `${year}-01-05`, 工事のおわり: `${year + 1}-12-25` },
    choose: { 都道府県: '東京都' },
    press: { 発注者の種類: '民間' },
  });
  await page.getByRole('button', { name: '現場を登録する' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  const site = page.url();

  await page.getByRole('link', { name: '下請を足す', exact: true }).click();
  await field(page, '会社名でさがす').fill('どこにもない工務店');
  await page.getByRole('button', { name: 'さがす' }).click();
  await expect(page.getByText('この名前の会社は登録されていません。')).toBeVisible();
  await field(page, '会社名でさがす').fill('北浜架設株式会社');
  await page.getByRole('button', { name: 'さがす' }).click();
  await page.getByRole('link', { name: /^北浜架設株式会社（.+）にする$/ }).click();
  await field(page, 'あいだの、登録のない会社').fill('未登録組');
  await expectAccessible(page);
  await expectNoOverflow(page);
  await page.getByRole('button', { name: '下請を足す' }).click();
  await expect(page.getByText('施工体制に足しました。')).toBeVisible();

  await page.getByRole('link', { name: '体制図と日ごとの体制' }).click();
  const tree = page.getByRole('region', { name: '施工体制図' });
  await expect(tree.getByRole('listitem').filter({ hasText: '未登録組' }).first()).toContainText('登録なし');
  await expect(tree.getByText('参加の返事まち')).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'structure');

  await as('member');
  await page.goto('/business');
  await expectAccessible(page);
  await page.getByRole('button', { name: `${name}に入る` }).click();
  await expect(page.getByText('現場に入ると答えました。')).toBeVisible();
  await expect(page.getByRole('button', { name: `${name}に入る` })).toHaveCount(0);

  await page.goto(`${site}/structure`);
  await expect(tree.getByText('参加の返事まち')).toHaveCount(0);
  await page.getByRole('button', { name: '最後の日を登録する' }).click();
  await expect(field(page, '最後の日')).toHaveAccessibleDescription(/入力してください/);
  const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
  await field(page, '外れる会社').selectOption({ label: '北浜架設株式会社（2次・名簿に0人）' });
  await field(page, '最後の日').fill(today);
  await page.getByRole('button', { name: '最後の日を登録する' }).click();
  await expect(page.getByText('最後の日を登録しました。')).toBeVisible();
  await expect(tree).toContainText('まで');
});
