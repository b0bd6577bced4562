// Money, from the operator's file to the applicant's number, and what a business sees that has not paid.
import { approve } from '../../support/office.ts';
import { field, registerTechnician, valueOf } from '../../support/registration.ts';
import { expect, prepared, putSession, test } from '../../support/fixtures.ts';
import { chooseFile } from '../../support/upload.ts';

/** A family name of this run's own. */
const numbered = (word: string) => word + [...String(Date.now() % 100_000)].map((digit) => '〇一二三四五六七八九'[+digit]).join('');
const transaction = () => `E-${Date.now()}-${Math.round(Math.random() * 1e6)}`;

test('a settlement file settles what fits, completes the registration, and keeps the rest to decide @desktop @plain', async ({ page, browser }) => {
  test.setTimeout(120_000);
  const person = { family: numbered('納'), given: '真', familyKana: 'オサメ', givenKana: 'マコト' };
  const number = await registerTechnician(page, person);
  const { viewport, javaScriptEnabled, baseURL, locale } = test.info().project.use;
  const desk = await browser.newContext({ viewport, javaScriptEnabled, baseURL, locale });
  await putSession(desk, prepared().sessions.operator[test.info().parallelIndex]);
  const operator = await desk.newPage();
  await approve(operator, number);

  await page.reload();
  await expect(page.getByText('支払い待ち').first()).toBeVisible();
  const reference = ((await valueOf(page, '支払番号').textContent()) ?? '').replaceAll(' ', '');
  expect(reference).toMatch(/^\d{12}$/);
  await expect(page.getByText('コンビニエンスストアで支払番号を伝えるか')).toBeVisible();

  const row = (said: string, yen: number) => `${said},${yen},2026-11-20,convenience_store,${transaction()}`;
  const unplaced = numbered('フリコミ');
  const file = ['reference,yen,paid_on,channel,transaction', row(reference, 2_499), row('', 700).replace(/^/, unplaced), row(reference, 2_500), 'what is this'];
  await operator.goto('/operator/fees');
  await operator.getByRole('button', { name: 'とりこむ' }).click();
  await expect(field(operator, '入金ファイル（CSV）')).toHaveAccessibleDescription(/選んでください/);
  await expect(operator.getByText('convenience_store（コンビニエンスストア）、bank_transfer（銀行振込）、card（カード払い）')).toBeVisible();
  const picture = { name: 'nyukin.csv', mimeType: 'text/csv', buffer: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') };
  await chooseFile(field(operator, '入金ファイル（CSV）'), picture);
  await operator.getByRole('button', { name: 'とりこむ' }).click();
  await expect(field(operator, '入金ファイル（CSV）')).toHaveAccessibleDescription(/CSVファイルではありません/);
  const csv = { name: 'nyukin.csv', mimeType: 'text/csv', buffer: Buffer.from(`${file.join('\n')} ${unplaced}\n`) };
  await chooseFile(field(operator, '入金ファイル（CSV）'), csv);
  await operator.getByRole('button', { name: 'とりこむ' }).click();
  await expect(operator.getByRole('status').filter({ hasText: '4行を読みました。入金ずみ 1件、合わない入金 3件' })).toBeVisible();
  await chooseFile(field(operator, '入金ファイル（CSV）'), csv);
  await operator.getByRole('button', { name: 'とりこむ' }).click();
  await expect(operator.getByRole('status').filter({ hasText: '入金ずみ 0件、合わない入金 0件、前にとりこんだもの 4件' })).toBeVisible();

  await page.reload();
  await expect(page.getByText('登録ずみ').first()).toBeVisible();
  await expect(page.getByText(/^\d{4} \d{4} \d{4} \d{2}$/)).toBeVisible();

  await operator.getByRole('link', { name: '合わない入金' }).click();
  const short = operator.getByRole('listitem').filter({ hasText: '金額が足りません' }).filter({ hasText: reference });
  await expect(short).toContainText('2,499円');
  const transfer = operator.getByRole('listitem').filter({ hasText: '支払番号の形か数字がちがいます' }).filter({ hasText: unplaced });
  await transfer.getByRole('button', { name: '返金にする' }).click();
  await expect(transfer.getByText(/理由を入力してください/)).toBeVisible();
  await transfer.getByLabel('請求の支払番号か受付番号').fill(number);
  await transfer.getByLabel('理由', { exact: true }).fill('名前で確かめた');
  await transfer.getByRole('button', { name: 'この請求の入金にする' }).click();
  await expect(transfer.getByRole('alert'), 'it is paid already').toContainText('残りの金額がありません');
  await expect(transfer.getByLabel('理由', { exact: true }), 'what was typed is kept').toHaveValue('名前で確かめた');
  await transfer.getByRole('button', { name: '返金にする' }).click();
  await expect(operator.getByText('返すお金の一覧に入れました。')).toBeVisible();
  const back = operator.getByRole('row').filter({ hasText: unplaced });
  await back.getByRole('button', { name: '700円を返金した' }).click();
  await expect(operator.getByText('返金ずみにしました。')).toBeVisible();
  await expect(back).toHaveCount(0);
  const broken = operator.getByRole('listitem').filter({ hasText: '行の形が読みとれません' }).filter({ hasText: unplaced });
  await broken.getByLabel('理由', { exact: true }).fill('収納会社に確かめた');
  await broken.getByRole('button', { name: '確かめたので終わりにする' }).click();
  await expect(broken).toHaveCount(0);
  await desk.close();
});

test('a request is found by its number, and what was paid too much goes back @desktop @plain', async ({ page, browser }) => {
  test.setTimeout(120_000);
  const person = { family: numbered('余'), given: '真', familyKana: 'アマリ', givenKana: 'マコト' };
  const number = await registerTechnician(page, person);
  const { viewport, javaScriptEnabled, baseURL, locale } = test.info().project.use;
  const desk = await browser.newContext({ viewport, javaScriptEnabled, baseURL, locale });
  await putSession(desk, prepared().sessions.operator[test.info().parallelIndex]);
  const operator = await desk.newPage();
  await approve(operator, number);
  await page.reload();
  const reference = ((await valueOf(page, '支払番号').textContent()) ?? '').trim();
  await expect(valueOf(page, '振込先')).toContainText('見本銀行');

  // Whoever holds the number and nothing else: the link of a short message, in a browser that knows nobody.
  const phone = await browser.newContext({ viewport, javaScriptEnabled, baseURL, locale });
  const payer = await phone.newPage();
  await payer.goto(`/pay?number=${reference.replaceAll(' ', '')}`);
  await expect(valueOf(payer, '金額')).toHaveText('2,500円');
  await expect(valueOf(payer, '振込先')).toContainText('見本銀行');
  expect(await payer.content(), 'nobody is named').not.toContain(person.family);

  await operator.goto('/operator/fees');
  for (const said of [reference, number]) {
    await operator.getByRole('textbox', { name: '受付番号か支払番号' }).fill(said);
    await operator.getByRole('button', { name: 'さがす' }).click();
    const found = operator.getByRole('table', { name: '支払い待ちの請求' }).getByRole('row');
    await expect(found.filter({ hasText: number })).toHaveCount(1);
    await expect(found, 'a head and the one').toHaveCount(2);
  }
  await operator.getByRole('textbox', { name: '受付番号か支払番号' }).fill('2020-0101-00001');
  await operator.getByRole('button', { name: 'さがす' }).click();
  await expect(operator.getByRole('heading', { name: 'その番号の、支払い待ちの請求はありません' })).toBeVisible();
  await operator.getByRole('link', { name: '支払い待ちをすべて見る' }).click();
  await expect(operator.getByRole('table', { name: '支払い待ちの請求' })).toContainText(number);

  const csv = `${reference},2600,2026-11-20,bank_transfer,${transaction()}`;
  await chooseFile(field(operator, '入金ファイル（CSV）'), { name: 'nyukin.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await operator.getByRole('button', { name: 'とりこむ' }).click();
  await expect(operator.getByRole('table', { name: '受けとった入金ファイルと進みぐあい' }).getByRole('row').nth(1)).toContainText('終わりました');
  await expect(operator.getByRole('table', { name: '支払い待ちの請求' }).getByRole('row').filter({ hasText: number })).toContainText('2,600円 が届いていて');
  await payer.reload();
  await expect(payer.getByText('2,600円 を受けとり、内容を確かめています。')).toBeVisible();
  await expect(valueOf(payer, '振込先'), 'what came is not asked for again').toHaveCount(0);
  await operator.getByRole('link', { name: '合わない入金' }).click();
  const over = operator.getByRole('listitem').filter({ hasText: '金額が多すぎます' }).filter({ hasText: reference });
  await over.getByLabel('理由', { exact: true }).fill('多く払われた');
  await over.getByRole('button', { name: 'この請求の入金にする' }).click();
  await expect(over).toHaveCount(0);
  await payer.reload();
  await expect(payer.getByText('支払いは確かめられました。')).toBeVisible();
  await phone.close();

  const name = `${person.family} ${person.given}`;
  const credit = operator.getByRole('list', { name: '多く払われたお金の一覧' }).getByRole('listitem').filter({ hasText: name });
  await expect(credit).toContainText('100円');
  await credit.getByRole('button', { name: '返金にする' }).click();
  await expect(credit.getByText(/理由を入力してください/)).toBeVisible();
  await credit.getByLabel('理由', { exact: true }).fill('本人の希望');
  await credit.getByRole('button', { name: '返金にする' }).click();
  await expect(operator.getByText('返すお金の一覧に入れました。')).toBeVisible();
  await expect(credit).toHaveCount(0);
  const back = operator.getByRole('row').filter({ hasText: name });
  await back.getByRole('button', { name: '100円を返金した' }).click();
  await expect(operator.getByText('返金ずみにしました。')).toBeVisible();
  await expect(back).toHaveCount(0);
  await desk.close();
});

test('a large settlement file is taken in while the page says how far it is @desktop @plain', async ({ page, as }) => {
  await as('operator');
  await page.goto('/operator/fees');
  // The same payment again and again: one waits for a person, and the list of those that do stays short.
  const row = `,300,2026-11-20,bank_transfer,${transaction()}`;
  const csv = { name: 'nyukin.csv', mimeType: 'text/csv', buffer: Buffer.from(`${row}\n`.repeat(250)) };
  await chooseFile(field(page, '入金ファイル（CSV）'), csv);
  await page.getByRole('button', { name: 'とりこむ' }).click();
  await expect(page.getByRole('status').filter({ hasText: '250行のファイルを受けとりました。100行まで読みました。' })).toBeVisible();
  const newest = page.getByRole('table', { name: '受けとった入金ファイルと進みぐあい' }).getByRole('row').filter({ hasText: '249' });
  await expect(async () => {
    await page.reload();
    await expect(newest.first()).toContainText('終わりました', { timeout: 1_000 });
  }).toPass();
});

test('a business that has not paid sees why on every page and can still read @phone @plain', async ({ page, as }) => {
  await as('stranger');
  for (const path of ['/business', '/business/sites', '/business/people', '/business/accounts', '/business/sites/new']) {
    await page.goto(path);
    await expect(page.getByRole('status').filter({ hasText: '支払いと見ることだけです' }), path).toBeVisible();
  }
  await field(page, '現場名').fill('とめられる現場');
  await field(page, '都道府県').selectOption({ label: '東京都' });
  await field(page, '市区町村・番地').fill('江東区潮見2-1-1');
  await field(page, '工事のはじまり').fill('2026-12-01');
  await field(page, '工事のおわり').fill('2027-12-01');
  await page.getByRole('button', { name: '現場を登録する' }).click();
  await expect(page.getByRole('alert')).toContainText('期限を過ぎた請求がある');
  await expect(field(page, '現場名'), 'what was typed is kept').toHaveValue('とめられる現場');
  await page.getByRole('link', { name: '請求を見て支払う' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('料金');
  const late = page.getByRole('row').filter({ hasText: '期限を過ぎています' });
  await expect(late).toContainText('2,400円');
  await expect(late).toContainText(/\d{4} \d{4} \d{4}/);
  await late.getByRole('link', { name: '管理者ID利用料の請求書' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('請求書');
  await expect(valueOf(page, 'うち消費税（10%）')).toHaveText('218円');
});

test('who has paid is told nothing of the kind, and reads the invoice of a month @desktop', async ({ page, as }) => {
  await as('prime');
  await page.goto('/business');
  await expect(page.getByText('支払いと見ることだけです')).toHaveCount(0);
  await page.getByRole('link', { name: '料金', exact: true }).click();
  const open = page.getByRole('row').filter({ hasText: '支払い待ち' });
  await open.getByRole('link', { name: '現場利用料の請求書' }).click();
  await expect(page.getByRole('table')).toContainText(/現場利用料 \d{4}年\d+月/);
  await expect(page.getByText('適格請求書ではありません')).toBeVisible();
});

test('a price to come is added, a past one is not, and a month is closed once @desktop @plain', async ({ page, as }) => {
  await as('operator');
  await page.goto('/operator/fees/prices');
  await page.getByRole('button', { name: '料金を足す' }).click();
  const summary = page.getByRole('alert').filter({ hasText: 'か所を確かめてください' });
  await expect(summary.getByRole('link')).toHaveCount(4);
  await field(page, '料金の種類').selectOption({ label: '現場利用料（定額）' });
  await field(page, 'いつから').fill('2026-01-01');
  await field(page, '金額（税込み・円）').fill('50,000');
  await field(page, '決めた理由').fill('運営協議会の決定');
  await page.getByRole('button', { name: '料金を足す' }).click();
  await expect(field(page, 'いつから')).toHaveAccessibleDescription(/明日か、それより後/);
  await expect(field(page, '金額（税込み・円）')).toHaveValue('50,000');
  // Another day for each run and project, since a kind has one price from a day.
  const day = new Date(Date.now() + 86_400_000 * (30 + Math.floor(Math.random() * 3_000))).toISOString().slice(0, 10);
  await field(page, 'いつから').fill(day);
  await page.getByRole('button', { name: '料金を足す' }).click();
  await expect(page.getByText('料金を足しました。')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: day })).toContainText('これから');

  await page.goto('/operator/fees/figures');
  await page.getByRole('button', { name: /^\d{4}年\d+月を締める$/ }).click();
  await expect(page.getByRole('status').filter({ hasText: 'もう締めてあります' })).toBeVisible();
  await expect(page.getByRole('table', { name: '月と種類ごとの収入' })).toContainText('現場利用料');
});

test('usage is corrected by what was reported, with both figures @desktop @plain', async ({ page, as, logIns }) => {
  await as('operator');
  await page.goto('/operator/fees/usage');
  await page.getByRole('button', { name: '記録を見る' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('利用の補正');
  await field(page, '元請の事業者ID').fill('123');
  await page.getByRole('button', { name: '記録を見る' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' }).getByRole('link')).toHaveCount(2);
  await expect(field(page, '元請の事業者ID')).toHaveValue('123');
  await field(page, '元請の事業者ID').fill(logIns.prime);
  await field(page, '作業した月').selectOption({ index: 2 });
  await page.getByRole('button', { name: '記録を見る' }).click();
  const card = page.locator('section').filter({ has: page.getByRole('heading', { name: '報告の件数に補正する' }) });
  await expect(card).toContainText('港栄建設株式会社');
  const counted = Number((await card.innerText()).match(/記録の件数\s*([\d,]+)件/)?.[1].replace(',', ''));
  expect(counted).toBeGreaterThan(0);
  await field(page, '報告の件数').fill(String(counted));
  await field(page, 'どの報告か').fill('就労実績報告（見本）');
  await page.getByRole('button', { name: '補正する' }).click();
  await expect(page.getByRole('alert')).toContainText('補正はいりません');
  await field(page, '報告の件数').fill(String(counted + 2));
  await page.getByRole('button', { name: '補正する' }).click();
  await expect(page.getByRole('status').filter({ hasText: `${counted}件から${counted + 2}件に補正しました` })).toBeVisible();
  await as('prime');
  await page.goto('/business/fees');
  await expect(page.getByRole('table', { name: '報告による利用の補正' })).toContainText('就労実績報告（見本）');
});
