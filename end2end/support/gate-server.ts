// A server of a test file's own with a phone enrolled as the gate of a site: the phone's memory (its credential in
// IndexedDB) is kept, so that every test begins with a gate that was signed in before. A key that cannot be taken out of a
// browser cannot be kept: this gate is enrolled with one of Node's, and each browser is given it, to sign with only; so is the
// phone's own half of what its PIN opens.
import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { code, logIn, password, site } from './demo.ts';
import { type Gate, openGate } from './gate.ts';
import type { OwnServer } from './own-server.mjs';
import { expect, ownServer, prepared, test } from './fixtures.ts';
import { type GateKey, gateKey } from './signed.ts';

type Memory = Exclude<BrowserContextOptions['storageState'], string | undefined>;

/** Server and enrolled phone; `device`: as the server named it. */
export type GateGround = { server: OwnServer; memory: Memory; key: GateKey; device: Device; sealing: JsonWebKey };
type Device = { device_id: string; token: string; receipt_key: { key: number; public_key: string } };

function phone(): BrowserContextOptions {
  const { viewport, isMobile, hasTouch, deviceScaleFactor, locale, timezoneId } = test.info().project.use;
  return { viewport, isMobile, hasTouch, deviceScaleFactor, locale, timezoneId };
}

/** Starts a server with the demonstration and signs a phone in as its gate, by the screens. `files`: another folder of the
 * pages' files. */
export async function gateGround(browser: Browser, files?: string): Promise<GateGround> {
  const server = await ownServer({ site: files });
  const context = await browser.newContext(phone());
  const key = gateKey();
  await context.route('**/api/v1/gate/devices', (route) =>
    route.continue({ postData: JSON.stringify({ ...route.request().postDataJSON(), public_key: key.publicHex }) }));
  const enrolled = context.waitForEvent('response', (response) => response.url().endsWith('/api/v1/gate/devices'));
  // Of the keys the page makes for AES this one is not meant to be taken out: for this once it is, and told.
  const gate = await openGate(context, server.url, {}, (page) => page.addInitScript(() => {
    const { subtle } = crypto;
    const make = subtle.generateKey.bind(subtle) as Function;
    subtle.generateKey = (async (kind: { name: string }, extractable: boolean, uses: KeyUsage[]) => {
      const own = kind.name === 'AES-GCM' && !extractable;
      const made = await make(kind, extractable || own, uses);
      if (own) Object.assign(window, { __sealing: await subtle.exportKey('jwk', made) });
      return made;
    }) as never;
  }));
  await gate.signIn(prepared().logIns.prime, password, code(0));
  await gate.chooseSite(site);
  await expect(gate.page.getByRole('button', { name: 'はじめる' })).toBeVisible();
  const device: Device = await (await enrolled).json();
  const sealing = (await gate.page.evaluate('window.__sealing')) as JsonWebKey;
  await putKeys(gate.page, null);
  const memory = await context.storageState({ indexedDB: true });
  await context.close();
  return { server, memory, key, device, sealing };
}

/** Puts the phone's keys into its memory, or takes those there away. */
async function putKeys(page: Page, keys: { signing: JsonWebKey; sealing: JsonWebKey } | null): Promise<void> {
  await page.evaluate(async (keys) => {
    const kind = { name: 'ECDSA', namedCurve: 'P-256' };
    const made: [string, CryptoKey | null][] = [
      ['key', keys && (await crypto.subtle.importKey('jwk', keys.signing, kind, false, ['sign']))],
      ['vault-key', keys && (await crypto.subtle.importKey('jwk', keys.sealing, 'AES-GCM', false, ['encrypt', 'decrypt']))],
    ];
    await new Promise<void>((done, failed) => {
      const opening = indexedDB.open('gate');
      opening.onerror = () => failed(opening.error);
      opening.onsuccess = () => {
        const writing = opening.result.transaction('meta', 'readwrite');
        const meta = writing.objectStore('meta');
        for (const [name, key] of made) {
          if (key) meta.put(key, name);
          else meta.delete(name);
        }
        writing.onabort = () => failed(writing.error);
        writing.oncomplete = () => {
          opening.result.close();
          done();
        };
      };
    });
  }, keys);
}

/** A browser with that phone's memory. Service workers are kept out unless wanted: a test that stands in for the
 * network must see every request. */
export async function phoneOf(browser: Browser, ground: GateGround, serviceWorkers: 'allow' | 'block' = 'block'): Promise<BrowserContext> {
  const context = await browser.newContext({ ...phone(), storageState: ground.memory, serviceWorkers });
  const page = await context.newPage();
  // A page of the same origin with nothing on it, whether or not the server is there.
  await page.route('**/gate/nothing', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  await page.goto(`${ground.server.url}/gate/nothing`);
  await putKeys(page, { signing: ground.key.jwk as JsonWebKey, sealing: ground.sealing });
  await page.close();
  return context;
}

/** The address touches are sent to. */
export const touchesUrl = '**/api/v1/gate/touches';
/** The gate looks after its queue every 15 s. */
export const sentByItself = { timeout: 20_000 };

/** The page's service worker has taken charge, so that the page starts without the server. */
export async function keptForLater(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

/** Received, and no more: never the look of a card that was checked. */
export async function expectReceived(gate: Gate, name: string): Promise<void> {
  await expect(gate.result).toHaveText('受付済');
  const status = gate.page.getByRole('status').filter({ hasText: '受付済' });
  await expect(status).toContainText(name);
  await expect(status).toContainText('カード確認は送信後');
}

/** How many touches of today the register has of a technician, as the technician's own page lists them. */
export async function touchesToday(url: string, loginId: string): Promise<number> {
  const technician = await logIn(url, loginId);
  const today = (await technician.get('/passport')).text.match(/href="(\/passport\/history\/\d+\/\d+)"/)?.[1];
  if (!today) return 0;
  return ((await technician.get(today)).text.match(/カードの確認ずみ/g) ?? []).length;
}

type Said = { id: string; outcome: string; recorded_at?: number };

/** What a phone is answered from now on: of each touch, in the order in which it was said; `sizes`: how many at a time; `all`
 * waits until what came has been read. */
export function outcomes(context: BrowserContext): { said: Said[]; sizes: number[]; all: () => Promise<void> } {
  const said: Said[] = [];
  const sizes: number[] = [];
  const read: Promise<void>[] = [];
  context.on('response', (response) => {
    if (!response.url().endsWith('/api/v1/gate/touches') || response.status() !== 200) return;
    read.push(
      response.json().then(({ answers }: { answers: Said[] }) => {
        said.push(...answers);
        sizes.push(answers.length);
      }),
    );
  });
  return { said, sizes, all: async () => void (await Promise.all(read)) };
}

/** Runs in the page: puts `more` touches beside the only one, each with an id and a number of its own. */
export function copyTheOneThatWaits(more: number): Promise<void> {
  return new Promise((done, failed) => {
    const opening = indexedDB.open('gate');
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const writing = opening.result.transaction('touches', 'readwrite');
      const touches = writing.objectStore('touches');
      const reading = touches.getAll();
      reading.onsuccess = () => {
        const [text] = reading.result as string[];
        for (let at = 1; at <= more; at += 1) {
          const touch = JSON.parse(text);
          const last = Number.parseInt(touch.item.id.slice(-4), 16) ^ at;
          touch.item.id = touch.item.id.slice(0, -4) + last.toString(16).padStart(4, '0');
          touch.item.device_seq += at;
          touches.put(JSON.stringify(touch), touch.item.id);
        }
      };
      writing.onabort = () => failed(writing.error);
      writing.oncomplete = () => {
        opening.result.close();
        done();
      };
    };
  });
}
