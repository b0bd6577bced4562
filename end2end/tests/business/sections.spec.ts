// The gates of an umbrella site stand in its sections (工区): touches keep the one they were made in, and the table of the month
// shows them and is limited by one. With and without JavaScript.
import { expectAccessible } from '../../support/accessible.ts';
import { demoCard, logIn } from '../../support/demo.ts';
import { expect, ownServer, putSession, test } from '../../support/fixtures.ts';
import { expectNoOverflow } from '../../support/look.ts';
import type { OwnServer } from '../../support/own-server.mjs';
import { gateKey, signed } from '../../support/signed.ts';

let server: OwnServer;
test.beforeAll(async () => {
  server = await ownServer();
});
test.afterAll(async () => server?.dispose());

const today = () => new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);

/** A UUIDv7 of this moment. */
function touchId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}

test('a gate is moved to another section, and each touch stays in its own @desktop @plain', async ({ page, context, logIns }) => {
  const prime = await logIn(server.url, logIns.prime, 0);
  const period = { start: `${today().slice(0, 4)}-01-05`, end: `${Number(today().slice(0, 4)) + 1}-12-25` };
  const works = { name: '七団地の復旧工事', prefecture: '17', address: '輪島市河井町1', umbrella: 'yes' };
  const made = await prime.post('/fn/create_site', { ...works, ...period });
  const site = made.location.match(/\/business\/sites\/(\d{14})/)?.[1] ?? '';
  expect(site, made.location).toHaveLength(14);
  for (const name of ['一号団地', '二号団地']) await prime.post('/fn/add_section', { site, name, address: '', from: today() });
  const list = (await prime.get(`/business/sites/${site}/sections`)).text;
  const rows = [...list.matchAll(/name="section" value="([0-9a-f-]{36})"[\s\S]*?aria-label="([^"]+)の最後の日"/g)];
  const sections = new Map(rows.map(([, id, name]) => [name, id]));
  expect([...sections.keys()].sort()).toEqual(['一号団地', '二号団地'].sort());

  const key = gateKey();
  const asked = { site_id: Number(site), name: 'A門', public_key: key.publicHex };
  const nobodys = await prime.json('/api/v1/gate/devices', { ...asked, section_id: crypto.randomUUID() });
  expect(nobodys.status, 'a section of no site').toBe(404);
  const enrolled = await prime.json('/api/v1/gate/devices', { ...asked, section_id: sections.get('一号団地') });
  expect(enrolled.status, enrolled.text).toBe(200);
  const { token, device_id: device } = JSON.parse(enrolled.text);
  const touch = async (kind: 'in' | 'out') => {
    const card = demoCard(server.data, 5);
    const item = { id: touchId(), occurred_at: Date.now(), kind, reading: { by: 'card', url: card.url(), serial: card.serial } };
    const answer = await prime.json('/api/v1/gate/touches', { items: [signed(key, device, item)] }, token);
    expect(JSON.parse(answer.text).answers[0].outcome, answer.text).toBe('accepted');
  };
  await touch('in');

  await putSession(context, prime.session);
  await page.goto(`${server.url}/business/sites/${site}/gates`);
  await expect(page.locator('dd', { hasText: '一号団地' })).toBeVisible();
  await page.getByText('A門の工区を変える').click();
  await page.getByLabel('いまの工区').selectOption({ label: '二号団地' });
  await expectAccessible(page);
  await expectNoOverflow(page);
  await page.getByRole('button', { name: '工区を変える' }).click();
  await expect(page.getByText('ゲートの工区を変えました')).toBeVisible();
  await expect(page.locator('dd', { hasText: '二号団地' })).toBeVisible();
  await touch('out');

  await page.goto(`${server.url}/business/sites/${site}/history`);
  await page.getByRole('combobox', { name: '工区', exact: true }).selectOption({ label: '二号団地' });
  await page.getByRole('button', { name: 'しぼりこむ' }).click();
  await expect(page).toHaveURL(new RegExp(`section=${sections.get('二号団地')}`));
  await expect(page.getByRole('link', { name: '二号団地 のしぼりこみをやめる' })).toBeVisible();
  const days = page.locator('.sheet').getByRole('link', { name: /一号団地、二号団地$/ });
  await expect(days).toHaveCount(1);
  await expectAccessible(page);
  await expectNoOverflow(page);

  await days.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1日の就業履歴');
  await expect(page.locator('dd', { hasText: /^一号団地、二号団地$/ })).toBeVisible();
  await expect(page.locator('.touch-list li').first()).toContainText('一号団地');
  await expect(page.locator('.touch-list li').last()).toContainText('二号団地');
  await expectAccessible(page);
});
