// From a phone to a gate: who may open one, what is said when it does not work, and a page that starts without network.
import { code, demoCard, password, site } from '../../support/demo.ts';
import { openGate } from '../../support/gate.ts';
import { type GateGround, gateGround, phoneOf } from '../../support/gate-server.ts';
import { expect, prepared, test, watch } from '../../support/fixtures.ts';

let ground: GateGround;
test.beforeAll(async ({ browser }) => {
  ground = await gateGround(browser);
});
test.afterAll(async () => ground?.server.dispose());

test('every field is needed, wrong ones are told without saying which', async ({ context }) => {
  const gate = await openGate(context, ground.server.url);
  await expect(gate.result).toHaveText('ゲートをひらく');
  await gate.signIn('', password, '');
  await expect(gate.page.getByRole('alert')).toHaveText('入れていない所があります。すべて入力してください。');
  await gate.signIn(prepared().logIns.member, 'not-the-password', '000000');
  const wrong = gate.page.getByRole('alert');
  await expect(wrong).toHaveText('IDかパスワードがちがいます。両方を確かめてください');
  await gate.signIn('99999999999999', 'not-the-password', '000000');
  await expect(wrong).toHaveText('IDかパスワードがちがいます。両方を確かめてください');
  await expect(gate.page.getByLabel('管理者ID')).toHaveValue('99999999999999');
});

test('a technician may not open a gate @phone', async ({ context }) => {
  const gate = await openGate(context, ground.server.url);
  await gate.signIn(prepared().logIns.technician, password, '123456');
  await expect(gate.page.getByRole('alert')).toHaveText('このログインではできません。担当の人に確かめてください');
  const cookies = await context.cookies();
  expect(cookies.filter(({ name }) => name.startsWith('__Host-')), 'asking for a gate logs nobody in').toEqual([]);
});

test('a subcontractor opens a gate at a site it works on, and is offered no other', async ({ context }) => {
  const gate = await openGate(context, ground.server.url);
  await gate.signIn(prepared().logIns.member, password, code(0));
  await expect(gate.result).toHaveText('現場をえらぶ');
  await expect(gate.page.getByRole('radio')).toHaveCount(2);
  await gate.chooseSite(site, '');
  await expect(gate.page.getByRole('alert')).toHaveText('入れていない所があります。すべて入力してください。');
  await gate.chooseSite(site, '東の門');
  await expect(gate.page.getByRole('button', { name: 'はじめる' })).toBeVisible();
  await expect(gate.page.getByRole('banner')).toContainText('東の門');
});

test('the page and the roster are there without network after the first load', async ({ browser, faults }) => {
  const context = await phoneOf(browser, ground, 'allow');
  context.on('page', (page) => watch(page, faults));
  const gate = await openGate(context, ground.server.url);
  await gate.ready();
  await gate.page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await gate.page.getByRole('button', { name: /現場に/ }).click();
  await expect(gate.page.getByText(new RegExp(`${site} \\d+人（.* 現在）`))).toBeVisible();
  await context.setOffline(true);
  await gate.page.reload();
  await gate.ready();
  await expect(gate.page.getByText('電波がなくても 記録できます')).toBeVisible();
  await gate.page.getByRole('button', { name: /現場に/ }).click();
  await expect(gate.page.getByText(new RegExp(`${site} \\d+人（.* 現在）`))).toBeVisible();
  await context.close();
});

test('a new version is not offered where there is no older one @phone', async ({ browser, faults }) => {
  const context = await phoneOf(browser, ground, 'allow');
  context.on('page', (page) => watch(page, faults));
  const gate = await openGate(context, ground.server.url);
  await gate.ready();
  await gate.page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  for (const time of ['at first', 'at the next start']) {
    await gate.open('設定');
    await expect(gate.page.getByRole('heading', { name: '画面' })).toBeVisible();
    await expect(gate.page.getByText('新しい版'), time).toHaveCount(0);
    await gate.page.reload();
    await gate.ready();
  }
  await context.close();
});

test('a credential the register no longer takes: records stay, and one signs in again @phone', async ({ browser, faults }) => {
  const context = await phoneOf(browser, ground);
  context.on('page', (page) => watch(page, faults));
  const gone = { type: 'urn:careerup:problem:auth.device_unknown', status: 401, code: 'auth.device_unknown' };
  await context.route('**/api/v1/gate/**', (route) =>
    route.fulfill({ status: 401, contentType: 'application/problem+json', body: JSON.stringify(gone) }));
  const gate = await openGate(context, ground.server.url);
  await gate.begin();
  const notice = gate.page.getByRole('alert').filter({ hasText: '登録が切れました。記録は残っています。' });
  await expect(notice).toBeVisible();
  await expect(gate.queue).toHaveText(/ログイン切れ$/);
  await expect.poll(() => gate.page.evaluate('window.__nfc.scanning')).toBe(1);
  await gate.tap(demoCard(ground.server.data, 6));
  await expect(gate.result).toHaveText('受付済');
  await expect(gate.queue).toHaveText(/ログイン切れ\s*1$/);
  expect(await gate.kept()).toBe(1);
  await notice.getByRole('button', { name: 'ログインしなおす' }).click();
  await expect(gate.result).toHaveText('ゲートをひらく');
  await expect(gate.page.getByText('このスマホに 1件の記録を保存しています。ログインすると送ります。')).toBeVisible();
  await gate.page.getByRole('button', { name: 'もどる' }).click();
  await expect(notice).toBeVisible();
  expect(await gate.kept()).toBe(1);
  await context.close();
});

test('a site that has ended is told in its own words, and touches still go up @phone', async ({ browser, faults }) => {
  const context = await phoneOf(browser, ground);
  context.on('page', (page) => watch(page, faults));
  const closed = { type: 'urn:careerup:problem:touch.site_closed', status: 403, code: 'touch.site_closed' };
  await context.route('**/api/v1/gate/roster', (route) =>
    route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(closed) }));
  const gate = await openGate(context, ground.server.url);
  await gate.begin();
  await expect(gate.page.getByRole('alert').filter({ hasText: 'この現場は終わりました。記録は残っていて、これからも送ります。' })).toBeVisible();
  await expect.poll(() => gate.page.evaluate('window.__nfc.scanning')).toBe(1);
  await gate.tap(demoCard(ground.server.data, 3));
  await expect(gate.result).toHaveText(/^(入場|退場)$/);
  await expect(gate.queue).toHaveText(/すべて送信ずみ/);
  await expect(gate.page.getByText(/登録が切れました|ログイン切れ/)).toHaveCount(0);
  await context.close();
});

test('signing out is shown at once, though the register takes its time, and no card is taken meanwhile @phone', async ({ browser, faults }) => {
  const context = await phoneOf(browser, ground);
  context.on('page', (page) => watch(page, faults));
  let told = () => {};
  const held = new Promise<void>((release) => (told = release));
  // Never carried out: the other tests' phone has the same credential.
  await context.route('**/api/v1/gate/device', async (route) => {
    await held;
    await route.abort('timedout');
  });
  const gate = await openGate(context, ground.server.url);
  await gate.ready();
  await gate.open('設定');
  const asked = gate.page.waitForRequest((request) => request.method() === 'DELETE');
  await gate.page.getByRole('button', { name: 'この現場を おわる' }).click();
  await asked;
  await expect(gate.result).toHaveText('ゲートをひらく', { timeout: 5_000 });
  const tapped = demoCard(ground.server.data, 4).tap();
  await gate.page.evaluate((tag) => (window as unknown as { __tap: Function }).__tap(tag), tapped);
  await expect(gate.result).toHaveText('ゲートをひらく');
  await expect.poll(() => gate.kept()).toBe(0);
  told();
  await context.close();
});

test('signed out in one tab, the other takes no card any more and says so @phone', async ({ browser, faults }) => {
  const context = await phoneOf(browser, ground);
  context.on('page', (page) => watch(page, faults));
  await context.route('**/api/v1/gate/device', (route) => route.abort('timedout'));
  const gate = await openGate(context, ground.server.url);
  await gate.ready();
  const other = await openGate(context, ground.server.url);
  await other.ready();
  await other.open('設定');
  await other.page.getByRole('button', { name: 'この現場を おわる' }).click();
  await expect(other.result).toHaveText('ゲートをひらく');

  await gate.tap(demoCard(ground.server.data, 5));
  await expect(gate.result).toHaveText('記録していません');
  const alert = gate.page.getByRole('alert').filter({ hasText: '記録していません' });
  await expect(alert).toContainText('このスマホは もうゲートではありません');
  await expect.poll(() => gate.kept()).toBe(0);
  await alert.getByRole('button', { name: 'わかりました' }).click();
  await expect(gate.result).toHaveText('ゲートをひらく');
  await context.close();
});

test('touches another tab keeps meanwhile hold an enrolment at another site up @phone', async ({ browser, faults }) => {
  const context = await phoneOf(browser, ground);
  context.on('page', (page) => watch(page, faults));
  await context.route('**/api/v1/gate/touches', (route) => route.abort('timedout'));
  const gate = await openGate(context, ground.server.url);
  await gate.ready();
  const gone = { type: 'urn:careerup:problem:auth.device_unknown', status: 401, code: 'auth.device_unknown' };
  await context.route('**/api/v1/gate/roster', (route) =>
    route.fulfill({ status: 401, contentType: 'application/problem+json', body: JSON.stringify(gone) }));
  const elsewhere = { id: 83, name: 'べつの現場', prime: '港栄建設株式会社' };
  await context.route('**/api/v1/gate/login', (route) =>
    route.fulfill({ json: { signed_in_as: '港栄建設株式会社', sites: [elsewhere] } }));
  let enrolled = 0;
  await context.route('**/api/v1/gate/devices', (route) => {
    enrolled += 1;
    return route.abort();
  });
  const other = await openGate(context, ground.server.url);
  await other.begin();
  await other.page.getByRole('button', { name: 'ログインしなおす' }).click();
  await other.signIn(prepared().logIns.prime, password, '123456');
  await expect(other.result).toHaveText('現場をえらぶ');

  await gate.tap(demoCard(ground.server.data, 9));
  await expect.poll(() => gate.kept()).toBe(1);
  await other.chooseSite('べつの現場');
  await expect(other.page.getByRole('alert')).toHaveText('べつの現場の記録が 1件、送信を待っています。先にその現場をえらんで送ってください。');
  expect(enrolled).toBe(0);
  await context.close();
});

test('another language and the black ground are kept on the phone @phone', async ({ browser, faults }) => {
  const context = await phoneOf(browser, ground);
  context.on('page', (page) => watch(page, faults));
  const gate = await openGate(context, ground.server.url);
  await gate.ready();
  await gate.open('設定');
  await gate.page.getByRole('button', { name: '夜の画面（黒い地）' }).click();
  await gate.page.getByRole('button', { name: 'English' }).click();
  await expect(gate.page.locator('html')).toHaveAttribute('lang', 'en');
  await gate.page.reload();
  await expect(gate.page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(gate.page.locator('html')).toHaveClass(/scheme-night/);
  await context.close();
});

test('with the keyboard nothing stays hidden behind the fields at the bottom', async ({ browser, faults }) => {
  const context = await phoneOf(browser, ground);
  context.on('page', (page) => watch(page, faults));
  const gate = await openGate(context, ground.server.url);
  await gate.ready();
  await gate.page.setViewportSize({ width: 360, height: 640 });
  await gate.open('設定');
  const last = gate.page.getByRole('button', { name: 'この現場を おわる' });
  for (let presses = 0; presses < 20 && !(await last.evaluate((one) => one === document.activeElement)); presses += 1) {
    await gate.page.keyboard.press('Tab');
  }
  const reachable = await last.evaluate((one) => {
    const { left, top, width, height } = one.getBoundingClientRect();
    return one.contains(document.elementFromPoint(left + width / 2, top + height - 4));
  });
  expect(reachable).toBe(true);
  await context.close();
});
