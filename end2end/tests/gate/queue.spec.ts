// What waits on the phone is never lost: without signal, with the server stopped, with its database gone, over a reload,
// with a page that cannot be fetched any more. The server here is really stopped and begun again.
import type { BrowserContext } from '@playwright/test';
import { demoCard } from '../../support/demo.ts';
import { afterRepeatMs, type Gate, openGate } from '../../support/gate.ts';
import {
  copyTheOneThatWaits, expectReceived, type GateGround, gateGround, keptForLater, outcomes, phoneOf, sentByItself, touchesToday,
  touchesUrl,
} from '../../support/gate-server.ts';
import { expect, test as base, watch } from '../../support/fixtures.ts';

const recorded = /^(入場|退場)$/;
const recordedIn = /入場|退場/;

let ground: GateGround;
type Phone = (serviceWorkers?: 'allow' | 'block') => Promise<{ context: BrowserContext; gate: Gate }>;
const test = base.extend<{ phone: Phone }>({
  phone: async ({ browser, faults }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (serviceWorkers = 'block') => {
      const context = await phoneOf(browser, ground, serviceWorkers);
      context.on('page', (page) => watch(page, faults));
      contexts.push(context);
      return { context, gate: await openGate(context, ground.server.url) };
    });
    for (const context of contexts) await context.close();
  },
});
test.beforeAll(async ({ browser }) => {
  ground = await gateGround(browser);
});
test.afterAll(async () => ground?.server.dispose());

const card = (at: number) => demoCard(ground.server.data, at);

/** Holds a card to it until its holder is out, so that the next time they come in, whatever the hour of the test. */
async function goneOut(gate: Gate, at: number, name: string): Promise<void> {
  const said = gate.page.getByRole('status').filter({ hasText: name });
  await gate.tap(card(at));
  await expect(said).toContainText(recordedIn);
  if ((await gate.result.textContent()) === '入場') {
    await gate.page.waitForTimeout(afterRepeatMs);
    await gate.tap(card(at));
  }
  await expect(gate.result).toHaveText('退場');
}

test('the server stops: touches are received, survive a reload, and go up by themselves when it is back @phone', async ({ phone }) => {
  const { gate } = await phone('allow');
  await keptForLater(gate.page);
  await gate.ready();
  await goneOut(gate, 4, '髙橋 大輔');
  await goneOut(gate, 5, '伊藤 翔');
  await gate.page.waitForTimeout(afterRepeatMs);

  expect(await ground.server.stop(), 'the server ends in peace').toBe(0);
  await gate.tap(card(4));
  await expectReceived(gate, '髙橋 大輔');
  await gate.tap(card(5));
  await expectReceived(gate, '伊藤 翔');
  await expect(gate.queue).toHaveText(/応答なし\s*2/);
  await expect(gate.page.getByText('サーバーから返事がありません。記録はできます')).toBeVisible();
  // Whoever came in meanwhile is inside, marked as waiting.
  await expect(gate.page.getByRole('button', { name: /現場に/ })).toContainText('送信待ち2');
  await gate.page.getByRole('button', { name: /現場に/ }).click();
  const waits = gate.page.getByRole('listitem').filter({ hasText: '伊藤 翔' });
  await expect(waits).toContainText('送信待ち');
  await gate.page.getByRole('button', { name: /現場に/ }).click();

  // The page itself comes from the phone now.
  await gate.page.reload();
  await expect(gate.page.getByText('このスマホに 2件の記録を保存しています。つながると自動で送ります。')).toBeVisible();
  await gate.ready();
  await expect(gate.queue).toHaveText(/\s*2/);

  await ground.server.start();
  await expect(gate.queue).toHaveText(/すべて送信ずみ/, sentByItself);
  await gate.open('きょうの記録');
  for (const name of ['髙橋 大輔', '伊藤 翔']) {
    const theirs = gate.page.getByRole('listitem').filter({ hasText: name });
    await expect(theirs.first()).toContainText('入場');
    await expect(theirs.filter({ hasNotText: '送信ずみ' })).toHaveCount(0);
  }
});

test('the server is killed: what it acknowledged it still has, the rest goes up afterwards @phone', async ({ phone, logIns }) => {
  const before = await touchesToday(ground.server.url, logIns.foreigner);
  const { gate } = await phone();
  await gate.ready();
  await gate.tap(card(6));
  await expect(gate.result).toHaveText(recorded);
  await ground.server.kill();
  await gate.tap(card(10));
  await expectReceived(gate, '加藤 悠斗');
  await ground.server.start();
  expect(await touchesToday(ground.server.url, logIns.foreigner)).toBe(before + 1);
  await gate.open('設定');
  await gate.page.getByRole('button', { name: 'いま送る' }).click();
  await expect(gate.queue).toHaveText(/すべて送信ずみ/, sentByItself);
});

test('the database is gone (503): the queue stays, and the same touches are taken once it is back @phone', async ({ phone }) => {
  const { context, gate } = await phone();
  await gate.ready();
  const problem = { type: 'urn:careerup:problem:unavailable', title: 'Service Unavailable', status: 503, code: 'unavailable' };
  let refused = 0;
  await context.route('**/api/v1/gate/**', async (route) => {
    refused += 1;
    await route.fulfill({ status: 503, contentType: 'application/problem+json', headers: { 'retry-after': '5' }, body: JSON.stringify(problem) });
  });
  await gate.tap(card(11));
  await expectReceived(gate, 'ブディ サントソ');
  await expect(gate.page.getByText('いまは送れません。記録はできます')).toBeVisible();
  await expect(gate.queue).toHaveText(/送信待ち\s*1/);
  expect(refused).toBeGreaterThan(0);

  await context.unroute('**/api/v1/gate/**');
  await gate.open('設定');
  await gate.page.getByRole('button', { name: 'いま送る' }).click();
  await expect(gate.queue).toHaveText(/すべて送信ずみ/, sentByItself);
});

test('a captive portal that answers with a page is no signal, and nothing is deleted @phone', async ({ phone }) => {
  const { context, gate } = await phone();
  await gate.ready();
  await context.route('**/api/v1/gate/**', (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>Welcome</h1>' }));
  await gate.tap(card(12));
  await expectReceived(gate, 'チャン ティ ラン');
  await expect(gate.queue).toHaveText(/応答なし\s*1/);
  expect(await gate.kept()).toBe(1);
  await context.unroute('**/api/v1/gate/**');
  await expect(gate.queue).toHaveText(/すべて送信ずみ/, sentByItself);
});

test('the answer is lost after the server has the touch: it goes up again and is not doubled @phone', async ({ phone }) => {
  const { context, gate } = await phone();
  await gate.ready();
  const answers: { id: string; outcome: string }[] = [];
  await context.route(touchesUrl, async (route) => {
    const answer = await route.fetch();
    answers.push(...(await answer.json()).answers);
    // The first answer never comes.
    await (answers.length > 1 ? route.fulfill({ response: answer }) : route.abort('connectionreset'));
  });
  await gate.tap(card(13));
  await expectReceived(gate, '吉田 和夫');
  await expect(gate.queue).toHaveText(/すべて送信ずみ/, sentByItself);
  expect(answers.map(({ outcome }) => outcome)).toEqual(['accepted', 'duplicate']);
  expect(answers[1].id, 'the same touch').toBe(answers[0].id);
  await gate.open('きょうの記録');
  const line = gate.page.getByRole('listitem').filter({ hasText: '吉田 和夫' });
  await expect(line).toHaveCount(1);
  await expect(line).toContainText('送信ずみ');
});

test('without network a card that is not on the roster is received without a name, and in or out is put right in the touch itself @phone', async ({ phone }) => {
  const { context, gate } = await phone();
  await gate.ready();
  await context.setOffline(true);
  await expect(gate.queue).toHaveText(/電波なし$/);
  await gate.tag({ serialNumber: '04:99:88:77:66:55:80', records: [{ recordType: 'empty' }] });
  await expect(gate.result).toHaveText('受付済');
  await expect(gate.page.getByText('氏名は送信後').first()).toBeVisible();

  await gate.tap(card(14));
  await expectReceived(gate, '松本 大樹');
  await gate.page.getByRole('button', { name: /に なおす$/ }).click();
  await expect(gate.page.getByText('なおしました')).toBeVisible();
  await expect(gate.queue).toHaveText(/電波なし\s*2/);
  expect(await gate.kept(), 'no third one for the change').toBe(2);
});

test('two tabs of one gate send at the same time: every touch is accepted once @phone', async ({ phone }) => {
  const { context, gate } = await phone();
  await gate.ready();
  const second = await openGate(context, ground.server.url);
  await second.ready();
  const answered = outcomes(context);
  // An answer that takes its time: whoever does not wait for the other tab sends the same touches meanwhile.
  await context.route('**/api/v1/gate/touches', async (route) => {
    await new Promise((later) => setTimeout(later, 1_000));
    await route.continue();
  });
  await context.setOffline(true);
  for (const [tab, at] of [[gate, 3], [second, 4], [gate, 5], [second, 9]] as const) {
    await tab.tap(card(at));
    await expect(tab.result).toHaveText('受付済');
  }
  // The tab says the same of its second card as of its first.
  await expect.poll(() => gate.kept()).toBe(4);
  await context.setOffline(false);
  for (const tab of [gate, second]) await expect(tab.queue).toHaveText(/すべて送信ずみ/, sentByItself);
  await expect.poll(() => gate.kept()).toBe(0);
  await answered.all();
  expect(answered.said.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
  expect(new Set(answered.said.map(({ id }) => id)).size).toBe(4);
});

test('a line too thin for the whole queue carries it in smaller pieces @phone', async ({ phone }) => {
  const { context, gate } = await phone();
  await gate.ready();
  const asked: number[] = [];
  await context.setOffline(true);
  for (const at of [3, 4, 5, 9, 10, 11]) {
    await gate.tap(card(at));
    await expect(gate.result).toHaveText('受付済');
  }
  await expect.poll(() => gate.kept()).toBe(6);
  await context.route('**/api/v1/gate/touches', async (route) => {
    const { items } = route.request().postDataJSON();
    asked.push(items.length);
    // As a request looks that took longer than it may.
    await (items.length > 2 ? route.abort('timedout') : route.continue());
  });
  await context.setOffline(false);
  await gate.open('設定');
  await expect(async () => {
    await gate.page.getByRole('button', { name: 'いま送る' }).click();
    await expect(gate.queue).toHaveText(/すべて送信ずみ/, { timeout: 2_000 });
  }).toPass({ timeout: 40_000 });
  await expect.poll(() => gate.kept()).toBe(0);
  expect(asked[0], 'all of it at first').toBe(6);
  expect(asked, 'larger again after a success').toContain(2);
});

test('a long queue is read in pieces and goes up whole @phone', async ({ phone }) => {
  const { context, gate } = await phone();
  await gate.ready();
  await context.setOffline(true);
  await gate.tag({ serialNumber: '04:99:88:77:66:55:81', records: [{ recordType: 'empty' }] });
  await expect(gate.result).toHaveText('受付済');
  await gate.page.evaluate(copyTheOneThatWaits, 449);
  expect(await gate.kept()).toBe(450);
  await gate.page.evaluate(() => {
    const lengths: number[] = [];
    Object.assign(window, { __read: lengths });
    const all = IDBObjectStore.prototype.getAll;
    IDBObjectStore.prototype.getAll = function (...wanted) {
      const asked = all.apply(this, wanted);
      if (this.name === 'touches') asked.addEventListener('success', () => lengths.push(asked.result.length));
      return asked;
    };
  });
  await context.setOffline(false);
  await expect.poll(() => gate.kept(), { timeout: 40_000 }).toBe(0);
  await expect(gate.queue).toHaveText(/すべて送信ずみ/);
  const lengths = await gate.page.evaluate(() => (window as unknown as { __read: number[] }).__read);
  expect(lengths.length).toBeGreaterThan(2);
  expect(Math.max(...lengths), 'touches read at a time').toBeLessThanOrEqual(200);
});

test('signing out is refused while touches wait, with the reason; afterwards the phone forgets @phone', async ({ phone }) => {
  const { context, gate } = await phone();
  await gate.ready();
  await context.setOffline(true);
  await gate.tap(card(15));
  await expectReceived(gate, '井上 葵');
  await gate.open('設定');
  await gate.page.getByRole('button', { name: 'この現場を おわる' }).click();
  await expect(gate.page.getByRole('alert').filter({ hasText: '送信待ちの記録が 1件あります。送り終わってから押してください。' })).toBeVisible();

  await context.setOffline(false);
  await expect(gate.queue).toHaveText(/すべて送信ずみ/, sentByItself);
  await gate.page.getByRole('button', { name: 'この現場を おわる' }).click();
  await expect(gate.page.getByRole('heading', { level: 1 })).toHaveText('ゲートをひらく');
  await gate.page.reload();
  await expect(gate.page.getByRole('heading', { level: 1 })).toHaveText('ゲートをひらく');
  expect(await gate.page.evaluate(whatIsLeft), 'neither credential nor key, roster or list').toEqual([]);
});

/** Runs in the page: what the phone still holds of the gate it was. */
function whatIsLeft(): Promise<string[]> {
  return new Promise((told, failed) => {
    const opening = indexedDB.open('gate');
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const left: string[] = [];
      const reading = opening.result.transaction(['meta', 'roster', 'log']);
      for (const name of ['meta', 'roster', 'log']) {
        const asked = reading.objectStore(name).getAllKeys();
        asked.onsuccess = () => left.push(...asked.result.map((key) => `${name}/${String(key)}`));
      }
      reading.oncomplete = () => {
        opening.result.close();
        // Its number for itself, the number of its last touch, receipts and the screen's settings belong to the phone.
        told(left.filter((key) => !/^meta\/(seq|phone|lang|night|offset|contact|receipt:.*)$/.test(key)));
      };
    };
  });
}
