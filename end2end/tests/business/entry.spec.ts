// Days without a touch are entered by hand, seen in the passport, taken back and refused. With and without JavaScript.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../../support/accessible.ts';
import { site } from '../../support/demo.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow, narrowest, picture } from '../../support/look.ts';

/** Whose days each kind of browser enters, so that none takes another's: people of the member's, by their place in its list. */
const whose: Record<string, number> = { phone: 0, desktop: 1, 'phone-plain': 2, 'desktop-plain': 3 };

/** To the page of the first site. */
async function open(page: Page): Promise<void> {
  await page.goto('/business/sites');
  await page.getByRole('link', { name: site }).first().click();
}

/** To last month of somebody on the roster. */
async function openPerson(page: Page): Promise<void> {
  await open(page);
  await page.getByRole('link', { name: /さんの就業履歴を直接入力する$/ }).nth(whose[test.info().project.name]).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('就業履歴の直接入力');
  await page.getByRole('link', { name: /^前の月（/ }).click();
  await expect(page.getByText(/^この月の分を入力できるのは .+ までです。$/)).toBeVisible();
}

test('the employer enters a day, and takes it back @desktop @phone @plain', async ({ page, as }) => {
  await as('member');
  await openPerson(page);
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'entry');

  const enter = page.getByRole('button', { name: 'えらんだ日を入力する' });
  await enter.click();
  await expect(page.getByRole('alert').first(), 'all that lacks at once').toBeVisible();

  // Days of which nothing is recorded have no times beside them.
  const day = page.getByRole('checkbox', { name: /^\d+日（.）$/ }).last();
  await day.check();
  const number = (await day.getAttribute('value'))?.slice(-2);
  await page.getByLabel('入場の時刻').fill('08:00');
  await page.getByLabel('退場の時刻').fill('17:00');
  await enter.click();
  await expect(page.getByRole('status').filter({ hasText: '1日分を入力しました。' })).toBeVisible();
  const back = page.getByRole('button', { name: new RegExp(`月${Number(number)}日の入力を取り下げる$`) });
  await expect(back).toBeVisible();
  await expectAccessible(page);
  await back.click();
  await expect(page.getByRole('status').filter({ hasText: '入力を取り下げました。' })).toBeVisible();
  await expect(back).toHaveCount(0);
});

test('the prime refuses with a reason only, and the office of the register enters nothing @desktop', async ({ page, as }) => {
  await as('member');
  await openPerson(page);
  const address = page.url();
  const day = page.getByRole('checkbox', { name: /^\d+日（.）$/ }).first();
  await day.check();
  await page.getByLabel('入場の時刻').fill('22:00');
  await page.getByLabel('退場の時刻').fill('05:00');
  await page.getByRole('button', { name: 'えらんだ日を入力する' }).click();
  await expect(page.getByText('退場 翌05:00').first()).toBeVisible();

  await as('prime');
  await page.goto(address);
  const refuse = page.getByRole('button', { name: /の入力を認めない$/ });
  await expect(refuse).toHaveCount(1);
  await page.getByRole('textbox', { name: /の入力を認めない理由$/ }).fill('この日は現場が休みでした');
  await refuse.click();
  await expect(page.getByRole('status').filter({ hasText: '入力を認めないことにしました。' })).toBeVisible();
  await expect(refuse).toHaveCount(0);

  await as('operator');
  expect((await page.goto(address))?.status()).toBe(403);
});

test('a wrong number is told, and the page stays in the narrowest window @phone', async ({ page, as }) => {
  await page.setViewportSize({ width: narrowest, height: 640 });
  await as('prime');
  await open(page);
  await page.getByRole('link', { name: '直接入力', exact: true }).first().click();
  await page.getByLabel('技能者ID').fill('123');
  await page.getByRole('button', { name: '次へ' }).click();
  await expect(page.locator('#technician-problem')).toBeVisible();
  await expectNoOverflow(page);
  await picture(page, 'entry-narrow');
});
