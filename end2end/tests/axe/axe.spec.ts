// Every page of the router and every screen of the gate, in Japanese, on a phone and on a desktop: axe-core finds nothing,
// nothing is wider than the window (a picture of each page is kept), and the HTML as it was sent is valid.
import type { Page } from '@playwright/test';
import { type ConfigData, HtmlValidate } from 'html-validate';
import { demoCard, password } from '../../support/demo.ts';
import { openGate } from '../../support/gate.ts';
import { gateGround, phoneOf } from '../../support/gate-server.ts';
import { expectAccessible } from '../../support/accessible.ts';
import { expectNoOverflow, expectPhoneLayout, narrowest, picture } from '../../support/look.ts';
import { begin } from '../../support/registration.ts';
import { addresses, askAs, looker, routes, settled } from '../../support/routes.ts';
import { expect, prepared, test } from '../../support/fixtures.ts';

// What the demonstration has none of is looked at by the test that makes it.
const shown = routes.filter(({ elsewhere }) => !elsewhere);

for (const route of shown) {
  test(`${route.path} is accessible and fits`, async ({ page, as }) => {
    const address = await addresses();
    const who = looker(route);
    if (who) await as(who);
    if (route.path === '/login/second') {
      await page.goto('/login');
      await page.getByLabel('ID').fill(prepared().logIns.member);
      await page.getByLabel('パスワード').fill(password);
      await page.getByRole('button', { name: 'ログイン' }).click();
      await expect(page).toHaveURL(/\/login\/second$/);
    } else {
      const answer = await page.goto(address(route.path));
      expect(answer?.status()).toBe(200);
    }
    await settled(page);
    await expectAccessible(page);
    await expectNoOverflow(page);
    await picture(page, route.path);
    if (test.info().project.name !== 'phone') return;
    await expectPhoneLayout(page);
    await page.setViewportSize({ width: narrowest, height: 740 });
    await expectNoOverflow(page);
  });
}

/** Looks at every page of a form that was begun, and at the page that adds to each of its lists. */
async function lookAtForm(page: Page, list: string): Promise<number> {
  const looked = new Set<string>();
  const look = async (address: string) => {
    if (looked.has(address)) return;
    looked.add(address);
    await page.goto(address);
    await settled(page);
    await expectAccessible(page);
    await expectNoOverflow(page);
    await picture(page, address);
    const links = await page.locator(`main a[href^="${list}/"]`).evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    for (const link of links) await look(link);
  };
  await look(list);
  return looked.size;
}

test('every page of a technician\'s form is accessible and fits, with the pages of its lists', async ({ page }) => {
  test.setTimeout(180_000);
  await begin(page, '詳細型');
  // 氏名 to 表彰, the answers, and a page for an item of each list.
  expect(await lookAtForm(page, '/register/technician')).toBeGreaterThan(25);
});

test('every page of a business\'s form is accessible and fits', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto('/register/business');
  expect(await lookAtForm(page, '/register/business')).toBeGreaterThan(12);
});

test('forms that say what is wrong are accessible', async ({ page, as }) => {
  await begin(page);
  for (const path of ['/register/technician/check', '/register/business/check']) {
    await page.goto(path);
    await page.getByRole('button', { name: '申請する' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'か所を確かめてください' })).toBeVisible();
    await expectAccessible(page);
  }
  await as('prime');
  await page.goto('/business/sites/new');
  await page.getByRole('button', { name: '現場を登録する' }).click();
  await expectAccessible(page);
});

test('the gate is accessible on every screen', async ({ browser, page }) => {
  await page.goto('/gate/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ゲートをひらく');
  await expectAccessible(page);
  const ground = await gateGround(browser);
  const context = await phoneOf(browser, ground);
  const gate = await openGate(context, ground.server.url);
  await expect(gate.page.getByRole('button', { name: 'はじめる' })).toBeVisible();
  await expectAccessible(gate.page);
  await gate.ready();
  await expectAccessible(gate.page);
  await gate.tap(demoCard(ground.server.data, 3));
  await expect(gate.result).toHaveText(/^(入場|退場)$/);
  await expectAccessible(gate.page);
  await gate.tap(demoCard(ground.server.data, 7));
  await expect(gate.page.getByRole('alert')).toContainText('施工体制未登録');
  await expectAccessible(gate.page);
  for (const sheet of ['番号を入れる', 'きょうの記録', /現場に/, '設定'] as const) {
    await gate.page.getByRole('button', { name: sheet }).first().click();
    await expect(gate.page.getByRole('heading', { level: 1 })).toHaveText(sheet === '設定' ? '暗証番号を入れる' : /./);
    // All of the sheet at once: what lies under the fields at the bottom only waits to be scrolled to.
    await gate.page.setViewportSize({ width: gate.page.viewportSize()?.width ?? 360, height: 4_000 });
    await expectAccessible(gate.page);
  }
  await gate.open('設定');
  await expectAccessible(gate.page);
  await context.close();
  await ground.server.dispose();
});

test('the HTML of every page is valid as it is sent @desktop', async () => {
  const address = await addresses();
  const validator = new HtmlValidate(htmlRules);
  const said: string[] = [];
  for (const route of shown) {
    if (route.path === '/login/second') continue;
    const html = asRead(await (await askAs(looker(route), address(route.path))).text());
    const report = await validator.validateString(html);
    for (const { messages } of report.results) {
      for (const { ruleId, message, line, column } of messages) said.push(`${route.path} ${line}:${column} ${ruleId}: ${message}`);
    }
  }
  expect(said).toEqual([]);
});

/** Two habits of the framework that browsers read as something harmless: `<!>`, its mark where texts meet, is an empty
 * comment to them, and a `crossorigin` they do not know is the plain one. */
function asRead(html: string): string {
  return html.replaceAll('<!>', '<!---->').replaceAll(/ crossorigin="[^"]*"/g, ' crossorigin');
}

const htmlRules: ConfigData = {
  extends: ['html-validate:recommended'],
  elements: ['html5', { 'leptos-island': { flow: true, phrasing: true }, 'leptos-children': { flow: true, phrasing: true } }],
  rules: {
    // What the standard asks of an id: that it is there and has no space. Ids of fields are the names of a form's maps, which have brackets.
    'valid-id': ['error', { relaxed: true }],
    // Matters of taste, not of validity.
    'prefer-native-element': 'off',
    'no-redundant-for': 'off',
    'aria-label-misuse': ['error', { allowAnyNamable: true }],
  },
};
