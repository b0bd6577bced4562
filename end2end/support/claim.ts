// Claims about days of work, as a technician makes them.
import { expect, type Page } from '@playwright/test';
import { site } from './demo.ts';

/** A day in Japan's calendar. */
export type Day = { year: number; month: number; day: number };

const iso = ({ year, month, day }: Day) => [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');

/** How a page writes the day, in part. */
export const words = ({ month, day }: Day) => new RegExp(`[^\\d]${month}月${day}日`);

/** The month before this one: its days can be entered until the end of this one. */
function lastMonth(): { year: number; month: number } {
  const now = new Date(Date.now() + 9 * 3_600_000);
  const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1));
  return { year: last.getUTCFullYear(), month: last.getUTCMonth() + 1 };
}

/** The `at`th day of the last month of which the person who is logged in has no record. */
export async function freeDay(page: Page, at: number): Promise<Day> {
  const { year, month } = lastMonth();
  const number = `${year}${String(month).padStart(2, '0')}`;
  await page.goto(`/passport/history?month=${number}`);
  const links = await page.locator(`a[href^="/passport/history/${number}"]`).evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  const worked = new Set(links.map((href) => Number(href?.match(/\/(\d{8})\//)?.[1].slice(6))));
  const free = [...Array(28).keys()].map((day) => day + 1).filter((day) => !worked.has(day));
  expect(free.length, 'days without a record').toBeGreaterThan(at);
  return { year, month, day: free[at] };
}

/** Says that a day at the site of the demonstration is missing. */
export async function claimMissing(page: Page, day: Day): Promise<void> {
  await page.goto('/passport/history/claim');
  await page.getByRole('radio', { name: '働いたのに、記録がない' }).check();
  await page.locator('#site').selectOption({ label: site });
  await page.getByLabel('働いた日').fill(iso(day));
  await page.getByLabel('入場の時刻').fill('08:00');
  await page.getByLabel('退場の時刻').fill('17:00');
  await page.getByRole('button', { name: 'この内容で伝える' }).click();
  await expect(page.getByRole('status').filter({ hasText: '伝えました。' })).toBeVisible();
}

/** To a claim about the day, on the page of claims at `path`. */
export async function openClaim(page: Page, path: string, day: Day): Promise<void> {
  await page.goto(path);
  await page.getByRole('link', { name: words(day) }).first().click();
}
