// In English: numbers stay whole, official Japanese terms say that they are Japanese, and this month is one press away.
import { site } from '../../support/demo.ts';
import { expect, test } from '../../support/fixtures.ts';

test.beforeEach(async ({ context, baseURL, as }) => {
  await context.addCookies([{ name: 'lang', value: 'en', url: baseURL ?? '' }]);
  await as('technician');
});

test('the ID stands in one line and trades are told in English beside their Japanese name @phone @plain', async ({ page }) => {
  await page.goto('/passport');
  const id = page.locator('.face .id-groups');
  await expect(id).toHaveText(/^\d{14}$/);
  const { height, lineHeight, fits } = await id.evaluate((one) => ({
    height: one.getBoundingClientRect().height,
    lineHeight: Number.parseFloat(getComputedStyle(one).lineHeight),
    fits: one.scrollWidth <= one.clientWidth,
  }));
  expect(height).toBeLessThan(lineHeight * 1.5);
  expect(fits, 'and does not reach into the photo').toBe(true);
  await expect(page.locator('.face dd').filter({ hasText: '工' })).toHaveText(/[A-Za-z]+.*工/);
});

test('a site is named whole, and this month is one press away @phone @plain', async ({ page }) => {
  await page.goto('/passport/history?month=202601');
  await page.getByRole('link', { name: 'Back to this month' }).click();
  await expect(page).toHaveURL(/\/passport\/history$/);
  await expect(page.getByRole('link', { name: 'Back to this month' })).toHaveCount(0);
  const sites = page.locator('.history-site');
  const long = sites.filter({ hasText: site }).first();
  await expect(long, 'there is one to look at').toBeVisible();
  expect((await long.innerText()).trim()).toBe(site);
  const cut = await sites.evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length);
  expect(cut).toBe(0);
});

test('what a registration asks is named in English @phone @plain', async ({ page, context, baseURL }) => {
  await context.clearCookies();
  await context.addCookies([{ name: 'lang', value: 'en', url: baseURL ?? '' }]);
  await page.goto('/register/technician');
  const kinds = page.locator('.registration-kinds');
  await expect(kinds).toContainText('Social insurance');
  await expect(kinds).not.toContainText(/[\u3040-\u30ff\u4e00-\u9fff]/);
});
