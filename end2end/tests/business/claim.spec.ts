// A business does not agree and says why; the person asks the office, which decides. With and without JavaScript.
import { expectAccessible } from '../../support/accessible.ts';
import { claimMissing, freeDay, openClaim } from '../../support/claim.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow, picture } from '../../support/look.ts';

/** Which free day each kind of browser takes, so that none takes another's; those before are the passport's. */
const which: Record<string, number> = { desktop: 4, 'desktop-plain': 5 };

test('what is not agreed to is decided by the office @desktop @plain', async ({ page, as }) => {
  test.setTimeout(120_000);
  await as('technician');
  const day = await freeDay(page, which[test.info().project.name]);
  await claimMissing(page, day);

  await as('prime');
  await openClaim(page, '/business/claims', day);
  await page.getByRole('radio', { name: '申し出のとおりではない' }).check();
  await page.getByRole('button', { name: 'この内容で答える' }).click();
  await expect(page.getByRole('alert').first(), 'not without a reason').toBeVisible();
  const why = `${test.info().project.name}: この日は現場が休みでした`;
  await page.getByLabel('本人に伝える言葉').fill(why);
  await page.getByRole('button', { name: 'この内容で答える' }).click();
  await expect(page.getByRole('status').filter({ hasText: '答えました。' })).toBeVisible();

  await as('operator');
  await page.goto('/operator/claims?every=yes');
  await expectAccessible(page);
  await expect(page.getByText(why), 'it was not passed on').toHaveCount(0);

  await as('technician');
  await openClaim(page, '/passport/history/claim', day);
  await expect(page.getByText(why)).toBeVisible();
  await page.getByRole('button', { name: '登録係に決めてもらう' }).click();
  await expect(page.getByRole('status').filter({ hasText: '登録係にまわしました。' })).toBeVisible();

  await as('operator');
  await openClaim(page, '/operator/claims', day);
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'claim-decide');
  await page.getByRole('radio', { name: '申し出のとおりではない' }).check();
  await page.getByLabel('本人に伝える言葉').fill('現場の日報に名前がありませんでした');
  await page.getByRole('button', { name: 'この内容で決める' }).click();
  await expect(page.getByRole('status').filter({ hasText: '決めました。' })).toBeVisible();

  await as('technician');
  await openClaim(page, '/passport/history/claim', day);
  await expect(page.getByText('登録係は認めなかった').first()).toBeVisible();
  await expect(page.getByRole('button', { name: '取り下げる' })).toHaveCount(0);
});
