// Pictures of the main pages for people to look at (test-results/look/), and that no page is wider than the screen.
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { demoCard } from '../../support/demo.ts';
import { openGate } from '../../support/gate.ts';
import { gateGround, phoneOf } from '../../support/gate-server.ts';
import { addresses, looker, routes, settled } from '../../support/routes.ts';
import { expect, test } from '../../support/fixtures.ts';

const narrowest = 320;

async function picture(page: Page, name: string): Promise<void> {
  const file = `${test.info().project.name}-${name.replaceAll(/[^a-z0-9]+/gi, '-').replaceAll(/^-|-$/g, '') || 'landing'}.png`;
  await page.screenshot({ path: join(test.info().project.testDir, '../test-results/look', file), fullPage: true });
}

/** What is wider than the window, by its place; nothing where the page fits. */
async function expectNoOverflow(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const found = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > clientWidth + 1);
    return [`${scrollWidth} > ${clientWidth}`, ...found.slice(-5).map((one) => `${one.tagName} ${one.className}`)];
  });
  expect(wide, `wider than ${page.viewportSize()?.width} px`).toEqual([]);
}

/** Nothing is moved sideways on a phone but what says so: tables are laid out for it, and the head is two rows. */
async function expectPhoneLayout(page: Page): Promise<void> {
  const moved = await page.evaluate(() => [...document.querySelectorAll('.table-box')]
    .filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.getAttribute('aria-label')));
  expect(moved, 'tables moved sideways').toEqual([]);
  const bar = page.locator('.office-bar, .public-bar');
  if (await bar.count()) expect((await bar.boundingBox())?.height, 'two rows at most').toBeLessThan(104);
}

for (const route of routes.filter(({ path }) => path !== '/login/second')) {
  test(`${route.path}`, async ({ page, as }) => {
    const who = looker(route);
    if (who) await as(who);
    await page.goto((await addresses())(route.path));
    await settled(page);
    await expectNoOverflow(page);
    await picture(page, route.path);
    if (test.info().project.name !== 'phone') return;
    await expectPhoneLayout(page);
    await page.setViewportSize({ width: narrowest, height: 740 });
    await expectNoOverflow(page);
  });
}

test('a form with problems', async ({ page }) => {
  await page.goto('/register/technician');
  await page.getByRole('button', { name: '申請する' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expectNoOverflow(page);
  await picture(page, 'problems');
});

test('the gate', async ({ browser }) => {
  const ground = await gateGround(browser);
  const context = await phoneOf(browser, ground);
  const gate = await openGate(context, ground.server.url);
  const shot = async (name: string) => {
    await expectNoOverflow(gate.page);
    await picture(gate.page, `gate-${name}`);
  };
  await expect(gate.page.getByRole('button', { name: 'はじめる' })).toBeVisible();
  await shot('begin');
  await gate.ready();
  await shot('waiting');
  const photo = gate.page.waitForResponse(/\/api\/v1\/gate\/photo\//);
  await gate.tap(demoCard(ground.server.data, 3));
  await expect(gate.result).toHaveText(/^(入場|退場)$/);
  await (await photo).finished();
  await gate.page.waitForTimeout(3_100);
  // The photo is at hand now, however slow this machine is.
  await gate.tap(demoCard(ground.server.data, 3));
  await expect(gate.page.getByRole('img', { name: /顔写真/ })).toBeVisible();
  await shot('result');
  await gate.tap(demoCard(ground.server.data, 7));
  await expect(gate.page.getByRole('alert')).toContainText('施工体制未登録');
  await shot('look');
  await context.setOffline(true);
  await gate.tap(demoCard(ground.server.data, 4));
  await expect(gate.result).toHaveText('受付済');
  await shot('received');
  for (const [sheet, name] of [['番号を入れる', 'number'], ['きょうの記録', 'today'], ['設定', 'settings']] as const) {
    await gate.page.getByRole('button', { name: sheet }).first().click();
    await shot(name);
  }
  await gate.page.setViewportSize({ width: narrowest, height: 640 });
  await expectNoOverflow(gate.page);
  await context.close();
  await ground.server.dispose();
});
