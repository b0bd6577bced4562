// Pictures of the main pages for people to look at (test-results/look/), and that none is wider than the screen. Every
// page of the router is looked at where it is checked for accessibility (axe.spec.ts), here is what a route does not show.
import { demoCard } from '../../support/demo.ts';
import { openGate } from '../../support/gate.ts';
import { gateGround, phoneOf } from '../../support/gate-server.ts';
import { expectNoOverflow, narrowest, picture } from '../../support/look.ts';
import { begin } from '../../support/registration.ts';
import { expect, test } from '../../support/fixtures.ts';

test('a form with problems', async ({ page }) => {
  await begin(page);
  await page.goto('/register/technician/check');
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
  await gate.tap(demoCard(ground.server.data, 3));
  await expect(gate.result).toHaveText(/^(入場|退場)$/);
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
  for (const [sheet, name] of [['番号を入れる', 'number'], ['きょうの記録', 'today'], ['設定', 'pin']] as const) {
    await gate.page.getByRole('button', { name: sheet }).first().click();
    await shot(name);
  }
  await gate.open('設定');
  await shot('settings');
  await gate.page.setViewportSize({ width: narrowest, height: 640 });
  await expectNoOverflow(gate.page);
  await context.close();
  await ground.server.dispose();
});
