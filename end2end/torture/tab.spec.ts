// The gate's tab is killed (-9) while cards are held to the phone, on line and off, and now and then the whole browser.
// What the screen said was received must reach the register, once.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { code, demoCard, password, site } from '../support/demo.ts';
import { afterRepeatMs, type Gate, openGate } from '../support/gate.ts';
import { expect, ownServer, prepared, test } from '../support/fixtures.ts';
import { freePort } from '../support/own-server.mjs';
import { Listener } from './listener.mjs';

const times = Number(process.env.TIMES ?? '10');
/** Every so many-th kill takes the whole browser, as when the phone's battery ends. */
const browserEvery = 5;
/** The kill comes this long after a card, at the most, milliseconds. */
const delayMax = 150;
/** People of the cast with cards that nothing else is done with. */
const holders = [3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 15];

/** A process and its parent, by Linux' own list. */
function processes(): { pid: number; parent: number; line: string }[] {
  const found = [];
  for (const name of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1].split(' ')[1]);
      found.push({ pid: Number(name), parent, line: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') });
    } catch {
      // Ended meanwhile.
    }
  }
  return found;
}

/** The browser whose memory lies in `folder`, and its tabs. */
function browserOf(folder: string): { main: number; tabs: number[] } {
  const all = processes();
  const main = all.find(({ line }) => line.includes(`--user-data-dir=${folder}`) && !line.includes('--type='));
  if (!main) throw new Error('the browser is not there');
  const below = new Set([main.pid]);
  for (let size = 0; size !== below.size; ) {
    size = below.size;
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid);
  }
  const tabs = all.filter(({ pid, line }) => below.has(pid) && line.includes('--type=renderer')).map(({ pid }) => pid);
  return { main: main.pid, tabs };
}

/** What the gate's big result is, told as it stands there: whatever was told before a kill was on the screen before it. */
async function listen(page: Page, told: (result: string, name: string) => void): Promise<void> {
  await page.exposeFunction('__told', told);
  await page.addInitScript(() => {
    // Each result has an element of its own; one that stands there still is told no second time.
    const before = new WeakMap<Element, string>();
    const say = () => {
      const result = document.querySelector('.result');
      if (!result || before.get(result) === result.className) return;
      before.set(result, result.className);
      const name = result.querySelector('.name')?.textContent ?? '';
      (window as unknown as { __told: Function }).__told(result.className, name);
    };
    new MutationObserver(say).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });
}

test(`${times} kills of the gate's tab: nothing said to be received is lost, nothing doubled @phone`, async () => {
  const server = await ownServer();
  const listener = new Listener(await freePort(), server.port);
  await listener.open();
  const memory = mkdtempSync(join(tmpdir(), 'careerup-tab-'));
  const { viewport, isMobile, hasTouch, locale, timezoneId, launchOptions } = test.info().project.use;
  const launch = () =>
    chromium.launchPersistentContext(memory, { ...launchOptions, viewport, isMobile, hasTouch, locale, timezoneId });
  let context: BrowserContext = await launch();
  /** Whose touch the screen says is received or recorded. */
  let received = '';
  const open = () =>
    openGate(context, listener.url, {}, (page) =>
      listen(page, (result, name) => {
        if (/ (in|out|recorded|look|kept)$/.test(result)) received = name;
      }),
    );

  let gate = await open();
  await gate.signIn(prepared().logIns.prime, password, code(0));
  await gate.chooseSite(site);
  await gate.page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await gate.ready();

  const cards = holders.map((at) => demoCard(server.data, at));
  // Who is who: the names the screen gives them.
  const names: string[] = [];
  for (const card of cards) {
    received = '';
    await gate.tap(card);
    await expect.poll(() => received).not.toBe('');
    names.push(received);
  }
  expect(new Set(names).size).toBe(cards.length);
  await gate.page.waitForTimeout(afterRepeatMs);

  const acknowledged = new Set<string>();
  let held = 0;
  let at = 0;
  const heldAt = cards.map(() => 0);
  let offLine = 0;
  /** Holds the next card and gives its link, and how to tell that the screen has said so. */
  const hold = async (): Promise<{ link: string; done: () => boolean; told: Promise<unknown> }> => {
    const turn = at++ % cards.length;
    // The same card a second time within three seconds is one touch.
    await new Promise((later) => setTimeout(later, heldAt[turn] + afterRepeatMs - Date.now()));
    heldAt[turn] = Date.now();
    const tag = cards[turn].tap();
    const link = tag.records[0].data;
    held += 1;
    received = '';
    return { link, done: () => received === names[turn], told: gate.tag(tag).catch(() => null) };
  };

  for (let kill = 1; kill <= times; kill += 1) {
    const away = Math.random() < 0.5;
    if (away) {
      await listener.close();
      offLine += 1;
    }
    for (let more = Math.floor(Math.random() * 4); more > 0; more -= 1) {
      const card = await hold();
      await card.told;
      await expect.poll(card.done, { intervals: [20] }).toBe(true);
      acknowledged.add(card.link);
    }
    const last = await hold();
    await new Promise((later) => setTimeout(later, Math.random() * delayMax));
    const { main, tabs } = browserOf(memory);
    const whole = kill % browserEvery === 0;
    for (const pid of whole ? [main] : tabs) process.kill(pid, 'SIGKILL');
    if (last.done()) acknowledged.add(last.link);
    await last.told;
    if (whole) {
      await context.close().catch(() => {});
      await expect.poll(() => processes().some(({ pid }) => pid === main)).toBe(false);
      for (const lock of ['SingletonLock', 'SingletonCookie', 'SingletonSocket']) rmSync(join(memory, lock), { force: true });
      context = await launch();
    } else {
      await gate.page.close().catch(() => {});
    }
    gate = await open();
    await gate.begin();
    await expect.poll(() => gate.page.evaluate('window.__nfc.scanning')).toBe(1);
    if (away) await listener.open();
  }

  await expect(gate.queue).toHaveText(/すべて送信ずみ/, { timeout: 60_000 });
  expect(await gate.kept()).toBe(0);
  const lost = [...acknowledged].filter((link) => !listener.answers.has(link));
  const doubled = [...listener.answers].filter(([, touches]) => touches.size > 1);
  const refused = [...listener.answers].filter(([, touches]) =>
    [...touches.values()].some((said) => said.some((one) => one !== 'accepted' && one !== 'duplicate')),
  );
  await context.close();
  await listener.close();
  await server.stop();
  const recount = await server.command('doctor', '--recount', '--data', server.data);
  await server.dispose();
  rmSync(memory, { recursive: true, force: true });
  console.log(
    `${times} kills (${Math.floor(times / browserEvery)} of the whole browser, ${offLine} without signal): ` +
      `${held} cards held, ${acknowledged.size} said to be received, ${listener.answers.size} recorded since; ` +
      `${lost.length} lost, ${doubled.length} doubled, ${refused.length} refused`,
  );
  expect({ lost, doubled, refused }).toEqual({ lost: [], doubled: [], refused: [] });
  expect(recount.stdout).toContain('differences: 0');
});
