// What reviewers, operators and admins do, as they do it.
import { expect, type Page } from '@playwright/test';
import { totp } from './totp.mjs';

/** An authenticator app that has been set up: gives each code once, those ahead too, as the server takes them. */
export class App {
  #step = 0;

  constructor(readonly secret: string) {}

  code(): string {
    this.#step = Math.max(Math.floor(Date.now() / 30_000), this.#step + 1);
    return totp(this.secret, this.#step * 30_000);
  }
}

/** Logs in with ID and password, and stops before a second factor. `url`: of a server of the test's own. */
export async function giveIdAndPassword(page: Page, loginId: string, password: string, url = ''): Promise<void> {
  await page.goto(`${url}/login`);
  await page.getByLabel('ID').fill(loginId);
  await page.getByLabel('パスワード').fill(password);
  await page.getByRole('button', { name: 'ログイン' }).click();
}

/** The first log-in of an office account: sets up an authenticator app with what the page shows. */
export async function enrol(page: Page, loginId: string, password: string): Promise<App> {
  await giveIdAndPassword(page, loginId, password);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('認証アプリを設定');
  await expect(page.getByRole('img', { name: '認証アプリで読みとるQRコード' })).toBeVisible();
  const secret = await page.getByText(/^([A-Z2-7]{4} ?)+$/).textContent();
  const app = new App((secret ?? '').replaceAll(' ', ''));
  await page.getByLabel('6けたの番号').fill(app.code());
  await page.getByRole('button', { name: '確かめてログイン' }).click();
  await expect(page.getByRole('button', { name: 'ログアウト' })).toBeVisible();
  return app;
}

/** Opens a case from the list of those waiting and takes it. */
export async function claim(page: Page, number: string): Promise<void> {
  await page.goto('/operator');
  await page.getByRole('link', { name: number }).click();
  await page.getByRole('button', { name: '担当する' }).click();
  await expect(page.getByText('担当になりました。')).toBeVisible();
}

/** Judges every field of the case: good, but those in `deficient`, which get the reason given. */
export async function judge(page: Page, deficient: Record<string, string> = {}): Promise<void> {
  const groups = page.getByRole('group', { name: /の判定$/ });
  for (const group of await groups.all()) {
    const field = ((await group.getByText(/の判定$/).textContent()) ?? '').replace('の判定', '');
    if (field in deficient) {
      await group.getByText('不備', { exact: true }).click();
      await group.getByRole('combobox').selectOption({ label: deficient[field] });
    } else {
      await group.getByText('よい', { exact: true }).click();
    }
  }
}

/** Takes the case, finds all of it good and approves it. */
export async function approve(page: Page, number: string): Promise<void> {
  await claim(page, number);
  await page.getByRole('button', { name: '残りはすべて問題なし' }).click();
  await expect(page.getByText('残りをすべて「よい」にしました。')).toBeVisible();
  await page.getByRole('button', { name: '承認する' }).click();
  await expect(page.getByText('承認しました。')).toBeVisible();
}

/** Marks a fee paid; gives the number that was issued, as digits. */
export async function settle(page: Page, number: string): Promise<string> {
  await page.goto(`/operator/fees?number=${number}`);
  const row = page.getByRole('row').filter({ hasText: number });
  await row.getByRole('checkbox', { name: /円の入金を確かめました$/ }).check();
  await row.getByRole('button', { name: `${number}を入金ずみにする` }).click();
  const done = await page.getByRole('status').filter({ hasText: '入金ずみにしました。' }).textContent();
  return (done?.match(/IDは (\d{4} \d{4} \d{4} \d{2}) です/)?.[1] ?? '').replaceAll(' ', '');
}
