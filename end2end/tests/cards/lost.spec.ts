// A card that is lost: its holder stops it from the phone, asks for a new one, pays, and says that it has come. And by
// telephone: the operator does the same for somebody else.
import { expectAccessible } from '../../support/accessible.ts';
import { logIn } from '../../support/demo.ts';
import type { OwnServer } from '../../support/own-server.mjs';
import { valueOf } from '../../support/registration.ts';
import { Visitor } from '../../support/visitor.ts';
import { expect, ownServer, prepared, putSession, test } from '../../support/fixtures.ts';

let server: OwnServer;
test.beforeEach(async () => {
  server = await ownServer();
});
test.afterEach(async () => server?.dispose());

async function desk(): Promise<Visitor> {
  return logIn(server.url, prepared().logIns.operator, 0);
}

test('a lost card is stopped at once and made again @phone @plain', async ({ page, context }) => {
  test.setTimeout(90_000);
  await putSession(context, (await logIn(server.url, prepared().logIns.technician)).session);
  await page.goto(`${server.url}/passport/more`);
  await page.getByRole('link', { name: 'カード・再発行' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'お手元にあります' })).toBeVisible();
  await page.getByRole('link', { name: 'カードをなくした' }).click();
  await expect(page.getByText('あとで見つかっても、そのカードは使えません。')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'カードを止める' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'カードを止めました。もうだれも使えません。' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'いま使えるカードはありません' })).toBeVisible();
  await page.goto(`${server.url}/passport`);
  await expect(page.getByRole('heading', { name: 'カードは止まっています' })).toBeVisible();
  await expect(page.getByText('現場の入口で、カードをタッチしてください')).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'カードと再発行を見る' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'いま使えるカードはありません' })).toBeVisible();
  await page.goto(`${server.url}/passport/card/lost`);
  await expect(page.getByText('止めるカードはありません')).toBeVisible();
  await page.getByRole('link', { name: 'カード', exact: true }).click();

  await page.getByRole('link', { name: '再発行をたのむ' }).click();
  await expect(page.getByText('再発行の料金は 1,000円 です。')).toBeVisible();
  await page.getByRole('button', { name: '再発行をたのむ' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' })).toBeVisible();
  await page.getByRole('radio', { name: 'なくした・ぬすまれた' }).check();
  await page.getByRole('button', { name: '再発行をたのむ' }).click();
  await expect(page.getByText('再発行を受けつけました。')).toBeVisible();
  await expect(page.getByRole('link', { name: '再発行をたのむ' }), 'one at a time').toHaveCount(0);
  const reference = ((await valueOf(page, '支払番号').textContent()) ?? '').replaceAll(' ', '');
  expect(reference).toMatch(/^\d{12}$/);

  const operator = await desk();
  const fees = (await operator.get('/operator/fees')).text;
  const request = fees.split('カード再発行').slice(1).join('').match(/name="request" value="([0-9a-f-]{36})"/)?.[1] ?? '';
  await operator.post('/fn/mark_fee_paid', { request, confirm: 'yes' });
  await page.reload();
  await expect(page.getByRole('status').filter({ hasText: '作っています' })).toBeVisible();
  await expect(page.getByRole('button', { name: '再発行をやめる' })).toHaveCount(0);
  const orders = (await operator.get('/operator/cards')).text;
  const waiting = [...orders.matchAll(/id="uid-([0-9a-f-]{36})"/g)].map(([, card]) => card);
  for (const [at, card] of waiting.entries()) {
    await operator.post('/fn/issue_card', { card, uid: `04E2E0000000${at.toString(16).padStart(2, '0')}` });
  }
  await page.reload();
  await expect(page.getByText('新しいカードをお送りしました。')).toBeVisible();
  await expect(page.getByText('新しいカードを作っています。'), 'it is made').toHaveCount(0);
  await page.goto(`${server.url}/passport`);
  await expect(page.getByRole('heading', { name: 'カードは止まっています' }), 'it is in the post').toBeVisible();
  await expect(page.getByText('現場の入口で、カードをタッチしてください')).toHaveCount(0);
  await page.getByRole('link', { name: 'カードと再発行を見る' }).click();
  await expect(page.getByText('新しいカードをお送りしました。')).toBeVisible();
  await page.getByRole('button', { name: 'カードが届いた' }).click();
  await expect(page.getByText('届いたことを記録しました。')).toBeVisible();
  await page.goto(`${server.url}/passport`);
  await expect(page.getByRole('heading', { name: 'カードは止まっています' }), 'it has come').toHaveCount(0);
  await page.goto(`${server.url}/passport/card`);
  await expect(page.getByRole('status').filter({ hasText: 'お手元にあります' })).toBeVisible();
  await expect(page.getByRole('link', { name: '再発行をたのむ' })).toBeVisible();
  await page.goto(`${server.url}/passport/notices`);
  for (const told of ['カードの利用を止めました', 'カードの再発行の料金をお支払いください', '新しいカードを作っています']) {
    await expect(page.getByText(told).first()).toBeVisible();
  }
});

test('who telephones has the card stopped and a new one asked for @desktop @plain', async ({ page, context }) => {
  await putSession(context, (await desk()).session);
  await page.goto(`${server.url}/operator/cards`);
  await page.getByLabel('技能者ID').fill('123');
  await page.getByRole('button', { name: 'カードを見る' }).click();
  await expect(page.getByRole('alert')).toContainText('技能者IDは14けたの数字です');
  await expect(page.getByLabel('技能者ID')).toHaveValue('123');
  await page.getByLabel('技能者ID').fill(prepared().logIns.foreigner);
  await page.getByRole('button', { name: 'カードを見る' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('カードの持ち主');
  await page.getByRole('checkbox', { name: '本人から聞いて確かめた' }).check();
  await page.getByRole('button', { name: /^カードを止める（/ }).click();
  await expect(page.getByText('カードを止めました。もうだれも使えません。')).toBeVisible();
  await page.getByRole('radio', { name: 'なくした・ぬすまれた' }).check();
  await page.getByRole('button', { name: '再発行をたのむ' }).click();
  await expect(page.getByText('再発行を受けつけました。')).toBeVisible();
  await page.getByRole('button', { name: '再発行をやめる' }).click();
  await expect(page.getByText('再発行をやめました。')).toBeVisible();
});
