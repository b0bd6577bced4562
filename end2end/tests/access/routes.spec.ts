// Who sees which page: everybody is sent to every address of the router, and whoever may not see it gets no page of it.
import { password, people } from '../../support/demo.ts';
import { addresses, askAs, routes, routesInSource } from '../../support/routes.ts';
import { expect, test } from '../../support/fixtures.ts';

test('every page of the router is in the list of who may see it @desktop', () => {
  const found = routesInSource();
  expect(found.length).toBeGreaterThan(20);
  expect(routes.map(({ path }) => path)).toEqual(found);
});

test('whoever has not logged in is sent to log in, and comes back afterwards @desktop', async () => {
  const address = await addresses();
  for (const { path, seers, elsewhere } of routes) {
    const answer = await askAs(null, address(path));
    if (elsewhere && seers === 'everybody') {
      expect(answer.status, path).toBe(404);
    } else if (typeof seers === 'string') {
      expect(answer.status, path).toBe(200);
    } else {
      expect(answer.status, path).toBe(303);
      expect(answer.headers.get('location'), path).toBe('/login');
      expect(await answer.text(), `${path} shows nothing on the way`).not.toMatch(/湊町|山本 健太|北浜/);
    }
  }
});

for (const who of people) {
  test(`${who} sees the pages meant for it and no others @desktop`, async () => {
    const address = await addresses();
    const wrong: string[] = [];
    for (const { path, seers, elsewhere } of routes) {
      const may = !elsewhere && seers === 'everybody' || (typeof seers !== 'string' && seers.includes(who));
      const answer = await askAs(who, address(path));
      const { status } = answer;
      // The log-in pages send on whoever is logged in, and a technician is led to the page in the passport; everything else says
      // that it is not for this log-in.
      const refused = path.startsWith('/login') || path === '/passkeys' ? status === 303 : status === 403 || status === 404;
      if (may ? status !== 200 : !refused) wrong.push(`${path}: ${status}`);
      if (!may) expect(await answer.text(), path).not.toMatch(/湊鉄筋|番号を発行/);
    }
    expect(wrong).toEqual([]);
  });
}

test('pages that are not there, and numbers that are none, are a page that says so @desktop', async () => {
  for (const path of [
    '/nothing', '/passport/history?month=209913', '/passport/history?month=209912', '/passport/history/20261301/1', '/business/sites/1',
    '/business/sites/x/roster/new', '/operator/applications/x', '/operator/applications/00000000-0000-7000-8000-000000000000',
  ]) {
    const who = path.startsWith('/operator') ? 'operator' : path.startsWith('/business') ? 'prime' : 'technician';
    const answer = await askAs(who, path);
    expect(answer.status, path).toBe(404);
    expect(await answer.text(), path).toContain('ページが見つかりません');
  }
});

test('photos are shown to those who may see the person @desktop', async ({ logIns }) => {
  const photo = `/photo/${logIns.technician}`;
  for (const [who, status] of [
    ['technician', 200], ['member', 200], ['prime', 200], ['operator', 200], ['reviewer', 200],
    ['foreigner', 403], ['stranger', 403],
  ] as const) {
    expect((await askAs(who, photo)).status, who).toBe(status);
  }
  expect((await askAs(null, photo)).status).toBe(401);
  const answer = await askAs('technician', photo);
  expect(answer.headers.get('content-type')).toBe('image/jpeg');
  expect(answer.headers.get('cache-control')).toContain('private');
});

test('a technician\'s record is no one else\'s: other people\'s numbers in addresses open nothing @desktop', async () => {
  const address = await addresses();
  const record = address('/passport/history/:date/:site');
  expect((await askAs('technician', record)).status).toBe(200);
  // The same day and site for a colleague are the colleague's own record or none, never this one.
  const other = await askAs('foreigner', record);
  expect([200, 404]).toContain(other.status);
  expect(await other.text()).not.toContain('山本');
});

test('after logging in one is where one wanted to be', async ({ page, logIns }) => {
  await page.goto('/passport/history');
  await expect(page).toHaveURL(/\/login$/);
  await page.getByLabel('ID').fill(logIns.technician);
  await page.getByLabel('パスワード').fill(password);
  await page.getByRole('button', { name: 'ログイン' }).click();
  await expect(page).toHaveURL(/\/passport\/history$/);
});
