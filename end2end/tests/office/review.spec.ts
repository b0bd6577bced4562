// Judging a case on a phone: what may be decided lies over no field.
import { claim } from '../../support/office.ts';
import { registerTechnician } from '../../support/registration.ts';
import { expect, test } from '../../support/fixtures.ts';

test('on a phone no field lies under what may be decided @phone @plain', async ({ page, as }) => {
  test.setTimeout(150_000);
  const number = await registerTechnician(page, { family: '狭間', given: '透', familyKana: 'ハザマ', givenKana: 'トオル' });
  await as('reviewer');
  await claim(page, number);
  const bar = page.locator('.decision-bar');
  const fields = await page.getByRole('group', { name: /の判定$/ }).all();
  expect(fields.length).toBeGreaterThan(10);
  for (const field of fields) {
    await field.evaluate((one) => one.scrollIntoView({ block: 'end' }));
    const [judged, decided] = [await field.boundingBox(), await bar.boundingBox()];
    expect((judged?.y ?? 0) + (judged?.height ?? 0), await field.innerText()).toBeLessThanOrEqual(decided?.y ?? 0);
  }
  await bar.getByRole('button', { name: '承認する' }).scrollIntoViewIfNeeded();
  await expect(bar.getByRole('button', { name: '承認する' })).toBeInViewport();
});
