// A business sees its registration, applies for a change, a reviewer approves it, and the change stands there.
import { expect, test } from '../../support/fixtures.ts';
import { approve } from '../../support/office.ts';
import { sendEvidence } from '../../support/registration.ts';

test('a change is applied for, approved and shown @plain', async ({ page, as }) => {
  const name = `${Date.now()}丁目${test.info().project.name}`;
  await as('stranger');
  await page.goto('/business/registration');
  await expect(page.getByText('まで有効です')).toBeVisible();
  await expect(page.getByRole('link', { name: '更新を申請する' })).toHaveCount(0);
  await page.getByRole('link', { name: '変更を申請する' }).click();
  await expect(page).toHaveURL(/\/business\/registration\/change$/);
  await page.getByRole('link', { name: '所在地', exact: true }).click();
  await page.getByLabel(/市区町村/).fill('');
  await page.getByRole('button', { name: '保存して次へ' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '確かめてください' })).toBeVisible();
  await page.getByLabel(/市区町村/).fill(name);
  await page.getByRole('button', { name: '保存して一覧へ' }).click();
  await page.getByRole('link', { name: '確かめて申請する' }).click();
  await expect(page.getByLabel('パスワード')).toHaveCount(0);
  // What is to be another stands beside what is registered, and alone is marked.
  await expect(page.getByText('変更あり')).toHaveCount(1);
  await expect(page.getByText(`変更後：${name}`)).toBeVisible();
  await expect(page.getByText(/^\d{3}-\d{4}$/).first(), 'a postcode as it is read').toBeVisible();
  // Whoever moves shows it: the document is asked for before anything is handed in.
  await page.getByLabel('内容に間違いがないことを確かめました').check();
  await page.getByRole('button', { name: '変更を申請する' }).click();
  const summary = page.getByRole('alert').filter({ hasText: '確かめてください' });
  await summary.getByRole('link').filter({ hasText: '書類の画像' }).click();
  await expect(page).toHaveURL(/\/change\/evidence\?check=1#picture$/);
  await expect(page.getByText(/いまの変更のうち、書類で確かめるのは .*番地/), 'for what it is asked').toBeVisible();
  await page.getByRole('radio').first().check();
  await sendEvidence(page);
  await page.getByRole('button', { name: '保存して一覧へ' }).click();
  await page.getByRole('link', { name: '確かめて申請する' }).click();
  await page.getByLabel('内容に間違いがないことを確かめました').check();
  await page.getByRole('button', { name: '変更を申請する' }).click();
  await expect(page).toHaveURL(/\/business\/registration$/);
  const card = page.locator('.under-way').filter({ hasText: '変更' });
  await expect(page.getByRole('link', { name: '変更を申請する' }), 'one at a time').toHaveCount(0);
  await page.goto('/business/registration/change');
  await expect(page, 'what is being reviewed is not typed in').toHaveURL(/\/business\/registration$/);
  const told = await card.innerText();
  const number = /\d{4}-\d{4}-\d{5}/.exec(told)?.[0] ?? '';
  expect(number).not.toBe('');

  await as('reviewer');
  await page.goto('/operator');
  await page.getByRole('link', { name: number }).click();
  const marked = page.getByRole('row').filter({ hasText: '変更あり' });
  await expect(marked).toHaveCount(1);
  await expect(marked).toContainText(name);
  await expect(marked).toContainText('登録されている内容：');
  await expect(page.getByRole('row').filter({ hasText: '登録のまま' }).first()).toBeVisible();
  await approve(page, number);

  await as('stranger');
  await page.goto('/business/registration');
  await expect(page.getByText(name)).toBeVisible();
  await expect(page.locator('.version-list li').first()).toContainText('番地');
  await page.goto('/business/notices');
  await expect(page.getByText('新着').first(), 'looking does not count as reading').toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'すべて読んだことにする' }).click();
  await expect(page).toHaveURL(/\/business\/notices$/);
  await expect(page.getByText('新着')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: new RegExp(number) }).first()).toBeVisible();
});
