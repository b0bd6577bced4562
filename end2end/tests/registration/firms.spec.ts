// Businesses by way of others: a scrivener files for one with its signed consent, a counter takes one on paper, an office opens
// half days for renewals; and what a prime sees of a business below it.
import { expectAccessible } from '../../support/accessible.ts';
import { expectNoOverflow } from '../../support/look.ts';
import { approve, settle } from '../../support/office.ts';
import { portrait } from '../../support/photo.ts';
import { businessParts, field, fillPart } from '../../support/registration.ts';
import { expect, test } from '../../support/fixtures.ts';
import type { Page } from '@playwright/test';
import { chooseFile } from '../../support/upload.ts';

/** A name of this run's own. */
const named = (word: string) => word + [...String(Date.now() % 1_000_000)].map((digit) => '〇一二三四五六七八九'[+digit]).join('');

/** Every page of the form, from its first one. */
async function enter(page: Page, name: string): Promise<void> {
  await page.goto('/register/business/kind');
  for (const part of businessParts(name, 'ダイコウ')) await fillPart(page, part);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('内容を確かめて申請');
  await expect(field(page, 'パスワード'), 'the password is the business’s to choose').toHaveCount(0);
}

async function sign(page: Page): Promise<void> {
  await chooseFile(field(page, '署名した同意書'), portrait(600, 400));
  await page.getByRole('button', { name: '画像を送る' }).click();
  await expect(page.getByText('画像を保存しました。')).toBeVisible();
  await page.getByRole('checkbox', { name: /代表者が内容を確かめ/ }).check();
}

test('a scrivener registers a business with its signed consent @plain', async ({ page, as }) => {
  test.setTimeout(240_000);
  const name = named('株式会社代');
  await as('scrivener');
  await page.goto('/scrivener');
  await page.getByRole('button', { name: '事業者の申請をはじめる' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '申請の種類' })).toBeVisible();
  await page.getByRole('radio', { name: '事業者登録の更新' }).check();
  await field(page, '事業者ID（更新と変更のとき）').fill('1');
  await page.getByRole('button', { name: '事業者の申請をはじめる' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '事業者ID' })).toBeVisible();
  await expect(field(page, '事業者ID（更新と変更のとき）'), 'what was typed stays').toHaveValue('1');
  await expectAccessible(page);
  await page.getByRole('radio', { name: '事業者の新規登録' }).check();
  await page.getByRole('button', { name: '事業者の申請をはじめる' }).click();
  await enter(page, name);
  await expect(page.getByText('見本行政書士事務所 による代行申請です。')).toBeVisible();
  await expectAccessible(page);
  await sign(page);
  await page.getByRole('button', { name: '申請する', exact: true }).click();
  await expect(page).toHaveURL(/\/scrivener$/);
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row).toContainText('署名した同意書で同意');
  const number = (await row.textContent())?.match(/\d{4}-\d{4}-\d{5}/)?.[0] ?? '';

  await as('reviewer');
  await approve(page, number);
  await as('operator');
  await settle(page, number);
  await as('scrivener');
  await page.goto('/scrivener');
  await page.getByRole('button', { name: `${name} にパスワードのリンクを送り直す` }).click();
  await expect(page.getByText('パスワードを決めるページを送りました。')).toBeVisible();
  await expectNoOverflow(page);
});

test('a counter takes a business on paper and opens half days for renewals @plain', async ({ page, as }) => {
  test.setTimeout(240_000);
  const name = named('窓口板金');
  await as('counter');
  await page.goto('/counter');
  await page.getByRole('button', { name: '事業者の新規登録を受け付ける' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/の受付$/);
  const address = page.url();
  await expect(page.getByRole('checkbox', { name: '表彰状' }), 'a business brings other papers').toHaveCount(0);
  await field(page, '本人確認に使った書類').selectOption({ label: '運転免許証' });
  for (const paper of ['登録申請書（署名あり）', '納税・確定申告の書類']) await page.getByRole('checkbox', { name: paper }).check();
  await page.getByRole('checkbox', { name: /顔と氏名が書類と同じ/ }).check();
  await page.getByRole('button', { name: '確かめたことを残す' }).click();
  await expect(page.getByText('確かめたことを残しました。')).toBeVisible();
  await page.getByRole('button', { name: '入力をひらく' }).click();
  await enter(page, name);
  await expect(page.getByRole('button', { name: '事業者に送る' }), 'they stand there').toHaveCount(0);
  await sign(page);
  await page.getByRole('button', { name: '申請する', exact: true }).click();
  await expect(page).toHaveURL(/\/counter$/);
  await page.goto(address);
  await page.getByRole('link', { name: '受付票をひらく' }).click();
  await expect(page.getByText('事業者の申請を、下のとおり受け付けました。')).toBeVisible();
  await expectAccessible(page);

  await page.goto('/counter/appointments');
  await page.getByRole('button', { name: 'ひらく・数を変える' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' })).toBeVisible();
  await expectAccessible(page);
  const day = new Date(Date.now() + (20 + (Date.now() % 100)) * 86_400_000).toISOString().slice(0, 10);
  await field(page, '日').fill(day);
  await page.getByRole('radio', { name: '午後' }).check();
  await field(page, '受け付ける数').fill('4');
  await page.getByRole('button', { name: 'ひらく・数を変える' }).click();
  await expect(page.getByText('予約できる数を決めました。')).toBeVisible();

  await as('stranger');
  await page.goto('/business/appointment');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('窓口での更新の予約');
  await expect(page.getByRole('button', { name: '予約する' }), 'not in its time').toHaveCount(0);
});

test('a prime sees the published fields of a business below it, and what a lent ID did', async ({ page, as }) => {
  await as('prime');
  await page.goto('/business/renewals');
  await page.getByRole('link', { name: '北浜架設株式会社' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('北浜架設株式会社 の登録');
  await expect(page.getByText('所在地').or(page.getByText('都道府県')).first()).toBeVisible();
  await expect(page.getByText('メールアドレス'), 'not in the published table').toHaveCount(0);
  const address = page.url();
  await page.goto('/business/accounts');
  await page.getByRole('link', { name: '貸したIDでしたことを見る' }).click();
  await expect(page.getByRole('row').filter({ hasText: '湊町建設組合' }).filter({ hasText: 'ゲートをはじめた' }).first()).toBeVisible();
  await as('stranger');
  await page.goto(address);
  await expect(page.getByText('自社が元請か上位の、開いている現場の施工体制に、この事業者はいません。')).toBeVisible();
});
