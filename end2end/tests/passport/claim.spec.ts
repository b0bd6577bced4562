// A person says that a day is missing, the prime enters it, the person agrees. With and without JavaScript.
import { expectAccessible } from '../../support/accessible.ts';
import { claimMissing, freeDay, openClaim } from '../../support/claim.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow, narrowest, picture } from '../../support/look.ts';

/** Which free day each kind of browser takes, so that none takes another's. */
const which: Record<string, number> = { phone: 0, desktop: 1, 'phone-plain': 2, 'desktop-plain': 3 };

test('a missing day is said, entered and agreed to @desktop @phone @plain', async ({ page, as }) => {
  test.setTimeout(120_000);
  await as('technician');
  const day = await freeDay(page, which[test.info().project.name]);
  await page.getByRole('link', { name: 'この日がない・ちがう', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('この日がない・ちがう');
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'claim-new');
  await page.getByRole('button', { name: 'この内容で伝える' }).click();
  await expect(page.getByRole('alert').first(), 'not without a site').toBeVisible();
  await claimMissing(page, day);
  await openClaim(page, '/passport/history/claim', day);
  await expect(page.getByText('会社の返事待ち').first()).toBeVisible();
  await expectAccessible(page);

  await as('prime');
  await openClaim(page, '/business/claims', day);
  await expect(page.getByText('山本 健太').first()).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'claim-answer');
  const address = page.url();
  await page.getByRole('radio', { name: 'この日を入力する' }).check();
  await page.getByRole('button', { name: 'この内容で答える' }).click();
  await expect(page.getByRole('status').filter({ hasText: '答えました。' })).toBeVisible();
  await expect(page.getByText('この日を入力した').first()).toBeVisible();

  await as('member');
  expect((await page.goto(address))?.status(), 'who is not asked').toBe(404);

  await as('technician');
  await openClaim(page, '/passport/history/claim', day);
  await expect(page.getByText('本人の確認待ち').first()).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'claim-case');
  await page.getByRole('button', { name: 'これでよい' }).click();
  await expect(page.getByRole('status').filter({ hasText: '確認しました。' })).toBeVisible();
  await page.getByRole('link', { name: '記録のくわしい内容' }).click();
  await expect(page.getByRole('heading', { name: 'まだ数えられていない理由' })).toBeVisible();
  await expect(page.getByText(/の承認を待っています/)).toBeVisible();
  await expectAccessible(page);
});

test('what is asked stays in the narrowest window @phone', async ({ page, as }) => {
  await page.setViewportSize({ width: narrowest, height: 640 });
  await as('foreigner');
  await page.goto('/passport/history/claim');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectNoOverflow(page);
  await picture(page, 'claim-narrow');
});
