// A lost resume code: another is sent to the phone that stands in the application, and the page tells nobody which numbers there are.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectAccessible } from '../../support/accessible.ts';
import { expect, test } from '../../support/fixtures.ts';
import { answer, begin, field, openPart } from '../../support/registration.ts';
import type { Page } from '@playwright/test';

/** A number of this run's own. */
const mobile = () => `0805${String(Date.now() % 10_000_000).padStart(7, '0')}`;

/** The code sent to this phone: messages go out by the queue of jobs, after the answer. */
async function sentCode(phone: string): Promise<string> {
  const outbox = join(process.env.SERVER_DATA ?? '', 'texts.jsonl');
  const code = () => {
    const lines = existsSync(outbox) ? readFileSync(outbox, 'utf8').trim().split('\n') : [];
    return lines.filter((line) => line.includes(phone)).flatMap((line) => line.match(/再開コードは ([A-Z2-9-]{14}) です/)?.[1] ?? []).at(-1);
  };
  await expect.poll(code, { message: `a code to ${phone}`, timeout: 20_000 }).toBeTruthy();
  return code() ?? '';
}

async function resume(page: Page, number: string, code: string): Promise<void> {
  await page.goto('/register');
  await field(page, '受付番号').fill(number);
  await field(page, '再開コード').fill(code);
  await page.getByRole('button', { name: '続ける' }).click();
}

async function askFor(page: Page, number: string): Promise<void> {
  await page.goto('/register');
  await page.getByRole('link', { name: '新しい再開コードを送ってもらう' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('新しい再開コードを送る');
  await field(page, '受付番号').fill(number);
  await page.getByRole('button', { name: '再開コードを送る' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('メールかショートメッセージを見てください');
}

test('who lost the resume code has another sent to their phone, and the page says the same of any number @phone @plain', async ({ page, browser }) => {
  const phone = mobile();
  await begin(page);
  const numbers = (await page.getByText(/^受付番号 /).textContent()) ?? '';
  const [, number, lost] = numbers.match(/^受付番号 (\S+)　再開コード (\S+)$/) ?? [];
  await openPart(page, '住所と連絡先');
  await answer(page, { type: { 郵便番号: '260-0855', '市区町村・番地・建物': '千葉市中央区市場町1-1', 電話番号: phone }, choose: { 都道府県: '千葉県' } });
  await page.getByRole('button', { name: '保存して次へ' }).click();
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('住所と連絡先');
  await openPart(page, '住所と連絡先');
  await expect(field(page, '電話番号')).toHaveValue(new RegExp(phone.slice(-4)));

  const { viewport, javaScriptEnabled, baseURL, locale } = test.info().project.use;
  const elsewhere = await browser.newContext({ viewport, javaScriptEnabled, baseURL, locale });
  const other = await elsewhere.newPage();
  await test.step('nothing typed is said, and a number that is none is answered like one that is', async () => {
    await other.goto('/register/code');
    await expectAccessible(other);
    await other.getByRole('button', { name: '再開コードを送る' }).click();
    await expect(field(other, '受付番号')).toHaveAccessibleDescription(/入力してください/);
    await askFor(other, `1999-0101-${String(Date.now() % 100_000).padStart(5, '0')}`);
    await expectAccessible(other);
    const said = await other.getByRole('main').innerText();
    await askFor(other, number);
    expect(await other.getByRole('main').innerText()).toBe(said);
  });
  await test.step('the new code opens the application, and then the lost one opens nothing', async () => {
    await resume(other, number, await sentCode(phone));
    await expect(other.getByRole('heading', { level: 1 })).toHaveText('入力すること');
    await openPart(other, '住所と連絡先');
    await expect(field(other, '電話番号')).toHaveValue(new RegExp(phone.slice(-4)));
    await other.context().clearCookies();
    await resume(other, number, lost);
    await expect(other.getByText('受付番号か再開コードがちがいます。')).toBeVisible();
  });
  await test.step('the browser in which it was begun goes on', async () => {
    await openPart(page, '氏名');
    await page.goto('/register/technician');
    await expect(page.getByText(number).first()).toBeVisible();
    await expect(page.getByText(lost), 'it opens nothing any more').toHaveCount(0);
  });
  await elsewhere.close();
});
