// The operator's cards: what is wrong is said in the row it is wrong in, and a card's link says where the server is.
import { expect, prepared, test } from '../../support/fixtures.ts';

test('a wrong UID is told in its own row, a right one gives the link of this server @desktop @plain', async ({ page, as }) => {
  await as('operator');
  await page.goto('/operator/cards');
  // The row of one card: others are ordered meanwhile, and come after it.
  const waits = page.getByRole('row').filter({ has: page.getByRole('button', { name: /発行する/ }) });
  const uid = page.locator(`[id="${await waits.last().getByRole('textbox').getAttribute('id')}"]`);
  const row = waits.filter({ has: uid });
  await uid.fill('04A1');
  await row.getByRole('button', { name: /発行する/ }).click();
  await expect(row.getByRole('alert')).toContainText('UIDは14けた');
  await expect(page.getByRole('alert'), 'and nowhere else').toHaveCount(1);
  await expect(uid).toHaveAccessibleDescription(/UIDは14けた/);
  await expect(uid).toHaveValue('04A1');
  await uid.fill(`04A1B2${String(Date.now() % 1_000_000).padStart(6, '0')}80`);
  await row.getByRole('button', { name: /発行する/ }).click();
  await expect(page.getByText(`${prepared().url}/t?picc_data=`)).toBeVisible();
});
