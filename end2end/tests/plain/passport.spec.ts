// A technician reads everything with and without JavaScript: the passport, the history, one day, a card's page.
import { demoCard, password } from '../../support/demo.ts';
import { giveIdAndPassword } from '../../support/office.ts';
import { valueOf } from '../../support/registration.ts';
import { expect, test } from '../../support/fixtures.ts';

test('logging in and out; the second wrong try says how many are left @plain', async ({ page, logIns }) => {
  await giveIdAndPassword(page, logIns.technician, 'not-the-password');
  await expect(page.getByRole('alert')).toContainText(/あと\d回まで試せます/);
  const grouped = logIns.technician.replace(/(\d{4})(\d{4})(\d{4})(\d{2})/, '$1 $2 $3 $4');
  await giveIdAndPassword(page, grouped, password);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('キャリアパスポート');
  await page.getByRole('navigation').getByRole('link', { name: 'その他' }).click();
  await page.getByRole('button', { name: 'ログアウト' }).click();
  // Copies are wiped before the form is sent; to go elsewhere meanwhile is not to have logged out.
  await expect(page).not.toHaveURL(/\/passport/);
  await page.goto('/passport');
  await expect(page).toHaveURL(/\/login$/);
});

test('the card, today and the days are on the first screen @plain', async ({ page, as }) => {
  await as('technician');
  await page.goto('/passport');
  const face = page.getByRole('region', { name: '建設キャリアアップカード レベル3' });
  await expect(face).toContainText('山本 健太');
  await expect(face).toContainText('ヤマモト ケンタ');
  await expect(face).toContainText('シルバー');
  const photo = face.getByRole('img', { name: '山本 健太さんの顔写真' });
  await expect.poll(() => photo.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(200);
  await expect(page.getByText('所属: 北浜架設株式会社')).toBeVisible();
  const all = await valueOf(page, 'これまで').textContent();
  expect(Number(all?.match(/^(\d+)日/)?.[1])).toBeGreaterThan(60);
  expect(all).toMatch(/うち承認ずみ \d+日$/);
});

test('month after month back, to one day and its touches @plain', async ({ page, as }) => {
  await as('technician');
  await page.goto('/passport/history');
  await page.getByRole('link', { name: /^前の月（/ }).click();
  const month = page.getByRole('heading', { level: 2 }).first();
  await expect(month).toHaveText(/^\d{4}年\d{1,2}月\s?令和\d+年$/);
  const days = page.getByRole('table').getByRole('link', { name: /^\d+日 承認ずみ$/ });
  const approved = await days.count();
  expect(approved).toBeGreaterThan(10);
  await expect(page.getByRole('list').getByRole('listitem').filter({ hasText: '承認ずみ' })).toHaveCount(approved);
  await days.first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('記録の内容');
  await expect(valueOf(page, '元請事業者')).toHaveText('港栄建設株式会社');
  await expect(valueOf(page, '立場')).toHaveText('班長');
  await expect(page.getByRole('listitem').filter({ hasText: 'カードの確認ずみ' })).toHaveCount(2);
  await page.getByRole('link', { name: 'もどる' }).click();
  await expect(month).toHaveText(/^\d{4}年\d{1,2}月/);
});

test('a month without a record, and one that is none @plain', async ({ page, as }) => {
  await as('technician');
  await page.goto('/passport/history?month=200104');
  await expect(page.getByText('この月の記録はありません')).toBeVisible();
  const answer = await page.goto('/passport/history?month=0');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ページが見つかりません');
});

test('reading a card is explained where the browser cannot @plain', async ({ page, as }) => {
  await as('technician');
  await page.goto('/passport/read');
  await expect(page.getByText('このブラウザではカードを読めません。')).toBeVisible();
  await expect(page.getByText('ここでカードを見ても、入場や退場の記録にはなりません。')).toBeVisible();
});

test('a card\'s own page: a stranger learns that it is good, its owner sees its face, a forged one nothing @plain', async ({ page, as }) => {
  const link = () => new URL(demoCard(process.env.SERVER_DATA ?? '', 3).url()).search;
  await page.goto(`/t${link()}`);
  await expect(page.getByText('本物のカードです。今使えます。')).toBeVisible();
  await expect(page.getByText('山本')).toHaveCount(0);
  const forged = link().replace(/cmac=..../, 'cmac=0000');
  await page.goto(`/t${forged}`);
  await expect(page.getByRole('alert')).toContainText('本物のカードと確かめられません');
  await as('technician');
  await page.goto(`/t${link()}`);
  await expect(page.getByText('あなたのカードです。本物で、今使えます。')).toBeVisible();
  await expect(page.getByText('山本 健太').first()).toBeVisible();
});

test('after logging in from a card\'s page one sees that card, and no address ever held more than the card put there @plain', async ({ page, logIns }) => {
  const { search } = new URL(demoCard(process.env.SERVER_DATA ?? '', 3).url());
  await page.goto(`/t${search}`);
  await page.getByRole('button', { name: 'ログイン' }).click();
  await expect(page).toHaveURL(/\/login$/);
  await page.getByLabel('ID').fill(logIns.technician);
  await page.getByLabel('パスワード').fill(password);
  await page.getByRole('button', { name: 'ログイン' }).click();
  await expect(page.getByText('あなたのカードです。本物で、今使えます。')).toBeVisible();
});

test('the language is changed on the spot and stays @plain', async ({ page, as }) => {
  await as('technician');
  await page.goto('/passport/history');
  await page.getByRole('banner').getByRole('button', { name: 'English' }).click();
  await expect(page).toHaveURL(/\/passport\/history$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.goto('/passport');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('banner').getByRole('button', { name: '日本語' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('キャリアパスポート');
});
