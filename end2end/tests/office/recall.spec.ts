// The office takes days back by two persons: one asks, another sees the day with all its versions and decides. With and without
// JavaScript.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../../support/accessible.ts';
import { site } from '../../support/demo.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow, picture } from '../../support/look.ts';
import { field } from '../../support/registration.ts';

/** Whose days each kind of browser asks for: lines of the list from its end, so that none asks for another's. */
const which: Record<string, number> = { 'phone': 1, 'desktop': 2, 'phone-plain': 3, 'desktop-plain': 4 };

/** A month whose days are approved, with digits and a hyphen. */
function past(months: number): string {
  const now = new Date(Date.now() + 9 * 3_600_000);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1)).toISOString().slice(0, 7);
}

async function siteId(page: Page): Promise<string> {
  await page.goto('/business/sites');
  const href = await page.getByRole('link', { name: site }).first().getAttribute('href');
  return href?.match(/sites\/(\d+)/)?.[1] ?? '';
}

/** Finds the records of the site and opens those of the person whom this kind of browser takes. */
async function open(page: Page, of: string, month: string): Promise<void> {
  await page.goto('/operator/recalls');
  await field(page, '現場ID').fill(of);
  await field(page, '就業した月').fill(month);
  await page.getByRole('button', { name: '探す' }).click();
  const people = page.getByRole('table', { name: '見つかった記録（人と現場ごと）' }).getByRole('link');
  await expect(people.first()).toBeVisible();
  const at = (await people.count()) - which[test.info().project.name];
  await people.nth(at).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('取り消しをたのむ');
}

/** Asks for the first day that has a box, once what is missing was said; gives the address of the request. */
async function ask(page: Page, words: string): Promise<string> {
  await page.getByRole('button', { name: '確認にまわす' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' })).toContainText('取り消す日');
  await expectAccessible(page);
  await expectNoOverflow(page);
  await page.getByRole('group', { name: /^取り消す日/ }).getByRole('checkbox').first().check();
  await page.getByRole('radio', { name: /^承認だけ/ }).check();
  await field(page, '理由').selectOption({ label: '働いたのは別の日だった' });
  await field(page, 'くわしい説明').fill(words);
  await page.getByRole('button', { name: '確認にまわす' }).click();
  await expect(page.getByText('取り消しをたのみました。別の担当者の確認を待っています。')).toBeVisible();
  return page.url();
}

test('a day is asked for by one and refused by another, who sees every version @phone @desktop @plain', async ({ page, as }) => {
  test.setTimeout(120_000);
  await as('prime');
  const of = await siteId(page);
  await as('reviewer');
  await page.goto('/operator/recalls');
  await page.getByRole('button', { name: '探す' }).click();
  await expect(page.getByRole('heading', { level: 1 }), 'an empty search asks again').toHaveText('取り消しをたのむ');
  await open(page, of, past(2));
  const address = await ask(page, `${test.info().project.name}で帳面と合わないと確かめた`);
  await expect(page.getByText('あなたがたのんだ取り消しです。')).toBeVisible();
  await expect(page.getByRole('button', { name: '認めて取り消す' })).toHaveCount(0);
  await expect(page.getByRole('heading', { name: '承認の記録' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'タッチ', exact: true })).toBeVisible();
  await expect(page.getByText('承認した', { exact: true }).first()).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'recall');
  await open(page, of, past(2));
  await expect(page.getByText('確認待ちの取り消しあり').first(), 'nobody asks twice').toBeVisible();

  await as('operator');
  await page.goto(address);
  await page.getByRole('button', { name: '認めない' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' })).toBeVisible();
  await field(page, '認めない理由').fill('帳面のほうがまちがっていました');
  await page.getByRole('button', { name: '認めない' }).click();
  await expect(page.getByText('認めないことにしました。記録は変わっていません。')).toBeVisible();
  await expect(page.getByText('帳面のほうがまちがっていました')).toBeVisible();
  await expectAccessible(page);

  await as('prime');
  expect((await page.goto(address))?.status(), 'the office’s page is not the business’s').toBe(403);
});

test('what another agrees to is taken back, and every version is kept @desktop', async ({ page, as }) => {
  test.setTimeout(120_000);
  await as('prime');
  const of = await siteId(page);
  await as('reviewer');
  await open(page, of, past(4));
  const address = await ask(page, '入退場の帳面と合わないと確かめた');
  await as('operator');
  await page.goto(address);
  await page.getByRole('button', { name: '認めて取り消す' }).click();
  await expect(page.getByText('取り消して、本人と会社にお知らせを送りました。')).toBeVisible();
  await expect(page.getByText('承認を取り消した', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('登録係', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: '認めて取り消す' }), 'once').toHaveCount(0);
  await expectAccessible(page);

  await as('prime');
  await page.goto('/business/notices');
  await expect(page.getByText('入退場の帳面と合わないと確かめた').first()).toBeVisible();
});
