// What is kept on paper: one's own invoices as files, and the letters of those nothing else reaches.
import { expect, test } from '../../support/fixtures.ts';

test('a technician finds what they paid and keeps the invoice as a PDF @plain', async ({ page, as }) => {
  await as('technician');
  await page.goto('/passport/more');
  await page.getByRole('link', { name: '料金と支払い' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('料金と支払い');
  await page.getByRole('link', { name: /技能者の登録料/ }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('請求書');
  await expect(page.getByRole('article', { name: '請求書' })).toContainText('山本 健太 様');
  const address = await page.getByRole('link', { name: 'PDFで保存する' }).getAttribute('href');
  const answer = await page.request.get(address ?? '');
  expect(answer.status()).toBe(200);
  expect(answer.headers()['content-type']).toBe('application/pdf');
  expect(answer.headers()['content-disposition']).toMatch(/^attachment; filename="invoice-/);
  expect((await answer.body()).subarray(0, 5).toString()).toBe('%PDF-');

  // It is nobody else's, whatever address it is asked at.
  await as('prime');
  expect((await page.request.get(address ?? '')).status()).toBe(404);
  expect((await page.request.get((address ?? '').replace('/passport/', '/business/'))).status()).toBe(404);
});

test('a business keeps the invoice of a month as a PDF @desktop @plain', async ({ page, as }) => {
  await as('prime');
  await page.goto('/business/fees');
  await page.getByRole('link', { name: '現場利用料の請求書' }).first().click();
  const address = await page.getByRole('link', { name: 'PDFで保存する' }).getAttribute('href');
  const answer = await page.request.get(address ?? '');
  expect(answer.headers()['content-type']).toBe('application/pdf');
  expect((await answer.body()).length).toBeGreaterThan(5_000);
});

test('letters are a file to print from, posted together @desktop @plain', async ({ page, as }) => {
  await as('operator');
  await page.goto('/operator/notices');
  const files = page.getByRole('table', { name: '郵送のファイル' });
  await files.getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('郵送のファイル');
  const letter = page.getByRole('table', { name: 'このファイルの手紙' }).getByRole('row').nth(1);
  await expect(letter).toContainText('〒');
  const address = await page.getByRole('link', { name: 'CSVで保存する' }).getAttribute('href');
  const answer = await page.request.get(address ?? '');
  expect(answer.headers()['content-type']).toContain('text/csv');
  expect(await answer.text()).toMatch(/^\ufeff?郵便番号,住所,名前,件名,本文\r\n\d{3}-\d{4},/);
  // The projects share one register: whoever is first posts it.
  const post = page.getByRole('button', { name: 'まとめて投函ずみにする' });
  if (await post.isVisible()) {
    await post.click();
    await expect(page.getByText('まとめて投函ずみにしました。')).toBeVisible();
  }
  await expect(post).toHaveCount(0);
  await expect(page.getByText(/に投函ずみ/)).toBeVisible();
});

test('a wrong payment number is told beside its field, and nothing is found by it @phone @plain', async ({ page }) => {
  await page.goto('/register');
  await page.getByRole('link', { name: '支払番号で調べる' }).click();
  const number = page.getByRole('textbox', { name: '支払番号' });
  const look = page.getByRole('button', { name: '調べる' });
  for (const [typed, told] of [['', '入力してください'], ['1234 5678 9012', 'その支払番号の請求はありません'], ['あいう', 'その支払番号の請求はありません']] as const) {
    await number.fill(typed);
    await look.click();
    await expect(page.getByRole('alert').getByText(told)).toBeVisible();
    await expect(number).toHaveValue(typed);
    await expect(number).toHaveAttribute('aria-invalid', 'true');
  }
});
