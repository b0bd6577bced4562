// A certified registrar: the field office takes an application on paper, its head office judges it, and a change of the person
// is finished at the counter. Nothing is handed in before identity and papers were looked at.
import { expectAccessible } from '../../support/accessible.ts';
import { expectNoOverflow } from '../../support/look.ts';
import { approve, settle } from '../../support/office.ts';
import { portrait } from '../../support/photo.ts';
import { answer, field, fillPart, fillParts, group, technicianParts } from '../../support/registration.ts';
import { expect, test } from '../../support/fixtures.ts';
import type { Page } from '@playwright/test';
import { chooseFile } from '../../support/upload.ts';

/** A name of this run's own. */
const family = () => '窓' + [...String(Date.now() % 1_000_000)].map((digit) => '〇一二三四五六七八九'[+digit]).join('');

async function lookAt(page: Page, papers: string[]): Promise<void> {
  await field(page, '本人確認に使った書類').selectOption({ label: '運転免許証' });
  for (const paper of papers) await page.getByRole('checkbox', { name: paper }).check();
  await page.getByRole('checkbox', { name: /顔と氏名が書類と同じ/ }).check();
  await page.getByRole('button', { name: '確かめたことを残す' }).click();
  await expect(page.getByText('確かめたことを残しました。')).toBeVisible();
}

async function send(page: Page, label: string): Promise<void> {
  await chooseFile(field(page, label), portrait(600, 400));
  await page.getByRole('button', { name: '画像を送る' }).click();
  await expect(page.getByText('画像を保存しました。')).toBeVisible();
}

/** What the paper form says. */
async function enter(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: '入力をひらく' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('入力すること');
  const parts = technicianParts({ family: name, given: '口', familyKana: 'マド', givenKana: 'クチ' });
  // Neither mail nor a mobile phone.
  for (const part of parts) if (part.answers?.type?.['電話番号']) part.answers.type['電話番号'] = '0768-22-9999';
  const photo = parts.findIndex(({ title }) => title === '顔写真');
  await fillParts(page, parts.slice(0, photo + 1));
  await page.getByRole('radio', { name: '運転免許証' }).check();
  await send(page, '書類の画像');
  await page.getByRole('button', { name: '保存して次へ' }).click();
  for (const part of parts.slice(photo + 2)) await fillPart(page, part);
  await fillPart(page, { title: '労災保険特別加入', answers: { press: { 労災保険の特別加入: '加入していない' } } });
  await page.goto('/register/technician/check');
  await expect(field(page, 'パスワード'), 'a counter chooses nobody a password').toHaveCount(0);
  await expect(page.getByRole('button', { name: '本人に送る' }), 'the person stands there').toHaveCount(0);
  await send(page, '署名した同意書');
  await page.getByRole('checkbox', { name: /同意して署名しました/ }).check();
}

test('an application on paper goes from the counter to an ID, and a change is finished there @plain', async ({ page, as }) => {
  test.setTimeout(240_000);
  const name = family();
  await as('counter');
  await page.goto('/counter');
  await page.getByRole('button', { name: '窓口で受け付ける' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/の受付$/);
  const address = page.url();
  const number = (await page.getByRole('heading', { level: 1 }).textContent())?.replace(' の受付', '') ?? '';
  await page.getByRole('button', { name: '確かめたことを残す' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '受けとった書類' })).toBeVisible();
  await expectAccessible(page);
  await lookAt(page, ['登録申請書（署名あり）', '顔写真', '建退共・中退共の手帳']);

  await enter(page, name);
  await page.getByRole('button', { name: '申請する' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '証明する書類がありません' })).toBeVisible();
  // From every page of the form back to the case.
  await page.getByRole('link', { name: `受付番号 ${number} の窓口の記録へ` }).click();
  await expect(page).toHaveURL(address);
  await expect(page.getByRole('region', { name: '証明する書類がない項目' })).toContainText('健康保険');
  await page.getByRole('button', { name: '証明のない項目を外す・「無」にする' }).click();
  await expect(page.getByText('証明のない項目を外しました。')).toBeVisible();
  await page.getByRole('button', { name: '入力をひらく' }).click();
  await page.goto('/register/technician/check');
  await page.getByRole('checkbox', { name: /同意して署名しました/ }).check();
  await page.getByRole('button', { name: '申請する' }).click();
  await expect(page, 'back to the list, for the next person').toHaveURL(/\/counter$/);
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('窓口にあります');

  await test.step('the receipt and the papers', async () => {
    await page.goto(address);
    await page.getByRole('link', { name: '受付票をひらく' }).click();
    await expect(page.getByRole('article', { name: '受付票' })).toContainText(`${name} 口 様`);
    await expect(page.getByRole('article', { name: '受付票' })).toContainText(number);
    await expectAccessible(page);
    await expectNoOverflow(page);
    await page.goto(address);
    await field(page, 'お問い合わせ番号').fill('12');
    await page.getByRole('button', { name: '送ったことを残す' }).click();
    await expect(field(page, 'お問い合わせ番号')).toHaveValue('12');
    await field(page, 'お問い合わせ番号').fill('123-45-67890-1');
    await page.getByRole('button', { name: '送ったことを残す' }).click();
    await expect(page.getByText('簡易書留 12345678901')).toBeVisible();
    await page.goto('/operator');
    await expect(page.getByRole('heading', { level: 1 }), 'a field office judges nothing').toHaveText(/できません|ひらけません|見られません/);
  });

  await test.step('the head office judges it', async () => {
    await as('head');
    await page.goto(address);
    await page.getByRole('button', { name: '本部に届いたことを残す' }).click();
    await expect(page.getByText('届いたことを残しました。')).toBeVisible();
    await approve(page, number);
  });
  await as('operator');
  const id = await settle(page, number);
  expect(id).toMatch(/^\d{14}$/);

  await test.step('a change at the counter', async () => {
    await as('counter');
    await page.goto('/counter/change');
    await field(page, '技能者ID').fill(id);
    const date = group(page, '生年月日');
    await date.getByRole('combobox', { name: '元号' }).selectOption({ label: '平成' });
    await answer(page, {});
    for (const [part, typed] of [['年', '8'], ['月', '5'], ['日', '15']]) await date.getByRole('textbox', { name: part }).fill(typed);
    await page.getByRole('button', { name: '登録の内容を見る' }).click();
    await expect(page.getByText('その技能者IDと生年月日の人がいません。')).toBeVisible();
    await date.getByRole('textbox', { name: '日' }).fill('14');
    await page.getByRole('button', { name: '登録の内容を見る' }).click();
    await expect(page.getByRole('heading', { level: 2 })).toHaveText(new RegExp(`^${name} 口`));
    await field(page, '電話番号').fill('090-5550-4321');
    await page.getByRole('button', { name: '登録を変える' }).click();
    await expect(page.getByRole('alert').filter({ hasText: '本人確認に使った書類' })).toBeVisible();
    await expect(field(page, '電話番号'), 'kept').toHaveValue('090-5550-4321');
    await expectAccessible(page);
    await field(page, '本人確認に使った書類').selectOption({ label: '運転免許証' });
    await page.getByRole('checkbox', { name: /顔と氏名が書類と同じ/ }).check();
    await page.getByRole('button', { name: '登録を変える' }).click();
    await expect(page.getByText('登録を変えました。')).toBeVisible();
  });
});
