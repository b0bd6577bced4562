// What was typed is there again when one comes back from a server that did not answer: the browser keeps it, on pages
// of single fields and of items alike, with JavaScript and without.
import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures.ts';
import { answer, begin, field, openPart } from '../../support/registration.ts';

/** Presses a button whose answer never comes, and goes back. */
async function sendInVain(page: Page, button: string): Promise<void> {
  const here = page.url();
  // Nothing that is sent arrives; the page itself comes again when one goes back.
  await page.route('**/*', (route) => {
    const sent = route.request().method() === 'POST';
    return sent ? route.abort('connectionrefused') : route.continue();
  });
  await page.getByRole('button', { name: button }).click();
  await expect(page.getByRole('button', { name: button }), 'the page is gone').toHaveCount(0);
  await page.unroute('**/*');
  await page.goBack();
  await expect(page).toHaveURL(here);
}

test('what was typed is there again after a server that did not answer @phone @plain', async ({ page }) => {
  await begin(page, '詳細型');
  await openPart(page, '所属事業者');
  await answer(page, { type: { 所属事業者の事業者ID: '12' } });
  await sendInVain(page, '保存して次へ');
  await expect(field(page, '所属事業者の事業者ID')).toHaveValue('12');

  await openPart(page, '学歴');
  await page.getByRole('link', { name: '学歴を加える' }).click();
  await answer(page, { choose: { 学校の種類: '高等学校' }, type: { 学校の名前: '港工業高校', 卒業した年: '2015' } });
  await sendInVain(page, '保存して一覧へ');
  await expect(field(page, '学校の種類').locator('option:checked')).toHaveText('高等学校');
  await expect(field(page, '学校の名前')).toHaveValue('港工業高校');
  await expect(field(page, '卒業した年')).toHaveValue('2015');
  await page.getByRole('button', { name: '保存して一覧へ' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: '高等学校・港工業高校・2015' })).toBeVisible();

  // The page of an item that takes a picture is sent in another way.
  await openPart(page, '保有資格');
  await page.getByRole('link', { name: '保有資格を加える' }).click();
  await answer(page, { type: { 資格の名前: '玉掛け技能講習', 取得した日: '2016-02-01' } });
  await sendInVain(page, '保存して一覧へ');
  await expect(field(page, '資格の名前')).toHaveValue('玉掛け技能講習');
  await expect(field(page, '取得した日')).toHaveValue('2016-02-01');
});
