// A body judges an application otherwise than the criteria come to, a second person agrees, and the level is taken back again by
// two persons. One kind of browser: what is decided is decided once.
import { expectAccessible } from '../../support/accessible.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow, picture } from '../../support/look.ts';

test('what differs from the criteria is looked at by a second person @desktop', async ({ page, as }) => {
  test.setTimeout(120_000);
  await as('evaluator');
  await page.goto('/evaluator');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('レベル判定');
  await expectAccessible(page);
  await expectNoOverflow(page);
  await page.getByRole('link', { name: /チャン/ }).click();
  const address = page.url();
  await expect(page.getByRole('heading', { name: '経歴証明書' })).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'level-case');
  await page.getByRole('group', { name: /経歴証明書を認めますか/ }).getByRole('radio', { name: '認める', exact: true }).check();
  for (const verdict of await page.getByRole('radio', { name: '足りています' }).all()) await verdict.check();
  await page.getByRole('radio', { name: 'レベル2を認定する' }).check();
  await page.getByRole('button', { name: '判定する' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'もう一人の確認にまわしました' })).toBeVisible();
  await expect(page.getByText('あなたの判定です。')).toBeVisible();
  await expect(page.getByRole('button', { name: 'この判定に決める' })).toHaveCount(0);

  await as('secondEvaluator');
  await page.goto(address);
  await expectAccessible(page);
  await page.getByRole('button', { name: '差し戻す' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' })).toBeVisible();
  await page.getByRole('button', { name: 'この判定に決める' }).click();
  await expect(page.getByRole('status').filter({ hasText: '認定し、本人に知らせました。' })).toBeVisible();

  await page.goto('/evaluator/levels');
  await expectAccessible(page);
  await expectNoOverflow(page);
  const row = page.getByRole('row').filter({ hasText: 'チャン' }).first();
  await row.getByText('取り消しを入れる').first().click();
  await row.getByLabel('取り消す理由').selectOption({ label: 'まちがって認定したため' });
  await row.getByRole('button', { name: /取り消しを入れる/ }).click();
  await expect(page.getByRole('status').filter({ hasText: '取り消しを入れました。' })).toBeVisible();
  await expect(page.getByText('あなたが入れました。')).toBeVisible();
  await as('evaluator');
  await page.goto('/evaluator/levels');
  await page.getByRole('button', { name: /の認定の取り消しを決める/ }).first().click();
  await expect(page.getByRole('status').filter({ hasText: '認定を取り消し、本人に知らせました。' })).toBeVisible();
});

test('the operator enters bodies, each with its own fields @desktop @plain', async ({ page, as }) => {
  await as('operator');
  await page.goto('/operator/levels');
  await expect(page.getByRole('heading', { name: '見本鉄筋評価センター' })).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await page.getByRole('textbox', { name: /団体の名前/ }).fill('見本の団体');
  await page.getByRole('textbox', { name: /分野の番号/ }).last().fill('012');
  await page.getByRole('button', { name: '団体を登録する' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'もうほかの団体が判定しています' })).toBeVisible();
});
