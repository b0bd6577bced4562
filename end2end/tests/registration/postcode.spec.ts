// A postcode fills the address, once, and never over what somebody typed.
import { expect, test } from '../../support/fixtures.ts';
import { begin, field, openPart } from '../../support/registration.ts';

test('a postcode typed whole fills prefecture and town, and leaves alone what was typed @phone', async ({ page }) => {
  await begin(page);
  await openPart(page, '住所と連絡先');
  const [postcode, prefecture, address] = ['郵便番号', '都道府県', '市区町村・番地・建物'].map((label) => field(page, label));
  await postcode.pressSequentially('105-001');
  await expect(address).toHaveValue('');
  await postcode.pressSequentially('4');
  await expect(address).toHaveValue('港区芝');
  await expect(prefecture.locator('option:checked')).toHaveText('東京都');
  await expect(page.getByRole('status').filter({ hasText: '番地を書きたしてください' })).toBeVisible();
  // Mistyped, and put right: what was filled in makes way.
  await postcode.fill('060-0000');
  await expect(address).toHaveValue('札幌市中央区');
  await expect(prefecture.locator('option:checked')).toHaveText('北海道');
  await postcode.fill('105-0014');
  await expect(address).toHaveValue('港区芝');
  await address.fill('港区芝1-2-3');
  let asked = 0;
  page.on('request', (request) => (asked += Number(request.url().includes('/fn/place_of'))));
  await postcode.fill('060-0000');
  await expect(address).toHaveValue('港区芝1-2-3');
  await expect(prefecture.locator('option:checked')).toHaveText('東京都');
  // One that no table knows leaves everything to the person.
  await address.fill('');
  const unknown = page.waitForResponse(/\/fn\/place_of/);
  await postcode.fill('000-0000');
  await unknown;
  await expect(address).toHaveValue('');
  expect(asked, 'nothing was asked while an address of their own stood there').toBe(1);
});
