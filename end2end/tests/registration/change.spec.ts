// A registered technician sees everything registered and changes it; what was before is still there by day.
import { expectAccessible } from '../../support/accessible.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow } from '../../support/look.ts';
import { approve } from '../../support/office.ts';
import { answer, field, handIn, openPart } from '../../support/registration.ts';

test('a technician looks at what is registered, changes the telephone and sees it changed @phone @plain', async ({ page, as }) => {
  test.setTimeout(120_000);
  // Somebody of their own for each kind of browser: one change is open at a time.
  const who = test.info().project.name === 'phone' ? 'technician' : 'foreigner';
  const phone = `080-5552-${String(Date.now() % 10_000).padStart(4, '0')}`;
  await as(who);
  await page.goto('/passport/more');
  await page.getByRole('link', { name: '登録の内容' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('登録の内容');
  const employers = page.getByRole('table', { name: '所属事業者と期間' });
  await expect(employers).toContainText('主たる所属');
  await expect(page.getByText('生年月日と顔写真は、登録したあとは変更の申請ではかえられません。')).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await field(page, '見る日').fill('2200-01-01');
  await page.getByRole('button', { name: 'この日の内容を見る' }).click();
  await expect(field(page, '見る日')).toHaveAttribute('aria-invalid', 'true');

  await page.getByRole('button', { name: '変更を申請する' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('変更する内容');
  const contact = page.getByRole('listitem').filter({ hasText: '住所と連絡先' });
  await expect(contact).toContainText('登録のまま');
  await expect(page.getByRole('link', { name: '顔写真' }), 'it does not change').toHaveCount(0);
  await openPart(page, '生年月日・性別・国籍');
  await expect(page.getByRole('group', { name: /^生年月日/ })).toHaveCount(0);
  await page.goto('/register/technician');
  await openPart(page, '住所と連絡先');
  await answer(page, { type: { 電話番号: phone } });
  await page.getByRole('button', { name: '保存して一覧へ' }).click();
  await expect(contact).toContainText('変更あり');
  await expectAccessible(page);
  await page.goto('/register/technician/check');
  await expect(page.getByText(`変更後：${phone.replaceAll('-', '')}`), 'as it will be kept').toBeVisible();
  await expect(page.getByLabel(/^パスワード/)).toHaveCount(0);
  await page.getByRole('checkbox', { name: '同意する' }).check();
  await expectAccessible(page);
  await expectNoOverflow(page);
  const number = await handIn(page);

  await as('reviewer');
  await page.goto('/operator');
  await page.getByRole('link', { name: number }).click();
  await expect(page.getByRole('row').filter({ hasText: '登録されている内容：' })).toHaveCount(1);
  await expectAccessible(page);
  await approve(page, number);

  await as(who);
  await page.goto('/passport/registration');
  await expect(page.getByText(phone.replaceAll('-', ''))).toBeVisible();
  await expect(page.getByRole('listitem').getByRole('link', { name: /電話番号/ }).first()).toBeVisible();
});
