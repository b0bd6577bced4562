// Without signal: what the phone still knows, what it shows only to who has the PIN, and what lies on its disk.
import type { BrowserContext, Page } from '@playwright/test';
import { demoCard, logIn } from '../../support/demo.ts';
import { type Gate, gatePin, openGate } from '../../support/gate.ts';
import { type GateGround, gateGround, phoneOf } from '../../support/gate-server.ts';
import { expect, test as base, watch } from '../../support/fixtures.ts';

let ground: GateGround;
type Phone = () => Promise<{ context: BrowserContext; gate: Gate }>;
const test = base.extend<{ phone: Phone }>({
  phone: async ({ browser, faults }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await phoneOf(browser, ground, 'allow');
      context.on('page', (page) => watch(page, faults));
      contexts.push(context);
      const gate = await openGate(context, ground.server.url);
      await gate.page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
      return { context, gate };
    });
    for (const context of contexts) await context.close();
  },
});
test.beforeAll(async ({ browser }) => {
  ground = await gateGround(browser);
});
test.afterAll(async () => ground?.server.dispose());

/** Keys and texts of everything in the phone's memory; keys that cannot be read are left out. */
function disk(page: Page): Promise<[string, string][]> {
  return page.evaluate(
    () =>
      new Promise<[string, string][]>((read, failed) => {
        const opening = indexedDB.open('gate');
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const found: [string, string][] = [];
          const names = [...opening.result.objectStoreNames];
          const reading = opening.result.transaction(names);
          for (const name of names) {
            reading.objectStore(name).openCursor().onsuccess = ({ target }) => {
              const cursor = (target as IDBRequest<IDBCursorWithValue | null>).result;
              if (!cursor) return;
              if (typeof cursor.value === 'string') found.push([`${name}/${String(cursor.key)}`, cursor.value]);
              cursor.continue();
            };
          }
          reading.oncomplete = () => {
            opening.result.close();
            read(found);
          };
        };
      }),
  );
}

const photosOf = async (page: Page, technician: string): Promise<number> =>
  (await disk(page)).filter(([key]) => key.startsWith(`roster/photo:${technician}`)).length;

/** Begun again without signal. */
async function againWithoutSignal(context: BrowserContext, gate: Gate): Promise<void> {
  await expect.poll(async () => (await disk(gate.page)).some(([key]) => key === 'roster/sealed')).toBe(true);
  await context.setOffline(true);
  await gate.page.reload();
}

test('a name and a photo are shown without signal, also after a restart, and how old the roster is @phone', async ({ phone, logIns }) => {
  const { context, gate } = await phone();
  await gate.ready();
  await expect.poll(() => photosOf(gate.page, logIns.technician), { timeout: 20_000 }).toBe(1);
  await againWithoutSignal(context, gate);
  await gate.ready();
  await expect(gate.page.getByText(/名簿は .+ のもの。/)).toBeVisible();
  await gate.tap(demoCard(ground.server.data, 3));
  await expect(gate.result).toHaveText('受付済');
  await expect(gate.page.getByRole('img', { name: '山本 健太さんの顔写真' })).toBeVisible();
});

test('after a restart names want the PIN, and cards are recorded without it @phone', async ({ phone }) => {
  const { context, gate } = await phone();
  await gate.ready();
  await againWithoutSignal(context, gate);
  await gate.page.getByRole('button', { name: '番号を入れずに 記録だけする' }).click();
  await expect.poll(() => gate.page.evaluate('window.__nfc.scanning')).toBe(1);
  const locked = gate.page.getByRole('alert').filter({ hasText: '鍵がかかっています。記録はできます。' });
  await expect(locked).toBeVisible();
  await gate.tap(demoCard(ground.server.data, 4));
  await expect(gate.result).toHaveText('受付済');
  await expect(gate.page.getByText('髙橋 大輔')).toHaveCount(0);
  expect(await gate.kept()).toBe(1);

  await locked.getByRole('button', { name: '暗証番号を入れる' }).click();
  await gate.pin.fill('135790');
  await gate.page.getByRole('button', { name: '鍵をあける' }).click();
  await expect(gate.page.getByRole('alert').filter({ hasText: '暗証番号がちがいます。' })).toBeVisible();
  await expect(gate.pin).toHaveValue('');
  await gate.pin.fill(gatePin);
  await gate.page.getByRole('button', { name: '鍵をあける' }).click();
  await expect(locked).toHaveCount(0);
  await gate.open('きょうの記録');
  await expect(gate.page.getByRole('listitem').filter({ hasText: '髙橋 大輔' })).toBeVisible();
});

test('after ten wrong PINs one waits, over a restart too, and cards are still recorded @phone', async ({ phone }) => {
  const { context, gate } = await phone();
  await gate.ready();
  await againWithoutSignal(context, gate);
  await gate.page.getByRole('button', { name: '番号を入れずに 記録だけする' }).click();
  await gate.page.getByRole('button', { name: '暗証番号を入れる' }).click();
  for (let tries = 1; tries <= 10; tries += 1) {
    await gate.pin.fill('135790');
    await gate.page.getByRole('button', { name: '鍵をあける' }).click();
    const said = tries < 10 ? '暗証番号がちがいます。' : /まで待ってください/;
    await expect(gate.page.getByRole('alert').filter({ hasText: said })).toBeVisible();
    await expect(gate.page.getByRole('button', { name: '鍵をあける' })).toBeEnabled();
    await expect(gate.pin).toHaveValue('');
  }
  await gate.page.reload();
  await gate.pin.fill(gatePin);
  await gate.page.getByRole('button', { name: 'はじめる' }).click();
  await expect(gate.page.getByRole('alert').filter({ hasText: 'まで待ってください' })).toBeVisible();
  await gate.page.getByRole('button', { name: '番号を入れずに 記録だけする' }).click();
  await expect.poll(() => gate.page.evaluate('window.__nfc.scanning')).toBe(1);
  await gate.tap(demoCard(ground.server.data, 5));
  await expect(gate.result).toHaveText('受付済');
  expect(await gate.kept()).toBe(1);
});

test('it is shut by a press, and the settings want the PIN @phone', async ({ phone }) => {
  const { gate } = await phone();
  await gate.ready();
  await gate.page.getByRole('button', { name: '設定' }).click();
  await expect(gate.result).toHaveText('暗証番号を入れる');
  await expect(gate.page.getByRole('button', { name: 'この現場を おわる' })).toHaveCount(0);
  await gate.page.getByRole('button', { name: 'いま鍵をかける' }).click();
  await expect(gate.page.getByRole('alert').filter({ hasText: '鍵がかかっています。' })).toBeVisible();
  await expect(gate.page.getByRole('button', { name: /現場に/ })).toContainText('現場に–人');
  await gate.tap(demoCard(ground.server.data, 9));
  await expect(gate.result).toHaveText(/^(入場|退場)$/);
  await expect(gate.page.getByText('中村 誠'), 'not by the register’s answer either').toHaveCount(0);
  await gate.open('設定');
  await expect(gate.page.getByRole('button', { name: 'この現場を おわる' })).toBeVisible();
});

test('nobody’s name lies on the disk for everybody to read @phone', async ({ phone }) => {
  const { context, gate } = await phone();
  await gate.ready();
  await gate.tap(demoCard(ground.server.data, 10));
  await expect(gate.page.getByText('加藤 悠斗').first()).toBeVisible();
  await context.setOffline(true);
  await gate.tap(demoCard(ground.server.data, 11));
  await expect(gate.result).toHaveText('受付済');
  const found = await disk(gate.page);
  expect(found.map(([key]) => key)).toContain('roster/sealed');
  const names = /加藤|悠斗|ブディ|山本|ヤマモト|レベル|北浜架設/;
  expect(found.filter(([, text]) => names.test(text)).map(([key]) => key)).toEqual([]);
});

// The last one: the card of 山本 健太 is out of use after it.
test('a lost card is red without signal, before the PIN too, and what was read is kept and sent @phone', async ({ phone, logIns }) => {
  const { context, gate } = await phone();
  const holder = await logIn(ground.server.url, logIns.technician);
  const card = (await holder.get('/passport/card/lost')).text.match(/name="card" value="([^"]+)"/)?.[1] ?? '';
  const told = await holder.post('/fn/report_card_lost', { card, confirm: 'yes' });
  expect([302, 303]).toContain(told.status);
  await gate.ready();
  const serial = demoCard(ground.server.data, 3).serial.replaceAll(':', '').toUpperCase();
  await expect.poll(async () => (await disk(gate.page)).find(([key]) => key === 'roster/checks')?.[1] ?? '').toContain(serial);
  await againWithoutSignal(context, gate);
  await gate.page.getByRole('button', { name: '番号を入れずに 記録だけする' }).click();
  await expect.poll(() => gate.page.evaluate('window.__nfc.scanning')).toBe(1);
  await gate.tap(demoCard(ground.server.data, 3));
  await expect(gate.result).toHaveText('記録していません');
  await expect(gate.page.getByRole('alert').filter({ hasText: '使えなくしたカードです' })).toBeVisible();
  expect(await gate.kept()).toBe(1);
  await context.setOffline(false);
  await expect(gate.queue).toHaveText(/すべて送信ずみ/, { timeout: 20_000 });
  await expect.poll(() => gate.kept()).toBe(0);
});
