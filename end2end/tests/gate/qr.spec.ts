// The code on a technician's own phone: shown on the passport's page, read by the gate's camera, verified without signal and again
// by the register. Signatures are made and verified by Node's crypto.
import type { BrowserContext } from '@playwright/test';
import { expectAccessible } from '../../support/accessible.ts';
import { logIn } from '../../support/demo.ts';
import { type Gate, openGate } from '../../support/gate.ts';
import { type GateGround, gateGround, phoneOf } from '../../support/gate-server.ts';
import { expect, prepared, putSession, test as base, watch } from '../../support/fixtures.ts';
import { type Certificate, certificateVerifies, codeText, Phone, show, stepMs, withCamera } from '../../support/phone-code.ts';
import { gateKey, messageVerifies } from '../../support/signed.ts';

const recorded = /^(入場|退場)$/;

let ground: GateGround;
const test = base.extend<{ gate: { context: BrowserContext; gate: Gate } }>({
  gate: async ({ browser, faults }, use) => {
    const context = await phoneOf(browser, ground);
    context.on('page', (page) => watch(page, faults));
    await withCamera(context);
    const gate = await openGate(context, ground.server.url);
    await gate.ready();
    await gate.page.getByRole('button', { name: 'スマホのQRコードを読む' }).click();
    await expect(gate.page.getByRole('button', { name: 'カメラを止める' })).toBeVisible();
    await use({ context, gate });
    await context.close();
  },
});
test.beforeAll(async ({ browser }) => {
  ground = await gateGround(browser);
});
test.afterAll(async () => ground?.server.dispose());

const holder = () => logIn(ground.server.url, prepared().logIns.technician);

test('the page of the code makes a key, shows what it signs, and that is read at the gate @phone', async ({ browser, faults, gate: { gate } }) => {
  const context = await browser.newContext();
  context.on('page', (page) => watch(page, faults));
  await putSession(context, (await holder()).session);
  await context.addInitScript(() => {
    const { subtle } = crypto;
    // An empty page has none.
    if (!subtle) return;
    const sign = subtle.sign.bind(subtle);
    const signed: [string, string][] = [];
    Object.assign(window, { __signed: signed });
    subtle.sign = async (how, key, data) => {
      const made = await sign(how, key, data);
      const hex = [...new Uint8Array(made)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      signed.push([new TextDecoder().decode(data), hex]);
      return made;
    };
  });
  const page = await context.newPage();
  const asked = page.waitForResponse(/\/fn\/certify_phone/);
  await page.goto(`${ground.server.url}/passport/qr`);
  const certificate: Certificate = (await (await asked).json()).certificate;
  await expect(page.getByRole('img', { name: '入口で見せるコード' })).toBeVisible();
  await expect(page.getByText(/^あと \d+秒で変わります$/)).toBeVisible();
  await expectAccessible(page);
  expect(certificateVerifies(ground.device.receipt_key.public_key, certificate)).toBe(true);
  const [message, signature] = (await page.evaluate('window.__signed.at(-1)')) as [string, string];
  expect(messageVerifies(certificate.public_key, Buffer.from(message), signature), message).toBe(true);
  const [, step, nonce] = message.match(/(\d+),16:([0-9a-f]{16}),$/) ?? [];
  await show(gate.page, codeText(certificate, Number(step), nonce, signature));
  await expect(gate.result).toHaveText(recorded);
  await expect(gate.page.getByText('山本 健太').first()).toBeVisible();
  await context.close();
});

test('a code held before the camera is one touch, also without signal @phone', async ({ gate: { context, gate } }) => {
  const phone = await Phone.certified(await logIn(ground.server.url, prepared().logIns.foreigner));
  const code = phone.code();
  await context.setOffline(true);
  await show(gate.page, code);
  await expect(gate.result).toHaveText('受付済');
  await expect(gate.page.getByRole('status').filter({ hasText: 'コードの確認は送信後' })).toBeVisible();
  await gate.page.waitForTimeout(1_500);
  expect(await gate.kept()).toBe(1);
  await show(gate.page, null);
  const sent = context.waitForEvent('response', (response) => response.url().endsWith('/api/v1/gate/touches'));
  await context.setOffline(false);
  const answered = await (await sent).json();
  expect(answered.answers[0].outcome).toBe('accepted');
  await expect(gate.queue).toHaveText(/すべて送信ずみ/, { timeout: 20_000 });
});

test('a forged code and a picture of one are red without signal, and are kept @phone', async ({ gate: { context, gate } }) => {
  const own = await Phone.certified(await holder());
  const other = await Phone.certified(await logIn(ground.server.url, prepared().logIns.foreigner));
  await context.setOffline(true);
  const bad = gate.page.getByRole('alert').filter({ hasText: 'このコードは使えません' });
  await show(gate.page, own.code(Date.now(), gateKey()));
  await expect(bad).toContainText('署名を確かめられません。カードを使ってください。');
  expect(await gate.kept()).toBe(1);
  await show(gate.page, other.code(Date.now() - 10 * stepMs));
  await expect(bad).toContainText('時刻が合いません。');
  expect(await gate.kept()).toBe(2);
  await context.setOffline(false);
  await expect(gate.queue).toHaveText(/すべて送信ずみ/, { timeout: 20_000 });
});

test('something else is no code, and a browser without a reader says so @phone', async ({ browser, faults, gate: { gate } }) => {
  await show(gate.page, 'https://example.test/');
  await expect(gate.result).toHaveText('読めませんでした');
  await expect(gate.page.getByRole('status')).toContainText('べつのQRコードです');
  const context = await phoneOf(browser, ground);
  context.on('page', (page) => watch(page, faults));
  await context.addInitScript(() => Reflect.deleteProperty(window, 'BarcodeDetector'));
  const other = await openGate(context, ground.server.url);
  await other.ready();
  await other.page.getByRole('button', { name: 'スマホのQRコードを読む' }).click();
  await expect(other.page.getByRole('alert').filter({ hasText: 'このブラウザではQRコードを読めません' })).toBeVisible();
  await context.close();
});

test('who stops all codes has none that count any more @phone', async ({ gate: { gate } }) => {
  const own = await logIn(ground.server.url, prepared().logIns.technician);
  const phone = await Phone.certified(own);
  expect((await own.get('/passport/qr')).text).toContain('すべてのコードを止める');
  expect([302, 303]).toContain((await own.post('/fn/end_phones', {})).status);
  expect((await own.get('/passport/qr')).text).toContain('すべてのスマホのコードを止めました。');
  await show(gate.page, phone.code(Date.now() + 1_000));
  await expect(gate.result).toHaveText('記録していません');
  await expect(gate.page.getByRole('alert').filter({ hasText: 'このスマホのコードは止められています' })).toBeVisible();
});
