// The days of a line of the roster: when the person was inducted, and the last day at the site.
import { expectAccessible } from '../../support/accessible.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow, picture } from '../../support/look.ts';
import { field } from '../../support/registration.ts';
import { addresses } from '../../support/routes.ts';

test('a wrong last day is told beside its field, and the day of an induction is kept @plain', async ({ page, as }) => {
  const site = (await addresses())('/business/sites/:site');
  await as('prime');
  await page.goto(site);
  // Each kind of browser has a person of its own: the days of the last one stand already.
  const link = page.locator('a[href*="/line/"]').nth(['phone', 'desktop', 'phone-plain', 'desktop-plain'].indexOf(test.info().project.name));
  const name = (await link.getAttribute('aria-label'))?.split('さんの')[0] ?? '';
  await link.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${name}さんの日付（新規入場と最後の日）`);
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'roster-line');

  // Before anybody was on the roster.
  await field(page, '最後の日').fill('2001-01-01');
  await page.getByRole('button', { name: '保存する' }).click();
  await expect(page.getByRole('heading', { name: /か所を確かめてください/ })).toBeVisible();
  await expect(field(page, '最後の日')).toHaveAttribute('aria-invalid', 'true');
  await expect(field(page, '最後の日')).toHaveValue('2001-01-01');
  await expectAccessible(page);

  await field(page, '最後の日').fill('');
  const inducted = new Date(Date.now() + 9 * 3_600_000 - 24 * 3_600_000).toISOString().slice(0, 10);
  await field(page, '新規入場教育の日').fill(inducted);
  await page.getByRole('button', { name: '保存する' }).click();
  await expect(page.getByText('新規入場日と最後の日を保存しました。')).toBeVisible();
  await page.goBack();
  await page.goto(site);
  await page.getByRole('link', { name: `${name}さんの日付` }).click();
  await expect(field(page, '新規入場教育の日')).toHaveValue(inducted);
});
