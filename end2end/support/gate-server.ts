// A server of a test file's own with a phone enrolled as the gate of a site: the phone's memory (its credential in
// IndexedDB) is kept, so that every test begins with a gate that was signed in before.
import type { Browser, BrowserContext, BrowserContextOptions } from '@playwright/test';
import { code, password, site } from './demo.ts';
import { openGate } from './gate.ts';
import type { OwnServer } from './own-server.mjs';
import { expect, ownServer, prepared, test } from './fixtures.ts';

type Memory = Exclude<BrowserContextOptions['storageState'], string | undefined>;

/** Server and enrolled phone. */
export type GateGround = { server: OwnServer; memory: Memory };

function phone(): BrowserContextOptions {
  const { viewport, isMobile, hasTouch, deviceScaleFactor, locale, timezoneId } = test.info().project.use;
  return { viewport, isMobile, hasTouch, deviceScaleFactor, locale, timezoneId };
}

/** Starts a server with the demonstration and signs a phone in as its gate, by the screens. */
export async function gateGround(browser: Browser): Promise<GateGround> {
  const server = await ownServer();
  const context = await browser.newContext(phone());
  const gate = await openGate(context, server.url);
  await gate.signIn(prepared().logIns.prime, password, code(0));
  await gate.chooseSite(site);
  await expect(gate.page.getByRole('button', { name: 'はじめる' })).toBeVisible();
  const memory = await context.storageState({ indexedDB: true });
  await context.close();
  return { server, memory };
}

/** A browser with that phone's memory. Service workers are kept out unless wanted: a test that stands in for the
 * network must see every request. */
export function phoneOf(browser: Browser, ground: GateGround, serviceWorkers: 'allow' | 'block' = 'block'): Promise<BrowserContext> {
  return browser.newContext({ ...phone(), storageState: ground.memory, serviceWorkers });
}
