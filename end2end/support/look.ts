// How a page lies on a screen: no wider than the window, and a picture of it.
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';

/** The narrowest window a page must fit into, px. */
export const narrowest = 320;

/** Keeps a picture of the whole page for people to look at (test-results/look/), where there are any: not in continuous
 * integration, which nobody looks over the shoulder of. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.CI === 'true') return;
  const file = `${test.info().project.name}-${name.replaceAll(/[^a-z0-9]+/gi, '-').replaceAll(/^-|-$/g, '') || 'landing'}.png`;
  await page.screenshot({ path: join(test.info().project.testDir, '../test-results/look', file), fullPage: true });
}

/** Fails where something is wider than the window, and names it by its place. */
export async function expectNoOverflow(page: Page): Promise<void> {
  // What is in the page may be found before its style is.
  await page.waitForLoadState('load');
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const found = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > clientWidth + 1);
    return [`${scrollWidth} > ${clientWidth}`, ...found.slice(-5).map((one) => `${one.tagName} ${one.className}`)];
  });
  expect(wide, `wider than ${page.viewportSize()?.width} px`).toEqual([]);
}

/** Nothing is moved sideways on a phone but what says so: tables are laid out for it, and the head is two rows. */
export async function expectPhoneLayout(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  const moved = await page.evaluate(() => [...document.querySelectorAll('.table-box')]
    .filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.getAttribute('aria-label')));
  expect(moved, 'tables moved sideways').toEqual([]);
  const bar = page.locator('.office-bar, .public-bar');
  if (await bar.count()) expect((await bar.boundingBox())?.height, 'two rows at most').toBeLessThan(104);
}
