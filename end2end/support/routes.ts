// Every page of the router with who may see it. The list of addresses is read from the router's own source, so that a new
// page fails `tests/access` until it is entered here.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { site, type Who } from './demo.ts';
import { prepared } from './fixtures.ts';
import { sessionCookie } from './visitor.ts';

const source = resolve(dirname(fileURLToPath(import.meta.url)), '../../app/src/routes.rs');

/** Addresses in the order of the router, with `:name` for what varies. */
export function routesInSource(): string[] {
  return [...readFileSync(source, 'utf8').matchAll(/<Route\s+path=path!\("([^"]+)"\)/g)].map(([, path]) => path);
}

/** Who sees a page: everybody, everybody who is not logged in, or those named. */
export type Seers = 'everybody' | 'strangers' | readonly Who[];
/** `elsewhere`: the test that looks at the page, where what it shows is not in the demonstration; to all others it is none. */
export type Route = { path: string; seers: Seers; elsewhere?: string };

const technicians = ['technician', 'foreigner'] as const;
const businesses = ['prime', 'member', 'stranger'] as const;
// A site admin sees the sites named for it; the office of the register sees every site (docs/access.md, 現場を見る).
const siteOffices = [...businesses, 'siteManager', 'operator'] as const;
const onTheSite = ['prime', 'member', 'siteManager', 'operator'] as const;

/** In the router's order. */
export const routes: readonly Route[] = [
  { path: '/', seers: 'everybody' },
  { path: '/login', seers: 'strangers' },
  { path: '/login/second', seers: [] },
  // Everybody's own but a technician's, whose page is in the passport: it leads there.
  { path: '/passkeys', seers: ['prime', 'member', 'stranger', 'siteManager', 'reviewer', 'operator', 'counter', 'head', 'scrivener', 'evaluator', 'secondEvaluator'] },
  { path: '/register', seers: 'everybody' },
  { path: '/register/technician', seers: 'everybody' },
  { path: '/register/technician/check', seers: 'everybody' },
  { path: '/register/technician/:page', seers: 'everybody' },
  { path: '/register/technician/:page/:item', seers: 'everybody' },
  { path: '/register/business', seers: 'everybody' },
  { path: '/register/business/check', seers: 'everybody' },
  { path: '/register/business/:page', seers: 'everybody' },
  // Whose browser holds the application with the document; everybody else is told that there is none.
  { path: '/register/document/:field', seers: 'everybody', elsewhere: 'registration/document' },
  { path: '/register/code', seers: 'strangers' },
  { path: '/register/:number', seers: 'everybody' },
  // What a link opens; without one it says that it opens nothing, and whoever is logged in is refused.
  { path: '/join', seers: 'strangers' },
  // What a link opens; without one it says that it opens nothing.
  { path: '/join/password', seers: 'everybody' },
  { path: '/recover', seers: 'strangers' },
  // What is sent by a link is for whoever holds it; without one these say that it opens nothing.
  { path: '/recover/object', seers: 'everybody' },
  { path: '/recover/password', seers: 'everybody' },
  { path: '/survey', seers: 'everybody' },
  { path: '/pay', seers: 'everybody' },
  { path: '/t', seers: 'everybody' },
  // What a poster's link opens; any other is none.
  { path: '/s/:token', seers: 'everybody', elsewhere: 'passport/poster' },
  // What the address of a site's screen opens; any other is none.
  { path: '/screen/:secret', seers: 'everybody', elsewhere: 'passport/tag' },
  // What a person's code opens for ten minutes; any other is none.
  { path: '/p/:token', seers: 'everybody', elsewhere: 'passport/share' },
  { path: '/verify', seers: 'everybody' },
  { path: '/language', seers: 'everybody' },
  { path: '/map', seers: 'everybody' },
  { path: '/passport', seers: technicians },
  { path: '/passport/history', seers: technicians },
  { path: '/passport/history/claim', seers: technicians },
  { path: '/passport/history/totals', seers: technicians },
  // A colleague who worked there that day sees a record too: the colleague's own.
  { path: '/passport/history/:date/:site', seers: technicians },
  { path: '/passport/read', seers: ['technician', 'foreigner', 'prime', 'member', 'stranger', 'siteManager', 'reviewer', 'operator', 'counter', 'head', 'scrivener', 'evaluator', 'secondEvaluator'] },
  { path: '/passport/qr', seers: technicians },
  { path: '/passport/show', seers: technicians },
  { path: '/passport/looks', seers: technicians },
  { path: '/passport/certificate', seers: technicians },
  { path: '/passport/card', seers: technicians },
  { path: '/passport/card/lost', seers: technicians },
  { path: '/passport/card/reissue', seers: technicians },
  { path: '/passport/more', seers: technicians },
  { path: '/passport/passkeys', seers: technicians },
  { path: '/passport/level', seers: technicians },
  { path: '/passport/level/:field', seers: technicians },
  { path: '/passport/qualifications', seers: technicians },
  { path: '/passport/registration', seers: technicians },
  { path: '/passport/employments', seers: technicians },
  { path: '/passport/labour', seers: technicians },
  { path: '/passport/fees', seers: technicians },
  // Whose request it is, and nobody else of the passport.
  { path: '/passport/fees/:request', seers: ['technician'] },
  { path: '/passport/notices', seers: technicians },
  { path: '/passport/notices/settings', seers: technicians },
  { path: '/business', seers: [...businesses, 'siteManager'] },
  // A site admin answers for the sites named for it.
  { path: '/business/claims', seers: [...businesses, 'siteManager'] },
  { path: '/business/people', seers: businesses },
  { path: '/business/people/days', seers: businesses },
  // Whose person it is.
  { path: '/business/people/days/:technician', seers: ['member'] },
  { path: '/business/people/statistics', seers: businesses },
  { path: '/business/employments', seers: businesses },
  { path: '/business/labour', seers: businesses },
  { path: '/business/proxy', seers: businesses },
  { path: '/business/proxy/bulk', seers: businesses },
  // Whose file it is.
  { path: '/business/proxy/bulk/:bulk', seers: ['prime'] },
  // The operator keeps everybody's log-ins.
  { path: '/business/accounts', seers: businesses },
  { path: '/business/accounts/new/:kind', seers: businesses },
  { path: '/business/registration', seers: businesses },
  { path: '/business/registration/:filing', seers: businesses },
  { path: '/business/registration/:filing/:page', seers: businesses },
  { path: '/business/certificate', seers: businesses },
  { path: '/business/renewals', seers: businesses },
  { path: '/business/appointment', seers: businesses },
  // A business below the prime's on an open site; its own registration stands there for itself.
  { path: '/business/partners/:business', seers: ['prime', 'member'] },
  { path: '/business/lent', seers: businesses },
  { path: '/business/survey', seers: businesses },
  { path: '/business/notices', seers: businesses },
  { path: '/business/notices/settings', seers: businesses },
  { path: '/business/fees', seers: businesses },
  // Whose request it is, and the operator.
  { path: '/business/fees/:request', seers: ['prime', 'operator'] },
  { path: '/business/sites', seers: siteOffices },
  { path: '/business/sites/new', seers: businesses },
  { path: '/business/sites/import', seers: businesses },
  // Whose file it is.
  { path: '/business/sites/import/:import', seers: ['prime'] },
  { path: '/business/sites/:site', seers: onTheSite },
  // The prime changes its site, and whoever it made its manager.
  { path: '/business/sites/:site/edit', seers: ['prime', 'siteManager'] },
  { path: '/business/sites/:site/close', seers: ['prime', 'siteManager'] },
  // Of an umbrella site only; of the demonstration's first site it says that it is none.
  { path: '/business/sites/:site/sections', seers: [], elsewhere: 'business/sites' },
  { path: '/business/sites/:site/gates', seers: onTheSite },
  { path: '/business/sites/:site/history', seers: onTheSite },
  // The office of the register reads the table and approves nothing.
  { path: '/business/sites/:site/history/confirm', seers: ['prime', 'member', 'siteManager'] },
  { path: '/business/sites/:site/history/new', seers: ['prime', 'member', 'siteManager'] },
  { path: '/business/sites/:site/history/week-off', seers: onTheSite },
  { path: '/business/sites/:site/history/import', seers: ['prime', 'member', 'siteManager'] },
  // Whose file it is; the site manager is of the same business.
  { path: '/business/sites/:site/history/import/:import', seers: ['prime', 'siteManager'] },
  { path: '/business/sites/:site/history/:technician/:day', seers: onTheSite },
  { path: '/business/sites/:site/statistics', seers: onTheSite },
  { path: '/business/sites/:site/poster', seers: ['prime', 'siteManager'] },
  { path: '/business/sites/:site/tags', seers: ['prime', 'siteManager'] },
  { path: '/business/sites/:site/readings', seers: ['prime', 'siteManager'] },
  { path: '/business/sites/:site/readings/:file', seers: [], elsewhere: 'business/readings' },
  { path: '/business/sites/:site/structure', seers: onTheSite },
  { path: '/business/sites/:site/structure/new', seers: ['prime', 'member', 'siteManager'] },
  { path: '/business/sites/:site/line/:line', seers: [], elsewhere: 'business/line' },
  { path: '/business/sites/:site/roster/new', seers: ['prime', 'member', 'siteManager'] },
  // A head office has its own body's queue there.
  { path: '/operator', seers: ['reviewer', 'operator', 'head'] },
  { path: '/operator/applications/:application', seers: ['reviewer', 'operator'] },
  // The application looked at has pictures only.
  { path: '/operator/applications/:application/document/:field', seers: [], elsewhere: 'registration/document' },
  { path: '/operator/gates', seers: ['operator'] },
  { path: '/operator/statistics', seers: ['operator'] },
  { path: '/operator/history', seers: ['operator'] },
  { path: '/operator/service', seers: ['reviewer', 'operator', 'head'] },
  { path: '/operator/recoveries', seers: ['reviewer', 'operator'] },
  { path: '/operator/recoveries/:recovery', seers: ['reviewer', 'operator'] },
  { path: '/operator/corrections', seers: ['reviewer', 'operator'] },
  { path: '/operator/corrections/new', seers: ['reviewer', 'operator'] },
  { path: '/operator/corrections/:correction', seers: ['reviewer', 'operator'] },
  { path: '/operator/claims', seers: ['operator'] },
  { path: '/operator/recalls', seers: ['reviewer', 'operator'] },
  { path: '/operator/recalls/new', seers: ['reviewer', 'operator'] },
  { path: '/operator/recalls/:recall', seers: ['reviewer', 'operator'] },
  { path: '/operator/disasters', seers: ['operator'] },
  { path: '/operator/disasters/new', seers: ['operator'] },
  { path: '/operator/disasters/:proposal', seers: ['operator'] },
  { path: '/operator/surveys', seers: ['operator'] },
  { path: '/operator/surveys/:survey', seers: ['operator'] },
  { path: '/operator/fees', seers: ['operator'] },
  { path: '/operator/fees/unmatched', seers: ['operator'] },
  { path: '/operator/fees/prices', seers: ['operator'] },
  { path: '/operator/fees/figures', seers: ['operator'] },
  { path: '/operator/fees/usage', seers: ['operator'] },
  { path: '/operator/notices', seers: ['operator'] },
  { path: '/operator/notices/letters/:file', seers: ['operator'] },
  { path: '/operator/cards', seers: ['operator'] },
  { path: '/operator/cards/batches', seers: ['operator'] },
  { path: '/operator/cards/batches/:batch', seers: ['operator'] },
  { path: '/operator/cards/returned', seers: ['operator'] },
  { path: '/operator/cards/person/:technician', seers: ['operator'] },
  { path: '/operator/registrars', seers: ['operator'] },
  { path: '/operator/registrars/:registrar', seers: ['operator'] },
  { path: '/operator/samples', seers: ['operator'] },
  { path: '/operator/samples/:sample', seers: ['operator'] },
  { path: '/operator/scriveners', seers: ['operator'] },
  { path: '/operator/scriveners/:scrivener', seers: ['operator'] },
  { path: '/counter', seers: ['counter', 'head'] },
  { path: '/counter/cases/:case', seers: ['counter', 'head'] },
  { path: '/counter/cases/:case/receipt', seers: ['counter', 'head'] },
  { path: '/counter/change', seers: ['counter', 'head'] },
  { path: '/counter/appointments', seers: ['counter', 'head'] },
  { path: '/counter/labour', seers: ['counter', 'head'] },
  { path: '/counter/words', seers: ['head'] },
  { path: '/scrivener', seers: ['scrivener'] },
  { path: '/evaluator', seers: ['evaluator', 'secondEvaluator'] },
  // Of the body's own field.
  { path: '/evaluator/applications/:application', seers: ['evaluator', 'secondEvaluator'] },
  { path: '/evaluator/levels', seers: ['evaluator', 'secondEvaluator'] },
  { path: '/operator/levels', seers: ['operator'] },
];

/** The cookie of somebody who is in the middle of nothing: a session that fills in an application sees other pages. */
const onlooker = (who: Who) => `${sessionCookie}=${prepared().sessions[who].at(-1)}`;

/** Asks the shared server as somebody, without a browser. */
export async function askAs(who: Who | null, path: string): Promise<Response> {
  const { url } = prepared();
  const cookie = who ? onlooker(who) : '';
  return fetch(new URL(path, url), { redirect: 'manual', headers: { cookie, 'accept-language': 'ja' } });
}

async function firstMatch(who: Who, path: string, pattern: RegExp): Promise<string> {
  const found = (await (await askAs(who, path)).text()).match(pattern)?.[1];
  if (!found) throw new Error(`${path} has nothing like ${pattern}`);
  return found;
}

let found: Promise<(path: string) => string> | undefined;

/** What stands for `:name` in the demonstration: the first site, a day of the technician's, a case of the desk. */
export function addresses(): Promise<(path: string) => string> {
  found ??= findAddresses();
  return found;
}

async function findAddresses(): Promise<(path: string) => string> {
  const siteId = await firstMatch('prime', '/business/sites', new RegExp(`href="/business/sites/(\\d+)"[^>]*>${site}`));
  const now = new Date(Date.now() + 9 * 3_600_000);
  const lastMonth = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7).replace('-', '');
  const day = await firstMatch('technician', `/passport/history?month=${lastMonth}`, /href="\/passport\/history\/(\d{8}\/\d+)"/);
  const worked = await firstMatch('technician', `/passport/history?month=${lastMonth}`, new RegExp(`href="/passport/history/(\\d{8})/${siteId}"`));
  const application = await firstMatch('reviewer', '/operator', /href="\/operator\/applications\/([0-9a-f-]{36})"/);
  const number = await firstMatch('reviewer', '/operator', /(\d{4}-\d{4}-\d{5})/);
  const batch = await firstMatch('operator', '/operator/cards/batches', /href="\/operator\/cards\/batches\/([0-9a-f-]{36})"/);
  const recovery = await firstMatch('reviewer', '/operator/recoveries', /href="\/operator\/recoveries\/([0-9a-f-]{36})"/);
  const correction = await firstMatch('reviewer', '/operator/corrections', /href="\/operator\/corrections\/([0-9a-f-]{36})"/);
  const recall = await firstMatch('reviewer', '/operator/recalls', /href="\/operator\/recalls\/([0-9a-f-]{36})"/);
  const proposal = await firstMatch('operator', '/operator/disasters', /href="\/operator\/disasters\/([0-9a-f-]{36})"/);
  const survey = await firstMatch('operator', '/operator/surveys', /href="\/operator\/surveys\/([0-9a-f-]{36})"/);
  const request = await firstMatch('prime', '/business/fees', /href="\/business\/fees\/([0-9a-f-]{36})"/);
  const own = await firstMatch('technician', '/passport/fees', /href="\/passport\/fees\/([0-9a-f-]{36})"/);
  const letters = await firstMatch('operator', '/operator/notices', /href="\/operator\/notices\/letters\/([0-9a-f-]{36})"/);
  const taken = await firstMatch('counter', '/counter?state=awaiting_payment', /href="\/counter\/cases\/([0-9a-f-]{36})"/);
  const body = await firstMatch('operator', '/operator/registrars', /href="\/operator\/registrars\/([0-9a-f-]{36})"/);
  const sample = await firstMatch('operator', '/operator/samples', /href="\/operator\/samples\/([0-9a-f-]{36})"/);
  const scrivener = await firstMatch('operator', '/operator/scriveners', /href="\/operator\/scriveners\/([0-9a-f-]{36})"/);
  const level = await firstMatch('evaluator', '/evaluator', /href="\/evaluator\/applications\/([0-9a-f-]{36})"/);
  // Somebody whom no test has another business employ.
  const peoplePage = await (await askAs('member', '/business/people/days')).text();
  const employed = [...peoplePage.matchAll(/href="\/business\/people\/days\/(\d+)/g)].map(([, id]) => id);
  const somebody = employed.find((id) => !Object.values(prepared().logIns).includes(id)) ?? '';
  const partner = await firstMatch('prime', '/business/renewals', /href="\/business\/partners\/(\d+)"[^>]*>北浜架設株式会社/);
  const bulk = await sentFile();
  const sites = await sentSites();
  const days = await sentDays(siteId);
  const known: Record<string, string> = { '/evaluator/applications/:application': `/evaluator/applications/${level}`, '/passport/level/:field': '/passport/level/012', '/business/people/days/:technician': `/business/people/days/${somebody}`, '/passport/fees/:request': `/passport/fees/${own}`, ':file': letters, ':line': letters, ':field': 'identity', ':page/:item': 'employer/new', ':case': taken, ':registrar': body, ':business': partner, ':sample': sample, ':scrivener': scrivener, ':technician/:day': `${prepared().logIns.technician}/${worked}`, ':technician': prepared().logIns.technician, ':batch': batch, ':bulk': bulk, 'history/import/:import': `history/import/${days}`, ':import': sites, ':filing': 'change', ':kind': 'branch', ':page': 'name', ':item': 'new', ':date/:site': day, ':recovery': recovery, ':correction': correction, ':recall': recall, ':proposal': proposal, ':survey': survey, ':request': request, ':site': siteId, ':application': application, ':number': number };
  return (path) => Object.entries(known).reduce((address, [name, value]) => address.replace(name, value), path);
}

/** A file of people with a wrong cell, sent as the prime; its id. */
async function sentFile(): Promise<string> {
  const { url } = prepared();
  const template = await (await askAs('prime', '/business/proxy/bulk/template.csv')).text();
  const form = new FormData();
  form.set('stage', 'simple');
  form.set('file', new Blob([`${template}見本,太郎\n`], { type: 'text/csv' }), '見本.csv');
  const headers = { cookie: onlooker('prime'), origin: new URL(url).origin };
  const answer = await fetch(new URL('/business/proxy/bulk/file', url), { method: 'POST', redirect: 'manual', headers, body: form });
  const id = answer.headers.get('location')?.match(/bulk\/([0-9a-f-]{36})/)?.[1];
  if (!id) throw new Error(`a file of people was not taken: ${answer.status} ${answer.headers.get('location')}`);
  return id;
}

/** A file of days with a wrong cell, sent as the prime for its site; its id. */
async function sentDays(siteId: string): Promise<string> {
  const { url } = prepared();
  const pages = `/business/sites/${siteId}/history/import`;
  const template = await (await askAs('prime', `${pages}/template.csv?kind=days`)).text();
  const form = new FormData();
  form.set('kind', 'days');
  form.set('file', new Blob([`${template}見本\n`], { type: 'text/csv' }), '就業.csv');
  const headers = { cookie: onlooker('prime'), origin: new URL(url).origin };
  const answer = await fetch(new URL(`${pages}/file`, url), { method: 'POST', redirect: 'manual', headers, body: form });
  const id = answer.headers.get('location')?.match(/import\/([0-9a-f-]{36})/)?.[1];
  if (!id) throw new Error(`a file of days was not taken: ${answer.status} ${answer.headers.get('location')}`);
  return id;
}

/** A file of sites with a wrong cell, sent as the prime; its id. */
async function sentSites(): Promise<string> {
  const { url } = prepared();
  const template = await (await askAs('prime', '/business/sites/import/template.csv')).text();
  const form = new FormData();
  form.set('file', new Blob([`${template}見本の現場\n`], { type: 'text/csv' }), '現場.csv');
  const headers = { cookie: onlooker('prime'), origin: new URL(url).origin };
  const answer = await fetch(new URL('/business/sites/import/file', url), { method: 'POST', redirect: 'manual', headers, body: form });
  const id = answer.headers.get('location')?.match(/import\/([0-9a-f-]{36})/)?.[1];
  if (!id) throw new Error(`a file of sites was not taken: ${answer.status} ${answer.headers.get('location')}`);
  return id;
}

/** As whom a page is looked at where one look is enough. */
export function looker(route: Route): Who | null {
  return typeof route.seers === 'string' ? null : (route.seers[0] ?? null);
}

/** Waits until what scripts add to a page is there: the islands, pictures, fonts. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  await page.evaluate(() => document.fonts.ready.then(() => {}));
}
