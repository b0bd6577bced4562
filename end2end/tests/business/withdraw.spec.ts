// The prime takes the approval of one day back and says why; the person reads it in the passport. With and without JavaScript.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../../support/accessible.ts';
import { site } from '../../support/demo.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow, picture } from '../../support/look.ts';

const name = '山本 健太';
/** Which of the person's approved days each kind of browser takes back, so that none takes another's. */
const which: Record<string, number> = { phone: 0, desktop: 1, 'phone-plain': 2, 'desktop-plain': 3 };

/** The row of the person in the table of this month. */
async function row(page: Page) {
  await page.goto('/business/sites');
  await page.getByRole('link', { name: site }).first().click();
  await page.getByRole('link', { name: '就業履歴の表' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('就業履歴の承認');
  return page.getByRole('row').filter({ hasText: name });
}

/** In the first days of a month too few days are over. */
function expectEarlyInTheMonth(): void {
  expect(new Date(Date.now() + 9 * 3_600_000).getUTCDate(), 'there are days later in a month').toBeLessThan(10);
}

test('an approval is taken back with a reason that the person reads @desktop @phone @plain', async ({ page, as }) => {
  test.setTimeout(120_000);
  await as('prime');
  const pick = (await row(page)).getByRole('checkbox', { name: new RegExp(`^${name}さんの\\d+件をえらぶ$`) });
  if (await pick.count()) {
    await pick.check();
    await page.getByRole('checkbox', { name: '表を見て、まちがいがないことをたしかめました' }).check();
    await page.getByRole('button', { name: 'えらんだ人の分を承認する' }).click();
    await expect(page.getByRole('status').filter({ hasText: '承認' }).first()).toBeVisible();
  }
  const days = (await row(page)).getByRole('link', { name: /^\d+日 承認ずみ$/ });
  const at = which[test.info().project.name];
  if (await days.count() <= at) return expectEarlyInTheMonth();
  await days.nth(at).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1日の就業履歴');
  await expect(page.getByText(name).first()).toBeVisible();
  await expect(page.getByText('承認した', { exact: true }).first()).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'sheet-day');
  const address = page.url();

  const take = page.getByRole('button', { name: 'この日の承認を取り消す' });
  await take.click();
  await expect(page.getByRole('alert').first(), 'not without a reason').toBeVisible();
  await expectAccessible(page);
  const why = `${test.info().project.name}で日をまちがえたため`;
  await page.getByRole('textbox', { name: '取り消す理由' }).fill(why);
  await take.click();
  await expect(page.getByText('承認を取り消しました。この日は承認待ちです。')).toBeVisible();
  await expect(page.getByText('承認を取り消した', { exact: true }).last()).toBeVisible();
  await expect(page.getByText(why).first()).toBeVisible();
  await expectAccessible(page);

  await as('technician');
  const [, siteId, day] = new URL(address).pathname.match(/sites\/(\d+)\/history\/\d+\/(\d{8})$/) ?? [];
  await page.goto(`/passport/history/${day}/${siteId}`);
  await expect(page.getByText(why).first()).toBeVisible();
  await expect(page.getByText('港栄建設株式会社').last()).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await page.goto('/passport/notices');
  await expect(page.getByText(why).first()).toBeVisible();
  const answer = await page.goto(address);
  expect(answer?.status(), 'the office’s page is not the person’s').toBe(403);
});

test('a member sees its people’s days and takes nothing back @desktop', async ({ page, as }) => {
  await as('member');
  const days = (await row(page)).getByRole('link', { name: /^\d+日 / });
  if (await days.count() === 0) return expectEarlyInTheMonth();
  await days.first().click();
  await expect(page.getByRole('heading', { level: 2, name: '承認の記録' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'この日の承認を取り消す' })).toHaveCount(0);
  await expectAccessible(page);
  const elsewhere = page.url().replace(/\d{8}$/, '20200101');
  expect((await page.goto(elsewhere))?.status(), 'no such day').toBe(404);
});
