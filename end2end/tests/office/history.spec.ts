// What the register finds by itself of its history, as its office sees it. With and without JavaScript.
import { expectAccessible } from '../../support/accessible.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow, picture } from '../../support/look.ts';

test('the operator sees whether the history was compared with its facts @plain', async ({ page, as }) => {
  await as('operator');
  await page.goto('/operator/history');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('就業履歴の自動点検');
  await expect(page.getByText('自動では直しません')).toBeVisible();
  // The demonstration has not seen a night yet.
  await expect(page.getByRole('heading', { name: 'まだ点検が終わっていません' })).toBeVisible();
  await expect(page.getByRole('button', { name: /直す|作りなおす/ }), 'nothing is mended from here').toHaveCount(0);
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'history-check');
});
