// An employer files for somebody: the person is sent a link, checks, adds photo and password and hands it in; or a picture
// of a signed consent goes with it. Nothing is handed in without either.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { portrait } from '../../support/photo.ts';
import { agree, answer, field, fillPart, fillParts, handIn, sendPhoto, technicianParts } from '../../support/registration.ts';
import { claim } from '../../support/office.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow } from '../../support/look.ts';
import type { Page } from '@playwright/test';
import { chooseFile } from '../../support/upload.ts';

/** A name of this run's own. */
const family = () => '代' + [...String(Date.now() % 1_000_000)].map((digit) => '〇一二三四五六七八九'[+digit]).join('');

async function enter(page: Page, name: string, phone: string): Promise<void> {
  await page.goto('/business/people');
  await page.getByRole('link', { name: '代行申請' }).click();
  await page.getByRole('button', { name: '入力をはじめる' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '登録の種類' })).toBeVisible();
  await page.getByRole('radio', { name: /^簡略型/ }).check();
  await page.getByRole('button', { name: '入力をはじめる' }).click();
  const parts = technicianParts({ family: name, given: '実', familyKana: 'ダイ', givenKana: 'ミノル' });
  // The photo is the person's to add; the employer is entered already.
  const mine = parts.map((part) => {
    if (part.title === '所属事業者') {
      const fill = async (of: Page) => {
        await expect(field(of, '所属事業者の事業者ID')).not.toHaveValue('');
        await expect(field(of, '所属事業者の事業者ID'), 'the next is offered none of it').toHaveAttribute('autocomplete', 'off');
      };
      return { title: part.title, fill };
    }
    if (part.title === '住所と連絡先') {
      const type = { ...part.answers?.type, 電話番号: phone };
      return { ...part, answers: { ...part.answers, type } };
    }
    return part;
  });
  const photo = mine.findIndex(({ title }) => title === '顔写真');
  await fillParts(page, mine.slice(0, photo));
  await page.goto('/register/technician/employer');
  for (const part of mine.slice(photo + 2)) await fillPart(page, part);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('内容を確かめて申請');
  await expect(field(page, 'パスワード'), 'a business chooses nobody a password').toHaveCount(0);
}

/** The address in the last short message to a phone. */
async function sentLink(phone: string): Promise<string> {
  const outbox = join(process.env.SERVER_DATA ?? '', 'texts.jsonl');
  let found = '';
  await expect.poll(() => {
    const lines = readFileSync(outbox, 'utf8').trim().split('\n').filter((line) => line.includes('/join?t=') && line.includes(phone));
    found = lines.at(-1)?.match(/\/join\?t=[0-9a-f]+/)?.[0] ?? '';
    return found;
  }, { message: `a message to ${phone}`, timeout: 20_000 }).not.toBe('');
  return found;
}

test('the person checks on their own phone what was entered, and hands it in @phone @plain', async ({ page, browser, as }) => {
  test.setTimeout(120_000);
  const name = family();
  await as('member');
  const number = `0905${String(Date.now() % 10_000_000).padStart(7, '0')}`;
  await enter(page, name, number);
  await page.getByRole('button', { name: '本人に送る' }).click();
  await expect(page.getByText('本人に送りました。')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('本人に送信');
  await expectNoOverflow(page);

  const address = await sentLink(number);
  const own = await browser.newContext({ ...test.info().project.use, storageState: undefined });
  const phone = await own.newPage();
  await phone.goto(address);
  await expect(phone.getByText(`${name} 実 さんの技能者登録の申請を、`)).toBeVisible();
  await expectNoOverflow(phone);
  await phone.getByRole('button', { name: '内容を確かめる' }).click();
  await expect(phone.getByRole('heading', { level: 1 })).toHaveText('内容を確かめて申請');
  // It is in the person's hands now: what they hand in is what they see.
  await page.goto('/business/proxy');
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row).toContainText('本人が確認中');
  await expect(row.getByRole('button', { name: /取り戻して直す/ })).toBeVisible();
  await agree(phone);
  await phone.getByRole('button', { name: '申請する' }).click();
  await expect(phone.getByRole('alert').filter({ hasText: '顔写真' })).toBeVisible();
  await phone.goto('/register/technician/photo');
  await sendPhoto(phone);
  await phone.goto('/register/technician/employer');
  await expect(field(phone, '所属事業者の事業者ID'), 'on their own phone').toHaveAttribute('autocomplete', 'on');
  await phone.goto('/register/technician/check');
  await phone.getByRole('checkbox', { name: '同意する' }).check();
  await handIn(phone);
  await phone.goto(address);
  await expect(phone.getByText('このリンクは使えません。')).toBeVisible();
  await own.close();

  await page.goto('/business/proxy');
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('本人がスマートフォンで同意');
});

test('who signed on paper is handed in with a picture of it, and the reviewer sees it @desktop @plain', async ({ page, as }) => {
  test.setTimeout(120_000);
  const name = family();
  await as('member');
  await enter(page, name, '090-5550-7788');
  await expect(page.getByRole('button', { name: '申請する' }), 'not before the paper is there').toHaveCount(0);
  await page.getByRole('button', { name: '画像を送る' }).click();
  await expect(field(page, '署名した同意書')).toHaveAccessibleDescription(/写真がまだありません/);
  await chooseFile(field(page, '署名した同意書'), portrait(800, 600));
  await page.getByRole('button', { name: '画像を送る' }).click();
  await page.goto('/register/technician/photo');
  await sendPhoto(page);
  await page.goto('/register/technician/check');
  await page.getByRole('button', { name: '申請する' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '同意' })).toBeVisible();
  await page.getByRole('checkbox', { name: /同意して署名しました/ }).check();
  await page.getByRole('button', { name: '申請する' }).click();
  await expect(page, 'back to the list, for the next person').toHaveURL(/\/business\/proxy$/);
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row).toContainText('署名した同意書で同意');
  const number = /\d{4}-\d{4}-\d{5}/.exec(await row.innerText())?.[0] ?? '';

  await as('reviewer');
  await claim(page, number);
  await expect(page.getByText('が本人に代わって入力しました。')).toBeVisible();
  await expect(page.getByText('署名した同意書で同意')).toBeVisible();
  await expect(page.getByText('署名した同意書', { exact: true }).first()).toBeVisible();
});
