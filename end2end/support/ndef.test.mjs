// The injected reader, in a browser: the only place where pressing, hiding and events are what pages meet.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { chromium } from '@playwright/test';
import { ndefScript } from './ndef.mjs';

// What `page.evaluate` runs counts as pressed, so the page itself tries without a press when it is asked to.
const body = `<button onclick="window.go()">scan</button>
<script>if (location.hash) window.early = new NDEFReader().scan().then(() => 'scanning', (fault) => fault.name);</script>`;
let browser;

before(async () => {
  const executablePath = process.env.CHROMIUM ?? execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'] });
});
after(() => browser?.close());

/** A page with the reader, whose button scans and notes what came of it in `window.seen`. */
async function open(settings, hash = '') {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript({ content: ndefScript(settings) });
  await page.route('https://gate.example/', (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto(`https://gate.example/${hash}`);
  await page.evaluate(() => {
    window.seen = [];
    if (!('NDEFReader' in window)) return;
    window.reader = new NDEFReader();
    window.reader.onreading = (event) =>
      window.seen.push({
        serial: event.serialNumber,
        records: event.message.records.map((r) => [r.recordType, r.data && new TextDecoder().decode(r.data)]),
      });
    window.reader.addEventListener('readingerror', (event) => window.seen.push(`${event.type} ${'serialNumber' in event}`));
    window.go = () => window.reader.scan().then(() => window.seen.push('scanning'), (fault) => window.seen.push(fault.name));
  });
  return page;
}

const seen = (page) => page.evaluate(() => new Promise((resume) => setTimeout(() => resume(window.seen.splice(0)), 0)));

test('a card is read after a press', async () => {
  const page = await open();
  await page.click('button');
  assert.deepEqual(await seen(page), ['scanning']);
  const tap = { serialNumber: '04:de:5f:1e:ac:c0:40', records: [{ recordType: 'url', data: 'https://ccus.example/t?é' }, { recordType: 'empty' }] };
  assert.equal(await page.evaluate((value) => window.__tap(value), tap), 1);
  assert.deepEqual(await seen(page), [
    { serial: tap.serialNumber, records: [['url', 'https://ccus.example/t?é'], ['empty', null]] },
  ]);
  const inPage = () =>
    window.__tap({ serialNumber: '', records: [{ recordType: 'url', data: new DataView(new Uint8Array([104, 105]).buffer) }] });
  assert.equal(await page.evaluate(inPage), 1);
  assert.deepEqual(await seen(page), [{ serial: '', records: [['url', 'hi']] }]);
});

test('each way to fail has its name', async () => {
  for (const [mode, name] of [['denied', 'NotAllowedError'], ['off', 'NotReadableError'], ['none', 'NotSupportedError']]) {
    const page = await open({ mode });
    await page.click('button');
    assert.deepEqual(await seen(page), [name], mode);
    assert.equal(await page.evaluate(() => window.__tap({ serialNumber: 'x' })), 0);
    await page.evaluate(() => (window.__nfc.mode = 'ready'));
    await page.click('button');
    assert.deepEqual(await seen(page), ['scanning'], `${mode}, then put right`);
  }
  const page = await open({ mode: 'absent' });
  assert.equal(await page.evaluate(() => 'NDEFReader' in window), false);
  assert.throws(() => ndefScript({ mode: 'broken' }), RangeError);
});

test('without a press nobody is asked, unless permission was given before', async () => {
  for (const [granted, came] of [[false, 'NotAllowedError'], [true, 'scanning']]) {
    const page = await open({ granted }, '#early');
    assert.equal(await page.evaluate(() => window.early), came);
  }
});

test('a second scan on one reader fails and the first goes on', async () => {
  const page = await open();
  await page.click('button');
  await page.click('button');
  assert.deepEqual(await seen(page), ['scanning', 'InvalidStateError']);
  assert.equal(await page.evaluate(() => window.__tap({ serialNumber: 'a' })), 1);
});

test('an aborted scan hears nothing and may begin again', async () => {
  const page = await open({ granted: true });
  const told = await page.evaluate(async () => {
    const stop = new AbortController();
    await window.reader.scan({ signal: stop.signal });
    const first = window.__tap({ serialNumber: 'a' });
    stop.abort();
    const second = window.__tap({ serialNumber: 'b' });
    await window.reader.scan();
    const aborted = await window.reader.scan({ signal: AbortSignal.abort() }).catch((fault) => fault.name);
    return [first, second, window.__tap({ serialNumber: 'c' }), aborted];
  });
  assert.deepEqual(told, [1, 0, 1, 'AbortError']);
});

test('what cannot be read is a plain event without a serial number', async () => {
  const page = await open({ granted: true });
  await page.evaluate(() => window.go());
  assert.equal(await page.evaluate(() => window.__readingError()), 1);
  assert.deepEqual(await seen(page), ['scanning', 'readingerror false']);
});

test('a hidden page is told nothing', async () => {
  const page = await open({ granted: true });
  await page.evaluate(() => window.go());
  const told = await page.evaluate(() => {
    const hide = (word) => Object.defineProperty(document, 'visibilityState', { value: word, configurable: true });
    hide('hidden');
    const away = window.__tap({ serialNumber: 'a' });
    hide('visible');
    return [away, window.__tap({ serialNumber: 'a' })];
  });
  assert.deepEqual(told, [0, 1]);
});

test('permission is told as it stands', async () => {
  const page = await open();
  const asked = () => page.evaluate(async () => (await navigator.permissions.query({ name: 'nfc' })).state);
  assert.equal(await asked(), 'prompt');
  await page.click('button');
  assert.equal(await asked(), 'granted');
  await page.evaluate(() => (window.__nfc.mode = 'denied'));
  assert.equal(await asked(), 'denied');
  assert.equal(await page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state), 'prompt');
});
