// A site's poster: made and printed by the prime, opened by a technician's own phone, which logs in, comes and leaves.
import { expectAccessible } from '../../support/accessible.ts';
import { logIn, password, site } from '../../support/demo.ts';
import { expect, ownServer, test } from '../../support/fixtures.ts';
import { expectNoOverflow } from '../../support/look.ts';
import type { OwnServer } from '../../support/own-server.mjs';

let server: OwnServer;
test.beforeAll(async () => {
  server = await ownServer();
});
test.afterAll(async () => server?.dispose());

test('a poster is opened, leads through the log-in back to itself, and records by a button @phone @plain', async ({ page, logIns }) => {
  const prime = await logIn(server.url, logIns.prime, 0);
  const sites = (await prime.get('/business/sites')).text;
  const id = sites.match(new RegExp(`href="/business/sites/(\\d+)"[^>]*>${site}`))?.[1] ?? '';
  expect(id).toHaveLength(14);
  const poster = `/business/sites/${id}/poster`;
  expect((await prime.get(poster)).text, 'none before one is made').not.toContain('/s/');
  await prime.post('/fn/make_poster', { site: id });
  const sheet = (await prime.get(poster)).text;
  expect(sheet).toContain('ポスターを作りました。');
  expect(sheet).toContain('class="poster-code"');
  const link = sheet.match(/\/s\/[0-9a-f]{32}/)?.[0] ?? '';
  expect(link).not.toBe('');

  await page.goto(`${server.url}${link}`);
  await expect(page.getByText(site)).toBeVisible();
  await expect(page.getByRole('button', { name: '入場する' }), 'not for nobody').toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'ログイン' }).click();
  await page.getByLabel('ID').fill(logIns.foreigner);
  await page.getByLabel('パスワード').fill(password);
  await page.getByRole('button', { name: 'ログイン' }).click();
  await expect(page).toHaveURL(`${server.url}${link}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('入場・退場');
  await expectAccessible(page);
  await expectNoOverflow(page);
  await page.reload();
  await expect(page.getByText('を記録しました。'), 'opening records nothing').toHaveCount(0);
  // Whichever way it is their turn in the demonstration: the large button is the first.
  const first = page.getByRole('button', { name: /^(入場|退場)する$/ }).first();
  const way = (await first.textContent())?.includes('入場') ? '入場' : '退場';
  await first.click();
  await expect(page.getByText(`${way}を記録しました。`)).toBeVisible();
  await page.reload();
  await expect(page.getByText(`${way}を記録しました。`), 'said once').toHaveCount(0);

  await prime.post('/fn/revoke_poster', { site: id });
  const gone = await page.goto(`${server.url}${link}`);
  expect(gone?.status()).toBe(404);
});
