// The passport where there is no signal: the server's process has ended, and the phone shows what it kept. On a server of its own.
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import type { BrowserContext, Page } from '@playwright/test';
import { expectAccessible } from '../../support/accessible.ts';
import { password } from '../../support/demo.ts';
import { expect, ownServer, test } from '../../support/fixtures.ts';
import { giveIdAndPassword } from '../../support/office.ts';
import type { OwnServer } from '../../support/own-server.mjs';

let server: OwnServer;
test.beforeEach(async () => {
  server = await ownServer();
});
test.afterEach(async () => server?.dispose());

const copyLine = (page: Page) => page.getByText(/^電波がない所で開いています。.+に受けとった内容です。/);
const kept = (page: Page) => page.evaluate(async () => (await (await caches.open('passport-kept')).keys()).map(({ url }) => new URL(url).pathname + new URL(url).search));

/** Logged in, and the phone has kept the pages it keeps ahead. */
async function keepAll(page: Page, loginId: string): Promise<void> {
  await giveIdAndPassword(page, loginId, password, server.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('キャリアパスポート');
  await expect.poll(async () => (await kept(page)).filter((address) => address.startsWith('/passport')).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(9);
}

async function noSignal(context: BrowserContext): Promise<void> {
  await server.stop();
  await context.setOffline(true);
}

test('without signal the last pages open, say from when they are, and the code works @phone', async ({ page, context, logIns }) => {
  await keepAll(page, logIns.technician);
  // The key is made with signal.
  const certified = page.waitForResponse(/\/fn\/certify_phone/);
  await page.goto(`${server.url}/passport/qr`);
  await certified;
  await expect(page.getByRole('img', { name: '入口で見せるコード' })).toBeVisible();
  await expect(copyLine(page), 'with signal it is no copy').toBeHidden();
  await noSignal(context);
  for (const path of ['/passport', '/passport/history', '/passport/card', '/passport/more']) {
    await page.goto(`${server.url}${path}`);
    await expect(copyLine(page), path).toBeVisible();
    await expectAccessible(page);
  }
  await page.goto(`${server.url}/passport/qr`);
  await expect(copyLine(page)).toBeVisible();
  await expect(page.getByRole('img', { name: '入口で見せるコード' })).toBeVisible();
  // What was never kept says so, in words and with a way back.
  await page.goto(`${server.url}/passport/registration`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('電波がありません');
  await page.getByRole('link', { name: /キャリアパスポート/ }).click();
  await expect(copyLine(page)).toBeVisible();
  await context.setOffline(false);
  await server.start();
  await page.goto(`${server.url}/passport`);
  await expect(copyLine(page)).toBeHidden();
});

test('after logging out nothing is left to read @phone', async ({ page, context, logIns }) => {
  await keepAll(page, logIns.technician);
  await page.goto(`${server.url}/passport/more`);
  await page.getByRole('button', { name: 'ログアウト' }).click();
  await expect(page).not.toHaveURL(/\/passport/);
  await expect.poll(() => kept(page)).toEqual([]);
  await noSignal(context);
  await page.goto(`${server.url}/passport`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('電波がありません');
});

test('a session that ended elsewhere, and then another person: the first one\'s pages are gone @phone', async ({ page, context, logIns }) => {
  await keepAll(page, logIns.technician);
  const name = '山本 健太';
  await context.clearCookies();
  await keepAll(page, logIns.foreigner);
  await noSignal(context);
  for (const path of ['/passport', '/passport/card', '/passport/more']) {
    await page.goto(`${server.url}${path}`);
    await expect(copyLine(page), path).toBeVisible();
    await expect(page.getByText(name), path).toHaveCount(0);
  }
});

test('after the language is changed the copies speak it, too @phone', async ({ page, context, logIns }) => {
  await keepAll(page, logIns.technician);
  await page.goto(`${server.url}/language?back=%2Fpassport`);
  await page.getByRole('button', { name: /Tiếng Việt/ }).click();
  await expect(page).toHaveURL(/\/passport$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
  const spoken = () => page.evaluate(async () => /<html lang="([^"]*)"/.exec(await (await caches.match('/passport/card', { cacheName: 'passport-kept', ignoreVary: true }))?.text() ?? '')?.[1]);
  await expect.poll(spoken, { timeout: 30_000 }).toBe('vi');
  await noSignal(context);
  await page.goto(`${server.url}/passport/card`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
});

test('a page of a network that is not ours, an error and a log-in are never kept @phone', async ({ page, logIns }) => {
  await keepAll(page, logIns.technician);
  const before = (await kept(page)).length;
  const missing = await page.goto(`${server.url}/passport/history/20200101/1`);
  expect(missing?.status()).toBe(404);
  expect((await kept(page)).length).toBe(before);
});

test('the worker keeps the register\'s own pages of one person and nothing else @phone', async () => {
  const put: string[] = [];
  const dropped: string[] = [];
  const own = '0198a6c2-0000-7000-8000-000000000001';
  const cache = { put: async (address: string) => void put.push(address), delete: async () => true, keys: async () => [] };
  const caches = { open: async () => cache, delete: async (name: string) => dropped.push(name) > 0, match: async () => new Response(own) };
  const self = { addEventListener: () => {}, location: { origin: server.url } };
  const source = readFileSync(new URL('../../../app/static/passport-sw.js', import.meta.url), 'utf8');
  const take = runInNewContext(`${source}; take`, { self, caches, Response, Headers, URL, Date, console });
  const mark = (owner: string) => ` data-passport="${owner}"`;
  const answer = (attributes: string, status = 200, type = 'text/html; charset=utf-8') =>
    new Response(`<!DOCTYPE html><html lang="ja"${attributes}><body>x</body></html>`, { status, headers: { 'content-type': type } });
  const tried: [Response, string, string[], string[]][] = [
    [answer(''), '/passport', [], []],
    [answer(mark(own), 503), '/passport', [], []],
    [answer(mark(own), 200, 'application/json'), '/passport', [], []],
    [answer(mark(own)), '/passport/registration', [], []],
    [answer(mark(own)), '/passport/history?month=2026', [], []],
    [answer(mark(own)), '/passport', ['/passport'], []],
    [answer(mark(own)), '/passport/history?month=202605', ['/passport/history?month=202605'], []],
    [answer(mark('')), '/passport', [], ['passport-kept']],
    [answer(mark('0198a6c2-0000-7000-8000-000000000002')), '/passport', ['/pwa/owner', '/passport'], ['passport-kept']],
  ];
  for (const [one, address, expected, gone] of tried) {
    put.length = 0;
    dropped.length = 0;
    await take(new URL(address, server.url), one, 0);
    expect([put, dropped], `${address} ${one.status}`).toEqual([expected, gone]);
  }
  put.length = 0;
  await take(new URL('/passport', server.url), answer(mark(own)), -1);
  expect(put, 'asked for before everything was forgotten').toEqual([]);
});

test('the passport can be installed: its manifest, its drawings and its worker are there @phone', async ({ page, logIns }) => {
  await giveIdAndPassword(page, logIns.technician, password, server.url);
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const answer = await page.request.get(new URL(href ?? '', server.url).href);
  expect(answer.headers()['content-type']).toContain('application/manifest+json');
  const manifest = await answer.json();
  expect([manifest.start_url, manifest.scope, manifest.display]).toEqual(['/passport', '/passport', 'standalone']);
  for (const { src } of manifest.icons) {
    const icon = await page.request.get(new URL(src, answer.url()).href);
    expect(icon.headers()['content-type'], src).toContain('image/svg+xml');
  }
  const worker = await page.request.get(`${server.url}/passport-sw.js`);
  expect(worker.headers()['content-type']).toContain('javascript');
  expect(worker.headers()['content-security-policy']).toMatch(/^default-src 'self'; /);
  expect(await worker.text()).not.toContain('__BUILD__');
});
