// The detailed registration on a phone, with and without JavaScript: pages, lists, evidence, another device, a return.
import { expectAccessible } from '../../support/accessible.ts';
import { expectNoOverflow } from '../../support/look.ts';
import { claim } from '../../support/office.ts';
import { disguised, portrait } from '../../support/photo.ts';
import {
  agree, answer, begin, field, fillPart, fillParts, handIn, openPart, technicianParts, valueOf, type Part,
} from '../../support/registration.ts';
import { expect, prepared, putSession, test } from '../../support/fixtures.ts';
import type { Page } from '@playwright/test';
import { chooseFile } from '../../support/upload.ts';

/** A name of this run's own. */
const numbered = (word: string) => word + [...String(Date.now() % 100_000)].map((digit) => '〇一二三四五六七八九'[+digit]).join('');

async function send(page: Page, label: string): Promise<void> {
  await chooseFile(field(page, label), portrait(600, 400));
  await page.getByRole('button', { name: '画像を送る' }).click();
}

async function addItem(page: Page, list: string, answers: Parameters<typeof answer>[1]): Promise<void> {
  await page.getByRole('link', { name: `${list}を加える` }).click();
  await answer(page, answers);
  await page.getByRole('button', { name: '保存して一覧へ' }).click();
}

async function addSubtrade(page: Page): Promise<void> {
  await page.getByRole('button', { name: '職種（小分類）を加える' }).click();
  await answer(page, { choose: { 職種: '10 鉄筋工', 小分類: '10-01 鉄筋工' } });
  await page.getByRole('button', { name: '保存して一覧へ' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: '鉄筋工・鉄筋工' })).toBeVisible();
  await expect(field(page, '主な職種'), 'kept').toHaveValue('10');
}

/** What 詳細型 adds, in the order of its pages, but the certificate. */
function detailedParts(): Part[] {
  return [
    { title: '労災保険特別加入', answers: { press: { 労災保険の特別加入: '加入していない' } } },
    {
      title: '健康診断',
      fill: async (page) => {
        await addItem(page, '健康診断', { choose: { 健康診断の種類: '定期健康診断' }, type: { 受診した日: '2026-05-10' } });
        await expect(page.getByText('保存しました。')).toBeVisible();
      },
    },
    {
      title: '学歴',
      fill: async (page) => {
        await addItem(page, '学歴', { choose: { 学校の種類: '高等学校' }, type: { 学校の名前: '港工業高校', 卒業した年: '1800' } });
        await expect(field(page, '卒業した年'), 'said on the item').toHaveAccessibleDescription(/1,?920から/);
        await expect(field(page, '学校の名前')).toHaveValue('港工業高校');
        await field(page, '卒業した年').fill('2015');
        await page.getByRole('button', { name: '保存して一覧へ' }).click();
        await expect(page.getByRole('listitem').filter({ hasText: '高等学校・港工業高校・2015年' })).toBeVisible();
      },
    },
    {
      title: '登録基幹技能者資格',
      fill: async (page) => {
        await field(page, '修了証番号').fill('TK-0000-00000');
        await page.getByRole('checkbox', { name: /名簿を調べることに同意する/ }).check();
        await page.getByRole('button', { name: '保存して次へ' }).click();
        await expect(field(page, '修了証番号')).toHaveAccessibleDescription(/名簿に見つかりません/);
        await field(page, '修了証番号').fill('TK-2023-00058');
      },
    },
  ];
}

test('a detailed registration by phone: returned once, put right on another device @phone @plain', async ({ page, browser, faults }) => {
  test.setTimeout(180_000);
  const person = { family: numbered('詳'), given: '千尋', familyKana: 'クワシ', givenKana: 'チヒロ' };
  await begin(page, '詳細型');
  await expect(page.getByText('技能者（詳細型）')).toBeVisible();
  await expectAccessible(page);
  const numbers = (await page.getByText(/^受付番号 /).textContent()) ?? '';
  const [, number, code] = numbers.match(/^受付番号 (\S+)　再開コード (\S+)$/) ?? [];

  const parts = technicianParts(person);
  const photo = parts.findIndex(({ title }) => title === '顔写真');
  await fillParts(page, parts.slice(0, photo + 1));
  await test.step('the identity document', async () => {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('本人確認書類');
    await expectAccessible(page);
    await page.getByRole('radio', { name: '運転免許証' }).check();
    await chooseFile(field(page, '書類の画像'), disguised);
    await page.getByRole('button', { name: '画像を送る' }).click();
    await expect(page.locator('#identity-problem')).toBeVisible();
    await expect(page.getByRole('radio', { name: '運転免許証' }), 'what was chosen is kept').toBeChecked();
    await send(page, '書類の画像');
    await expect(page.getByText('画像を保存しました。')).toBeVisible();
    await page.getByRole('button', { name: '保存して次へ' }).click();
  });
  const rest = [...parts.slice(photo + 2), ...detailedParts()];
  const trades = rest.find(({ title }) => title === '職種');
  // Adding an item saves what stands on the page first.
  if (trades) trades.fill = addSubtrade;
  for (const part of rest) await fillPart(page, part);

  const { viewport, javaScriptEnabled, baseURL, locale } = test.info().project.use;
  const elsewhere = await browser.newContext({ viewport, javaScriptEnabled, baseURL, locale });
  const other = await elsewhere.newPage();
  await test.step('goes on elsewhere', async () => {
    await other.goto('/register/technician/qualification');
    await expect(other.getByRole('heading', { level: 1 })).toHaveText('まだはじめていません');
    await other.goto('/register');
    await other.getByLabel('受付番号').fill(number);
    await other.getByLabel('再開コード').fill(code);
    await other.getByRole('button', { name: '続ける' }).click();
    await expect(other.getByRole('heading', { level: 1 })).toHaveText('入力すること');
    await expect(other.getByRole('listitem').filter({ hasText: '登録基幹技能者資格' })).toContainText('入力ずみ');
  });
  await test.step('a qualification needs its certificate', async () => {
    await openPart(other, '保有資格');
    await addItem(other, '保有資格', { type: { 資格の名前: '玉掛け技能講習', 取得した日: '2016-02-01' } });
    await expect(other.locator('#picture-problem')).toBeVisible();
    await expectAccessible(other);
    await chooseFile(field(other, '証明書の画像'), portrait(500, 700));
    await other.getByRole('button', { name: '保存して一覧へ' }).click();
    const item = other.getByRole('listitem').filter({ hasText: '玉掛け技能講習' });
    await expect(item).toContainText('画像あり');
    await addItem(other, '保有資格', { type: { 資格の名前: 'まちがい', 取得した日: '2016-02-01' } });
    await openPart(other, '保有資格');
    await other.getByRole('button', { name: /^まちがい.*を取り消す$/ }).click();
    await expect(other.getByText('取り消しました。')).toBeVisible();
    await expect(other.getByText('まちがい')).toHaveCount(0);
    await other.getByRole('button', { name: '保存して次へ' }).click();
  });
  await test.step('hands in', async () => {
    for (const title of ['研修の受講履歴', '表彰の履歴', 'レベル判定']) await fillPart(other, { title });
    await expect(other.getByRole('heading', { level: 1 })).toHaveText('内容を確かめて申請');
    await expect(valueOf(other, '学歴')).toHaveText('高等学校・港工業高校・2015年');
    await expectAccessible(other);
    await expectNoOverflow(other);
    await agree(other);
    expect(await handIn(other)).toBe(number);
  });

  const desk = await browser.newContext({ viewport: { width: 1440, height: 900 }, javaScriptEnabled, baseURL, locale });
  await putSession(desk, prepared().sessions.reviewer[test.info().parallelIndex]);
  const reviewer = await desk.newPage();
  await test.step('the reviewer sees the certificate beside its item and returns it', async () => {
    await claim(reviewer, number);
    const row = reviewer.getByRole('row').filter({ hasText: '玉掛け技能講習' });
    await expect(row.getByRole('img', { name: '保有資格 1の画像' })).toHaveJSProperty('complete', true);
    await reviewer.getByRole('button', { name: '残りはすべて問題なし' }).click();
    const verdict = reviewer.getByRole('group', { name: '保有資格 1の判定' });
    await verdict.getByText('不備', { exact: true }).click();
    await verdict.getByRole('combobox').selectOption({ label: '読みとれません' });
    await reviewer.getByRole('button', { name: '不備で返す' }).click();
    await expect(reviewer.getByText('不備で返しました。')).toBeVisible();
  });
  await test.step('only what was wrong is put right', async () => {
    await other.goto('/register/technician');
    const wrong = other.getByRole('region', { name: '直すところ' });
    await expect(wrong).toContainText('読みとれませんでした。はっきり読めるものにしてください。');
    await wrong.getByRole('link', { name: '保有資格 1' }).click();
    await expect(other.getByText('保有資格 1', { exact: true }).first(), 'which of them').toBeVisible();
    await chooseFile(field(other, '証明書の画像'), portrait(502, 700));
    await expect(other.getByRole('region', { name: '直すところ' })).toContainText('まだ直していません');
    await other.getByRole('button', { name: '保存して一覧へ' }).click();
    await expect(other.getByRole('region', { name: '直すところ' })).toContainText('直しました');
    await other.getByRole('button', { name: '保存して次へ' }).click();
    await expect(other.getByRole('heading', { level: 1 }), 'nothing else is to be put right').toHaveText('内容を確かめて申請');
    expect(await handIn(other)).toBe(number);
    await reviewer.reload();
    await expect(reviewer.getByRole('row').filter({ hasText: '玉掛け技能講習' })).toContainText('直りました');
  });
  await desk.close();
  await elsewhere.close();
  expect(faults).toEqual([]);
});

test('a technician registered simply asks for more @phone @plain', async ({ page, as }) => {
  await as('foreigner');
  await page.goto('/passport/more');
  await page.getByRole('button', { name: '詳細型の申請をはじめる' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('入力すること');
  await expect(page.getByText('技能者（簡略型から詳細型へ）')).toBeVisible();
  await expect(page.getByRole('list').getByRole('link', { name: '氏名', exact: true }), 'the register knows').toHaveCount(0);
  await openPart(page, '労災保険特別加入');
  await answer(page, { press: { 労災保険の特別加入: '加入していない' } });
  await page.getByRole('button', { name: '保存して一覧へ' }).click();
  await page.getByRole('link', { name: '確かめて申請する' }).click();
  await expect(page.getByText('氏名・生年月日・顔写真は登録のとおりで、ここでは変えられません。')).toBeVisible();
  await expect(page.getByLabel(/^パスワード/)).toHaveCount(0);
  await page.getByRole('button', { name: '申請する' }).click();
  const summary = page.getByRole('alert').filter({ hasText: 'か所を確かめてください' });
  await expect(summary.getByRole('link')).toHaveText([/^書類の種類/, /^書類の画像/, /^同意/]);
  await expectAccessible(page);
});
