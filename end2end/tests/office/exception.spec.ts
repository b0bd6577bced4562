// What the office asks and grants beside the desk: an exception for a disaster, which nobody puts in force alone, and a
// survey that businesses answer.
import { expectAccessible } from '../../support/accessible.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow } from '../../support/look.ts';
import { answer, field, group } from '../../support/registration.ts';

test('an exception is entered whole, waits for somebody else and is taken back @phone @desktop @plain', async ({ page, as }) => {
  await as('operator');
  await page.goto('/operator/disasters');
  await expect(page.getByRole('heading', { name: '令和6年能登半島地震' })).toBeVisible();
  await page.goto('/operator/disasters/new');
  await page.getByRole('button', { name: '確認にまわす' }).click();
  const summary = page.getByRole('alert').filter({ hasText: 'か所を確かめてください' });
  await expect(summary.getByRole('link').filter({ hasText: '都道府県' })).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  // An effect of which only a part is typed is none.
  const code = `shiken-${Date.now() % 1_000_000}-${test.info().project.name}`.toLowerCase();
  await answer(page, { type: { 特例の名前: '見本地方の高潮', 短い記号: code, 根拠: '災害救助法', 災害が始まった日: '2026-10-01', のばした期限: '2027-01-31' } });
  await page.getByRole('checkbox', { name: '高知県' }).check();
  await page.getByRole('button', { name: '確認にまわす' }).click();
  await expect(summary).toContainText('対象になる有効期限');
  await expect(field(page, '短い記号'), 'what was typed is kept').toHaveValue(code);
  await expect(page.getByRole('checkbox', { name: '高知県' })).toBeChecked();
  await answer(page, { type: { のばした期限: '', 待つ最後の日: '2027-03-31' } });
  await page.getByRole('button', { name: '確認にまわす' }).click();
  await expect(page.getByText('特例を入れました。別の担当者の確認を待っています。')).toBeVisible();
  await expect(page.getByText('認めるのは別の担当者です。', { exact: false })).toBeVisible();
  await expect(page.getByRole('button', { name: '認めて効かせる' })).toHaveCount(0);
  await expectAccessible(page);
  await expectNoOverflow(page);
  const address = page.url();

  await as('reviewer');
  expect((await page.goto(address))?.status()).toBe(403);
  await as('operator');
  await page.goto(address);
  await page.getByRole('button', { name: '取り下げる' }).click();
  await expect(page.getByText('特例を取り下げました。')).toBeVisible();
  await expect(page.getByRole('button', { name: '取り下げる' })).toHaveCount(0);
});

test('a business says whether it will renew, and the office counts it @phone @desktop @plain', async ({ page, as }) => {
  await as('operator');
  await page.goto('/operator/surveys');
  await page.getByRole('button', { name: 'お知らせを送って、調査をはじめる' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' }).getByRole('link')).toHaveCount(3);
  await expectAccessible(page);
  await as('prime');
  await page.goto('/business/survey');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('更新の意向をお聞かせください');
  await group(page, '登録を更新されますか').getByText('まだ決めていない', { exact: true }).click();
  await field(page, '理由').fill('社内で相談しています');
  await page.getByRole('button', { name: '答える' }).click();
  await expect(page.getByText('答えを受けつけました。ありがとうございます。')).toBeVisible();
  await expect(field(page, '理由'), 'it can be changed until the last day').toHaveValue('社内で相談しています');
  await expectAccessible(page);
  await expectNoOverflow(page);
  await page.goBack();
  await as('operator');
  await page.goto('/operator/surveys');
  await page.getByRole('table').getByRole('link').first().click();
  await expect(page.getByRole('row').filter({ hasText: '社内で相談しています' })).toContainText('まだ決めていない');
  await page.getByRole('checkbox', { name: '答えのない事業者だけ' }).check();
  await page.getByRole('button', { name: '表示する' }).click();
  await expect(page.getByRole('row').filter({ hasText: '社内で相談しています' })).toHaveCount(0);
  await expectNoOverflow(page);
});
