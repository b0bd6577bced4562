// Cards made together: the operator puts waiting orders together, hands files to the card maker, takes the answer in, hands
// keys over and sends; one comes back. The card maker is played by this test.
import { readFileSync } from 'node:fs';
import { logIn } from '../../support/demo.ts';
import { field } from '../../support/registration.ts';
import type { OwnServer } from '../../support/own-server.mjs';
import { expect, ownServer, prepared, putSession, test } from '../../support/fixtures.ts';
import { chooseFile } from '../../support/upload.ts';

// The public key printed in the documentation of age: nothing that was sealed for it needs to be opened here.
const makerKey = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';

let server: OwnServer;
test.beforeAll(async () => {
  server = await ownServer({ env: { MAKER_KEY: makerKey } });
});
test.afterAll(async () => server?.dispose());

test('a batch goes from waiting orders into the post, and one card comes back @desktop @plain', async ({ page, context }) => {
  test.setTimeout(90_000);
  const plain = test.info().project.name.endsWith('plain');
  await putSession(context, (await logIn(server.url, prepared().logIns.operator, plain ? 1 : 0)).session);
  await page.goto(`${server.url}/operator/cards`);
  await page.getByRole('link', { name: 'まとめて作る' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('カードをまとめて作る');
  await page.getByRole('button', { name: 'まとめる' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'まとめました' })).toBeVisible();
  await expect(page.getByText('印刷のファイルを渡したあとで、とりこめます。')).toBeVisible();

  const [files] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '印刷のファイルをダウンロード' }).click()]);
  expect(files.suggestedFilename()).toMatch(/^cards-\d{8}-\d\d\.zip$/);
  // Everything is stored as it is, so the list can be read where it lies.
  const zip = readFileSync(await files.path()).toString('utf8');
  const list = zip.slice(zip.indexOf('card,level,colour'));
  const cards = [...list.matchAll(/^([0-9a-f-]{36}),\d,(white|blue|silver|gold),/gm)].map(([, card]) => card);
  expect(cards.length).toBeGreaterThan(0);
  expect(zip).toContain('photos/');

  await page.getByRole('button', { name: 'カードを作る会社に渡した' }).click();
  await expect(page.getByText('渡したことを記録しました。')).toBeVisible();
  const chip = (at: number) => `04E2E${(Date.now() % 1_000_000_000).toString(16).toUpperCase().padStart(7, '0').slice(-7)}${at.toString(16).toUpperCase().padStart(2, '0')}`;
  const uids = cards.map((_, at) => chip(at));
  const answer = async (rows: string[]) => {
    const csv = { name: 'chips.csv', mimeType: 'text/csv', buffer: Buffer.from(`card,uid\r\n${rows.join('\r\n')}\r\n`) };
    await chooseFile(field(page, 'チップの番号のファイル（CSV）'), csv);
    await page.getByRole('button', { name: 'とりこむ' }).click();
  };
  await page.getByRole('button', { name: 'とりこむ' }).click();
  await expect(field(page, 'チップの番号のファイル（CSV）')).toHaveAccessibleDescription(/選んでください/);
  await answer([`${cards[0]},04`, 'x']);
  await expect(page.getByRole('alert').filter({ hasText: 'とりこめませんでした。何も変えていません' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '14けたの16進数ではありません' })).toContainText('2');
  await expect(page.getByRole('row').filter({ hasText: 'card,uid の二つになっていません' })).toContainText('3');
  const rows = cards.map((card, at) => `${card},${uids[at]}`);
  await answer(rows);
  await expect(page.getByText(`${cards.length} 枚のカードができました。前に受けとったものは 0 枚です。`)).toBeVisible();
  await answer(rows);
  await expect(page.getByText(`0 枚のカードができました。前に受けとったものは ${cards.length} 枚です。`)).toBeVisible();

  await expect(page.getByText('鍵を渡したあとで、発送できます。')).toBeVisible();
  const [keys] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '封をした鍵をダウンロード' }).click()]);
  const sealed = readFileSync(await keys.path());
  expect(sealed.toString('latin1')).toMatch(/^age-encryption\.org\/v1\n/);
  expect(sealed.includes(uids[0]), 'nothing of a card can be read').toBe(false);
  await page.reload();
  await page.getByRole('button', { name: 'すべて発送した' }).click();
  await expect(page.getByText(`${cards.length} 枚の発送を記録し、本人に知らせました。`)).toBeVisible();

  const first = page.getByRole('row').filter({ has: page.getByRole('link', { name: /のカードを見る$/ }) }).first();
  await first.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('カードの持ち主');
  await page.getByLabel('戻った理由').selectOption({ label: '転居先不明' });
  await page.getByRole('button', { name: '戻ってきた' }).click();
  await expect(page.getByText('返送を記録し、本人に知らせました。')).toBeVisible();
  await page.goto(`${server.url}/operator/cards/returned`);
  await page.getByRole('row').filter({ hasText: '転居先不明' }).getByRole('link').click();
  await page.getByRole('button', { name: '発送した' }).click();
  await expect(page.getByText('発送を記録し、本人に知らせました。')).toBeVisible();
  await page.getByRole('button', { name: '届いた' }).click();
  await expect(page.getByText('届いたことを記録しました。')).toBeVisible();
});
