// The tests' own `test`: whoever is needed is logged in, and a fault in a page fails the test that met it.
import { createHash } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import { test as base, type BrowserContext, expect, type Page } from '@playwright/test';
import type { LogIns, Who } from './demo.ts';
import { freePort, OwnServer } from './own-server.mjs';
import type { Prepared } from './prepare.ts';
import { sessionCookie } from './visitor.ts';

export const prepared = (): Prepared => JSON.parse(readFileSync(process.env.E2E_PREPARED ?? '', 'utf8'));

/** Puts a session into a browser. */
export async function putSession(context: BrowserContext, session: string): Promise<void> {
  const cookie = { name: sessionCookie, value: session, domain: '127.0.0.1', path: '/' };
  await context.addCookies([{ ...cookie, secure: true, httpOnly: true, sameSite: 'Lax' }]);
}

type Wanted = { empty?: boolean; env?: Record<string, string>; site?: string };

/** A server of a test's own with the demonstration data, or with `empty` nothing; `env`: settings on top; `site`: another folder
 * of the pages' files. */
export async function ownServer({ empty = false, env = {}, site }: Wanted = {}): Promise<OwnServer> {
  const server = new OwnServer({ port: await freePort(), args: empty ? [] : ['--demo'], env, site });
  if (!empty) cpSync(prepared().template, server.data, { recursive: true });
  await server.start();
  return server;
}

/** An address nobody else comes from (a block set aside for documentation and tests). */
function addressOf(testId: string): string {
  const [one, two] = createHash('sha256').update(testId).digest();
  return `198.${18 + (one & 1)}.${one}.${two}`;
}

type Fixtures = {
  /** Logs the test's browser in on the shared server. */
  as: (who: Who) => Promise<void>;
  logIns: LogIns;
  /** Faults that pages reported: scripts that broke, policies that were violated. Empty at the end of every test. */
  faults: string[];
};

/** A request that fails is no fault of the page: tests cut connections on purpose, and whoever is quicker than the
 * scripts of a page leaves it while they are still on their way. */
const cut = /Failed to load resource|net::ERR_|Failed to fetch/;

/** Notes what breaks in a page. */
export function watch(page: Page, faults: string[]): void {
  page.on('pageerror', (fault) => cut.test(`${fault}`) || faults.push(`${fault}`));
  page.on('console', (said) => {
    if (said.type() === 'error' && !cut.test(said.text())) faults.push(said.text());
  });
}

export const test = base.extend<Fixtures>({
  extraHTTPHeaders: async ({}, use, info) => use({ 'x-forwarded-for': addressOf(`${info.testId}${info.project.name}`) }),
  as: async ({ context }, use, info) => {
    await use(async (who) => {
      // An answer still on its way to a page of somebody else would bring that one's cookie back.
      for (const page of context.pages()) await page.goto('about:blank');
      await putSession(context, prepared().sessions[who][info.parallelIndex]);
    });
  },
  logIns: async ({}, use) => use(prepared().logIns),
  faults: [
    async ({ context }, use) => {
      const faults: string[] = [];
      context.on('page', (page) => watch(page, faults));
      await use(faults);
      expect(faults, 'faults in pages').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
