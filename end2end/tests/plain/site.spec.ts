// A business makes a site, its structure and its roster, with and without JavaScript.
import { answer, field, valueOf } from '../../support/registration.ts';
import { expect, test } from '../../support/fixtures.ts';

test('a site: wrong first, then made, with a subcontractor and people @desktop @plain', async ({ page, as, logIns }) => {
  await as('prime');
  await page.goto('/business/sites/new');
  const name = `試験現場 ${Date.now() % 1_000_000}`;
  await answer(page, { type: { 現場名: name, 工事のはじまり: '2026-11-20', 工事のおわり: '2026-11-10', 郵便番号: '12' } });
  await page.getByRole('button', { name: '現場を登録する' }).click();
  const summary = page.getByRole('alert').filter({ hasText: 'か所を確かめてください' });
  await expect(summary.getByRole('link')).toHaveText([
    /^郵便番号は7けた/, /^都道府県を選んでください/, /^市区町村・番地を入力/, /^工事のおわりが、始まりより前になっています/,
  ]);
  await expect(field(page, '現場名')).toHaveValue(name);
  await expect(field(page, '工事のおわり')).toHaveAccessibleDescription(/^始まりより前になっています/);

  const year = new Date().getFullYear();
  await answer(page, {
    type: { 郵便番号: '', '市区町村・番地': '江東区潮見2-1-1', 工事のはじまり: `${year}-01-05`, 工事のおわり: `${year + 1}-12-25`, 発注者: '湊町市' },
    choose: { 都道府県: '東京都' },
    press: { 発注者の種類: '公共（国・県・市町村）' },
  });
  await page.getByRole('button', { name: '現場を登録する' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(valueOf(page, '発注者')).toHaveText('湊町市 公共（国・県・市町村）');
  const site = page.url();

  await page.getByRole('link', { name: '下請を足す', exact: true }).click();
  await field(page, '足す会社の事業者ID').fill('12345678901234');
  await page.getByRole('button', { name: '下請を足す' }).click();
  await expect(field(page, '足す会社の事業者ID')).toHaveAccessibleDescription(/数字のどれかがちがいます。会社の番号と/);
  await field(page, '足す会社の事業者ID').fill(logIns.member);
  await page.getByRole('button', { name: '下請を足す' }).click();
  await expect(page.getByText('施工体制に足しました。')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '北浜架設株式会社' })).toContainText('1次');

  await as('member');
  await page.goto(site);
  await page.getByRole('link', { name: '名簿に人をのせる' }).click();
  await page.getByRole('button', { name: '名簿にのせる' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '名簿にのせる人' })).toBeVisible();
  for (const person of ['山本 健太', 'グエン ヴァン ミン']) await page.getByRole('checkbox', { name: `${person}さんをえらぶ` }).check();
  await answer(page, { type: { 作業の内容: '足場の組立' } });
  await page.getByRole('button', { name: '名簿にのせる' }).click();
  await expect(page.getByText('2人を名簿にのせました。')).toBeVisible();
  const roster = page.getByRole('region', { name: '作業員名簿（2人）' });
  await expect(roster.getByRole('row').filter({ hasText: '山本 健太' })).toContainText('とび工');
  const takeOff = page.getByRole('button', { name: '山本 健太さんを名簿から外す' });
  await takeOff.click();
  await expect(page.getByText('名簿から外しました。'), 'one press takes nobody off').toHaveCount(0);
  await page.getByRole('checkbox', { name: '山本 健太さんを外してよい' }).check();
  await takeOff.click();
  await expect(page.getByText('名簿から外しました。')).toBeVisible();
});

test('a site admin ID is made, and its password is shown once @desktop @plain', async ({ page, as }) => {
  await as('prime');
  await page.goto('/business/accounts');
  await page.getByRole('link', { name: '現場管理者IDを作る' }).click();
  await page.getByRole('button', { name: '現場管理者IDを作る' }).click();
  const summary = page.getByRole('alert').filter({ hasText: 'か所を確かめてください' });
  await expect(summary.getByRole('link')).toHaveCount(2);
  await field(page, '使う人の氏名').fill('現場代理人 試');
  await page.getByRole('group', { name: /^まかせる現場/ }).getByRole('checkbox').first().check();
  await page.getByRole('button', { name: '現場管理者IDを作る' }).click();
  const issued = page.getByRole('status').filter({ hasText: 'IDを作りました' });
  await expect(issued).toContainText(/\d{14}-s\d\d/);
  await page.reload();
  await expect(issued).toHaveCount(0);
});
