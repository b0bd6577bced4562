// What the phone's disk does to a gate: killed before and after it holds a touch, full, not lasting, not there, made larger by a
// newer build, holding what nobody can read, holding a month's queue. The server is really stopped (docs/gate-cases.md).
import type { BrowserContext, Page } from '@playwright/test';
import { demoCard } from '../../support/demo.ts';
import { type Gate, openGate } from '../../support/gate.ts';
import {
  copyTheOneThatWaits, expectReceived, type GateGround, gateGround, keptForLater, outcomes, phoneOf, sentByItself, touchesToday,
  touchesUrl,
} from '../../support/gate-server.ts';
import { expect, test as base, watch } from '../../support/fixtures.ts';

const recorded = /^(入場|退場)$/;

let ground: GateGround;
type Before = (page: Page) => Promise<void>;
type Phone = { context: BrowserContext; open: (before?: Before) => Promise<Gate> };
const test = base.extend<{ phone: (serviceWorkers?: 'allow' | 'block') => Promise<Phone> }>({
  phone: async ({ browser, faults }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (serviceWorkers = 'block') => {
      const context = await phoneOf(browser, ground, serviceWorkers);
      context.on('page', (page) => watch(page, faults));
      contexts.push(context);
      return { context, open: (before) => openGate(context, ground.server.url, {}, before) };
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

const card = (at: number) => demoCard(ground.server.data, at);
const stranger = (at: number) => ({
  serialNumber: `04:77:66:55:44:${at.toString(16).padStart(2, '0')}:80`,
  records: [{ recordType: 'empty' }],
});

/** Ends a tab as a phone short of memory does: it gets no chance to finish anything. */
async function kill(page: Page): Promise<void> {
  const ended = page.waitForEvent('crash');
  page.goto('chrome://crash').catch(() => {});
  await ended;
  await page.close();
}

/** Begun without the roster being asked for: cards are read. */
async function reads(gate: Gate): Promise<void> {
  await gate.begin();
  await expect.poll(() => gate.page.evaluate('window.__nfc.scanning')).toBe(1);
}

/** Runs in the page: while `window.__hold` is set, a transaction that puts a touch is not committed. */
function holdTouches(): void {
  const state = Object.assign(window, { __hold: false, __held: 0 });
  const held = new WeakSet<IDBTransaction>();
  const stayOpen = (store: IDBObjectStore): void => {
    if (state.__hold) store.count().onsuccess = () => stayOpen(store);
  };
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...wanted) {
    const asked = put.apply(this, wanted);
    if (state.__hold && this.name === 'touches') {
      held.add(this.transaction);
      asked.addEventListener('success', () => {
        state.__held += 1;
        stayOpen(this);
      });
    }
    return asked;
  };
  const { commit } = IDBTransaction.prototype;
  IDBTransaction.prototype.commit = function () {
    if (!held.has(this)) commit.call(this);
  };
}

test('the tab is killed before the touch is on the disk: nothing was said of it, and its number is given to the next @phone', async ({ phone }) => {
  const { context, open } = await phone();
  const gate = await open((page) => page.addInitScript(holdTouches));
  await gate.ready();
  await gate.page.evaluate('window.__hold = true');
  await gate.tap(card(3));
  await expect.poll(() => gate.page.evaluate('window.__held')).toBe(1);
  // Longer than an answer is awaited before a touch on the disk is shown as received.
  await gate.page.waitForTimeout(2_000);
  await expect(gate.result).toHaveText('カードを かざしてください');
  await kill(gate.page);

  const again = await open();
  await expect.poll(() => again.kept()).toBe(0);
  await again.ready();
  const sent = context.waitForEvent('request', (request) => request.url().endsWith('/api/v1/gate/touches'));
  await again.tap(card(3));
  expect((await sent).postDataJSON().items.map((item: { device_seq: number }) => item.device_seq)).toEqual([1]);
  await expect(again.result).toHaveText(recorded);
});

test('the tab is killed after the touch is on the disk, before anybody was told: it is there and goes up once @phone', async ({ phone, logIns }) => {
  const before = await touchesToday(ground.server.url, logIns.foreigner);
  const { context, open } = await phone('allow');
  const gate = await open();
  await keptForLater(gate.page);
  await gate.ready();
  expect(await ground.server.stop(), 'the server ends in peace').toBe(0);
  await gate.tap(card(6));
  await expect.poll(() => gate.kept()).toBe(1);
  await kill(gate.page);

  const again = await open();
  await expect(again.page.getByText('このスマホに 1件の記録を保存しています。つながると自動で送ります。')).toBeVisible();
  expect(await again.kept()).toBe(1);
  const answered = outcomes(context);
  await ground.server.start();
  await reads(again);
  await expect(again.queue).toHaveText(/すべて送信ずみ/, sentByItself);
  await expect.poll(() => again.kept()).toBe(0);
  await answered.all();
  expect(answered.said.map(({ outcome }) => outcome)).toEqual(['accepted']);
  expect(await touchesToday(ground.server.url, logIns.foreigner)).toBe(before + 1);
});

test('a full phone says so in red, and what it said to be received is on the disk @phone', async ({ phone }) => {
  // Chromium may allow what it found free before for half a minute.
  test.setTimeout(210_000);
  const { context, open } = await phone();
  const gate = await open();
  await gate.ready();
  await ground.server.stop();
  const origin = ground.server.url;
  const browser = await context.newCDPSession(gate.page);
  await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  let received = 0;
  const refused = gate.page.getByRole('alert').filter({ hasText: '記録していません' });
  for (let at = 0; at < 40 && !(await refused.isVisible()); at += 1) {
    await expect(gate.result).toHaveText('カードを かざしてください');
    await gate.tag(stranger(at));
    await expect(gate.result).toHaveText(/^(受付済|記録していません)$/);
    if ((await gate.result.textContent()) === '受付済') received += 1;
  }
  await expect(refused).toContainText('このスマホの空きが ありません');
  expect(await gate.kept(), 'no more and no less than was said').toBe(received);

  await browser.send('Storage.overrideQuotaForOrigin', { origin });
  await refused.getByRole('button', { name: 'わかりました' }).click();
  await gate.tag(stranger(99));
  await expect(gate.result).toHaveText('受付済');
  expect(await gate.kept()).toBe(received + 1);
  await ground.server.start();
  await expect(gate.queue).toHaveText(/すべて送信ずみ/, sentByItself);
});

for (const [how, answer] of [['refused', false], ['not there', null]] as const) {
  test(`lasting storage is ${how}: the phone is a gate all the same, and a full one is warned of @phone`, async ({ phone }) => {
    const { open } = await phone();
    const gate = await open((page) =>
      page.addInitScript((answer) => {
        const asked = Object.assign(window, { __persist: 0 });
        const persist = () => {
          asked.__persist += 1;
          return answer === null ? Promise.reject(new TypeError('not here')) : Promise.resolve(answer);
        };
        Object.defineProperty(navigator.storage, 'persist', { value: persist });
        Object.defineProperty(navigator.storage, 'estimate', { value: () => Promise.resolve({ usage: 81, quota: 100 }) });
      }, answer));
    await gate.ready();
    expect(await gate.page.evaluate('window.__persist')).toBeGreaterThan(0);
    await expect(gate.page.getByRole('alert').filter({ hasText: 'スマホの保存場所を 81%使っています' })).toBeVisible();
    await gate.tap(card(answer === null ? 4 : 5));
    await expect(gate.result).toHaveText(recorded);
    await expect.poll(() => gate.kept()).toBe(0);
  });
}

for (const how of ['refuses its disk', 'has none'] as const) {
  test(`a private window that ${how} is no gate: it says why and takes no card @phone`, async ({ phone }) => {
    const { open } = await phone();
    const gate = await open((page) =>
      page.addInitScript((how) => {
        if (how === 'has none') {
          Object.defineProperty(window, 'indexedDB', { value: undefined });
        } else {
          IDBFactory.prototype.open = () => {
            throw new DOMException('A mutation operation was attempted on a database that did not allow mutations.', 'InvalidStateError');
          };
        }
      }, how));
    await expect(gate.result).toHaveText('このスマホに 保存できません');
    await expect(gate.page.getByRole('alert')).toContainText('シークレットモードをやめて');
    for (const name of ['はじめる', 'ログイン', '番号を入れる']) await expect(gate.page.getByRole('button', { name })).toHaveCount(0);
    expect(await gate.page.evaluate('window.__nfc.scanning')).toBe(0);
  });
}

/** Runs in the page: what a newer build would do, which keeps something more. */
function makeLarger(): Promise<string> {
  return new Promise((done, failed) => {
    const opening = indexedDB.open('gate', 2);
    opening.onerror = () => failed(opening.error);
    opening.onblocked = () => setTimeout(() => done('somebody has it open'), 5_000);
    opening.onupgradeneeded = () => opening.result.createObjectStore('of a newer build');
    opening.onsuccess = () => {
      opening.result.close();
      done('larger');
    };
  });
}

test('a newer build makes the disk larger beside an open gate with a queue: the older one goes on, and loses nothing @phone', async ({ phone }) => {
  const { context, open } = await phone('allow');
  const gate = await open();
  await keptForLater(gate.page);
  await gate.ready();
  await ground.server.stop();
  await gate.tap(card(9));
  await expectReceived(gate, '中村 誠');
  expect(await gate.page.evaluate(makeLarger)).toBe('larger');
  await gate.tap(card(10));
  await expectReceived(gate, '加藤 悠斗');
  expect(await gate.kept()).toBe(2);

  // The older build begun again on the newer one's disk.
  await gate.page.reload();
  await expect(gate.page.getByText('このスマホに 2件の記録を保存しています。つながると自動で送ります。')).toBeVisible();
  await reads(gate);
  await gate.tap(card(11));
  await expect(gate.result).toHaveText('受付済');
  expect(await gate.kept()).toBe(3);
  const answered = outcomes(context);
  await ground.server.start();
  await expect(gate.queue).toHaveText(/すべて送信ずみ/, sentByItself);
  await answered.all();
  expect(answered.said.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
});

test('a touch that nobody can read stays where it is and holds up no other @phone', async ({ phone }) => {
  const { open } = await phone();
  const gate = await open();
  await gate.ready();
  await gate.page.evaluate(
    () =>
      new Promise<void>((done, failed) => {
        const opening = indexedDB.open('gate');
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const writing = opening.result.transaction('touches', 'readwrite');
          // Before every other, by its id.
          writing.objectStore('touches').put('{"item":', '00000000-0000-7000-8000-000000000000');
          writing.oncomplete = () => {
            opening.result.close();
            done();
          };
        };
      }),
  );
  await gate.tap(card(12));
  await expect(gate.result).toHaveText(recorded);
  await expect(gate.queue).toHaveText(/送信待ち\s*1$/);
  expect(await gate.kept()).toBe(1);
  await gate.open('設定');
  await gate.page.getByRole('button', { name: 'この現場を おわる' }).click();
  await expect(gate.page.getByRole('alert').filter({ hasText: '送信待ちの記録が 1件あります' })).toBeVisible();
});

test('twenty thousand touches wait: the gate starts, takes a card at once, and sends them in pieces @phone', async ({ phone }) => {
  test.setTimeout(240_000);
  const { context, open } = await phone('allow');
  const gate = await open();
  await keptForLater(gate.page);
  await gate.ready();
  await ground.server.stop();
  await gate.tag(stranger(98));
  await expect(gate.result).toHaveText('受付済');
  await gate.page.evaluate(copyTheOneThatWaits, 19_999);
  await gate.page.reload();
  await expect(gate.page.getByText('このスマホに 20000件の記録を保存しています。')).toBeVisible();
  await reads(gate);
  const held = Date.now();
  await gate.tap(card(13));
  await expect(gate.result).toHaveText('受付済');
  expect(Date.now() - held, 'milliseconds until it is said').toBeLessThan(3_000);
  expect(await gate.kept()).toBe(20_001);

  const answered = outcomes(context);
  await ground.server.start();
  await expect.poll(() => gate.kept(), { timeout: 120_000 }).toBeLessThan(19_000);
  // While they go up, cards are taken.
  const meanwhile = Date.now();
  await gate.tap(card(14));
  await expect(gate.result).toHaveText(/^(入場|退場|受付済)$/);
  expect(Date.now() - meanwhile, 'milliseconds until it is said').toBeLessThan(5_000);
  await answered.all();
  expect(Math.max(...answered.sizes), 'touches in a request').toBeLessThanOrEqual(200);
  const ids = answered.said.map(({ id }) => id);
  expect(new Set(ids).size, 'none went up twice').toBe(ids.length);
});

test('the queue stays though the browser forgets the log-in @phone', async ({ phone }) => {
  const { context, open } = await phone();
  const gate = await open();
  await gate.ready();
  await context.route(touchesUrl, (route) => route.abort('timedout'));
  await gate.tap(card(15));
  await expectReceived(gate, '井上 葵');
  await context.clearCookies();
  await gate.page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  await gate.page.reload();
  await expect(gate.page.getByText('このスマホに 1件の記録を保存しています。つながると自動で送ります。')).toBeVisible();
  await context.unroute(touchesUrl);
  await reads(gate);
  await expect(gate.queue).toHaveText(/すべて送信ずみ/, sentByItself);
});
