// A gate that is not what it was: switched off without signal, ended by its site, replaced by a newer build, handed to another
// foreman. What waits comes through all of it (docs/gate-cases.md).
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { code, demoCard, logIn, password, site } from '../../support/demo.ts';
import { openGate } from '../../support/gate.ts';
import { expectReceived, gateGround, keptForLater, outcomes, phoneOf, sentByItself } from '../../support/gate-server.ts';
import { expect, ownServer, prepared, test, watch } from '../../support/fixtures.ts';
import { touchVerifies } from '../../support/signed.ts';

test('the phone is switched off without signal and begun again: it takes cards, and all of them go up @phone', async ({ faults }) => {
  test.setTimeout(120_000);
  const server = await ownServer();
  const memory = mkdtempSync(join(tmpdir(), 'careerup-phone-'));
  const { viewport, isMobile, hasTouch, deviceScaleFactor, locale, timezoneId, launchOptions } = test.info().project.use;
  const begin = async (): Promise<BrowserContext> => {
    const options = { ...launchOptions, viewport, isMobile, hasTouch, deviceScaleFactor, locale, timezoneId };
    const context = await chromium.launchPersistentContext(memory, options);
    context.on('page', (page) => watch(page, faults));
    return context;
  };
  let context = await begin();
  try {
    let gate = await openGate(context, server.url);
    await gate.signIn(prepared().logIns.prime, password, code(0));
    await gate.chooseSite(site);
    await keptForLater(gate.page);
    await gate.ready();
    expect(await server.stop(), 'the server ends in peace').toBe(0);
    await gate.tap(demoCard(server.data, 3));
    await expectReceived(gate, '山本 健太');
    await context.close();

    context = await begin();
    gate = await openGate(context, server.url);
    await expect(gate.page.getByText('このスマホに 1件の記録を保存しています。つながると自動で送ります。')).toBeVisible();
    // Whoever holds a card to it has no PIN.
    await gate.page.getByRole('button', { name: '番号を入れずに 記録だけする' }).click();
    await expect.poll(() => gate.page.evaluate('window.__nfc.scanning')).toBe(1);
    await gate.tap(demoCard(server.data, 4));
    await expect(gate.result).toHaveText('受付済');
    await expect(gate.page.getByText('髙橋 大輔')).toHaveCount(0);
    expect(await gate.kept()).toBe(2);

    const answered = outcomes(context);
    await server.start();
    await expect(gate.queue).toHaveText(/すべて送信ずみ/, sentByItself);
    await expect.poll(() => gate.kept()).toBe(0);
    await answered.all();
    expect(answered.said.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
  } finally {
    await context.close();
    await server.dispose();
    rmSync(memory, { recursive: true, force: true });
  }
});

/** The builds a phone keeps. */
const builds = (page: Page): Promise<string[]> => page.evaluate(() => caches.keys());

/** Makes the built front end of a folder another build: only what its service worker calls it is new. */
function anotherBuild(files: string): void {
  const worker = join(files, 'gate/sw.js');
  const text = readFileSync(worker, 'utf8');
  const newer = text.replace(/"gate-([0-9a-f]{16})"/, '"gate-$1-newer"');
  if (newer === text) throw new Error('the service worker names no build');
  writeFileSync(worker, newer);
  for (const packed of ['.br', '.gz']) if (existsSync(worker + packed)) rmSync(worker + packed);
}

test('ended by its site, a gate keeps what waits over a newer build, until another foreman signs in and it goes up @phone', async ({ browser, faults }) => {
  test.setTimeout(120_000);
  const files = mkdtempSync(join(tmpdir(), 'careerup-site-'));
  cpSync(process.env.SITE_DIR ?? join(process.env.CARGO_TARGET_DIR ?? '../target', 'site'), files, { recursive: true });
  const ground = await gateGround(browser, files);
  const context = await phoneOf(browser, ground, 'allow');
  try {
    context.on('page', (page) => watch(page, faults));
    const gate = await openGate(context, ground.server.url);
    await keptForLater(gate.page);
    await gate.ready();
    const [build] = await builds(gate.page);

    const office = await logIn(ground.server.url, prepared().logIns.prime, 1);
    const { text } = await office.get('/business/sites');
    const id = text.match(new RegExp(`/business/sites/(\\d+)"[^>]*>${site}`))?.[1] ?? '';
    const fields = { site: id, gate: ground.device.device_id, reason: '別のスマホにする' };
    expect([302, 303]).toContain((await office.post('/fn/end_gate', fields)).status);
    await gate.tap(demoCard(ground.server.data, 9));
    await expectReceived(gate, '中村 誠');
    await expect(gate.queue).toHaveText(/ログイン切れ\s*1$/);

    anotherBuild(files);
    await gate.page.reload();
    await gate.begin();
    await expect.poll(() => gate.page.evaluate('window.__nfc.scanning')).toBe(1);
    // Not in the middle of a shift: the one at hand goes on until somebody asks for the other.
    await gate.tap(demoCard(ground.server.data, 10));
    await expect(gate.result).toHaveText('受付済');
    expect(await gate.kept()).toBe(2);
    await gate.open('設定');
    await expect(gate.page.getByText('送信待ちの 2件は、入れかえても残ります。')).toBeVisible();
    expect((await builds(gate.page)).sort()).toEqual([build, `${build}-newer`]);
    await gate.page.getByRole('button', { name: '入れかえる' }).click();
    await expect(gate.page.getByRole('button', { name: 'はじめる' })).toBeVisible();
    await expect.poll(() => builds(gate.page)).toEqual([`${build}-newer`]);
    expect(await gate.kept()).toBe(2);

    await gate.begin();
    await gate.page.getByRole('button', { name: 'ログインしなおす' }).first().click();
    await expect(gate.page.getByText('このスマホに 2件の記録を保存しています。ログインすると送ります。')).toBeVisible();
    const asked = gate.page.waitForRequest((request) => request.url().endsWith('/api/v1/gate/devices'));
    await gate.signIn(prepared().logIns.member, password, code(0));
    await expect(gate.result).toHaveText('現場をえらぶ');
    const sending = gate.page.waitForRequest((request) => request.url().endsWith('/api/v1/gate/touches'));
    await gate.chooseSite(site, '次の職長の門');
    const { public_key: publicHex } = (await asked).postDataJSON();
    const device = await (await (await asked).response())!.json();
    const sent = await sending;
    expect(sent.headers().authorization).toBe(`Bearer ${device.token}`);
    const { items } = sent.postDataJSON();
    expect(items.map((item: object) => touchVerifies(publicHex, device.device_id, item as never))).toEqual([true, true]);
    const { answers } = await (await sent.response())!.json();
    expect(answers.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['accepted', 'accepted']);
    await expect.poll(() => gate.kept()).toBe(0);
    await expect(gate.queue).toHaveText(/すべて送信ずみ/);
  } finally {
    await context.close();
    await ground.server.dispose();
    rmSync(files, { recursive: true, force: true });
  }
});
