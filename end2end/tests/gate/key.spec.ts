// The gate's own key: what leaves the phone is signed, what is deleted has a receipt that verifies, and a gate that was ended
// sends nothing any more. Signatures and receipts are verified by Node's crypto.
import type { Page, Request } from '@playwright/test';
import { code, demoCard, logIn, password, site } from '../../support/demo.ts';
import { openGate } from '../../support/gate.ts';
import { type GateGround, gateGround, phoneOf } from '../../support/gate-server.ts';
import { expect, prepared, test, watch } from '../../support/fixtures.ts';
import { receiptVerifies, touchVerifies } from '../../support/signed.ts';
import type { Visitor } from '../../support/visitor.ts';

const recorded = /^(入場|退場)$/;
/** The gate looks after its queue every 15 s; what was not taken waits as long. */
const sentByItself = { timeout: 40_000 };
const touches = '**/api/v1/gate/touches';

let ground: GateGround;
let office: Visitor;
test.beforeAll(async ({ browser }) => {
  ground = await gateGround(browser);
  office = await logIn(ground.server.url, prepared().logIns.prime, 1);
});
test.afterAll(async () => ground?.server.dispose());

/** The number of the gate's site. */
async function siteId(): Promise<string> {
  const { text } = await office.get('/business/sites');
  return text.match(new RegExp(`/business/sites/(\\d+)"[^>]*>${site}`))?.[1] ?? '';
}

const isTouches = (request: Request) => request.url().endsWith('/api/v1/gate/touches');

/** What the phone's memory holds under a name. */
function meta(page: Page, name: string): Promise<unknown> {
  return page.evaluate(
    (name) =>
      new Promise((read, failed) => {
        const opening = indexedDB.open('gate');
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const asked = opening.result.transaction('meta').objectStore('meta').get(name);
          asked.onsuccess = () => {
            opening.result.close();
            const { result } = asked;
            read(result instanceof CryptoKey ? { type: result.type, extractable: result.extractable, usages: result.usages } : result);
          };
        };
      }),
    name,
  );
}

/** How many receipts the phone keeps. */
function receipts(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((counted, failed) => {
        const opening = indexedDB.open('gate');
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const asked = opening.result.transaction('meta').objectStore('meta').count(IDBKeyRange.bound('receipt:', 'receipt;'));
          asked.onsuccess = () => {
            opening.result.close();
            counted(asked.result);
          };
        };
      }),
  );
}

test('the key a phone makes when it becomes a gate signs, and cannot be taken out @phone', async ({ context }) => {
  const gate = await openGate(context, ground.server.url);
  const asked = context.waitForEvent('request', (request) => request.url().endsWith('/api/v1/gate/devices'));
  await gate.signIn(prepared().logIns.member, password, code(0));
  await gate.chooseSite(site, '鍵の門');
  const { public_key: publicHex } = (await asked).postDataJSON();
  const device = await (await (await asked).response())!.json();
  expect(publicHex).toMatch(/^04[0-9a-f]{128}$/);
  await gate.ready();
  expect(await meta(gate.page, 'key')).toEqual({ type: 'private', extractable: false, usages: ['sign'] });

  const sent = context.waitForEvent('request', isTouches);
  await gate.tap(demoCard(ground.server.data, 9));
  const { items } = (await sent).postDataJSON();
  expect(touchVerifies(publicHex, device.device_id, items[0]), JSON.stringify(items[0])).toBe(true);
  const other = items[0].kind === 'out' ? 'in' : 'out';
  expect(touchVerifies(publicHex, device.device_id, { ...items[0], kind: other })).toBe(false);
  const { answers } = await (await (await sent).response())!.json();
  expect(receiptVerifies(device.receipt_key.public_key, device.device_id, answers[0]), JSON.stringify(answers[0])).toBe(true);
  expect(receiptVerifies(device.receipt_key.public_key, device.device_id, { ...answers[0], outcome: 'rejected' })).toBe(false);
  await expect(gate.result).toHaveText(recorded);
  expect(await receipts(gate.page), 'kept without the touch').toBe(1);
});

/** The touches that wait on the phone's disk. */
function waiting(page: Page): Promise<{ item: { signature?: string; clock?: { boot: string; at_ms: number } } }[]> {
  return page.evaluate(
    () =>
      new Promise((read, failed) => {
        const opening = indexedDB.open('gate');
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const asked = opening.result.transaction('touches').objectStore('touches').getAll();
          asked.onsuccess = () => {
            opening.result.close();
            read(asked.result.map((text: string) => JSON.parse(text)));
          };
        };
      }),
  );
}

test('a touch is signed when it is read, with the clock of its page, and kept where it cannot be @phone', async ({ browser, faults }) => {
  const context = await phoneOf(browser, ground);
  context.on('page', (page) => watch(page, faults));
  const gate = await openGate(context, ground.server.url);
  await gate.ready();
  await context.setOffline(true);
  await gate.tap(demoCard(ground.server.data, 6));
  await expect(gate.result).toHaveText('受付済');
  const [first] = await waiting(gate.page);
  expect(first?.item.signature, 'without any signal').toMatch(/^[0-9a-f]{128}$/);
  expect(touchVerifies(ground.key.publicHex, ground.device.device_id, first!.item as never)).toBe(true);
  expect(first?.item.clock?.boot).toMatch(/^[0-9a-f-]{36}$/);

  await gate.page.evaluate(() => {
    Object.assign(window, { __sign: crypto.subtle.sign.bind(crypto.subtle) });
    crypto.subtle.sign = () => Promise.reject(new Error('no'));
  });
  await gate.tap(demoCard(ground.server.data, 7));
  await expect.poll(() => gate.kept()).toBe(2);
  const unsigned = (await waiting(gate.page)).filter(({ item }) => !item.signature);
  expect(unsigned, 'kept all the same').toHaveLength(1);
  expect(unsigned[0]!.item.clock?.boot, 'of the same page').toBe(first?.item.clock?.boot);
  await gate.page.evaluate(() => {
    crypto.subtle.sign = (window as unknown as { __sign: SubtleCrypto['sign'] }).__sign;
  });
  const sending = gate.page.waitForRequest(isTouches);
  await context.setOffline(false);
  const { items } = (await sending).postDataJSON();
  for (const item of items) expect(touchVerifies(ground.key.publicHex, ground.device.device_id, item), JSON.stringify(item)).toBe(true);
  await expect.poll(() => gate.kept(), sentByItself).toBe(0);
  await context.close();
});

test('what is changed on the way is set aside, told at the gate and on the page of gates @phone', async ({ browser, faults }) => {
  const context = await phoneOf(browser, ground);
  context.on('page', (page) => watch(page, faults));
  const gate = await openGate(context, ground.server.url);
  await gate.ready();
  await context.route(touches, (route) => {
    const { items } = route.request().postDataJSON();
    for (const item of items) item.occurred_at -= 60_000;
    return route.continue({ postData: JSON.stringify({ items }) });
  });
  await gate.tap(demoCard(ground.server.data, 10));
  await expect(gate.result).toHaveText('記録していません');
  await expect(gate.page.getByRole('alert').filter({ hasText: 'ゲートの署名が合いません' })).toBeVisible();
  await expect.poll(() => gate.kept(), 'it has its receipt').toBe(0);
  const id = await siteId();
  expect((await office.get(`/business/sites/${id}/gates`)).text).toContain('この30日に、署名を確かめられなかったタッチが 1件あります。');
  await context.close();
});

test('a receipt that does not verify deletes nothing, and that is told @phone', async ({ browser, faults }) => {
  const context = await phoneOf(browser, ground);
  context.on('page', (page) => watch(page, faults));
  const gate = await openGate(context, ground.server.url);
  await gate.ready();
  await context.route(touches, async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    // Somebody between says that it was taken, with the receipt of something else.
    for (const one of body.answers) one.code = 'touch.replay';
    await route.fulfill({ response: answer, json: body });
  });
  await gate.tap(demoCard(ground.server.data, 11));
  await expect(gate.result).toHaveText('受付済');
  const told = gate.page.getByRole('alert').filter({ hasText: '登録機構から正しい受けとりが来ません。記録はこのスマホに残っています。' });
  await expect(told).toBeVisible();
  expect(await gate.kept()).toBe(1);
  await expect(gate.queue).toHaveText(/送信待ち\s*1/);
  await context.unroute(touches);
  await expect(gate.queue).toHaveText(/すべて送信ずみ/, sentByItself);
  await expect(told).toHaveCount(0);
  await expect.poll(() => gate.kept()).toBe(0);
  await context.close();
});

test('after thirty days without contact names leave the phone, and what waits stays @phone', async ({ browser, faults }) => {
  const context = await phoneOf(browser, ground);
  context.on('page', (page) => watch(page, faults));
  const gate = await openGate(context, ground.server.url);
  await gate.ready();
  await context.setOffline(true);
  await gate.tap(demoCard(ground.server.data, 12));
  await expect(gate.result).toHaveText('受付済');
  await expect(gate.page.getByText('チャン ティ ラン').first()).toBeVisible();
  await gate.page.clock.install({ time: Date.now() + 31 * 24 * 3_600_000 });
  await gate.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await gate.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(gate.page.getByText('チャン ティ ラン')).toHaveCount(0);
  expect(await gate.kept()).toBe(1);
  const rosters = () => gate.page.evaluate(
    () =>
      new Promise<number>((counted) => {
        const opening = indexedDB.open('gate');
        opening.onsuccess = () => {
          const asked = opening.result.transaction('roster').objectStore('roster').count();
          asked.onsuccess = () => {
            opening.result.close();
            counted(asked.result);
          };
        };
      }),
  );
  await expect.poll(rosters).toBe(0);
  await context.close();
});

test('a tab that another one has enrolled anew behind sends with the new credential and its key @phone', async ({ browser, faults }) => {
  const context = await phoneOf(browser, ground);
  context.on('page', (page) => watch(page, faults));
  // Its clock stands still later, so that it does not look after the phone by itself before the card is held to it.
  const old = await openGate(context, ground.server.url, {}, (page) => page.clock.install());
  await old.ready();
  await old.page.clock.pauseAt(Date.now() + 1_000);

  const refused = { status: 401, contentType: 'application/problem+json', body: '{"code":"session.missing"}' };
  const anew = await openGate(context, ground.server.url, {}, (page) => page.route('**/api/v1/gate/roster', (route) => route.fulfill(refused)));
  await anew.begin();
  await anew.page.getByRole('button', { name: 'ログインしなおす' }).first().click();
  const asked = anew.page.waitForRequest((request) => request.url().endsWith('/api/v1/gate/devices'));
  await anew.signIn(prepared().logIns.member, password, code(1));
  await anew.chooseSite(site, '二つめの門');
  const { public_key: publicHex } = (await asked).postDataJSON();
  const device = await (await (await asked).response())!.json();
  await expect(anew.page.getByRole('button', { name: 'はじめる' })).toBeVisible();

  const sending = old.page.waitForRequest(isTouches);
  await old.tap(demoCard(ground.server.data, 14));
  const sent = await sending;
  expect(sent.headers().authorization).toBe(`Bearer ${device.token}`);
  const { items } = sent.postDataJSON();
  expect(touchVerifies(publicHex, device.device_id, items[0]), JSON.stringify(items[0])).toBe(true);
  const { answers } = await (await sent.response())!.json();
  expect(answers[0].outcome, JSON.stringify(answers[0])).toBe('accepted');
  await expect(old.page.getByRole('button', { name: 'はじめる' }), 'the tab takes up what the phone is now').toBeVisible();
  await expect.poll(() => old.kept()).toBe(0);
  await context.close();
});

// The last one: the phone of all the others is no gate after it.
test('a gate ended by its site keeps what waits and asks for a log-in @phone', async ({ browser, faults }) => {
  const id = await siteId();
  const listed = await office.get(`/business/sites/${id}/gates`);
  expect(listed.text).toContain(ground.device.device_id);
  const fields = { site: id, gate: ground.device.device_id, reason: '現場で失くした' };
  const ended = await office.post('/fn/end_gate', fields);
  expect([302, 303]).toContain(ended.status);
  const after = (await office.get(`/business/sites/${id}/gates`)).text;
  expect(after).toContain('ゲートを止めました');
  expect(after).toContain('現場で失くした');

  const context = await phoneOf(browser, ground);
  context.on('page', (page) => watch(page, faults));
  const gate = await openGate(context, ground.server.url);
  await gate.begin();
  await expect(gate.page.getByRole('alert').filter({ hasText: '登録が切れました。記録は残っています。' })).toBeVisible();
  await expect.poll(() => gate.page.evaluate('window.__nfc.scanning')).toBe(1);
  await gate.tap(demoCard(ground.server.data, 13));
  await expect(gate.result).toHaveText('受付済');
  expect(await gate.kept()).toBe(1);
  await context.close();
});
