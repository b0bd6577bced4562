// A site's tag and a screen whose code changes, opened by a technician's own phone; how far away it said it was.
import type { BrowserContext, Page } from '@playwright/test';
import { expectAccessible } from '../../support/accessible.ts';
import { logIn, masterKey, password, site } from '../../support/demo.ts';
import { expect, ownServer, putSession, test } from '../../support/fixtures.ts';
import { expectNoOverflow } from '../../support/look.ts';
import type { OwnServer } from '../../support/own-server.mjs';
import { Card, cardKeys } from '../../support/sun.mjs';
import type { Visitor } from '../../support/visitor.ts';

const uid = '04A1B2C3D4E5F6';

let server: OwnServer;
let prime: Visitor;
let id = '';
test.beforeEach(async ({ logIns }) => {
  server = await ownServer();
  prime = await logIn(server.url, logIns.prime, 0);
  const sites = (await prime.get('/business/sites')).text;
  id = sites.match(new RegExp(`href="/business/sites/(\\d+)"[^>]*>${site}`))?.[1] ?? '';
  expect(id).toHaveLength(14);
});
test.afterEach(async () => server?.dispose());

/** The tag in somebody's reach: its keys are those a card maker would have been given. */
function tag(): Card {
  return new Card({ uid, keys: cardKeys(masterKey(server.data), 1, uid), baseUrl: `${server.url}/t` });
}

test('a tag leads through the log-in back to itself, records once, and nothing once it was ended @phone @plain', async ({ page, logIns }) => {
  const office = `/business/sites/${id}/tags`;
  expect((await prime.get(office)).text).toContain('タグはまだありません');
  await prime.post('/fn/add_tag', { site: id, uid: '04:a1:b2', place: '正門の柱' });
  expect((await prime.get(office)).text, 'what was typed stands there again').toContain('04:a1:b2');
  await prime.post('/fn/add_tag', { site: id, uid, place: '正門の柱' });
  const listed = (await prime.get(office)).text;
  expect(listed).toContain('タグを登録しました。');
  expect(listed).toContain('正門の柱');
  expect(listed).toContain('まだ渡していません');

  const chip = tag();
  const link = chip.url();
  await page.goto(link);
  await expect(page.getByText(site)).toBeVisible();
  await expect(page.getByText('場所：正門の柱')).toBeVisible();
  await expect(page.getByRole('button', { name: '入場する' }), 'not for nobody').toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'ログイン' }).click();
  await page.getByLabel('ID').fill(logIns.foreigner);
  await page.getByLabel('パスワード').fill(password);
  await page.getByRole('button', { name: 'ログイン' }).click();
  await expect(page).toHaveURL(link);
  await expectAccessible(page);
  await expectNoOverflow(page);
  await page.reload();
  await expect(page.getByText('を記録しました。'), 'opening records nothing').toHaveCount(0);
  const first = page.getByRole('button', { name: /^(入場|退場)する$/ }).first();
  const way = (await first.textContent())?.includes('入場') ? '入場' : '退場';
  await first.click();
  await expect(page.getByText(`${way}を記録しました。`)).toBeVisible();
  await expect(page.getByText('つぎに記録するときは、スマホをもう一度タグに当ててください。')).toBeVisible();
  await page.goto(link);
  await expect(page.getByText('この読みとりは、もう使われています。')).toBeVisible();
  await expect(page.getByRole('button', { name: /^(入場|退場)する$/ })).toHaveCount(0);
  await expectAccessible(page);

  const next = chip.url();
  await page.goto(next);
  await expect(page.getByRole('button', { name: /^(入場|退場)する$/ }).first()).toBeVisible();
  await prime.post('/fn/end_tag', { site: id, uid, reason: 'lost' });
  expect((await prime.get(office)).text).toContain('なくした');
  await page.getByRole('button', { name: /^(入場|退場)する$/ }).first().click();
  await expect(page.getByText('このタグは止められています。').first()).toBeVisible();
  await expect(page.getByText('を記録しました。')).toHaveCount(0);
});

test('a screen shows a code that opens now, and one of another time opens nothing @phone @plain', async ({ page, logIns }) => {
  await prime.post('/fn/make_poster', { site: id, screen: 'yes' });
  const sheet = (await prime.get(`/business/sites/${id}/poster`)).text;
  expect(sheet).toContain('画面のポスターを作りました。');
  const address = sheet.match(/\/screen\/[0-9a-f]{32}/)?.[0] ?? '';
  expect(address).not.toBe('');

  const shown = await page.goto(`${server.url}${address}`);
  expect(shown?.headers().refresh).toBe('20');
  await expect(page.getByRole('img', { name: 'この現場のQRコード' })).toBeVisible();
  await expectAccessible(page);
  const link = (await page.locator('.poster-address').textContent())?.match(/\/s\/\S+/)?.[0] ?? '';
  expect(link).toMatch(/^\/s\/[0-9a-f]{32}\?c=s\d+\.[0-9a-f]{16}$/);

  await page.goto(`${server.url}${link.split('?')[0]}`);
  await expect(page.getByText('このコードは古くなっています。')).toBeVisible();
  await expectAccessible(page);
  const other = await page.goto(`${server.url}${link.replace(/c=s\d+/, 'c=s1')}`);
  expect(other?.status(), 'signed for another time').toBe(404);

  await page.goto(`${server.url}${link}`);
  await page.getByRole('button', { name: 'ログイン' }).click();
  await page.getByLabel('ID').fill(logIns.foreigner);
  await page.getByLabel('パスワード').fill(password);
  await page.getByRole('button', { name: 'ログイン' }).click();
  await expect(page).toHaveURL(/\/s\/[0-9a-f]{32}\?c=p\d+\.[0-9a-f]{16}$/);
  const first = page.getByRole('button', { name: /^(入場|退場)する$/ }).first();
  const way = (await first.textContent())?.includes('入場') ? '入場' : '退場';
  await first.click();
  await expect(page.getByText(`${way}を記録しました。`)).toBeVisible();
});

/** Has the site say where it is and ask phones; gives the link of its poster. */
async function asksPosition(page: Page, context: BrowserContext): Promise<string> {
  await prime.post('/fn/ask_position_at', { site: id, asks: 'yes' });
  expect((await prime.get(`/business/sites/${id}/poster`)).text).toContain('位置をたずねられません');
  await putSession(context, prime.session);
  await page.goto(`${server.url}/business/sites/${id}/edit`);
  await page.getByLabel('緯度').fill('35.6571');
  await page.getByLabel('経度').fill('139.8172');
  await page.getByRole('button', { name: '変える', exact: true }).click();
  await expect(page.getByText('現場の情報を変えました。')).toBeVisible();
  await context.clearCookies();
  await prime.post('/fn/ask_position_at', { site: id, asks: 'yes' });
  const answer = (await prime.get(`/business/sites/${id}/poster`)).text;
  expect(answer).toContain('いま、位置をたずねています。');
  await prime.post('/fn/make_poster', { site: id });
  const link = (await prime.get(`/business/sites/${id}/poster`)).text.match(/\/s\/[0-9a-f]{32}/)?.[0] ?? '';
  expect(link).not.toBe('');
  return link;
}

/** Logs in on the poster's page, and waits until its island listens. */
async function logInAtPoster(page: Page, link: string, who: string): Promise<void> {
  await page.goto(`${server.url}${link}`);
  await page.getByRole('button', { name: 'ログイン' }).click();
  await page.getByLabel('ID').fill(who);
  await page.getByLabel('パスワード').fill(password);
  await page.getByRole('button', { name: 'ログイン' }).click();
  await expect(page.getByText('現場から300m以内か、もっと遠いか、渡さなかったかだけで')).toBeVisible();
  // The island listens once the page's script runs.
  await page.waitForLoadState('networkidle');
}

test('where the site asks, the phone is asked at the press, and far away is recorded and marked @phone', async ({ page, context, logIns }) => {
  const link = await asksPosition(page, context);
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ latitude: 43.06, longitude: 141.35, accuracy: 20 });
  await logInAtPoster(page, link, logIns.foreigner);
  await expectAccessible(page);
  const sent = page.waitForRequest((request) => request.url().endsWith('/fn/touch_own'));
  await page.getByRole('button', { name: /^(入場|退場)する$/ }).first().click();
  expect((await sent).postData()).toContain('latitude=43.06');
  await expect(page.getByText(/(入場|退場)を記録しました。/)).toBeVisible();
  await page.goto(`${server.url}/passport`);
  await page.getByRole('link', { name: '今日の記録を見る' }).click();
  await expect(page.getByText('300mより遠い').first()).toBeVisible();
  await expectNoOverflow(page);
});

test('a question about the place that nobody answers delays a touch and does not lose it @phone', async ({ page, context, logIns }) => {
  const link = await asksPosition(page, context);
  // As a browser does while its question stands open: neither answer ever comes.
  await page.addInitScript(() => {
    Geolocation.prototype.getCurrentPosition = () => {};
  });
  await logInAtPoster(page, link, logIns.foreigner);
  const sends: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/fn/touch_own')) sends.push(request.postData() ?? '');
  });
  const first = page.getByRole('button', { name: /^(入場|退場)する$/ }).first();
  const way = (await first.textContent())?.includes('入場') ? '入場' : '退場';
  const asking = page.getByText('位置を確かめています。');
  await first.click();
  await expect(asking).toBeVisible();
  await first.click();

  // The page was left meanwhile and came back as it was: nothing waits, and the next press counts.
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await expect(asking).toBeHidden();
  expect(sends, 'nothing was sent yet').toHaveLength(0);
  await first.click();
  await expect(asking).toBeVisible();
  await expect(page.getByText(`${way}を記録しました。`)).toBeVisible({ timeout: 25_000 });
  expect(sends, 'once').toHaveLength(1);
  const said = new URLSearchParams(sends[0]);
  expect([said.get('latitude'), said.get('longitude'), said.get('accuracy')], 'without a place').toEqual(['', '', '']);
});
