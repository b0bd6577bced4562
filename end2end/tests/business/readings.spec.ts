// A logging reader's file: looked at line by line, recorded, and counted once when it is sent again.
import { expectAccessible } from '../../support/accessible.ts';
import { digits, site } from '../../support/demo.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow } from '../../support/look.ts';
import { chooseFile } from '../../support/upload.ts';

/** Noon of the day before today in Japan, as a reader writes it. */
const noon = () => `${new Date(Date.now() - 15 * 3_600_000).toISOString().slice(0, 10)} 12:00`;

test('a reader\'s file is looked at, recorded, and nothing of it counts twice @plain', async ({ page, as, logIns }) => {
  const reader = `西口${Date.now()}`;
  const lines = ['time,card,technician,kind,reader', `${noon()},,${digits(logIns.foreigner)},,${reader}`, `きのう,,${digits(logIns.foreigner)},in,${reader}`];
  const file = (text: string) => ({ name: '西口.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await as('prime');
  await page.goto('/business/sites');
  await page.getByRole('link', { name: site }).first().click();
  await page.getByRole('link', { name: 'リーダーのファイルを送る' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('リーダーのファイル');
  const list = page.url();
  await expectAccessible(page);
  await page.getByRole('button', { name: '内容を確かめる' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'ファイル' })).toBeVisible();

  await chooseFile(page.getByLabel(/^ファイル/), file(`${lines[1]}\n`.repeat(2_001)));
  await page.getByRole('button', { name: '内容を確かめる' }).click();
  await expect(page.getByText('2,000件までです。何も記録していません。', { exact: false })).toBeVisible();

  await chooseFile(page.getByLabel(/^ファイル/), file(lines.join('\n')));
  await page.getByRole('button', { name: '内容を確かめる' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('西口.csv');
  await expect(page.getByText('2件のうち、記録できるのは 1件です。', { exact: false })).toBeVisible();
  const wrong = page.getByRole('row').filter({ hasText: 'きのう' });
  await expect(wrong).toContainText('日時が読みとれません');
  await expectAccessible(page);
  await expectNoOverflow(page);
  await page.getByRole('button', { name: 'タッチを記録する' }).click();
  await expect(page.getByText('2件のうち 1件を記録しました。', { exact: false })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('row').filter({ hasText: digits(logIns.foreigner) }).filter({ hasText: '記録しました' })).toHaveCount(1);

  await page.goto(list);
  await chooseFile(page.getByLabel(/^ファイル/), file(lines.join('\n')));
  await page.getByRole('button', { name: '内容を確かめる' }).click();
  await expect(page.getByText('もう記録ずみが 1件', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'このファイルを取りやめる' }).click();
  await expect(page).toHaveURL(list);
  await expect(page.getByRole('row').filter({ hasText: '取りやめました' }).first()).toBeVisible();
});
