// The days of one's own people by month and year, their file, one person's days, and a site's weekly days off. With and without
// JavaScript.
import { readFileSync } from 'node:fs';
import { expectAccessible } from '../../support/accessible.ts';
import { site } from '../../support/demo.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow, narrowest, picture } from '../../support/look.ts';

const person = '山本 健太';

test('the year of our people is one table and one file @desktop @phone @plain', async ({ page, as }) => {
  await as('member');
  await page.goto('/business/people');
  await page.getByRole('link', { name: '月ごと・年ごとの就業日数' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('自社の人の就業日数');
  const row = page.getByRole('row').filter({ hasText: person });
  await expect(row).toHaveCount(1);
  await expect(row.getByText(/^記録 \d+日/).first()).toBeAttached();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'own-days');

  await page.getByLabel('名前・フリガナ・技能者ID').fill(person);
  await page.getByLabel('ならび方').selectOption({ label: '年の日数が多い順' });
  await page.getByRole('button', { name: 'この条件で見る' }).click();
  await expect(page).toHaveURL(/order=days/);
  await expect(page.getByText('1人', { exact: true }), 'who fits is counted').toBeVisible();

  await page.getByLabel('ファイルの種類').selectOption({ label: 'CSV（UTF-8）' });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'ファイルを受けとる' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^days-\d{4}-\d{8}\.csv$/);
  const lines = readFileSync(await download.path(), 'utf8').trimEnd().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^\uFEFF技能者ID,名前,/);
  expect(lines[1]).toContain(person);
});

test('one person is shown day by day @desktop @phone @plain', async ({ page, as }) => {
  await as('member');
  await page.goto('/business/people/days');
  await page.getByRole('link', { name: new RegExp(person) }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${person}さんの就業日`);
  await page.getByRole('link', { name: /^前の月（/ }).click();
  await expect(page.getByText(/^記録のある日 \d+日、承認された日 \d+日$/)).toBeVisible();
  await expect(page.getByRole('cell', { name: site }).first()).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'own-person');
});

test('a site says which weeks had two days off, and gives its records @desktop @plain', async ({ page, as }) => {
  await as('prime');
  await page.goto('/business/sites');
  await page.getByRole('link', { name: site }).first().click();
  await page.getByRole('link', { name: '週休2日とファイル' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('週休2日・記録のファイル');
  await page.getByRole('link', { name: /^前の月（/ }).click();
  const weeks = page.getByRole('table').getByRole('row');
  expect(await weeks.count()).toBeGreaterThan(4);
  await expect(weeks.nth(1)).toContainText(/できた|たりない/);
  await expectAccessible(page);
  await picture(page, 'week-off');
  await page.getByLabel('ファイルの種類').selectOption({ label: 'Excel（xlsx）' });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'ファイルを受けとる' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^records-\d{14}-\d{6}-\d{8}\.xlsx$/);
  expect(readFileSync(await download.path()).subarray(0, 2).toString()).toBe('PK');
});

test('the table of days stays in its box on the narrowest window @phone', async ({ page, as }) => {
  await page.setViewportSize({ width: narrowest, height: 640 });
  await as('member');
  await page.goto('/business/people/days');
  await expectNoOverflow(page);
  await picture(page, 'own-days-narrow');
});
