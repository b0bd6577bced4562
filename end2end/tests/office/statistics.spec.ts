// Counts as pages show them: the nation's for the office, a site's and one's own people's for a business; what waits on the start
// page leads to where it waits.
import { readFileSync } from 'node:fs';
import { expectAccessible } from '../../support/accessible.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow, picture } from '../../support/look.ts';

const school = '東陽第二小学校 体育館改修工事';

test('the office sees the counts of the nation and takes a table as a file @desktop', async ({ page, as }) => {
  await as('operator');
  await page.goto('/operator/statistics');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('就業履歴の統計');
  await expect(page.getByRole('heading', { name: '都道府県ごと' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '東京都' })).toHaveCount(1);
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'statistics');

  await page.getByLabel('期間の区切り').selectOption('day');
  await page.getByRole('button', { name: '表示する' }).click();
  await expect(page).toHaveURL(/by=day/);
  await expect(page.getByRole('heading', { name: '日ごと' })).toBeVisible();
  await page.getByLabel('しぼりこみ').selectOption('role-1');
  await page.getByRole('button', { name: '表示する' }).click();
  await expect(page.getByRole('heading', { name: 'この数え方では数えていません' })).toBeVisible();

  await page.goto('/operator/statistics?by=year');
  await page.getByRole('combobox', { name: '表', exact: true }).selectOption('prefecture');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '受け取る' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^statistics-nation-prefecture-\d{8}\.csv$/);
  const lines = readFileSync(await download.path(), 'utf8').trimEnd().split('\r\n');
  expect(lines[0]).toBe('\uFEFF都道府県ごと,就業履歴数,うち承認ずみ');
  expect(lines.at(-1)).toMatch(/^全体,\d+,\d+$/);
});

test('a business sees the counts of a site and of its people, and what waits leads there @desktop', async ({ page, as }) => {
  await as('prime');
  await page.goto('/business');
  await expect(page.getByRole('link', { name: /^申し出に答える：/ })).toBeVisible();
  await page.getByRole('row').filter({ hasText: school }).getByRole('link', { name: /^承認待ち [\d,]+件/ }).first().click();
  await expect(page).toHaveURL(/\/history\?month=\d{6}/);

  await page.goto('/business/sites');
  await page.getByRole('link', { name: school }).first().click();
  await page.getByRole('link', { name: '統計', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${school}の統計`);
  await expect(page.getByRole('heading', { name: '職種ごと' })).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'statistics-site');

  await page.goto('/business/people');
  await page.getByRole('link', { name: '職種・立場ごとの統計' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('自社の人の統計');
  await expectAccessible(page);
});

test('the counts of the nation are the office’s alone @desktop', async ({ page, as }) => {
  await as('prime');
  const answer = await page.goto('/operator/statistics');
  expect(answer?.status()).toBe(403);
});
