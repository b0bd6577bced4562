// What comes back for a batch, or comes back in part: a fault in the middle of it, some receipts and not others, and the time of a
// phone whose clock is a day wrong (docs/gate-cases.md).
import type { BrowserContext } from '@playwright/test';
import { demoCard } from '../../support/demo.ts';
import { type Gate, openGate } from '../../support/gate.ts';
import { type GateGround, gateGround, outcomes, phoneOf, sentByItself, touchesUrl } from '../../support/gate-server.ts';
import { expect, test as base, watch } from '../../support/fixtures.ts';

const dayMs = 24 * 3_600_000;
const recorded = /^(入場|退場)$/;

let ground: GateGround;
/** `aheadMs`: how far the phone's clock is before the server's. */
type Phone = (aheadMs?: number) => Promise<{ context: BrowserContext; gate: Gate }>;
const test = base.extend<{ phone: Phone }>({
  phone: async ({ browser, faults }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (aheadMs) => {
      const context = await phoneOf(browser, ground);
      context.on('page', (page) => watch(page, faults));
      contexts.push(context);
      const gate = await openGate(context, ground.server.url, {}, async (page) => {
        // The time of day alone: timers run as they do.
        if (aheadMs !== undefined) await page.addInitScript(`{ const now = Date.now; Date.now = () => now() + ${aheadMs}; }`);
      });
      return { context, gate };
    });
    for (const context of contexts) await context.close();
  },
});
test.beforeAll(async ({ browser }) => {
  ground = await gateGround(browser);
});
test.beforeEach(async () => {
  // The test before may have failed in between.
  if (ground.server.pid === null) await ground.server.start();
});
test.afterAll(async () => ground?.server.dispose());

/** Cards are held to the phone while nobody answers. */
async function wait(gate: Gate, cards: number[]): Promise<void> {
  await ground.server.stop();
  for (const [before, at] of cards.entries()) {
    await gate.tap(demoCard(ground.server.data, at));
    await expect(gate.result).toHaveText('受付済');
    await expect.poll(() => gate.kept()).toBe(before + 1);
  }
}

/** The server is back, and the phone begun again: it sends as much at a time as it may, and not what a dead line made of that. */
async function back(gate: Gate): Promise<void> {
  await gate.page.goto('about:blank');
  await ground.server.start();
  await gate.page.goto(`${ground.server.url}/gate/`);
}

test('a fault in the middle of a batch: what the server had is a duplicate, the rest is recorded, nothing is lost @phone', async ({ phone }) => {
  const { context, gate } = await phone();
  await gate.ready();
  await wait(gate, [3, 4, 5, 9, 10, 11]);
  const said: { id: string; outcome: string }[] = [];
  const whole: string[] = [];
  await context.route(touchesUrl, async (route) => {
    const { items } = route.request().postDataJSON() as { items: { id: string }[] };
    if (whole.length === 0) {
      whole.push(...items.map(({ id }) => id));
      // Half of it is committed before the server breaks down.
      await route.fetch({ postData: JSON.stringify({ items: items.slice(0, 3) }) });
      return route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"code":"internal"}' });
    }
    const answer = await route.fetch();
    said.push(...(await answer.json()).answers);
    await route.fulfill({ response: answer });
  });
  await back(gate);
  await expect(gate.queue).toHaveText(/すべて送信ずみ/, sentByItself);
  await expect.poll(() => gate.kept()).toBe(0);
  expect(whole).toHaveLength(6);
  expect(said.map(({ id, outcome }) => [id, outcome])).toEqual(
    whole.map((id, at) => [id, at < 3 ? 'duplicate' : 'accepted']),
  );
});

test('some touches have their receipt and some have not: the others stay, and go up again @phone', async ({ phone }) => {
  test.setTimeout(120_000);
  const { context, gate } = await phone();
  await gate.ready();
  await wait(gate, [12, 13, 14]);
  const said: { id: string; outcome: string }[][] = [];
  await context.route(touchesUrl, async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    said.push(body.answers);
    // The first time one is answered in full, one without its receipt, and one not at all.
    if (said.length > 1) return route.fulfill({ response: answer });
    const [first, { receipt: _, ...second }] = body.answers;
    await route.fulfill({ response: answer, json: { ...body, answers: [first, second] } });
  });
  await back(gate);
  await expect.poll(() => said.length, sentByItself).toBe(1);
  await gate.begin();
  await expect(gate.queue).toHaveText(/送信待ち\s*2/);
  expect(await gate.kept()).toBe(2);
  await expect(gate.page.getByRole('alert').filter({ hasText: '登録機構から正しい受けとりが来ません' })).toBeVisible();
  // What was not taken waits for a quarter of a minute.
  await expect(gate.queue).toHaveText(/すべて送信ずみ/, { timeout: 60_000 });
  await expect.poll(() => gate.kept()).toBe(0);
  const [before, after] = [said[0], said.slice(1).flat()];
  expect(before.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
  expect(after.map(({ outcome }) => outcome)).toEqual(['duplicate', 'duplicate']);
  expect(after.map(({ id }) => id)).toEqual(before.slice(1).map(({ id }) => id));
});

for (const [how, aheadMs, on, off] of [['ahead', dayMs, 15, 3], ['behind', -dayMs, 4, 5]] as const) {
  test(`a phone whose clock is a day ${how}: touches are of today, with signal and without @phone`, async ({ phone }) => {
    const { context, gate } = await phone(aheadMs);
    await gate.ready();
    const answered = outcomes(context);
    const sent = context.waitForEvent('request', (request) => request.url().endsWith('/api/v1/gate/touches'));
    await gate.tap(demoCard(ground.server.data, on));
    const [item] = (await sent).postDataJSON().items;
    // The phone's time goes up as it is, beside what it is to be corrected by.
    expect(Math.abs(item.occurred_at - aheadMs - Date.now())).toBeLessThan(60_000);
    expect(Math.abs(item.clock_offset_ms + aheadMs)).toBeLessThan(60_000);
    await expect(gate.result).toHaveText(recorded);

    await gate.page.waitForTimeout(3_500);
    await wait(gate, [off]);
    await ground.server.start();
    await expect(gate.queue).toHaveText(/すべて送信ずみ/, sentByItself);
    await answered.all();
    expect(answered.said.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
    for (const { recorded_at: at = 0 } of answered.said) expect(Math.abs(at - Date.now())).toBeLessThan(120_000);
    await gate.open('きょうの記録');
    const lines = gate.page.getByRole('listitem');
    await expect(lines, 'of today by the corrected time').toHaveCount(2);
    // Recorded, and marked: a clock that was a day wrong is to be looked at.
    await expect(lines.filter({ hasText: '要確認' })).toHaveCount(2);
  });
}
