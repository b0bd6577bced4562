// The office puts the register right by two persons; a reviewer narrows the queue, turns a picture and works by keys.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../../support/accessible.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow } from '../../support/look.ts';
import { field } from '../../support/registration.ts';

/** Opens what is registered for an ID. */
async function open(page: Page, id: string): Promise<void> {
  await page.goto('/operator/corrections');
  await field(page, '技能者ID または 事業者ID').fill(id);
  await page.getByRole('button', { name: '登録の内容を開く' }).click();
}

test('a business is put right: entered by one, approved by another @phone @desktop @plain', async ({ page, as, logIns }) => {
  test.setTimeout(120_000);
  await as('reviewer');
  await open(page, '1');
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' })).toBeVisible();
  // A firm of its own for each kind of browser, so that none waits for another's decision.
  const firm = { 'phone': logIns.stranger, 'desktop': logIns.member }[test.info().project.name] ?? logIns.prime;
  await open(page, firm);
  await expect(page.getByText('登録の内容です。直すところだけを書きかえてください。')).toBeVisible();
  await expectNoOverflow(page);
  await page.getByRole('button', { name: '確認にまわす' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' })).toContainText('訂正の理由');
  const phone = `03-5551-${String(Date.now() % 10_000).padStart(4, '0')}`;
  await field(page, '電話番号').fill(phone);
  await field(page, '訂正の理由').fill('登記簿と電話で確かめた');
  await page.getByRole('button', { name: '確認にまわす' }).click();
  await expect(page.getByText('訂正を入れました。別の担当者の確認を待っています。')).toBeVisible();
  await expect(page.getByText('認めるのは別の担当者です。')).toBeVisible();
  await expect(page.getByRole('button', { name: '認めて登録を直す' })).toHaveCount(0);
  await expectAccessible(page);
  await expectNoOverflow(page);
  const address = page.url();

  await as('operator');
  await page.goto(address);
  await expect(page.getByRole('row').filter({ hasText: '電話番号' })).toContainText(phone.replaceAll('-', ''));
  await page.getByRole('button', { name: '認めない' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' })).toBeVisible();
  await page.getByRole('button', { name: '認めて登録を直す' }).click();
  await expect(page.getByText('登録を直し、お知らせを送りました。')).toBeVisible();
  await expectAccessible(page);
});

test('an item of a list is added, judged and shown to the second person @phone @plain', async ({ page, as, logIns }) => {
  test.setTimeout(120_000);
  await as('reviewer');
  // A person of its own for each kind of browser, so that none waits for another's decision.
  await open(page, test.info().project.name === 'phone' ? logIns.technician : logIns.foreigner);
  await expect(page.getByText('登録の内容です。直すところだけを書きかえてください。')).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  const careers = page.getByRole('region', { name: '職歴' });
  const before = await careers.getByRole('group').count();
  await field(page, '訂正の理由').fill('経歴書で確かめた');
  await careers.getByRole('button', { name: '職歴を足す' }).click();
  const added = page.getByRole('region', { name: '職歴' }).getByRole('group').last();
  await expect(page.getByRole('region', { name: '職歴' }).getByRole('group')).toHaveCount(before + 1);
  await expect(field(page, '訂正の理由'), 'what was typed comes back').toHaveValue('経歴書で確かめた');
  await page.getByRole('button', { name: '確認にまわす' }).click();
  await expect(page.getByText('登録の内容と同じです。', { exact: false }), 'an item left empty is none').toBeVisible();
  await page.getByRole('button', { name: '職歴を足す' }).click();
  await added.getByRole('combobox').selectOption({ index: 1 });
  await added.getByRole('textbox').first().fill('x');
  await page.getByRole('button', { name: '確認にまわす' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' })).toContainText('職歴');
  await expectAccessible(page);
  await added.getByRole('textbox').first().fill('4');
  await page.getByRole('button', { name: '確認にまわす' }).click();
  await expect(page.getByText('訂正を入れました。別の担当者の確認を待っています。')).toBeVisible();
  const table = page.getByRole('table', { name: /職歴.*追加/ });
  await expect(table.getByRole('row').filter({ hasText: '4' })).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  // The person's registration stays as it was for the other kinds of browser.
  await page.getByRole('button', { name: '取り下げる' }).click();
  await expect(page.getByText('訂正を取り下げました。登録は変わっていません。')).toBeVisible();
});

test('an employment is put right, refused where two do not go together, and seen by the second person @phone @plain', async ({ page, as, logIns }) => {
  test.setTimeout(120_000);
  await as('reviewer');
  // A person of its own for each kind of browser, so that none waits for another's decision.
  const person = test.info().project.name === 'phone' ? logIns.technician : logIns.foreigner;
  await open(page, person);
  const employments = page.getByRole('region', { name: '所属の登録' });
  await expect(employments).toContainText('もう作られた就業履歴の所属事業者は変わりません。');
  const registered = employments.getByRole('group', { name: /^所属の登録 1：/ });
  await expect(registered.getByRole('radio', { name: '主たる所属' })).toBeChecked();
  const business = await field(registered, '事業者ID').inputValue();
  await field(page, '訂正の理由').fill('雇用契約書で確かめた');
  await employments.getByRole('button', { name: '所属の登録を足す' }).click();
  const added = page.getByRole('region', { name: '所属の登録' }).getByRole('group', { name: '所属の登録（追加）' });
  await field(added, '事業者ID').fill(business);
  await added.getByRole('radio', { name: '従たる所属' }).check();
  await field(added, 'はじまりの日').fill('2026-01-01');
  await page.getByRole('button', { name: '確認にまわす' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' })).toContainText('同じ事業者への所属がもうあります');
  await expect(page.getByText('この期間には、同じ事業者への所属がもうあります。', { exact: false }).first()).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await field(added, 'はじまりの日').fill('1950-01-01');
  await field(added, '終わりの日').fill('1950-06-30');
  await page.getByRole('button', { name: '確認にまわす' }).click();
  const early = page.getByRole('alert').filter({ hasText: 'か所を確かめてください' });
  await expect(early, 'before the person may work').toBeVisible();
  await added.getByRole('checkbox', { name: 'この項目を登録から削る' }).check();
  const start = field(registered, 'はじまりの日');
  const day = await start.inputValue();
  await start.fill(`${day.slice(0, 8)}${day.endsWith('01') ? '02' : '01'}`);
  await page.getByRole('button', { name: '確認にまわす' }).click();
  await expect(page.getByText('訂正を入れました。別の担当者の確認を待っています。')).toBeVisible();
  await expect(page.getByText('もう作られた就業履歴の所属事業者は変わりません。', { exact: false })).toBeVisible();
  const table = page.getByRole('table', { name: /^所属の登録 1：.+：変更$/ });
  await expect(table.getByRole('row').filter({ hasText: 'はじまりの日' })).toContainText(day);
  await expectAccessible(page);
  await expectNoOverflow(page);
  // The person's registration stays as it was for the other kinds of browser.
  await page.getByRole('button', { name: '取り下げる' }).click();
  await expect(page.getByText('訂正を取り下げました。登録は変わっていません。')).toBeVisible();
});

test('a reviewer narrows the queue and the address keeps it @phone @desktop @plain', async ({ page, as }) => {
  await as('reviewer');
  await page.goto('/operator');
  await page.getByText('種類ごとの件数').click();
  await expect(page.getByRole('table', { name: '種類と状態ごとの件数' })).toBeVisible();
  await page.getByLabel('経路').selectOption({ label: 'そのほかの代行' });
  await page.getByRole('button', { name: '表示する' }).click();
  await expect(page).toHaveURL(/filed_by=other/);
  await expect(page.getByText('0件')).toBeVisible();
  await page.getByRole('link', { name: '条件をもどす' }).click();
  await expect(page.getByRole('table', { name: '申請の一覧' })).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
});

test('pictures are turned and letters can be switched off @desktop', async ({ page, as }) => {
  await as('reviewer');
  await page.goto('/operator/recoveries');
  await page.getByRole('table').getByRole('link').first().click();
  const picture = page.locator('.viewer').first();
  await expect(picture.getByRole('button', { name: '回す' })).toBeVisible();
  await page.keyboard.press('r');
  await expect(picture).toHaveAttribute('data-turn', '90');
  await page.keyboard.press('z');
  await expect(picture).toHaveAttribute('data-zoom', '2');
  await expectAccessible(page);
  await page.getByText('キーボードの操作').click();
  await page.getByRole('checkbox', { name: /1文字のキーで操作する/ }).uncheck();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('r');
  await expect(picture).toHaveAttribute('data-turn', '90');
  await page.reload();
  await expect(picture.getByRole('button', { name: '回す' })).toBeVisible();
  await page.keyboard.press('r');
  await expect(picture, 'remembered on this device').toHaveAttribute('data-turn', '0');
});
