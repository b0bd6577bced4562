// Labour supplied in a disaster, all nine steps: prime and union agree, the prime asks, the local union recruits, the person
// accepts on the phone, lists go up, and one press makes roster and employment. Seen on phone and desktop.
import type { BrowserContext, Page } from '@playwright/test';
import { expectAccessible } from '../../support/accessible.ts';
import { logIn, type Who } from '../../support/demo.ts';
import { expect, ownServer, prepared, putSession, test } from '../../support/fixtures.ts';
import { expectNoOverflow, picture } from '../../support/look.ts';
import type { OwnServer } from '../../support/own-server.mjs';
import { answer, birth, field } from '../../support/registration.ts';

let server: OwnServer;
test.beforeEach(async () => {
  // Of its own: whom it employs, other tests ask to be employed too.
  server = await ownServer();
});
test.afterEach(async () => server?.dispose());

/** A day so many days from today, in Japan. */
const day = (plus: number) => new Date(Date.now() + (9 + plus * 24) * 3_600_000).toISOString().slice(0, 10);
const site = '南志見応急仮設住宅';

const sessions = new Map<Who, string>();
test.beforeEach(() => sessions.clear());

/** Turns the browser into somebody's, who logs in once. */
async function as(page: Page, context: BrowserContext, who: Who): Promise<void> {
  const session = sessions.get(who) ?? (await logIn(server.url, prepared().logIns[who], who === 'technician' ? undefined : 0)).session;
  sessions.set(who, session);
  await page.goto('about:blank');
  await putSession(context, session);
}

async function sound(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectNoOverflow(page);
}

test('people are supplied in a disaster, from the agreement to the wages @plain', async ({ page, context }) => {
  test.setTimeout(240_000);
  const open = async (who: Who, path: string) => {
    await as(page, context, who);
    await page.goto(`${server.url}${path}`);
  };

  await open('prime', '/business/sites/new');
  await answer(page, {
    type: { 現場名: site, '市区町村・番地': '輪島市南志見1', 工事のはじまり: day(-5), 工事のおわり: day(90) },
    choose: { 都道府県: '石川県' },
  });
  await page.getByRole('button', { name: '現場を登録する' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(site);

  // ① The prime proposes, the union agrees.
  await page.goto(`${server.url}/business/people`);
  await page.getByRole('link', { name: '災害時の労働者の供給' }).click();
  await page.getByRole('button', { name: '申し入れる' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' }).getByRole('link')).toHaveCount(7);
  await sound(page);
  await expect(field(page, 'レベル2の賃金（1日、円）'), 'what is published stands there').toHaveValue('26000');
  await answer(page, {
    choose: { 組合の本部: '湊町建設組合連合会' },
    type: {
      協約のはじまる日: day(-5), 協約の終わる日: day(90), 労働時間と休日: '8時から17時まで、週休1日', '宿舎・食事・交通': '宿舎と3食つき',
      社会保険と労災保険: '社会保険と労災に入ります', 賃金を支払うところ: '見本社会保険労務士法人',
    },
  });
  await page.getByRole('button', { name: '申し入れる' }).click();
  await expect(page.getByText('組合に協約を申し入れました。')).toBeVisible();
  await expect(page.getByRole('button', { name: '供給をたのむ' }), 'not before the union has agreed').toHaveCount(0);

  await open('head', '/counter/labour');
  await sound(page);
  await page.getByRole('button', { name: '港栄建設株式会社 の協約に同意する' }).click();
  await expect(page.getByText('協約に同意しました。')).toBeVisible();

  // ② Place, days, people.
  await open('prime', '/business/labour');
  await field(page, '協約').selectOption({ index: 1 });
  await answer(page, {
    choose: { 現場: site, 職種: '10 鉄筋工' },
    type: { 就労のはじまる日: day(0), 就労の終わる日: day(30), 作業内容: '木造応急仮設住宅の基礎工事', '1日の人数': '2' },
  });
  await page.getByRole('button', { name: '供給をたのむ' }).click();
  await expect(page.getByText('組合に供給をたのみました。')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(site);
  await sound(page);

  // ③ To the local union, and never more than were asked for.
  await open('head', '/counter/labour');
  await page.getByRole('link', { name: site }).click();
  await answer(page, { choose: { 地域の組合: '湊町窓口' }, type: { '1日の人数': '3' } });
  await page.getByRole('button', { name: '割り当てる' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' }).getByRole('link')).toHaveCount(1);
  await sound(page);
  await field(page, '1日の人数').fill('2');
  await page.getByRole('button', { name: '割り当てる' }).click();
  await expect(page.getByText('割り当てました。')).toBeVisible();

  // ④ The local union offers the work.
  await open('counter', '/counter/labour');
  await page.getByRole('link', { name: site }).click();
  await field(page, '技能者ID').fill(prepared().logIns.technician);
  await birth(page, ['平成', '2', '4', '2']);
  await page.getByRole('button', { name: '声をかける' }).click();
  await expect(page.getByText('声をかけました。本人が答えると、ここに出ます。')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '答えを待っています' }), 'a number, no name').not.toContainText('山本');
  await sound(page);

  // ⑤ The person reads terms and wage, and accepts.
  await open('technician', '/passport/more');
  await page.getByRole('link', { name: '災害の現場の募集' }).click();
  await expect(page.getByText(/^あなたはレベル\dです。1日の賃金は [\d,]+円です。$/)).toBeVisible();
  await expect(page.getByText(/^公表されている例（全建総連 災害時労働者供給）では/)).toBeVisible();
  await expect(page.getByText('一人親方の方も、事業者登録はいりません。')).toBeVisible();
  await sound(page);
  await picture(page, 'labour-offer');
  await page.getByRole('button', { name: `「${site}」の仕事を引き受ける` }).click();
  await expect(page.getByText('引き受けました。元請の名簿にのると、お知らせが届きます。')).toBeVisible();
  await expect(page.getByRole('button', { name: `「${site}」の仕事を取りやめる` })).toBeVisible();

  // ⑥ and ⑦ The list goes up.
  await open('counter', '/counter/labour');
  await page.getByRole('link', { name: site }).click();
  await expect(page.getByRole('row').filter({ hasText: '山本 健太' })).toBeVisible();
  await page.getByRole('button', { name: '組合の本部に名簿を出す' }).click();
  await expect(page.getByText('組合の本部に名簿を出しました。')).toBeVisible();
  await open('head', '/counter/labour');
  await page.getByRole('link', { name: site }).click();
  await page.getByRole('button', { name: '元請に名簿を渡す' }).click();
  await expect(page.getByText('元請に名簿を渡しました。')).toBeVisible();

  // ⑧ One press.
  await open('prime', '/business/labour');
  await page.getByRole('link', { name: site }).click();
  await page.getByRole('button', { name: '名簿にのせる' }).click();
  await expect(page.getByText('名簿にのせました。雇用がはじまります。')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '山本 健太' })).toContainText('雇用されています');

  // ⑨ Wages by the named payer.
  await expect(page.getByText('賃金は 見本社会保険労務士法人 が支払います。')).toBeVisible();
  await answer(page, { type: { 支払った日: day(0), 支払った人数: '1' } });
  await page.getByRole('button', { name: '支払いを残す' }).click();
  await expect(page.getByText('支払いを残しました。')).toBeVisible();
  const steps = page.getByRole('table', { name: 'これまでの手順' });
  for (const number of '①②③④⑤⑥⑦⑧⑨') {
    await expect(steps.getByRole('rowheader').filter({ hasText: number }).first(), number).toBeVisible();
  }
  await sound(page);
  await picture(page, 'labour-steps');
  await page.getByRole('link', { name: '現場の作業員名簿を見る' }).click();
  await expect(page.getByRole('row').filter({ hasText: '山本 健太' }), 'for the days of the request').toContainText(day(30));

  await open('technician', '/passport/labour');
  await expect(page.getByText('雇用されています')).toBeVisible();
  await expect(page.getByRole('button', { name: /取りやめる$/ })).toHaveCount(0);
  await open('member', '/business/labour');
  await expect(page.getByText(site), 'no other business sees it').toHaveCount(0);
});

test('a union says where and in which language it is told @plain', async ({ page, context }) => {
  await as(page, context, 'head');
  await page.goto(`${server.url}/counter/labour`);
  await expect(page.getByRole('radio', { name: '日本語' }), 'what is usual stands there').toBeChecked();
  await field(page, 'メールアドレス').fill('x');
  await page.getByRole('button', { name: '届け先を保存する' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' })).toContainText('メールアドレス');
  await sound(page);
  await field(page, 'メールアドレス').fill('honbu@kumiai.example.jp');
  await page.getByRole('radio', { name: 'English' }).check();
  await page.getByRole('button', { name: '届け先を保存する' }).click();
  await expect(page.getByText('お知らせの届け先を保存しました。')).toBeVisible();
  await expect(field(page, 'メールアドレス')).toHaveValue('honbu@kumiai.example.jp');
  await expect(page.getByRole('radio', { name: 'English' })).toBeChecked();
  await sound(page);
});
