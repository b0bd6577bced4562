// Days of work by file: the template is filled in, what is wrong is told by cell, and the good rows are entered. With and without JavaScript.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../../support/accessible.ts';
import { site } from '../../support/demo.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow, picture } from '../../support/look.ts';
import { chooseFile } from '../../support/upload.ts';

/** To the page of files of the first site. */
async function open(page: Page): Promise<void> {
  await page.goto('/business/sites');
  await page.getByRole('link', { name: site }).first().click();
  await page.getByRole('link', { name: 'ファイルで入力' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('就業履歴をファイルで入力する');
}

/** What a file to fill in holds. */
async function template(page: Page, name: string): Promise<string> {
  const href = (await page.getByRole('link', { name }).getAttribute('href')) ?? '';
  const answer = await page.request.get(href);
  expect(answer.status()).toBe(200);
  return answer.text();
}

async function send(page: Page, name: string, content: string): Promise<void> {
  await chooseFile(page.getByLabel('就業履歴のファイル'), { name, mimeType: 'text/csv', buffer: Buffer.from(content) });
  await page.getByRole('button', { name: 'ファイルを確かめる' }).click();
}

test('a wrong file is told by cell, and thrown away @desktop @phone @plain', async ({ page, as }) => {
  await as('prime');
  await open(page);
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'history-files');
  await page.getByRole('button', { name: 'ファイルを確かめる' }).click();
  await expect(page.getByRole('alert').first(), 'a file is wanted').toBeVisible();

  const head = await template(page, '日ごとの表のひな形（CSV）をダウンロードする');
  await send(page, '就業.csv', `${head}12,,2026-11-31,25:00,17:00,,,\n`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('就業.csv');
  await expect(page.getByText('1行のうち、入力できるのは 0日分です。直すところは 3か所あります。')).toBeVisible();
  for (const cell of ['A2', 'C2', 'D2']) await expect(page.getByRole('rowheader', { name: cell, exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: /日分を入力する$/ })).toHaveCount(0);
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'history-file');
  await page.getByRole('button', { name: 'ファイルを取り消す' }).click();
  await expect(page.getByRole('row', { name: /就業\.csv/ }).first()).toContainText('このファイルは取り消しました');
});

test('good rows are looked at first and entered by the button @desktop', async ({ page, as }) => {
  await as('member');
  await open(page);
  const head = await template(page, 'R方式のひな形（CSV）をダウンロードする');
  // Somebody of the member's, by the link on its roster: the first, whose free days no test needs after this one.
  await page.goto('/business/sites');
  await page.getByRole('link', { name: site }).first().click();
  const entry = page.getByRole('link', { name: /さんの就業履歴を直接入力する$/ }).first();
  const who = (await entry.getAttribute('href'))?.match(/technician=(\d{14})/)?.[1];
  const now = new Date(Date.now() + 9 * 3_600_000);
  const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
  const marks = Array.from({ length: 28 }, () => '1').join(',');
  await page.getByRole('link', { name: 'ファイルで入力' }).click();
  await page.getByLabel('建退共のR方式（働いた日に印をつける）').check();
  await send(page, 'R方式.csv', `${head}${who},,,${last},${marks}\n`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('R方式.csv');
  const enter = page.getByRole('button', { name: /日分を入力する$/ });
  const days = (await enter.textContent())?.match(/\d+/)?.[0];
  await enter.click();
  await expect(page.getByText(`${days}日分の就業履歴を入力しました。`)).toBeVisible();
  await page.reload();
  await expect(enter, 'nothing is entered twice').toHaveCount(0);
});
