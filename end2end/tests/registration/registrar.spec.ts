// The operator enters a certified registrar and a scrivener and looks at a sample; the scrivener files for somebody.
import { expectAccessible } from '../../support/accessible.ts';
import { field } from '../../support/registration.ts';
import { expect, test } from '../../support/fixtures.ts';

test('a registrar gets an office and a staff ID, and is ended @desktop @plain', async ({ page, as }) => {
  const name = `見本登録機関 ${Date.now() % 1_000_000}`;
  await as('operator');
  await page.goto('/operator/registrars');
  await page.getByRole('button', { name: '登録する' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' })).toBeVisible();
  await expectAccessible(page);
  await field(page, '名称').fill(name);
  await field(page, '都道府県').selectOption({ label: '石川県' });
  await page.getByRole('radio', { name: '臨時' }).check();
  await field(page, 'はじまる日').fill('2026-01-01');
  await page.getByRole('button', { name: '登録する' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'おわる日' }), 'a temporary one has a last day').toBeVisible();
  await page.getByLabel(/^おわる日/).fill('2099-12-31');
  await page.getByRole('button', { name: '登録する' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);

  await page.getByRole('radio', { name: /^現場窓口/ }).check();
  await field(page, '窓口か本部の名称').fill('現地窓口');
  await field(page, '住所').fill('輪島市河井町1-2-3');
  await field(page, '電話番号').fill('0768-22-1234');
  await page.getByRole('button', { name: '加える' }).click();
  await expect(page.getByText('加えました。')).toBeVisible();
  await field(page, 'どこの担当者か').selectOption({ label: '現地窓口' });
  await field(page, '担当者の氏名').fill('見本 花子');
  await page.getByRole('button', { name: 'IDを発行する' }).click();
  await expect(page.getByText(/^tr\d{4}-01$/).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: '見本 花子 のIDを止める' }).click();
  await expect(page.getByText('IDを止めました。')).toBeVisible();
  await page.getByRole('button', { name: '終える' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '確かめました' })).toBeVisible();
  await page.getByRole('checkbox', { name: '今日で終えることを確かめました' }).check();
  await page.getByRole('button', { name: '終える' }).click();
  await expect(page.getByText('終えました。')).toBeVisible();
});

test('the operator looks at a sample, and the head office reads what was said @desktop @plain', async ({ page, as }) => {
  await as('head');
  await page.goto('/counter/words');
  await expect(page.getByRole('row').filter({ hasText: '大森 茂' })).toContainText('住所の番地まで');
  await as('operator');
  await page.goto('/operator/samples?judged=1');
  await expect(page.getByRole('row').filter({ hasText: '大森 茂' })).toContainText('直すところがある');
  await page.goto('/operator/samples');
  await page.getByRole('row').nth(1).getByRole('link').click();
  await page.getByRole('radio', { name: '直すところがある' }).check();
  await page.getByRole('button', { name: '結果を残す' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '団体に伝えること' }), 'what is to be mended is said').toBeVisible();
  await expectAccessible(page);
});

test('a scrivener files for others and for nobody elses clients @desktop @plain', async ({ page, as }) => {
  await as('scrivener');
  await page.goto('/scrivener');
  await expect(page.getByRole('row').filter({ hasText: '浅野 航' })).toContainText('署名した同意書で同意');
  await page.getByRole('button', { name: '入力をはじめる' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '登録の種類' })).toBeVisible();
  await page.getByRole('button', { name: '西 陽介 の申請をつづける' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('入力すること');
  await page.goto('/register/technician/check');
  await expect(page.getByText('見本行政書士事務所 による代行申請です。')).toBeVisible();
  await expectAccessible(page);
  await page.goto('/business/proxy');
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('代行申請');
});
