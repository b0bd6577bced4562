// Filling in the registration forms as a person does: by what stands beside the fields.
import { expect, type Locator, type Page } from '@playwright/test';
import { portrait } from './photo.ts';
import { chooseFile } from './upload.ts';

/** The good word of everybody who registers in these tests. */
export const newPassword = 'asa-7ji-no-genba';

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A field by its label, without the mark that says whether it must be filled in. */
export function field(page: Page | Locator, label: string): Locator {
  return page.getByLabel(new RegExp(`^${literal(label)}\\s*(※必須|※どちらかを必ず|任意)?$`));
}

/** A group of fields or choices by its legend. */
export function group(page: Page | Locator, legend: string): Locator {
  return page.getByRole('group', { name: new RegExp(`^${literal(legend)}\\s*(※必須|任意)?$`) });
}

/** What stands beside a label in a list of answers. */
export function valueOf(page: Page | Locator, label: string): Locator {
  return page.locator('dt').filter({ hasText: new RegExp(`^${literal(label)}$`) }).locator('xpath=following-sibling::dd[1]');
}

/** Label and what is typed or chosen there; `choose` stands for lists, `press` for choices that are all on the page. */
export type Answers = { type?: Record<string, string>; choose?: Record<string, string>; press?: Record<string, string> };

/** Fills in the answers, and nothing else. */
export async function answer(page: Page, { type = {}, choose = {}, press = {} }: Answers): Promise<void> {
  for (const [label, text] of Object.entries(type)) await field(page, label).fill(text);
  for (const [label, option] of Object.entries(choose)) await field(page, label).selectOption({ label: option });
  for (const [legend, choice] of Object.entries(press)) await group(page, legend).getByText(choice, { exact: true }).click();
}

/** 生年月日 in its four parts. */
export async function birth(page: Page, [era, year, month, day]: [string, string, string, string]): Promise<void> {
  const date = group(page, '生年月日');
  await date.getByRole('combobox', { name: '元号' }).selectOption({ label: era });
  await date.getByRole('textbox', { name: '年' }).fill(year);
  await date.getByRole('textbox', { name: '月' }).fill(month);
  await date.getByRole('textbox', { name: '日' }).fill(day);
}

/** A person of the tests. */
export type Person = { family: string; given: string; familyKana: string; givenKana: string; employer?: string };

export const fullName = (person: Person) => `${person.family} ${person.given}`;

/** A page of the technician's form: its heading and what is answered on it. */
export type Part = { title: string; answers?: Answers; fill?: (page: Page) => Promise<void> };

/** The pages of 簡略型 in their order, filled in. */
export function technicianParts(person: Person): Part[] {
  return [
    { title: '氏名', answers: { type: { 姓: person.family, 名: person.given, セイ: person.familyKana, メイ: person.givenKana } } },
    {
      title: '生年月日・性別・国籍',
      answers: { choose: { 国籍: '日本' }, press: { 性別: '女' } },
      fill: (page) => birth(page, ['平成', '8', '5', '14']),
    },
    {
      title: '住所と連絡先',
      answers: {
        type: { 郵便番号: '273-0005', '市区町村・番地・建物': '船橋市本町4-12-8 みなとハイツ203', 電話番号: '090-5550-7788' },
        choose: { 都道府県: '千葉県' },
      },
    },
    { title: 'カード送付先' },
    { title: '緊急連絡先' },
    { title: '顔写真', fill: sendPhoto },
    { title: '本人確認書類' },
    { title: '所属事業者', answers: { type: { 所属事業者の事業者ID: person.employer ?? '' } } },
    { title: '職種', answers: { choose: { 主な職種: '10 鉄筋工' } } },
    { title: '経験', answers: { type: { 主な職種の経験年数: '6' } } },
    {
      title: '社会保険',
      answers: {
        choose: { 健康保険の種類: '協会けんぽ', 年金保険の種類: '厚生年金' },
        press: { 健康保険: '加入している', 年金保険: '加入している', 雇用保険: '加入している' },
      },
    },
    { title: '建退共', answers: { press: { '建退共（建設業退職金共済）': '加入している' } } },
    { title: '中退共', answers: { press: { '中退共（中小企業退職金共済）': '加入していない' } } },
  ];
}

/** Chooses a stage and begins; the list of pages follows. */
export async function begin(page: Page, stage: '簡略型' | '詳細型' = '簡略型'): Promise<void> {
  await page.goto('/register/technician');
  await page.getByRole('radio', { name: new RegExp(`^${stage}`) }).check();
  await page.getByRole('button', { name: 'この登録をはじめる' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('入力すること');
}

/** Opens a page of the form from the list. */
export async function openPart(page: Page, title: string): Promise<void> {
  await page.goto('/register/technician');
  await page.getByRole('list').getByRole('link', { name: title, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
}

/** Fills in the page that is open and goes on to the next. */
export async function fillPart(page: Page, part: Part): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(part.title);
  await answer(page, part.answers ?? {});
  await part.fill?.(page);
  await page.getByRole('button', { name: '保存して次へ' }).click();
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(part.title);
}

/** Fills in pages one after another, from the list. */
export async function fillParts(page: Page, parts: Part[]): Promise<void> {
  await openPart(page, parts[0].title);
  for (const part of parts) await fillPart(page, part);
}

/** Sends the photo, which saves everything typed so far. */
export async function sendPhoto(page: Page): Promise<void> {
  await chooseFile(field(page, '顔写真'), portrait());
  await page.getByRole('button', { name: '写真を送る' }).click();
  await expect(page.getByRole('status').filter({ hasText: '写真を保存しました。' })).toBeVisible();
}

/** Types the password twice and agrees. */
export async function agree(page: Page): Promise<void> {
  await answer(page, { type: { パスワード: newPassword, 'パスワード（もう一度）': newPassword } });
  await page.getByRole('checkbox', { name: '同意する' }).check();
}

/** Hands in a technician's simple application with a photo; gives 受付番号. The page shows the application's state. */
export async function registerTechnician(page: Page, person: Person): Promise<string> {
  await begin(page);
  await fillParts(page, technicianParts(person));
  await agree(page);
  return handIn(page);
}

/** Presses 申請する and reads the number from the page that follows. */
export async function handIn(page: Page): Promise<string> {
  await page.getByRole('button', { name: '申請する' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('申請の状況');
  const number = await page.getByText(/^受付番号 \d{4}-\d{4}-\d+$/).first().textContent();
  return (number ?? '').replace('受付番号 ', '');
}

/** The pages of a firm's form in their order, filled in: a corporation without a licence. */
export function businessParts(name: string, kana: string): Part[] {
  return [
    { title: '区分', answers: { press: { '法人・個人・一人親方の区分': '法人' } } },
    {
      title: '事業者の情報',
      answers: {
        type: { 商号または名称: name, '商号または名称（フリガナ）': kana, 代表者の姓: '潮崎', 代表者の名: '和也', 法人番号: '7000012050002' },
      },
    },
    {
      title: '所在地',
      answers: {
        type: { 郵便番号: '135-0016', '市区町村・番地・建物': '江東区東陽2-3-4 潮崎ビル2階', 電話番号: '03-5550-1234' },
        choose: { 都道府県: '東京都' },
      },
    },
    { title: '建設業許可', answers: { press: { 建設業許可: 'ない' } } },
    { title: '確認書類', answers: { press: { 書類の種類: '履歴事項全部証明書' } }, fill: sendEvidence },
    { title: '資本金と売上高', answers: { type: { 資本金: '10,000,000', 売上高: '80,000,000' }, press: { 建設業以外の事業: 'していない' } } },
    { title: '職種', answers: { choose: { 主な職種: '10 鉄筋工' } } },
    { title: '管理者', answers: { type: { 管理者のお名前: '潮崎 真帆', メールアドレス: 'jimu@shiozaki.example.jp' } } },
    {
      title: '社会保険',
      answers: {
        choose: { 健康保険の種類: '協会けんぽ', 年金保険の種類: '厚生年金' },
        press: { 健康保険: '加入している', 年金保険: '加入している', 雇用保険: '加入している' },
      },
    },
    {
      title: '退職金共済と労災保険',
      answers: {
        type: { 建退共の共済契約者番号: '1340123' },
        press: { '建退共（建設業退職金共済）': '加入している', '中退共（中小企業退職金共済）': '加入していない', 労災保険の特別加入: '加入していない' },
      },
    },
    { title: 'コードと電子証明書' },
    { title: '取引先・表彰・所属団体', answers: { type: { 所属団体: '湊町建設業協会' } } },
  ];
}

/** Sends a document as evidence, which saves what was chosen beside it. */
export async function sendEvidence(page: Page): Promise<void> {
  await chooseFile(field(page, '書類の画像'), portrait(600, 800));
  await page.getByRole('button', { name: '画像を送る' }).click();
  await expect(page.getByRole('status').filter({ hasText: '画像を保存しました。' })).toBeVisible();
}

/** Opens a page of the firm's form from the list. */
export async function openBusinessPart(page: Page, title: string): Promise<void> {
  await page.goto('/register/business');
  await page.getByRole('list').getByRole('link', { name: title, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
}
