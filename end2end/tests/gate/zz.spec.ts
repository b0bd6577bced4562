import { demoCard } from '../../support/demo.ts';
import { openGate } from '../../support/gate.ts';
import { gateGround, phoneOf } from '../../support/gate-server.ts';
import { expect, test } from '../../support/test.ts';
test('dbg', async ({ browser }) => {
  const ground = await gateGround(browser);
  const context = await phoneOf(browser, ground);
  const gate = await openGate(context, ground.server.url);
  gate.page.on('console', m => console.log('CONSOLE', m.type(), m.text().slice(0, 800)));
  gate.page.on('response', async r => { if (r.url().includes('photo')) console.log('PHOTO', r.status(), JSON.stringify(r.headers()), (await r.body()).length); });
  await gate.ready();
  await gate.tap(demoCard(ground.server.data, 3));
  await expect(gate.result).toHaveText(/入場|退場/);
  await gate.page.waitForTimeout(2500);
  console.log(await gate.page.locator('.photo').evaluate(x => x.outerHTML.slice(0, 300)));
  await ground.server.dispose();
});
