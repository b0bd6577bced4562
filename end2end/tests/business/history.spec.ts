// The prime looks at a site's month and approves what waits, by cells, rows and columns; another member sees its branch. With and
// without JavaScript.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../../support/accessible.ts';
import { site } from '../../support/demo.ts';
import { expect, test } from '../../support/fixtures.ts';
import { expectNoOverflow, narrowest, picture } from '../../support/look.ts';

/** Whose month each kind of browser approves, so that none takes another's. */
const whose: Record<string, string> = {
  phone: '加藤 悠斗', desktop: '吉田 和夫', 'phone-plain': '松本 大樹', 'desktop-plain': '清水 亮',
};

/** From the list of sites to the table of this month. */
async function open(page: Page): Promise<void> {
  await page.goto('/business/sites');
  await page.getByRole('link', { name: site }).first().click();
  await page.getByRole('link', { name: '就業履歴の表' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('就業履歴の承認');
}

/** From the table to the page that confirms, and on: both say how many. */
async function approve(page: Page, count: number): Promise<void> {
  await page.getByRole('button', { name: 'えらんだ分をたしかめる' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${count}件を承認しますか`);
  await page.getByRole('button', { name: `${count}件を承認する`, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('就業履歴の承認');
  await expect(page.getByRole('status').filter({ hasText: '承認しました' })).toContainText(`${count}件を承認しました。`);
}

test('a cell and a row of the table are approved, once @plain', async ({ page, as }) => {
  await as('prime');
  await open(page);
  await expect(page.getByText(/^この月の記録 [\d,]+件、承認ずみ [\d,]+件、承認待ち [\d,]+件$/)).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'sheet');

  const name = whose[test.info().project.name];
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row).toHaveCount(1);
  const pick = page.getByRole('checkbox', { name: new RegExp(`^${name}さんの\\d+件をえらぶ$`) });
  if (await pick.count() === 0) {
    // In the first days of a month nobody has a day that is over.
    expect(new Date(Date.now() + 9 * 3_600_000).getUTCDate(), 'something waits later in a month').toBeLessThan(6);
    return;
  }
  const waiting = Number((await pick.getAttribute('aria-label'))?.match(/(\d+)件/)?.[1]);
  const cells = row.getByRole('checkbox', { name: /承認待ち$/ });
  await expect(cells).toHaveCount(waiting);
  const before = await row.getByRole('cell', { name: '承認ずみ' }).count();

  // Looked at and left: nothing is approved, and the page knows nothing any more.
  await cells.first().check();
  await page.getByRole('button', { name: 'えらんだ分をたしかめる' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1件を承認しますか');
  await expect(page.getByRole('table', { name: '会社ごとの件数' }).getByRole('row')).toHaveCount(2);
  await expectAccessible(page);
  await expectNoOverflow(page);
  await picture(page, 'sheet-confirm');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('えらびなおしてください');
  await expectAccessible(page);
  await page.getByRole('link', { name: '表にもどる' }).click();
  await expect(cells).toHaveCount(waiting);

  await cells.first().check();
  await approve(page, 1);
  await expect(cells).toHaveCount(waiting - 1);
  if (waiting > 1) {
    await pick.check();
    await approve(page, waiting - 1);
  }
  await expect(row.getByRole('cell', { name: '承認待ち' })).toHaveCount(0);
  await expect(row.getByRole('cell', { name: '承認ずみ' })).toHaveCount(before + waiting);
  await expect(pick, 'nothing is left to tick').toHaveCount(0);
  await page.reload();
  await expect(page.getByText('承認しました。'), 'said once').toHaveCount(0);
  await expectAccessible(page);
});

test('a day that waits is looked at before it is approved @desktop @phone @plain', async ({ page, as }) => {
  await as('prime');
  await open(page);
  const cell = page.locator('.sheet tbody td.tick').filter({ has: page.getByRole('link') }).first();
  if (await cell.count() === 0) return;
  const [box, link] = [cell.getByRole('checkbox'), cell.getByRole('link')];
  const [above, below] = [await cell.locator('label').boundingBox(), await link.boundingBox()];
  for (const target of [above, below]) {
    expect(target?.width, 'wide').toBeGreaterThanOrEqual(24);
    expect(target?.height, 'high').toBeGreaterThanOrEqual(24);
  }
  expect((above?.y ?? 0) + (above?.height ?? 0), 'neither over the other').toBeLessThanOrEqual((below?.y ?? 0) + 1);
  await box.check();
  await expect(box).toBeChecked();
  await link.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1日の就業履歴');
  await expect(page.getByText('記録の方法', { exact: true }).first()).toBeVisible();
});

test('nothing chosen is told, and the month before is approved @desktop @plain', async ({ page, as }) => {
  await as('prime');
  await open(page);
  const check = page.getByRole('button', { name: 'えらんだ分をたしかめる' });
  if (await check.count()) {
    await check.click();
    await expect(page.getByRole('alert')).toContainText('承認する記録が一つも選ばれていません');
  }
  await page.getByRole('link', { name: /^前の月（/ }).click();
  await expect(page.getByText('このページに、まとめて承認できる記録はありません。')).toBeVisible();
  await expect(page.getByRole('button', { name: /^このページの承認待ち/ })).toHaveCount(0);
  await expect(page.getByRole('cell', { name: '承認ずみ' }).first()).toBeVisible();
  await page.getByText('印の意味').click();
  await expect(page.getByText('退場なし').first()).toBeVisible();
  for (const path of [new URL(page.url()).pathname, `${new URL(page.url()).pathname}/confirm`]) {
    const answer = await page.goto(`${path}?month=209912`);
    expect(answer?.status(), 'a month to come').toBe(404);
  }
});

test('a column and the whole part are looked at before they are approved @desktop @plain', async ({ page, as }) => {
  await as('prime');
  await open(page);
  for (const pick of [page.getByRole('checkbox', { name: /^\d+日の\d+件をえらぶ$/ }).first(), null]) {
    if (pick && await pick.count() === 0) return;
    await pick?.check();
    await page.getByRole('button', { name: pick ? 'えらんだ分をたしかめる' : /^このページの承認待ち/ }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^[\d,]+件を承認しますか$/);
    await expect(page.getByText('承認すると、その日の会社・職種・立場が決まり', { exact: false })).toBeVisible();
    await page.getByRole('link', { name: '表にもどる' }).click();
  }
});

test('people are looked for, and the address keeps it @desktop @plain', async ({ page, as }) => {
  await as('prime');
  await open(page);
  const rows = page.getByRole('rowheader').filter({ hasText: /[ァ-ヶ]/ });
  const all = await rows.count();
  const name = page.getByLabel('名前・フリガナ・技能者ID');
  await name.fill('よしだ');
  await page.getByLabel('状態').selectOption('');
  await page.getByRole('button', { name: 'しぼりこむ' }).click();
  await expect(page).toHaveURL(/[?&]q=/);
  await expect(rows.filter({ hasText: '吉田 和夫' })).toHaveCount(1);
  expect(await rows.count()).toBeLessThan(all);
  await expect(name).toHaveValue('よしだ');
  await expectAccessible(page);
  await page.getByRole('link', { name: /^前の月（/ }).click();
  await expect(page, 'another month, the same people').toHaveURL(/month=\d{6}&q=/);
  await expect(rows.filter({ hasText: '吉田 和夫' })).toHaveCount(1);

  await expect(page.getByLabel('会社').locator('option').filter({ hasText: '元請' })).toHaveCount(1);
  await page.getByLabel('会社').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'しぼりこむ' }).click();
  await expect(page).toHaveURL(/[?&]place=[0-9a-f-]{36}/);
  await page.getByRole('link', { name: /よしだ.*しぼりこみをやめる$/ }).click();
  await expect(page).not.toHaveURL(/[?&]q=/);
  await expect(page, 'the company is still chosen').toHaveURL(/[?&]place=/);

  await page.getByLabel('名前・フリガナ・技能者ID').fill('だれでもない');
  await page.getByRole('button', { name: 'しぼりこむ' }).click();
  await expect(page.getByRole('heading', { name: 'あてはまる人はいません' })).toBeVisible();
  await page.getByRole('link', { name: '全員を見る' }).click();
  await expect(page).not.toHaveURL(/place=|q=/);
  await expect(rows.first()).toBeVisible();
});

test('the table is passed over by keyboard @desktop', async ({ page, as }) => {
  await as('prime');
  await open(page);
  const skip = page.getByRole('link', { name: '表をとばす' });
  if (await skip.count() === 0) return;
  await skip.focus();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'えらんだ分をたしかめる' })).toBeFocused();
});

test('on paper the table is whole and has nothing to press @desktop', async ({ page, as }) => {
  await as('prime');
  await open(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText(/の時点$/)).toBeVisible();
  await expect(page.locator('.sheet-bar, .sheet .pick').filter({ visible: true })).toHaveCount(0);
  const hidden = await page.locator('.sheet-box').evaluate((box) => getComputedStyle(box).overflowX);
  expect(hidden, 'nothing scrolls on paper').toBe('visible');
  await picture(page, 'sheet-print');
});

test('a member sees its branch and approves those below it only @desktop', async ({ page, as }) => {
  await as('member');
  await open(page);
  await expect(page.getByText('自社と、自社の下にいる会社の人だけが出ます。', { exact: false })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '山本 健太' })).toHaveCount(1);
  await expect(page.getByRole('row').filter({ hasText: '森下 拓也' }), 'the prime\'s people').toHaveCount(0);
  await expect(page.getByRole('checkbox', { name: /^山本 健太さんの/ }), 'its own are the prime\'s to approve').toHaveCount(0);
  await expect(page.getByLabel('会社').locator('option').filter({ hasText: '元請' }), 'nor its company').toHaveCount(0);
  await expectAccessible(page);

  await as('operator');
  await open(page);
  await expect(page.getByText('この現場の承認は、元請と、上位の会社だけができます。')).toBeVisible();
  await expect(page.getByRole('checkbox')).toHaveCount(0);
});

test('cells are large enough for a finger, and the name stays @phone', async ({ page, as }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await as('prime');
  await open(page);
  const cell = await page.locator('.sheet tbody td').last().boundingBox();
  expect(cell?.width, 'wide').toBeGreaterThanOrEqual(44);
  expect(cell?.height, 'high').toBeGreaterThanOrEqual(48);
  await page.locator('.sheet-box').evaluate((box) => box.scrollTo({ left: box.scrollWidth }));
  const [box, name] = [await page.locator('.sheet-box').boundingBox(), await page.locator('.sheet tbody .sheet-who').last().boundingBox()];
  expect(Math.abs((name?.x ?? 0) - (box?.x ?? 0)), 'at the edge of the box').toBeLessThan(3);
  expect(name?.width, 'no more than two fifths').toBeLessThanOrEqual(0.4 * 360 + 1);
  await expectNoOverflow(page);
  await picture(page, 'sheet-phone');
});

test('the table stays in its box on the narrowest window @phone', async ({ page, as }) => {
  await page.setViewportSize({ width: narrowest, height: 640 });
  await as('prime');
  await open(page);
  await expectNoOverflow(page);
  await picture(page, 'sheet-narrow');
});
