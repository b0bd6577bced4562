// Registering works with and without JavaScript: every form here is a plain one, and these tests run both ways.
import { claim, judge } from '../../support/office.ts';
import { disguised } from '../../support/photo.ts';
import {
  agree, answer, begin, birth, businessParts, field, fillPart, group, handIn, openBusinessPart, openPart, registerTechnician, sendPhoto,
  technicianParts, valueOf,
} from '../../support/registration.ts';
import { expect, prepared, putSession, test } from '../../support/fixtures.ts';
import { chooseFile } from '../../support/upload.ts';

/** A name of this run's own, in kanji numbers: nobody has it twice. */
const numbered = (word: string) => word + [...String(Date.now() % 100_000)].map((digit) => '〇一二三四五六七八九'[+digit]).join('');

test('what was left empty is said at once, each a way to its page @phone @plain', async ({ page }) => {
  await begin(page);
  await page.getByRole('link', { name: '確かめて申請する' }).click();
  await page.getByRole('button', { name: '申請する' }).click();
  const summary = page.getByRole('alert').filter({ hasText: 'か所を確かめてください' });
  const links = summary.getByRole('link');
  const said = await links.count();
  expect(said).toBeGreaterThanOrEqual(18);
  await expect(summary.getByRole('heading', { level: 2 })).toHaveText(`${said}か所を確かめてください`);
  await expect(page).toHaveTitle(/^エラー: /);
  await expect(field(page, 'パスワード')).toHaveAccessibleDescription(/入力してください/);
  await links.filter({ hasText: '郵便番号' }).click();
  await expect(page).toHaveURL(/\/contact\?check=1#postcode$/);
  for (const label of ['郵便番号', '市区町村・番地・建物']) {
    await expect(field(page, label)).toHaveAttribute('aria-invalid', 'true');
    await expect(field(page, label)).toHaveAccessibleDescription(/入力してください/);
  }
});

test('choosing nothing begins nothing; a weak password is told with the rest @phone @plain', async ({ page }) => {
  await page.goto('/register/technician');
  await page.getByRole('button', { name: 'この登録をはじめる' }).click();
  await expect(page.getByRole('alert')).toContainText('登録の種類を選んでください');
  await expect(page.getByText(/^受付番号 /)).toHaveCount(0);
  await begin(page);
  await expect(page.getByText(/^受付番号 \d{4}-\d{4}-\d{5}　再開コード [0-9A-Z-]{14}$/)).toBeVisible();
  await openPart(page, '顔写真');
  await page.getByRole('button', { name: '写真を送る' }).click();
  await expect(page.locator('#photo-problem')).toBeVisible();
  await sendPhoto(page);
  // With a script it is cut to the shape of the card's frame before it is sent.
  await expect(page.getByText(/よこ354×たて4(72|55)ピクセル/)).toBeVisible();
  await page.goto('/register/technician/check');
  const shown = page.getByRole('img', { name: '顔写真の画像' });
  await expect.poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth), 'the picture itself').toBe(354);
  await answer(page, { type: { パスワード: 'abc', 'パスワード（もう一度）': 'abd' } });
  await page.getByRole('button', { name: '申請する' }).click();
  await expect(page.locator('#password-problem'), 'how long it must be').toContainText('8文字以上');
  await expect(page.locator('#password_again-problem'), 'and that they differ').toContainText('1回目とちがいます');
  await expect(page.getByRole('alert').getByRole('link').filter({ hasText: '姓' }).first(), 'both at once').toBeVisible();
});

test('what is typed is kept: page by page, over a refused photo, over a wrong try @phone @plain', async ({ page }) => {
  const person = { family: '髙﨑', given: '蓮', familyKana: 'タカサキ', givenKana: 'レン' };
  await begin(page);
  const parts = technicianParts(person);
  await openPart(page, '氏名');
  await fillPart(page, parts[0]);
  await answer(page, parts[1].answers ?? {});
  await birth(page, ['昭和', '63', '4', '2']);
  await page.getByRole('button', { name: '保存して一覧へ' }).click();
  await expect(page.getByText('保存しました。')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: '氏名' })).toContainText('入力ずみ');
  await openPart(page, '氏名');
  await expect(field(page, '姓')).toHaveValue('髙﨑');

  await openPart(page, '住所と連絡先');
  await answer(page, { type: { ...parts[2].answers?.type, 電話番号: '12' }, choose: parts[2].answers?.choose });
  await page.getByRole('button', { name: '保存して次へ' }).click();
  await expect(field(page, '電話番号')).toHaveAccessibleDescription(/0から始まる10けたか11けたの数字/);
  await expect(field(page, '電話番号')).toHaveValue('12');
  await expect(field(page, '郵便番号')).toHaveValue('273-0005');

  await openPart(page, '顔写真');
  await chooseFile(field(page, '顔写真'), disguised);
  await page.getByRole('button', { name: '保存して次へ' }).click();
  await expect(page.locator('#photo-problem')).toHaveText('写真として読めません。JPEGかPNGの写真をえらんでください');
  await sendPhoto(page);
  await openPart(page, '生年月日・性別・国籍');
  await expect(group(page, '生年月日').getByRole('textbox', { name: '年' })).toHaveValue('63');
  await expect(group(page, '性別').getByRole('radio', { name: '女' })).toBeChecked();
});

test('hiragana and half-width are taken, and a day the calendar does not have is not @phone @plain', async ({ page }) => {
  await begin(page);
  await openPart(page, '氏名');
  await fillPart(page, technicianParts({ family: '佐野', given: '匠', familyKana: 'さの', givenKana: 'ﾀｸﾐ' })[0]);
  await birth(page, ['平成', '40', '2', '30']);
  await page.getByRole('button', { name: '保存して次へ' }).click();
  await expect(page.locator('#birth-problem')).toBeVisible();
  await expect(group(page, '生年月日').getByRole('textbox', { name: '日' })).toHaveValue('30');
});

test('a technician goes on elsewhere with number and code, hands in, is returned, and takes it back @desktop @plain', async ({ page, browser, faults }) => {
  // Twelve pages, then every field of them judged one by one, twice.
  test.setTimeout(150_000);
  const person = { family: numbered('戻'), given: '直人', familyKana: 'モドリ', givenKana: 'ナオト' };
  const number = await registerTechnician(page, person);
  const code = await page.getByRole('definition').filter({ hasText: /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/ }).textContent();
  await expect(page.getByText('審査待ち')).toBeVisible();
  await page.reload();
  await expect(page.getByText(code ?? 'no code'), 'the code is shown once').toHaveCount(0);

  const { viewport, javaScriptEnabled, baseURL, locale } = test.info().project.use;
  const options = { viewport, javaScriptEnabled, baseURL, locale };
  const desk = await browser.newContext(options);
  await putSession(desk, prepared().sessions.reviewer[test.info().parallelIndex]);
  const reviewer = await desk.newPage();
  await claim(reviewer, number);
  if (javaScriptEnabled === false) {
    // Without a script Enter presses the form's first button: it saves, and gives nothing back.
    await reviewer.getByRole('group', { name: '姓の判定', exact: true }).getByText('よい', { exact: true }).click();
    await reviewer.keyboard.press('Enter');
    await expect(reviewer.getByText('判定を保存しました。')).toBeVisible();
    await expect(reviewer.getByRole('group', { name: '姓の判定', exact: true }).getByRole('radio', { name: 'よい' })).toBeChecked();
    await expect(reviewer.getByText('あなたが担当')).toBeVisible();
  }
  // Deficient without a reason is not taken; what was said of the others stays.
  await judge(reviewer, { 顔写真: '理由をえらんでください' });
  await reviewer.getByRole('button', { name: '不備で返す' }).click();
  await expect(reviewer.getByRole('alert')).toContainText('「顔写真」の不備の理由をえらんでください。');
  await judge(reviewer, { 顔写真: '写真の顔がかくれています' });
  const approval = reviewer.getByRole('button', { name: '承認する' });
  // It says that it cannot be pressed yet, and answers whoever presses it all the same.
  await approval.click({ force: true });
  const answer = reviewer.getByText('入力のある項目をすべて「よい」にすると承認できます。');
  await expect(answer).toBeVisible();
  await expect(approval, 'it looks as it is').toHaveAttribute('aria-disabled', 'true');
  await expect(approval).toHaveAccessibleDescription('不備があるあいだは承認できません。');
  const optional = reviewer.getByRole('row').filter({ hasText: '判定はいりません' });
  expect(await optional.count(), 'what was left empty wants no word').toBeGreaterThan(0);
  if (javaScriptEnabled !== false) {
    const photo = reviewer.getByRole('group', { name: '顔写真の判定' });
    await photo.getByText('よい', { exact: true }).click();
    await expect(answer, 'an answer to the last press goes with the next').toHaveCount(0);
    await expect(approval, 'and it can be pressed once all is good').not.toHaveAttribute('aria-disabled');
    await photo.getByText('不備', { exact: true }).click();
    await expect(approval).toHaveAttribute('aria-disabled', 'true');
  }
  await reviewer.getByRole('button', { name: '不備で返す' }).click();
  await expect(reviewer.getByText('不備で返しました。')).toBeVisible();
  await desk.close();

  const elsewhere = await browser.newContext(options);
  const other = await elsewhere.newPage();
  await other.goto(`/register/${number}`);
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('この申請を開けません');
  await other.getByLabel('再開コード').fill('AAAA-AAAA-AAAA');
  await other.getByRole('button', { name: '続ける' }).click();
  await expect(other.getByText('受付番号か再開コードがちがいます。もう一度確かめてください。')).toBeVisible();
  await expect(other.getByLabel('受付番号')).toHaveValue(number);
  await other.getByLabel('再開コード').fill(code ?? '');
  await other.getByRole('button', { name: '続ける' }).click();
  await expect(other.getByText('顔がかくれています。帽子やマスクをとった写真を送ってください。')).toBeVisible();
  // On a phone the reason has the whole width of its card.
  const told = (part: string) => other.locator(part).filter({ hasText: '顔がかくれています。' });
  const [reason, card] = await Promise.all([told('td').boundingBox(), told('tr').boundingBox()]);
  if ((viewport?.width ?? 0) < 768) expect(reason?.width).toBeGreaterThan(0.8 * (card?.width ?? Infinity));
  await other.getByText('申請を取り下げる').first().click();
  await other.getByRole('checkbox', { name: '取り下げることを確かめました' }).check();
  await other.getByRole('button', { name: '申請を取り下げる' }).click();
  await expect(other.getByText('申請を取り下げました。')).toBeVisible();
  await elsewhere.close();
  expect(faults).toEqual([]);
});

test('a second person begins in the same browser, and the first goes on later @phone @plain', async ({ page }) => {
  await begin(page);
  await openPart(page, '氏名');
  await answer(page, { type: { 姓: '一人目', 名: '直人', セイ: 'ヒトリ', メイ: 'ナオト' } });
  await page.getByRole('button', { name: '保存して次へ' }).click();
  await page.goto('/register');
  await page.getByText('ほかの人の登録をはじめる').first().click();
  const [number, code] = await page.getByRole('group').filter({ hasText: '受付番号' }).getByRole('definition').allTextContents();
  await page.getByRole('button', { name: 'ほかの人の登録をはじめる' }).click();
  await expect(page.getByText('確かめて、チェックを入れてください')).toBeVisible();
  await page.getByRole('checkbox', { name: /手もとに残しました$/ }).check();
  await page.getByRole('button', { name: 'ほかの人の登録をはじめる' }).click();
  await expect(page.getByText('前の申請を閉じました。', { exact: false })).toBeVisible();
  await begin(page);
  await openPart(page, '氏名');
  await expect(field(page, '姓'), 'nothing of the first').toHaveValue('');
  await page.goto('/register');
  await field(page, '受付番号').fill(number.trim());
  await field(page, '再開コード').fill(code.trim());
  await page.getByRole('button', { name: '続ける' }).click();
  await openPart(page, '氏名');
  await expect(field(page, '姓')).toHaveValue('一人目');
});

test('a business: page by page, wrong first, then handed in @desktop @plain', async ({ page }) => {
  test.setTimeout(120_000);
  const parts = businessParts(numbered('株式会社試'), 'ﾀﾒｼ');
  await page.goto('/register/business/check');
  await page.getByRole('button', { name: '申請する' }).click();
  const summary = page.getByRole('alert').filter({ hasText: 'か所を確かめてください' });
  await expect(summary.getByRole('link').filter({ hasText: '法人のときは' }), 'said at once, whatever kind it will be').toHaveCount(2);
  await summary.getByRole('link').filter({ hasText: '資本金' }).click();
  await expect(page).toHaveURL(/\/register\/business\/money\?check=1#capital_yen$/);
  await expect(field(page, '資本金')).toHaveAccessibleDescription(/法人のときは/);

  await openBusinessPart(page, '区分');
  await fillPart(page, parts[0]);
  await expect(page.getByText('保存しました。')).toBeVisible();
  await answer(page, { type: { ...parts[1].answers?.type, 法人番号: '123', '商号または名称（フリガナ）': '試' } });
  await page.getByRole('button', { name: '保存して次へ' }).click();
  await expect(field(page, '法人番号')).toHaveAccessibleDescription(/13けたの数字で入力してください/);
  await expect(field(page, '商号または名称（フリガナ）')).toHaveAccessibleDescription(/カタカナで入力してください/);
  await expect(field(page, '代表者の姓')).toHaveValue('潮崎');
  for (const part of parts.slice(1, 4)) await fillPart(page, part);
  // The way to the next page is shut until a document is there, and one that cannot be read is told beside its field.
  await page.getByRole('button', { name: '保存して次へ' }).click();
  await expect(page.locator('#picture-problem')).toBeVisible();
  await chooseFile(field(page, '書類の画像'), disguised);
  await page.getByRole('button', { name: '画像を送る' }).click();
  await expect(page.locator('#picture-problem')).toHaveText(/読めません/);
  await fillPart(page, parts[4]);
  await answer(page, { type: { 資本金: '10,000,000', 売上高: '100', 完成工事高: '101' }, press: parts[5].answers?.press });
  await page.getByRole('button', { name: '保存して次へ' }).click();
  await expect(field(page, '完成工事高')).toHaveAccessibleDescription(/0から100までの数/);
  await expect(page.getByText(/^いまの入力では、登録料は 24,000円です。$/)).toBeVisible();
  await answer(page, { type: { 完成工事高: '' } });
  for (const part of parts.slice(5)) await fillPart(page, part);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('内容を確かめて申請');
  await expect(valueOf(page, '料金の区分')).toHaveText('10,000,000円以上 20,000,000円未満');
  await expect(valueOf(page, '金額')).toHaveText('24,000円');
  await expect(valueOf(page, '所属団体')).toHaveText('湊町建設業協会');
  await agree(page);
  await handIn(page);
  await expect(page.getByText('申請しました。')).toBeVisible();
});

test('a page of one application that stayed open beside another writes nothing into that one @phone @plain', async ({ page, browser }) => {
  const codes = async (of: typeof page) => {
    const said = (await of.getByText(/^受付番号 \d{4}-\d{4}-\d{5}　再開コード/).textContent()) ?? '';
    const [, number, code] = said.match(/(\d{4}-\d{4}-\d{5})　再開コード ([0-9A-Z-]{14})/) ?? [];
    return { number, code };
  };
  const { viewport, javaScriptEnabled, baseURL, locale } = test.info().project.use;
  const elsewhere = await browser.newContext({ viewport, javaScriptEnabled, baseURL, locale });
  const other = await elsewhere.newPage();
  await begin(other);
  const second = await codes(other);
  await elsewhere.close();

  await begin(page);
  await openPart(page, '住所と連絡先');
  await answer(page, { type: { 電話番号: '090-0000-1234' } });
  const tab = await page.context().newPage();
  await tab.goto('/register');
  await field(tab, '受付番号').fill(second.number);
  await field(tab, '再開コード').fill(second.code);
  await tab.getByRole('button', { name: '続ける' }).click();
  await expect(tab.getByText(`受付番号 ${second.number}`, { exact: false }).first()).toBeVisible();

  await page.getByRole('button', { name: '保存して一覧へ' }).click();
  await expect(page.getByText('このブラウザでは、いま別の申請がひらかれています。')).toBeVisible();
  await openPart(tab, '住所と連絡先');
  await expect(field(tab, '電話番号')).toHaveValue('');
});
