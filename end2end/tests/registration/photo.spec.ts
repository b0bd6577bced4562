// The photo is cut to the frame of a card on the phone; what is sent is what the frame shows.
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow } from '../../support/look.ts';
import { portrait } from '../../support/photo.ts';
import { begin, field, openPart } from '../../support/registration.ts';
import { chooseFile } from '../../support/upload.ts';

test('moved, enlarged and turned, then sent as the frame shows it @phone', async ({ page }) => {
  await begin(page);
  await openPart(page, '顔写真');
  await chooseFile(field(page, '顔写真'), portrait(1200, 1600));
  const frame = page.getByRole('img', { name: /えらんだ写真/ });
  await expect(frame).toBeVisible();
  await expectNoOverflow(page);
  await page.getByRole('button', { name: '大きく' }).click();
  await page.getByRole('button', { name: '右に回す' }).click();
  await frame.focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => field(page, '顔写真').evaluate((input: HTMLInputElement) => input.files?.[0]?.name)).toBe('picture.jpg');
  await page.getByRole('button', { name: '写真を送る' }).click();
  await expect(page.getByText('よこ588×たて756ピクセル')).toBeVisible();
});

test('a picture with too few pixels is not blown up but refused with its reason', async ({ page }) => {
  await begin(page);
  await openPart(page, '顔写真');
  await chooseFile(field(page, '顔写真'), portrait(200, 260));
  await expect(page.getByRole('img', { name: /えらんだ写真/ })).toBeVisible();
  await page.getByRole('button', { name: '写真を送る' }).click();
  await expect(field(page, '顔写真')).toHaveAccessibleDescription(/写真が小さすぎます/);
});

test('a picture that is hard to see is told to be so, and taken all the same', async ({ page }) => {
  await begin(page);
  await openPart(page, '顔写真');
  const hint = page.getByText(/よく見えないかもしれません/);
  await chooseFile(field(page, '顔写真'), portrait(600, 800, 0.15));
  await page.getByRole('button', { name: '写真を送る' }).click();
  await expect(hint).toContainText('暗い');
  await expectNoOverflow(page);
  await chooseFile(field(page, '顔写真'), portrait(600, 800));
  await page.getByRole('button', { name: '写真をかえる' }).click();
  await expect(hint).toHaveCount(0);
});
