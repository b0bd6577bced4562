// The whole way in one story, on a register in which there is nobody yet: from two registrations to a day of work in the
// technician's passport. Everybody works with a browser of their own.
import type { Browser, Page } from '@playwright/test';
import { masterKey } from '../../support/demo.ts';
import { afterRepeatMs, openGate } from '../../support/gate.ts';
import { approve, claim, enrol, giveIdAndPassword, judge, settle, type App } from '../../support/office.ts';
import type { OwnServer } from '../../support/own-server.mjs';
import { disguised } from '../../support/photo.ts';
import {
  agree, answer, begin, businessParts, field, fillPart, fillParts, group, fullName, handIn, newPassword, sendPhoto, technicianParts,
  valueOf,
} from '../../support/registration.ts';
import { Card, cardKeys } from '../../support/sun.mjs';
import { expect, ownServer, test, watch } from '../../support/fixtures.ts';
import { chooseFile } from '../../support/upload.ts';

const firm = '株式会社潮崎鉄筋';
const person = { family: '水野', given: '千尋', familyKana: 'ミズノ', givenKana: 'チヒロ' };
const site = '潮見一丁目倉庫新築工事';
const uid = '04C0FFEE123480';

/** Everybody's page, each in a browser of their own. */
type Cast = Record<'firm' | 'person' | 'reviewer' | 'operator', Page> & { server: OwnServer; faults: string[] };

async function enter(browser: Browser, server: OwnServer, faults: string[]): Promise<Page> {
  const { viewport, isMobile, hasTouch, deviceScaleFactor, locale, timezoneId } = test.info().project.use;
  const context = await browser.newContext({
    viewport, isMobile, hasTouch, deviceScaleFactor, locale, timezoneId, baseURL: server.url,
  });
  context.on('page', (page) => watch(page, faults));
  return context.newPage();
}

async function officeAccount(server: OwnServer, role: string, loginId: string, name: string): Promise<string> {
  const args = ['account', 'create', '--role', role, '--login-id', loginId, '--name', name, '--data', server.data];
  const made = await server.command(...args);
  expect(made.code, made.stderr).toBe(0);
  return made.stdout.match(/^password: (\S+)$/m)?.[1] ?? '';
}

test.describe('from registration to passport', () => {
  let server: OwnServer;
  test.beforeAll(async () => {
    server = await ownServer({ empty: true });
  });
  test.afterAll(async () => server?.dispose());

  test('a business and a technician register, a card is touched, and the day is in the passport', async ({ browser, faults }) => {
    test.setTimeout(150_000);
    const page = () => enter(browser, server, faults);
    const cast: Cast = { firm: await page(), person: await page(), reviewer: await page(), operator: await page(), server, faults };
    for (const [role, loginId, name] of [['reviewer', 'mori', '審査 森'], ['operator', 'hayashi', '運営 林']] as const) {
      const password = await officeAccount(server, role, loginId, name);
      await test.step(`${role} sets up an authenticator app`, () => enrol(cast[role], loginId, password));
    }
    const businessId = await test.step('the business registers', () => registerBusiness(cast));
    const technicianId = await test.step('the technician registers', () => registerTechnician(cast, businessId));
    const app = await test.step('the business opens a site', () => openSite(cast, businessId));
    const card = await test.step('the card is issued', () => issueCard(cast));
    await test.step('the card is touched', () => touch(cast, card, businessId, technicianId, app));
    await test.step('the day is in the history', () => readHistory(cast.person));
  });
});

/** 法人番号 and the rest wrong first: everything is said at once and nothing typed is lost. */
async function registerBusiness({ firm: page, reviewer, operator }: Cast): Promise<string> {
  await page.goto('/register');
  await page.getByRole('link', { name: '事業者の登録をはじめる' }).click();
  const parts = businessParts(firm, 'シオザキテッキン');
  await page.getByRole('list').getByRole('link', { name: '区分', exact: true }).click();
  await fillPart(page, parts[0]);
  const wrong = { 法人番号: '8000012050002', '商号または名称（フリガナ）': '試' };
  await answer(page, { type: { ...parts[1].answers?.type, ...wrong } });
  await page.getByRole('button', { name: '保存して次へ' }).click();
  const summary = page.getByRole('alert').filter({ hasText: 'か所を確かめてください' });
  await expect(summary.getByRole('heading')).toHaveText('2か所を確かめてください');
  await expect(summary.getByRole('link')).toHaveText([/カタカナ/, /^法人番号の数字のどれかがちがいます/]);
  await expect(page).toHaveTitle(/^エラー: /);
  for (const [label, typed] of Object.entries(wrong)) {
    await expect(field(page, label)).toHaveValue(typed);
    await expect(field(page, label)).toHaveAttribute('aria-invalid', 'true');
  }
  await expect(field(page, '法人番号')).toHaveAccessibleDescription(/数字のどれかがちがいます。指定通知書と1けたずつ見くらべてください/);
  await expect(field(page, '商号または名称')).toHaveValue(firm);
  for (const part of parts.slice(1)) await fillPart(page, part);

  await agree(page);
  const number = await handIn(page);
  await expect(page.getByRole('status').filter({ hasText: '審査待ち' })).toBeVisible();

  await approve(reviewer, number);
  await page.reload();
  await expect(page.getByText('支払い待ち')).toBeVisible();
  await expect(page.getByText('24,000円')).toBeVisible();
  const id = await settle(operator, number);
  expect(id).toMatch(/^\d{14}$/);
  await page.reload();
  await expect(page.getByText(id.replace(/(\d{4})(\d{4})(\d{4})(\d{2})/, '$1 $2 $3 $4'))).toBeVisible();
  return id;
}

/** With an upload that is not what it claims, and returned once. */
async function registerTechnician({ person: page, reviewer, operator }: Cast, employer: string): Promise<string> {
  await begin(page);
  const parts = technicianParts({ ...person, family: '水の', employer });
  const photo = parts.findIndex(({ title }) => title === '顔写真');
  await fillParts(page, parts.slice(0, photo));
  await chooseFile(field(page, '顔写真'), disguised);
  await page.getByRole('button', { name: '写真を送る' }).click();
  await expect(page.locator('#photo-problem')).toHaveText(/^写真として読めません。JPEGかPNGの写真をえらんでください$/);
  await expect(page.getByRole('img', { name: 'いまの写真' })).toHaveCount(0);
  await sendPhoto(page);
  await expect(page.getByRole('img', { name: 'いまの写真' })).toHaveJSProperty('complete', true);
  await page.getByRole('button', { name: '保存して次へ' }).click();
  for (const part of parts.slice(photo + 1)) await fillPart(page, part);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('内容を確かめて申請');
  await expect(valueOf(page, '電話番号')).toHaveText('09055507788');
  await agree(page);
  const number = await handIn(page);

  await claim(reviewer, number);
  await judge(reviewer, { 姓: '名前の字がちがいます' });
  await reviewer.getByRole('button', { name: '不備で返す' }).click();
  await expect(reviewer.getByText('不備で返しました。')).toBeVisible();

  await page.reload();
  await expect(page.getByText('名前の字が本人確認書類とちがいます。同じ字で入力してください。')).toBeVisible();
  await page.getByRole('link', { name: '姓を直す' }).click();
  await field(page, '姓').fill(person.family);
  await page.getByRole('button', { name: '保存して一覧へ' }).click();
  await page.getByRole('link', { name: '確かめて申請する' }).click();
  await handIn(page);

  // It comes back to the reviewer who returned it.
  await reviewer.goto('/operator');
  await reviewer.getByRole('link', { name: number }).click();
  await expect(reviewer.getByText('あなたが担当中')).toBeVisible();
  await expect(reviewer.getByRole('row').filter({ hasText: person.family }).first()).toContainText('直りました');
  await judge(reviewer);
  await reviewer.getByRole('button', { name: '承認する' }).click();
  await expect(reviewer.getByText('承認しました。')).toBeVisible();
  return settle(operator, number);
}

async function openSite({ firm: page }: Cast, businessId: string): Promise<App> {
  const app = await enrol(page, businessId, newPassword);
  await expect(page).toHaveURL(/\/business$/);
  await page.getByRole('link', { name: '現場を登録する' }).first().click();
  const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
  await answer(page, {
    type: { 現場名: site, '市区町村・番地': '江東区潮見1-9-3', 工事のはじまり: today, 工事のおわり: `${+today.slice(0, 4) + 1}-12-31` },
    choose: { 都道府県: '東京都', 工事の種類: '建築' },
  });
  await page.getByRole('button', { name: '現場を登録する' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(site);
  await expect(page.getByText('現場を登録しました。')).toBeVisible();

  await page.getByRole('link', { name: '名簿に人をのせる' }).click();
  await page.getByRole('checkbox', { name: `${fullName(person)}さんをえらぶ` }).check();
  await answer(page, { type: { 作業の内容: '配筋' }, press: { 立場: '職長' } });
  await page.getByRole('button', { name: '名簿にのせる' }).click();
  await expect(page.getByText('1人を名簿にのせました。')).toBeVisible();
  return app;
}

async function issueCard({ operator: page, server }: Cast): Promise<Card> {
  await page.goto('/operator/cards');
  await page.getByRole('textbox', { name: `${fullName(person)}さんのカードの番号（UID）` }).fill(uid);
  await page.getByRole('button', { name: `${fullName(person)}さんのカードを発行する` }).click();
  await expect(page.getByText(`${fullName(person)}さんのカードを発行しました`)).toBeVisible();
  const template = await page.getByText(/^http:\/\/127\.0\.0\.1:\d+\/t\?picc_data=0+&cmac=0+$/).textContent();
  const master = masterKey(server.data);
  await expect(page.getByText(master, { exact: false }), 'no key on a page').toHaveCount(0);
  return new Card({ uid, keys: cardKeys(master, 1, uid), baseUrl: (template ?? '').split('?')[0] });
}

/** In and out, while the technician looks at the passport and presses nothing. */
async function touch(cast: Cast, card: Card, businessId: string, technicianId: string, app: App): Promise<void> {
  const { person: page, firm: office, server } = cast;
  const gate = await openGate(office.context(), server.url);
  await gate.signIn(businessId, newPassword, app.code());
  await gate.chooseSite(site);
  await gate.ready();

  await giveIdAndPassword(page, technicianId, newPassword);
  await expect(page.getByRole('heading', { name: '今日のタッチはまだです' })).toBeVisible();
  const inside = page.getByRole('heading', { name: /^入場しています \d{2}:\d{2}$/ });
  await page.evaluate(() => Object.assign(window, { neverReloaded: true }));

  await gate.tap(card);
  await expect(gate.result).toHaveText('入場');
  await expect(gate.page.getByRole('status').getByText(fullName(person))).toBeVisible();
  await expect(inside).toBeVisible({ timeout: 5_000 });
  await expect(page.getByText(site)).toBeVisible();
  for (const label of ['今月', '今年', '今年度', 'これまで']) {
    await expect(valueOf(page, label)).toContainText(/^1日/);
  }

  await gate.page.waitForTimeout(afterRepeatMs);
  await gate.tap(card);
  await expect(gate.result).toHaveText('退場');
  await expect(gate.page.getByRole('img', { name: `${fullName(person)}さんの顔写真` })).toBeVisible();
  await expect(page.getByRole('heading', { name: /^退場しました \d{2}:\d{2}$/ })).toBeVisible({ timeout: 5_000 });
  expect(await page.evaluate('window.neverReloaded')).toBe(true);
  await expect(gate.queue).toHaveText(/すべて送信ずみ/);
  await gate.page.close();
}

async function readHistory(page: Page): Promise<void> {
  await page.getByRole('link', { name: '履歴を見る' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('就業履歴');
  const day = Number(new Date(Date.now() + 9 * 3_600_000).toISOString().slice(8, 10));
  await expect(page.getByRole('table').getByRole('link', { name: `${day}日 確認中` })).toBeVisible();
  await page.getByRole('listitem').getByRole('link').filter({ hasText: site }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('記録の内容');
  for (const [what, value] of [
    ['現場名', site], ['元請事業者', firm], ['所属事業者', firm], ['立場', '職長'], ['作業内容', '配筋'], ['職種', '鉄筋工'],
  ]) {
    await expect(valueOf(page, what)).toHaveText(value);
  }
  const touches = page.getByRole('listitem').filter({ hasText: 'カードの確認ずみ' });
  await expect(touches).toHaveCount(2);
  for (const kind of ['入場', '退場']) await expect(touches.filter({ has: page.getByText(kind, { exact: true }) })).toHaveCount(1);
}
