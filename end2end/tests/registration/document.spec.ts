// A document of several pages: sent, looked at page by page, saved; and what is refused with its reason.
import { expectAccessible } from '../../support/accessible.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow } from '../../support/look.ts';
import { document } from '../../support/pdf.ts';
import { begin, field, openPart } from '../../support/registration.ts';
import { chooseFile } from '../../support/upload.ts';

test('a PDF is shown page by page, and what cannot be read is said @phone @plain', async ({ page }) => {
  await begin(page, '詳細型');
  await openPart(page, '本人確認書類');
  const send = async (upload: ReturnType<typeof document>, button: string) => {
    await chooseFile(field(page, '書類の画像'), upload);
    await page.getByRole('button', { name: button }).click();
  };

  await send({ ...document(['1 0 0']), buffer: Buffer.from('%PDF-1.7 and nothing more') }, '画像を送る');
  await expect(field(page, '書類の画像')).toHaveAccessibleDescription(/PDFとして読めません/);
  await send(document(Array.from({ length: 21 }, () => '1 1 1')), '画像を送る');
  await expect(field(page, '書類の画像')).toHaveAccessibleDescription(/20ページより多い/);

  await send(document(['1 0 0', '0 0.6 0', '0 0 1']), '画像を送る');
  await expect(page.getByRole('status').filter({ hasText: '画像を保存しました。' })).toBeVisible();
  await page.getByRole('link', { name: '全3ページを見る' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('書類の画像');
  await expect(page.getByRole('img', { name: /1／3ページ/ })).toBeVisible();
  await expect(page.getByRole('link', { name: '前のページ' })).toHaveCount(0);
  await expectAccessible(page);
  await expectNoOverflow(page);
  await page.getByRole('link', { name: '次のページ' }).click();
  await page.getByRole('link', { name: '次のページ' }).click();
  await expect(page.getByRole('img', { name: /3／3ページ/ })).toBeVisible();
  await expect(page.getByRole('link', { name: '次のページ' })).toHaveCount(0);
  await page.getByRole('link', { name: '前のページ' }).click();
  await expect(page.getByRole('img', { name: /2／3ページ/ })).toBeVisible();

  const pages = await Promise.all([1, 2, 3].map((number) => page.request.get(`/register/file/identity?page=${number}`)));
  expect(pages.map((answer) => answer.headers()['content-type'])).toEqual(['image/jpeg', 'image/jpeg', 'image/jpeg']);
  const saved = await page.request.get('/register/file/identity?save=1');
  expect(saved.headers()['content-disposition']).toContain('attachment');
  expect(saved.headers()['content-security-policy']).toContain('sandbox');
  expect((await page.request.get('/register/file/identity?page=4')).status()).toBe(404);

  await page.getByRole('link', { name: '登録の画面にもどる' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('入力すること');
});
