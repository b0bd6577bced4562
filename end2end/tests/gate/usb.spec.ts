// A reader at the computer's USB (Sony RC-S300, an experiment): what lies on it is a touch, and what is wrong with it is told.
import type { Page } from '@playwright/test';
import { demoCard } from '../../support/demo.ts';
import { type Gate, openGate } from '../../support/gate.ts';
import { type GateGround, gateGround, phoneOf } from '../../support/gate-server.ts';
import { expect, test as base, watch } from '../../support/fixtures.ts';

const recorded = /^(入場|退場)$/;
const start = 'USBの読み取り機を使う';

let ground: GateGround;
const test = base.extend<{ gate: Gate }>({
  gate: async ({ browser, faults }, use) => {
    const context = await phoneOf(browser, ground);
    context.on('page', (page) => watch(page, faults));
    const gate = await openGate(context, ground.server.url, { mode: 'absent' }, (page) => page.addInitScript(fakeUsb));
    await gate.begin();
    await use(gate);
    await context.close();
  },
});
test.beforeAll(async ({ browser }) => {
  ground = await gateGround(browser);
});
test.afterAll(async () => ground?.server.dispose());

type Fake = { mode: 'ready' | 'refused' | 'busy'; plugged: boolean; card: string; felica: string; asked: number; unplug(): void; plug(): void };

/** A reader that answers as one does: CCID escapes in frames of ten bytes before the command. */
function fakeUsb(): void {
  const known: unknown[] = [];
  const heard = new Set<(event: unknown) => void>();
  const bytes = (hex: string) => (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  const ok = [0xc0, 0x03, 0x00, 0x90, 0x00, 0x90, 0x00];
  const none = [0xc0, 0x03, 0x01, 0x64, 0x01, 0x90, 0x00];
  const fake: Fake = {
    mode: 'ready', plugged: true, card: '', felica: '', asked: 0,
    unplug() { fake.plugged = false; },
    plug() {
      fake.plugged = true;
      for (const call of heard) call({ device });
    },
  };
  let answer: number[] = [];
  const gone = () => {
    if (!fake.plugged) throw new DOMException('The device was disconnected.', 'NetworkError');
  };
  const answerTo = (command: number[]): number[] => {
    const text = command.map((byte) => byte.toString(16).padStart(2, '0')).join('');
    if (text === 'ffca0000') return fake.card ? [...bytes(fake.card), 0x90, 0x00] : none;
    if (text.startsWith('ff500001')) {
      const polled = [0x14, 0x01, ...bytes(fake.felica), 5, 0x31, 0x43, 0x45, 0x46, 0x82, 0xb7, 0xff, 0, 3];
      const found = [0xc0, 0x03, 0x00, 0x90, 0x00, 0x92, 0x01, 0x00, 0x96, 0x02, 0x00, 0x00, 0x97, polled.length, ...polled, 0x90, 0x00];
      return fake.felica ? found : none;
    }
    return ok;
  };
  const device = {
    vendorId: 0x054c, productId: 0x0dc9, configuration: null as unknown,
    open: async () => gone(),
    close: async () => {},
    selectConfiguration: async () => {
      const endpoints = [{ direction: 'in', endpointNumber: 1 }, { direction: 'out', endpointNumber: 2 }];
      device.configuration = { interfaces: [{ interfaceNumber: 1, alternate: { endpoints } }] };
    },
    claimInterface: async (number: number) => {
      if (number !== 1 || fake.mode === 'busy') throw new DOMException('Unable to claim interface.', 'NetworkError');
    },
    transferOut: async (end: number, frame: Uint8Array) => {
      gone();
      const length = new DataView(frame.buffer).getUint32(1, true);
      if (end !== 2 || frame[0] !== 0x6b || length !== frame.length - 10) throw new Error('no frame of this reader');
      answer = answerTo([...frame.subarray(10)]);
    },
    transferIn: async () => {
      gone();
      const frame = new Uint8Array([0x83, answer.length, 0, 0, 0, 0, 0, 2, 0, 0, ...answer]);
      return { status: 'ok', data: new DataView(frame.buffer) };
    },
  };
  const usb = {
    getDevices: async () => (fake.plugged ? known : []),
    requestDevice: async ({ filters }: { filters: { vendorId: number; productId: number }[] }) => {
      fake.asked += 1;
      const fits = filters.some(({ vendorId, productId }) => vendorId === device.vendorId && productId === device.productId);
      if (fake.mode === 'refused' || !fake.plugged || !fits) throw new DOMException('No device selected.', 'NotFoundError');
      known.push(device);
      return device;
    },
    addEventListener: (_: string, call: (event: unknown) => void) => heard.add(call),
    removeEventListener: (_: string, call: (event: unknown) => void) => heard.delete(call),
  };
  Object.defineProperty(navigator, 'usb', { value: usb, configurable: true });
  Object.assign(window, { __usb: fake });
}

const set = (page: Page, change: Partial<Fake>) =>
  page.evaluate((change) => Object.assign((window as unknown as { __usb: Fake }).__usb, change), change);
const call = (page: Page, name: 'plug' | 'unplug') => page.evaluate((name) => (window as unknown as { __usb: Fake }).__usb[name](), name);
const serial = (at: number) => demoCard(ground.server.data, at).serial.replaceAll(':', '').toUpperCase();

/** Switches the reader on in the settings, and goes back to the board. */
async function use(gate: Gate): Promise<void> {
  await gate.open('設定');
  await gate.page.getByRole('button', { name: start, exact: true }).click();
  await gate.page.getByRole('button', { name: 'もどる' }).click();
}

test('what lies on the reader is a touch, once as long as it lies there @desktop', async ({ gate }) => {
  await use(gate);
  await expect(gate.result).toHaveText('カードを かざしてください');
  await expect(gate.page.getByText('パソコンにつないだ読み取り機に')).toBeVisible();
  const sent = gate.page.waitForRequest(/\/api\/v1\/gate\/touches$/);
  await set(gate.page, { card: serial(6) });
  expect((await sent).postDataJSON().items[0].reading).toEqual({ by: 'serial', serial: serial(6) });
  await expect(gate.result).toHaveText(recorded);
  // Longer than the same card is taken for held there: the reader itself tells of it once.
  let more = 0;
  gate.page.on('request', (request) => { if (request.url().endsWith('/gate/touches')) more += 1; });
  await gate.page.waitForTimeout(4_000);
  expect(more).toBe(0);
});

test('a FeliCa is read by its IDm, which no card of the register has @desktop', async ({ gate }) => {
  await use(gate);
  const sent = gate.page.waitForRequest(/\/api\/v1\/gate\/touches$/);
  await set(gate.page, { felica: '0114B34D2A1F6E90' });
  expect((await sent).postDataJSON().items[0].reading).toEqual({ by: 'serial', serial: '0114B34D2A1F6E90' });
  await expect(gate.result).toHaveText('記録していません');
});

test('nobody chosen, held by another program, pulled out: each is told, and it goes on @desktop', async ({ gate }) => {
  const told = (words: string) => gate.page.getByRole('alert').filter({ hasText: words });
  await set(gate.page, { mode: 'refused' });
  await use(gate);
  await expect(told('USBの読み取り機がえらばれていません')).toBeVisible();
  await set(gate.page, { mode: 'busy' });
  await gate.page.getByRole('button', { name: 'もう一度' }).first().click();
  await expect(told('ほかのソフトが使っています')).toBeVisible();
  await set(gate.page, { mode: 'ready' });
  await told('ほかのソフトが使っています').getByRole('button', { name: 'もう一度' }).click();
  await expect(gate.page.getByText('パソコンにつないだ読み取り機に')).toBeVisible();
  await call(gate.page, 'unplug');
  await expect(told('USBの読み取り機が外れました')).toBeVisible();
  await call(gate.page, 'plug');
  await expect(told('USBの読み取り機が外れました')).toHaveCount(0);
  await set(gate.page, { card: serial(7) });
  await expect(gate.result).toHaveText(recorded);
});

test('a browser without WebUSB says so, and one that begins anew asks nobody @desktop', async ({ gate }) => {
  await gate.page.evaluate(() => Object.defineProperty(navigator, 'usb', { value: undefined, configurable: true }));
  await use(gate);
  await expect(gate.page.getByRole('alert').filter({ hasText: 'このブラウザではUSBの読み取り機を使えません' })).toBeVisible();
  await gate.page.reload();
  await gate.begin();
  await expect(gate.page.getByRole('alert').filter({ hasText: 'USBの読み取り機がつながっていません' })).toBeVisible();
  expect(await gate.page.evaluate(() => (window as unknown as { __usb: Fake }).__usb.asked)).toBe(0);
});
