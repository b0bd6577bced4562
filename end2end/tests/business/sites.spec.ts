// A prime registers a whole site, changes it, copies it, divides it into sections, closes and opens it, and registers many by file.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../../support/accessible.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow, picture } from '../../support/look.ts';
import { answer, field, group, valueOf } from '../../support/registration.ts';
import { chooseFile } from '../../support/upload.ts';

const today = () => new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
const year = () => Number(today().slice(0, 4));
const newName = (kind: string) => `${kind} ${test.info().project.name} ${Date.now() % 1_000_000}`;

/** Registers a site from the page it stands on. */
async function make(page: Page, name: string, more: Parameters<typeof answer>[1] = {}): Promise<void> {
  await answer(page, {
    type: { 現場名: name, '市区町村・番地': '江東区潮見2-1-1', 工事のはじまり: `${year()}-01-05`, 工事のおわり: `${year() + 1}-12-25`, ...more.type },
    choose: { 都道府県: '東京都', ...more.choose },
    press: more.press,
  });
  await page.getByRole('button', { name: '現場を登録する' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}

test('a whole site is registered, changed, copied, closed and opened again @plain', async ({ page, as }) => {
  await as('prime');
  await page.goto('/business/sites/new');
  await expectAccessible(page);
  await expectNoOverflow(page);
  const name = newName('全項目の現場');
  await make(page, name, {
    type: { 緯度: '35.6571', 経度: '139.8172', '契約金額（円）': '120,000,000', 入口がひらく時刻: '07:00', 入口がしまる時刻: '18:00' },
    choose: { 契約の種類: '総価契約（全部でいくら）', モデル工事: 'CCUS義務化モデル工事' },
    press: { 週休2日の工事ですか: '週休2日の工事' },
  });
  await expect(valueOf(page, '位置')).toHaveText('北緯 35.657100、東経 139.817200');
  await expect(valueOf(page, 'モデル工事')).toHaveText('CCUS義務化モデル工事');
  await expect(valueOf(page, '入口の時間')).toHaveText('07:00から18:00まで');
  const site = page.url();

  await page.getByRole('link', { name: '現場の情報を変える' }).click();
  await field(page, '経度').fill('2.35');
  await page.getByRole('button', { name: '変える', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' }).getByRole('link')).toHaveText([/^経度/]);
  await field(page, '経度').fill('139.8173');
  await page.getByRole('button', { name: '変える', exact: true }).click();
  await expect(page.getByText('現場の情報を変えました。')).toBeVisible();
  await expect(valueOf(page, '位置')).toContainText('139.817300');
  await expectAccessible(page);
  await picture(page, 'site-full');

  await page.getByRole('link', { name: '同じ内容で新しい現場を登録する' }).click();
  await expect(field(page, '現場名')).toHaveValue(name);
  await expect(field(page, '工事のはじまり')).toHaveValue('');
  await expect(group(page, '施工体制も入れますか').getByRole('radio', { name: '入れる', exact: true })).toBeChecked();
  await make(page, newName('写した現場'));
  await expect(valueOf(page, '入口の時間')).toHaveText('07:00から18:00まで');

  await page.goto(site);
  await page.getByRole('link', { name: '現場を閉じる' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'この現場を閉じる' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '理由を入力' })).toBeVisible();
  await field(page, '理由').fill('完成した');
  await page.getByRole('button', { name: 'この現場を閉じる' }).click();
  await expect(page.getByText('現場を閉じました。')).toBeVisible();
  await expect(page.getByText(/で閉じました。理由：完成した$/)).toBeVisible();

  await page.getByRole('link', { name: '現場をもう一度ひらく' }).click();
  await answer(page, { type: { 新しい工事のおわり: `${year() + 1}-12-25`, 理由: '手直し' } });
  await page.getByRole('button', { name: 'この現場をひらく' }).click();
  await expect(page.getByText('現場をもう一度ひらきました。')).toBeVisible();
});

test('an umbrella site has sections that end @desktop @plain', async ({ page, as }) => {
  await as('prime');
  await page.goto('/business/sites/new');
  await make(page, newName('一括現場'), { press: { 一括現場: '一括現場にする' } });
  await expect(page.getByText('まだ工区がありません')).toBeVisible();
  await page.getByRole('link', { name: '工区' }).click();
  await answer(page, { type: { 工区の名前: '一号団地', 工区のはじまり: today() } });
  await page.getByRole('button', { name: '工区を足す' }).click();
  await expect(page.getByText('工区を足しました。')).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await page.getByRole('button', { name: '一号団地を終える' }).click();
  await expect(page.getByText('工区を終えました。')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '一号団地' })).toContainText(today());
  await expect(page.getByRole('button', { name: '一号団地を終える' })).toHaveCount(0);
});

test('many sites are registered by a file, once @desktop @plain', async ({ page, as }) => {
  await as('prime');
  await page.goto('/business/sites');
  await page.getByRole('link', { name: 'ファイルでまとめて登録する' }).click();
  const name = newName('屋根修理');
  const text = `現場名,都道府県,市区町村・番地,工事のはじまり,工事のおわり\n${name},石川県,輪島市河井町1,${today()},${year() + 1}-12-20\n,石川県,輪島市,${today()},${year() + 1}-12-20\n`;
  await chooseFile(page.getByLabel(/^現場のファイル/), { name: '現場.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: '内容を確かめる' }).click();
  await expect(page.getByText('2件のうち、登録できる現場は 1件です。直すところは 1か所です。')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'A3' })).toContainText('現場名');
  await expectAccessible(page);
  await expectNoOverflow(page);
  await page.getByRole('button', { name: '1件の現場を登録する' }).click();
  await expect(page.getByText('1件の現場を登録しました。')).toBeVisible();
  await page.getByRole('link', { name: '現場の一覧へ' }).click();
  await expect(page.getByRole('link', { name })).toHaveCount(1);
});
