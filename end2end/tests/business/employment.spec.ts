// A business says whom it employs; the person answers on the phone, and objects to an end that is wrong.
import { expectAccessible } from '../../support/accessible.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow } from '../../support/look.ts';
import { birth, field, group } from '../../support/registration.ts';

/** A day so many days from today, in Japan. */
const day = (plus: number) => new Date(Date.now() + (9 + plus * 24) * 3_600_000).toISOString().slice(0, 10);

test('an employment is asked for, agreed to, ended and contested @phone @plain', async ({ page, as, logIns }) => {
  test.setTimeout(120_000);
  const [who, born] = test.info().project.name === 'phone'
    ? (['technician', ['平成', '2', '4', '2']] as const)
    : (['foreigner', ['西暦', '1998', '3', '15']] as const);
  await as('prime');
  await page.goto('/business/people');
  await page.getByRole('link', { name: '所属の申し出' }).click();
  await page.getByRole('button', { name: '申し出る' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' }).getByRole('link')).toHaveCount(4);
  await expectAccessible(page);
  await expectNoOverflow(page);
  await field(page, '技能者ID').fill(logIns[who]);
  await birth(page, [...born] as [string, string, string, string]);
  await group(page, '主・従').getByText('従たる所属', { exact: true }).click();
  await field(page, '始まりの日').fill(day(0));
  await page.getByRole('button', { name: '申し出る' }).click();
  await expect(page.getByText('申し出ました。本人が答えると、ここに出ます。')).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: '答えを待っています' });
  await expect(row.first()).not.toContainText('山本');

  await as(who);
  await page.goto('/passport/employments');
  await expectAccessible(page);
  await page.getByRole('button', { name: '港栄建設株式会社 に同意する' }).click();
  await expect(page.getByText('同意しました。所属がはじまります。')).toBeVisible();

  await as('prime');
  await page.goto('/business/employments');
  await field(page, '終わりにする人の技能者ID').fill(logIns[who]);
  await field(page, '終わりの日').fill(day(0));
  await page.getByRole('button', { name: '届け出る' }).click();
  await expect(page.getByText('届け出ました。本人に知らせました。')).toBeVisible();

  await as(who);
  await page.goto('/passport/employments');
  await page.getByRole('button', { name: '港栄建設株式会社 の届け出に異議を申し出る' }).first().click();
  await expect(page.getByText('異議を申し出ました。所属は続いているものに戻りました。')).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
});
