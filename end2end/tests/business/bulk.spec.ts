// A file of many people: what is wrong is told by cell, the rest becomes applications the business goes on with.
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow } from '../../support/look.ts';
import { chooseFile } from '../../support/upload.ts';

const headings = '姓,名,セイ,メイ,生年月日,性別,国籍,郵便番号,都道府県,市区町村・番地・建物,電話番号,主な職種,経験年数,健康保険,年金保険,雇用保険,建退共,中退共';
const person = (name: string, phone: string) =>
  `束,${name},タバ,マトメ,平成8年5月14日,女,日本,135-0016,東京都,江東区東陽2-3-4,${phone},10 鉄筋工,6,適用除外,適用除外,適用除外,未加入,未加入`;

test('people are sent in a file, looked at, corrected and made applications @plain', async ({ page, as }) => {
  // Names hold no digits.
  const name = [...String(Date.now() % 1_000_000)].map((digit) => '〇一二三四五六七八九'[+digit]).join('');
  const file = (text: string) => ({ name: '名簿.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await as('member');
  await page.goto('/business/proxy');
  await page.getByRole('link', { name: 'ファイルでまとめて申請する' }).click();
  await page.getByRole('button', { name: '内容を確かめる' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '登録の種類' })).toBeVisible();
  await page.getByRole('radio', { name: /^簡略型/ }).check();
  await chooseFile(page.getByLabel(/^ファイル/), file('姓,名,血液型\n束,太郎,A\n'));
  await page.getByRole('button', { name: '内容を確かめる' }).click();
  await expect(page.getByText(/使えない見出しの列があります：血液型/).first()).toBeVisible();
  await page.getByRole('radio', { name: /^簡略型/ }).check();
  const rows = [person(`一${name}`, '090-5550-1234'), person(`二${name}`, '12'), person(`三${name}`, '090-5550-1235')];
  await chooseFile(page.getByLabel(/^ファイル/), file(`${headings}\n${rows.join('\n')}\n`));
  await page.getByRole('button', { name: '内容を確かめる' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('名簿.csv');
  await expect(page.getByText('3人のうち、申請できる人は 2人です。')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'K3' })).toContainText('電話番号');
  await expectNoOverflow(page);
  await page.goto('/business/proxy');
  await expect(page.getByText(name), 'nothing yet').toHaveCount(0);
  await page.goBack();
  await page.getByRole('button', { name: '2人の申請を作る' }).click();
  await expect(page.getByText('2人の申請を作りました。')).toBeVisible();
  await page.reload();
  await expect(page.getByText('2人の申請を作りました。')).toBeVisible();
  await page.getByRole('link', { name: '代行申請の一覧へ' }).click();
  await expect(page.getByRole('row').filter({ hasText: `束 一${name}` })).toContainText('入力中');
  await expect(page.getByRole('row').filter({ hasText: `束 二${name}` })).toHaveCount(0);
  await expectNoOverflow(page);
});
