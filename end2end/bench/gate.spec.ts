// How long a card takes at the gate: read, on the phone's disk, shown; beside IndexedDB's strict put of as much alone, in
// the same page, in turn. Times are the page's own. Written to BENCH_OUT as JSON, for `cargo xtask bench gate`.
import { writeFileSync } from 'node:fs';
import { expect, ownServer, prepared, test } from '../support/fixtures.ts';
import { code, demoCard, password, site } from '../support/demo.ts';
import { afterRepeatMs, openGate } from '../support/gate.ts';

const taps = Number(process.env.TAPS ?? '300');
/** People of the cast with cards. */
const holders = [3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 15];
/** Bytes of a kept touch, about. */
const bytes = 600;

type Timed = { begin: () => void; shown: () => Promise<number>; put: (bytes: number) => Promise<number> };

/** Runs in the page before its own scripts. */
function watch() {
  let since = 0;
  let last: Element | null = null;
  let tell: (time: number) => void = () => {};
  let told = new Promise<number>((done) => (tell = done));
  // In the frame after the element came the eye sees it.
  new MutationObserver(() => {
    const result = document.querySelector('.result.in, .result.out, .result.recorded, .result.look, .result.kept');
    if (!since || !result || result === last) return;
    last = result;
    const from = since;
    since = 0;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => tell(performance.now() - from);
      channel.port2.postMessage(0);
    });
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  let store: Promise<IDBDatabase> | null = null;
  const opened = () =>
    (store ??= new Promise((done, failed) => {
      const opening = indexedDB.open('bench', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('plain', { autoIncrement: true });
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => failed(opening.error);
    }));
  (window as unknown as { __timed: Timed }).__timed = {
    begin: () => {
      told = new Promise<number>((done) => (tell = done));
      since = performance.now();
    },
    shown: () => told,
    put: async (bytes) => {
      const database = await opened();
      const value = 'x'.repeat(bytes);
      const from = performance.now();
      await new Promise<void>((done, failed) => {
        const change = database.transaction('plain', 'readwrite', { durability: 'strict' });
        change.objectStore('plain').put(value);
        change.oncomplete = () => done();
        change.onabort = () => failed(change.error);
      });
      return performance.now() - from;
    },
  };
}

test(`${taps} cards at the gate @phone`, async ({ context }) => {
  const server = await ownServer();
  const gate = await openGate(context, server.url, {}, (page) => page.addInitScript(watch));
  await gate.signIn(prepared().logIns.prime, password, code(0));
  await gate.chooseSite(site);
  await gate.ready();
  const cards = holders.map((at) => demoCard(server.data, at));
  const heldAt = cards.map(() => 0);
  const ours: number[] = [];
  const peer: number[] = [];
  for (let turn = 0; turn < taps; turn += 1) {
    const at = turn % cards.length;
    // The same card a second time within three seconds is one touch.
    await new Promise((later) => setTimeout(later, heldAt[at] + afterRepeatMs - Date.now()));
    heldAt[at] = Date.now();
    const tag = cards[at].tap();
    ours.push(
      await gate.page.evaluate((tag) => {
        const { __timed: timed, __tap: tap } = window as unknown as { __timed: Timed; __tap: Function };
        timed.begin();
        if (tap(tag) !== 1) throw new Error('no reader was told');
        return timed.shown();
      }, tag),
    );
    peer.push(await gate.page.evaluate((bytes) => (window as unknown as { __timed: Timed }).__timed.put(bytes), bytes));
  }
  await expect(gate.queue).toHaveText(/すべて送信ずみ/, { timeout: 60_000 });
  await context.close();
  await server.stop();
  await server.dispose();
  const out = process.env.BENCH_OUT;
  if (out) writeFileSync(out, JSON.stringify({ ours, peer }));
});
