// An application that comes back: reasons that fit the field, words of the reviewer's own, and the way from one page that
// wants something to the next, with JavaScript and without.
import { expectAccessible } from '../../support/accessible.ts';
import { expect, prepared, putSession, test } from '../../support/fixtures.ts';
import { claim } from '../../support/office.ts';
import { field, handIn, registerTechnician } from '../../support/registration.ts';

const words = '昼間につながる番号にしてください。';

test('what came back is put right from page to page, by words of the reviewer too @phone @plain', async ({ page, browser }) => {
  // Thirteen pages to fill in before anything can come back.
  test.setTimeout(150_000);
  const person = { family: '潮崎', given: '直人', familyKana: 'シオザキ', givenKana: 'ナオト' };
  const number = await registerTechnician(page, person);

  const { javaScriptEnabled, baseURL, locale } = test.info().project.use;
  const desk = await browser.newContext({ viewport: { width: 1440, height: 900 }, javaScriptEnabled, baseURL, locale });
  await putSession(desk, prepared().sessions.reviewer[test.info().parallelIndex]);
  const reviewer = await desk.newPage();
  const verdict = (label: string) => reviewer.getByRole('group', { name: `${label}の判定`, exact: true });
  await test.step('only reasons that fit are offered, and one of them wants words', async () => {
    await claim(reviewer, number);
    await reviewer.getByRole('button', { name: '残りはすべて問題なし' }).click();
    const reasons = async (label: string) => {
      const offered = await verdict(label).locator('option').allTextContents();
      return offered.map((reason) => reason.trim()).slice(1);
    };
    const ofName = ['本人確認書類や登記と合っていません', '名前の字がちがいます', '入力がありません', 'そのほか'];
    expect(await reasons('姓')).toEqual(ofName);
    expect(await reasons('性別')).toEqual(ofName.filter((reason) => !reason.startsWith('名前')));
    expect((await reasons('顔写真')).join()).not.toContain('住所');

    await verdict('姓').getByText('不備', { exact: true }).click();
    await verdict('姓').getByRole('combobox').selectOption({ label: '名前の字がちがいます' });
    await expect(verdict('姓').getByRole('textbox'), 'a reason of the list says it all').toBeHidden();
    await verdict('電話番号').getByText('不備', { exact: true }).click();
    await verdict('電話番号').getByRole('combobox').selectOption({ label: 'そのほか' });
    await reviewer.getByRole('button', { name: '不備で返す' }).click();
    await expect(reviewer.getByRole('alert')).toContainText('「電話番号」の不備を、本人に届くことばで書いてください。');
    await expectAccessible(reviewer);
    await verdict('電話番号').getByRole('textbox', { name: /^本人に届くことば/ }).fill(words);
    await reviewer.getByRole('button', { name: '不備で返す' }).click();
    await expect(reviewer.getByText('不備で返しました。')).toBeVisible();
  });

  await test.step('one page leads to the next that came back, the last to the answers', async () => {
    await page.reload();
    await expect(page.getByText(`審査の担当者から：${words}`)).toBeVisible();
    await expect(page.getByText('まだ直していません')).toHaveCount(2);
    await page.getByRole('link', { name: '姓を直す' }).click();
    await field(page, '姓').fill('潮﨑');
    await page.getByRole('button', { name: '保存して次へ' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('住所と連絡先');
    const returned = page.getByRole('region', { name: '直すところ' });
    await expect(returned).toContainText(`審査の担当者から：${words}`);
    // Saved as it is, it still stands in the list above the answers.
    await page.getByRole('button', { name: '保存して次へ' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('内容を確かめて申請');
    await expect(returned.getByRole('listitem').filter({ hasText: '姓' })).toContainText('直しました');
    await expect(returned.getByRole('listitem').filter({ hasText: '電話番号' })).toContainText('まだ直していません');
    // It goes back as it is only by who says so.
    await expect(page.getByRole('checkbox', { name: /このまま出します$/ })).not.toBeChecked();
    await page.getByRole('button', { name: '申請する' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' })).toContainText('このまま出す');
    await expectAccessible(page);
    await returned.getByRole('link', { name: '電話番号' }).click();
    await field(page, '電話番号').fill('090-5550-7799');
    await page.getByRole('button', { name: '保存して次へ' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('内容を確かめて申請');
    await expect(returned).toContainText('すべて直しました。');
    await expectAccessible(page);
    expect(await handIn(page)).toBe(number);
  });

  await reviewer.reload();
  await expect(reviewer.getByRole('row').filter({ hasText: '090-5550-7799' }).first()).toContainText('直りました');
  await desk.close();
});
