// Whoever cannot log in asks alone: the old contact is told and can object, a reviewer compares, a link to the new contact
// leads to a new password, and what was logged in before is logged in no more.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow } from '../../support/look.ts';
import { approve, giveIdAndPassword, settle } from '../../support/office.ts';
import { portrait } from '../../support/photo.ts';
import { agree, begin, field, fillParts, handIn, newPassword, technicianParts } from '../../support/registration.ts';
import { chooseFile } from '../../support/upload.ts';

const another = 'yuki-no-asa-5ji';

/** A name of this run's own. */
const family = () => '復' + [...String(Date.now() % 1_000_000)].map((digit) => '〇一二三四五六七八九'[+digit]).join('');
const mobile = (start: string) => `${start}${String(Date.now() % 10_000_000).padStart(7, '0')}`;

const toObject = /\/recover\/object\?t=[0-9a-f]+/;
const toPassword = /\/recover\/password\?t=[0-9a-f]+/;

/** The short messages sent so far, oldest first. */
function texts(): string[] {
  const outbox = join(process.env.SERVER_DATA ?? '', 'texts.jsonl');
  return existsSync(outbox) ? readFileSync(outbox, 'utf8').trim().split('\n') : [];
}

/** The address in a message to this phone that was not sent yet when `earlier` was read: messages go out by the queue of
 * jobs, after the answer, and the same phone may have been told before. */
async function sentLink(phone: string, link: RegExp, earlier: string[]): Promise<string> {
  const fresh = () => texts().slice(earlier.length).filter((line) => line.includes(phone)).flatMap((line) => line.match(link)?.[0] ?? [])[0];
  await expect.poll(fresh, { message: `a message to ${phone}`, timeout: 20_000 }).toBeTruthy();
  return fresh() ?? '';
}

/** Asks by the ID; the number it is spoken of by. */
async function ask(page: Page, id: string, contact: string): Promise<string> {
  await page.goto('/login');
  await page.getByRole('link', { name: 'ログインできないとき' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ログインできないとき');
  await field(page, '新しい連絡先').fill('03-1234-5678');
  await page.getByRole('button', { name: '申し込む' }).click();
  const summary = page.getByRole('alert').filter({ hasText: 'か所を確かめてください' });
  await expect(summary.getByRole('link'), 'ID, name, birth date, contact and picture').toHaveCount(5);
  for (const empty of ['技能者ID', '氏名', '生年月日', '画像']) await expect(summary).toContainText(empty);
  await expect(field(page, '新しい連絡先')).toHaveValue('03-1234-5678');
  await expectNoOverflow(page);
  await field(page, '技能者ID').fill(id);
  await field(page, '新しい連絡先').fill(contact);
  await chooseFile(field(page, '本人確認書類の画像'), portrait(800, 600));
  await page.getByRole('button', { name: '申し込む' }).click();
  await expect(page.getByText('審査の結果を新しい連絡先に送ります。')).toBeVisible();
  await expectNoOverflow(page);
  const said = await page.getByText(/受付番号は R-/).textContent();
  return said?.match(/R-[0-9A-Z]{4}-[0-9A-Z]{4}/)?.[0] ?? '';
}

async function open(page: Page, number: string): Promise<void> {
  await page.goto('/operator/recoveries');
  await page.getByRole('link', { name: number }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`復旧の申し込み ${number}`);
}

test('who is reached by nothing any more gets a new password at a new phone, and old log-ins end @phone @plain', async ({ page, browser, as }) => {
  test.setTimeout(180_000);
  const name = family();
  await begin(page);
  const parts = technicianParts({ family: name, given: '実', familyKana: 'フク', givenKana: 'ミノル' });
  await fillParts(page, parts.map((part) => {
    if (part.title !== '住所と連絡先') return part;
    return { ...part, answers: { ...part.answers, type: { ...part.answers?.type, 電話番号: '03-5550-7788' } } };
  }));
  await agree(page);
  const application = await handIn(page);
  await as('reviewer');
  await approve(page, application);
  await as('operator');
  const id = await settle(page, application);

  const options = { ...test.info().project.use, storageState: undefined };
  const old = await (await browser.newContext(options)).newPage();
  await giveIdAndPassword(old, id, newPassword);
  await expect(old).toHaveURL(/\/passport$/);

  const own = await browser.newContext(options);
  const phone = await own.newPage();
  const number = mobile('0806');
  const asked = await ask(phone, id, number);

  await as('reviewer');
  await open(page, asked);
  await expect(page.getByText('登録に、お知らせの届く連絡先がありません。')).toBeVisible();
  await expect(page.getByRole('img', { name: '送られた本人確認書類' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '技能者ID' })).toContainText('同じ');
  await expectNoOverflow(page);
  await page.getByRole('button', { name: '断る' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '理由' })).toBeVisible();
  await page.getByRole('button', { name: '認める' }).click();
  await expect(page.getByText('認めました。新しい連絡先にリンクを送りました。')).toBeVisible();
  await expect(page.getByRole('button', { name: '認める' })).toHaveCount(0);

  const address = await sentLink(number, toPassword, []);
  await phone.goto(address);
  await field(phone, 'パスワード').fill('12345678');
  await phone.getByRole('button', { name: 'このパスワードにする' }).click();
  await expect(phone.getByRole('alert').filter({ hasText: 'か所を確かめてください' })).toBeVisible();
  await expectNoOverflow(phone);
  await field(phone, 'パスワード').fill(another);
  await field(phone, 'パスワード（もう一度）').fill(another);
  await phone.getByRole('button', { name: 'このパスワードにする' }).click();
  await expect(phone.getByText('新しいパスワードになりました。')).toBeVisible();
  await expect(phone.getByLabel('ID')).toHaveValue(id);
  await phone.getByLabel('パスワード').fill(another);
  await phone.getByRole('button', { name: 'ログイン' }).click();
  await expect(phone).toHaveURL(/\/passport$/);

  await old.goto('/passport');
  await expect(old, 'what was logged in before is not any more').toHaveURL(/\/login$/);
  await old.goto(address);
  await expect(old.getByText('このリンクは使えません。')).toBeVisible();
  await old.context().close();
  await own.close();
});

test('who was told can say that it was not them, and nobody is let in meanwhile @desktop @plain', async ({ page, browser, as, logIns }) => {
  test.setTimeout(120_000);
  // One of the demonstration's people, with the phone of the register.
  const earlier = texts();
  const asked = await ask(page, logIns.foreigner, mobile('0807'));
  await as('reviewer');
  await open(page, asked);
  const line = page.getByRole('row').filter({ hasText: '連絡先' });
  const before = (await line.getByRole('cell').nth(1).textContent())?.match(/0\d{10}/)?.[0] ?? '';
  await expect(page.getByText('まだ認められません。')).toBeVisible();
  await expect(page.getByRole('button', { name: '認める' })).toHaveCount(0);

  const address = await sentLink(before, toObject, earlier);
  const own = await browser.newContext({ ...test.info().project.use, storageState: undefined });
  const phone = await own.newPage();
  await phone.goto(address);
  await expect(phone.getByText(asked)).toBeVisible();
  await phone.getByRole('button', { name: '自分ではないと知らせる' }).click();
  await expect(phone.getByText('知らせを受けつけました。')).toBeVisible();
  await own.close();

  await page.goto('/operator/recoveries');
  await expect(page.getByRole('row').filter({ hasText: asked })).toContainText('本人でないとの知らせ');
  await open(page, asked);
  await expect(page.getByText('自分の申し込みではないと')).toBeVisible();
  await page.getByRole('textbox', { name: '理由' }).fill('登録の連絡先の人が、申し込んでいないと知らせました');
  await page.getByRole('button', { name: '断る' }).click();
  await expect(page.getByText('断りました。理由を新しい連絡先に送りました。')).toBeVisible();
});
