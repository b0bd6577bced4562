// Numbers of an insurance card are covered before the picture leaves the phone: what the register keeps is black there.
import { expectAccessible } from '../../support/accessible.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow } from '../../support/look.ts';
import { portrait } from '../../support/photo.ts';
import { begin, field, openPart, sendPhoto } from '../../support/registration.ts';
import type { Page } from '@playwright/test';
import { chooseFile } from '../../support/upload.ts';

const label = '健康保険の資格がわかる画像';

/** Colours of the picture the register keeps, at places given as parts of its width and height. */
async function keptAt(page: Page, places: [number, number][]): Promise<number[][]> {
  return page.evaluate(async (at) => {
    const answer = await fetch('/register/file/insurance_card', { cache: 'no-store' });
    const bitmap = await createImageBitmap(await answer.blob());
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
    const surface = canvas.getContext('2d')!;
    surface.drawImage(bitmap, 0, 0);
    return at.map(([x, y]) => [...surface.getImageData(Math.floor(x * bitmap.width), Math.floor(y * bitmap.height), 1, 1).data.slice(0, 3)]);
  }, places);
}

const isBlack = (colour: number[]) => colour.every((part) => part < 24);

async function choose(page: Page): Promise<void> {
  await begin(page, '簡略型');
  await openPart(page, '社会保険');
  await chooseFile(field(page, label), portrait(600, 400));
}

async function send(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: '番号はかくしました' }).check();
  await page.getByRole('button', { name: '画像を送る' }).click();
  await expect(page.getByRole('status').filter({ hasText: '画像を保存しました。' })).toBeVisible();
}

test('drawing over the numbers sends a picture that is black there @phone', async ({ page }) => {
  await choose(page);
  const canvas = page.getByRole('img', { name: /黒いわくを動かして/ });
  await expect(canvas).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await canvas.scrollIntoViewIfNeeded();
  const box = (await canvas.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.1, box.y + box.height * 0.1);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.3, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByText('黒いわく 1個')).toBeVisible();
  await send(page);
  const [inside, outside] = await keptAt(page, [[0.25, 0.2], [0.8, 0.1]]);
  expect(isBlack(inside), String(inside)).toBe(true);
  expect(isBlack(outside), String(outside)).toBe(false);
});

test('the keyboard covers too, and what is undone is not covered', async ({ page }) => {
  await choose(page);
  const canvas = page.getByRole('img', { name: /黒いわくを動かして/ });
  await page.getByRole('button', { name: '黒いわくを足す' }).press('Enter');
  await expect(canvas).toBeFocused();
  for (let press = 0; press < 10; press += 1) await page.keyboard.press('ArrowUp');
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('Shift+ArrowRight');
  await page.getByRole('button', { name: '黒いわくを足す' }).press('Enter');
  await page.getByRole('button', { name: '1つ前にもどす' }).press('Enter');
  await expect(page.getByText('黒いわく 1個')).toBeVisible();
  await send(page);
  // 120 pixels of 400 up from the middle; the second box, in the middle, was undone.
  const [covered, wider, undone] = await keptAt(page, [[0.5, 0.2], [0.74, 0.2], [0.5, 0.5]]);
  expect([isBlack(covered), isBlack(wider), isBlack(undone)]).toEqual([true, true, false]);
});

test('without the tick nothing is taken, with or without a script @phone @plain', async ({ page }) => {
  await choose(page);
  await page.getByRole('button', { name: '画像を送る' }).click();
  await expect(field(page, label)).toHaveAccessibleDescription(/番号をかくしたことを確かめて/);
  expect((await page.request.get('/register/file/insurance_card')).status()).toBe(404);
  await chooseFile(field(page, label), portrait(600, 400));
  await send(page);
  expect((await page.request.get('/register/file/insurance_card')).status()).toBe(200);
});

test('who is quicker than the drawing sends a photo all the same, and no card that was not seen @phone', async ({ page }) => {
  await page.addInitScript(() => {
    const draw = window.createImageBitmap.bind(window) as (...given: unknown[]) => Promise<ImageBitmap>;
    // As long as an old phone takes for a large picture.
    const slowly = (...given: unknown[]) => new Promise((late) => setTimeout(late, 1_500)).then(() => draw(...given));
    Object.assign(window, { createImageBitmap: slowly });
    // Before the page's program listens to the form, nothing is drawn.
    const listen = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (type: string, ...given: unknown[]) {
      if (type === 'submit' && this instanceof HTMLFormElement) Object.assign(window, { __awake: true });
      return listen.apply(this, [type, ...given] as Parameters<typeof listen>);
    };
  });
  const awake = () => page.waitForFunction('window.__awake');
  await begin(page, '簡略型');
  await openPart(page, '社会保険');
  await awake();
  await chooseFile(field(page, label), portrait(600, 400));
  await page.getByRole('checkbox', { name: '番号はかくしました' }).check();
  await page.getByRole('button', { name: '画像を送る' }).click();
  await expect(page.getByRole('img', { name: /黒いわくを動かして/ })).toBeVisible();
  expect((await page.request.get('/register/file/insurance_card')).status(), 'seen first').toBe(404);
  await page.getByRole('button', { name: '画像を送る' }).click();
  await expect(page.getByRole('status').filter({ hasText: '画像を保存しました。' })).toBeVisible();
  await page.goto('/register/technician');
  await openPart(page, '顔写真');
  await awake();
  await sendPhoto(page);
});
