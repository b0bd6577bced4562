// What the interfaces refuse, and how: a status, problem+json with a stable code, and never more than that.
import { demoCard, site } from '../../support/demo.ts';
import { expect, prepared, test } from '../../support/fixtures.ts';
import { gateKey, signed } from '../../support/signed.ts';
import { type Seen, Visitor, sessionCookie } from '../../support/visitor.ts';

const touches = '/api/v1/gate/touches';

function visitor(who?: keyof ReturnType<typeof prepared>['sessions']): Visitor {
  const { url, sessions } = prepared();
  const made = new Visitor(url);
  if (who) made.cookies.set(sessionCookie, sessions[who][0]);
  return made;
}

function expectProblem(seen: Seen, status: number, code: string): void {
  expect(seen.status).toBe(status);
  expect(seen.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem = JSON.parse(seen.text);
  expect(problem).toMatchObject({ status, code });
  expect(problem.detail_ja, 'a sentence for people').toMatch(/[ぁ-ん]/);
  expect(problem.detail_en).toMatch(/[a-z]/);
}

/** A phone with a key, enrolled for the demonstration's first site. */
async function enrolled(): Promise<{ token: string; sign: (item: object) => object }> {
  const prime = visitor('prime');
  const id = (await prime.get('/business/sites')).text.match(new RegExp(`/business/sites/(\\d+)"[^>]*>${site}`))?.[1];
  const asked = { site_id: Number(id), name: 'API' };
  expectProblem(await prime.json('/api/v1/gate/devices', asked), 422, 'gate.key');
  const key = gateKey();
  const made = await prime.json('/api/v1/gate/devices', { ...asked, public_key: key.publicHex });
  expect(made.status, made.text).toBe(200);
  const { token, device_id } = JSON.parse(made.text);
  return { token, sign: (item) => signed(key, device_id, item) };
}

/** A UUIDv7 of this moment. */
function touchId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  const rest = crypto.randomUUID().slice(19);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15, 18)}-${rest}`;
}

function item(at: number, more: object = {}): Record<string, unknown> {
  const card = demoCard(process.env.SERVER_DATA ?? '', at);
  const reading = { by: 'card', url: card.url(), serial: card.serial };
  return { id: touchId(), occurred_at: Date.now(), kind: 'unknown', reading, ...more };
}

test('without a credential every door answers 401 @desktop', async () => {
  const nobody = visitor();
  const person = visitor('prime');
  for (const stranger of [nobody, person]) {
    expectProblem(await stranger.json(touches, { items: [] }), 401, 'auth.device_unknown');
    expectProblem(await stranger.get('/api/v1/gate/roster'), 401, 'auth.device_unknown');
    expectProblem(await stranger.json('/api/v1/touches', { items: [] }), 401, 'auth.token_expired');
  }
  expectProblem(await nobody.json(touches, { items: [] }, 'f'.repeat(64)), 401, 'auth.device_unknown');
  expectProblem(await nobody.json('/api/v1/touches', { items: [] }, 'f'.repeat(64)), 401, 'auth.token_expired');
  expectProblem(await nobody.json('/api/v1/gate/devices', { site_id: 1, name: 'x' }), 404, 'not_found');
  const refused = await nobody.json(touches, { items: [] });
  expect(refused.headers.get('www-authenticate')).toContain('Bearer');
});

test('a post from another site\'s page is refused, whatever it carries @desktop', async () => {
  const { url } = prepared();
  const prime = visitor('prime');
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const foreign: HeadersInit[] = [
    { ...form, origin: 'https://evil.example' },
    { ...form, origin: 'null' },
    { ...form, origin: url, 'sec-fetch-site': 'cross-site' },
    { ...form, origin: url, 'sec-fetch-site': 'same-site' },
    form,
  ];
  for (const headers of foreign) {
    const body = new URLSearchParams({ name: 'ほかの人の現場' }).toString();
    const seen = await prime.ask('/fn/create_site', { method: 'POST', headers, body });
    expect(seen.status, JSON.stringify(headers)).toBe(403);
    const gate = await prime.ask('/api/v1/gate/devices', { method: 'POST', headers, body: '{}' });
    expectProblem(gate, 403, 'origin.foreign');
  }
  expect((await prime.get('/business/sites')).text).not.toContain('ほかの人の現場');
});

test('a batch that cannot be read, is too large or too long is refused as a whole @desktop', async () => {
  const { token } = await enrolled();
  const gate = visitor();
  expectProblem(await gate.json(touches, '{"items": [', token), 400, 'malformed');
  expectProblem(await gate.json(touches, '{"touches": []}', token), 400, 'malformed');
  const many = Array.from({ length: 1_001 }, () => ({}));
  expectProblem(await gate.json(touches, { items: many }, token), 413, 'touch.too_many_items');
  const large = JSON.stringify({ items: [{ id: 'x'.repeat(2 * 1024 * 1024) }] });
  expectProblem(await gate.json(touches, large, token), 413, 'touch.too_large');
});

test('a bad item is answered by itself and touches no neighbour @desktop', async () => {
  const { token, sign } = await enrolled();
  const good = [item(17), item(18)];
  const forged = item(19);
  (forged.reading as { url: string }).url += '0';
  const items = [
    sign(good[0]),
    { nonsense: true },
    sign(forged),
    sign(item(20, { occurred_at: Date.now() + 86_400_000 })),
    'not even an object',
    sign(good[0]),
    sign({ ...item(21), reading: { by: 'typed', technician_id: '12345678901234' } }),
    sign(good[1]),
    item(20),
    { ...sign(item(20)), kind: 'out' },
  ];
  const seen = await visitor().json(touches, { items }, token);
  expect(seen.status, seen.text).toBe(200);
  const answers: { index: number; outcome: string; code?: string; reason_ja?: string; shown?: object }[] = JSON.parse(seen.text).answers;
  expect(answers.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(answers.map(({ outcome, code }) => [outcome, code])).toEqual([
    ['accepted', undefined],
    ['rejected', 'touch.malformed'],
    ['quarantined', 'sun.bad_length'],
    ['quarantined', 'touch.time_future'],
    ['rejected', 'touch.malformed'],
    ['duplicate', undefined],
    ['quarantined', 'touch.unknown_technician'],
    ['accepted', undefined],
    ['quarantined', 'touch.unsigned'],
    ['quarantined', 'touch.signature'],
  ]);
  for (const { code, reason_ja } of answers.filter(({ code }) => code)) expect(reason_ja, code).toMatch(/[ぁ-ん]/);
});

test('the same batch twice at once: each touch once, and two readings of one link: exactly one passes @desktop', async () => {
  const { token, sign } = await enrolled();
  const batch = { items: [sign(item(17)), sign(item(18))] };
  const both = await Promise.all([visitor().json(touches, batch, token), visitor().json(touches, batch, token)]);
  const outcomes = both.flatMap(({ text }) => JSON.parse(text).answers.map(({ outcome }: { outcome: string }) => outcome));
  expect(outcomes.sort()).toEqual(['accepted', 'accepted', 'duplicate', 'duplicate']);

  const read = item(19);
  const first = sign(read);
  const second = sign({ ...item(19), reading: read.reading });
  const replays = await Promise.all([first, second].map((one) => visitor().json(touches, { items: [one] }, token)));
  expect(replays.map(({ text }) => JSON.parse(text).answers[0].outcome).sort()).toEqual(['accepted', 'replay']);
});

test('addresses and methods that are not there are told as a problem, the description of all is @desktop', async () => {
  expectProblem(await visitor().get('/api/v1/nothing'), 404, 'not_found');
  expectProblem(await visitor().get('/api/v1/gate/touches'), 405, 'method_not_allowed');
  const description = await visitor().get('/api/openapi.json');
  expect(description.status).toBe(200);
  expect(Object.keys(JSON.parse(description.text).paths)).toContain('/api/v1/touches');
});

test('a partner\'s credentials: wrong ones and unknown ones are told apart by nobody @desktop', async () => {
  const form = (fields: Record<string, string>) => visitor().post('/api/v1/oauth/token', fields);
  const wrong = await form({ grant_type: 'client_credentials', client_id: 'nobody', client_secret: 'x' });
  expect(wrong.status).toBe(401);
  expect(JSON.parse(wrong.text)).toMatchObject({ error: 'invalid_client', code: 'oauth.invalid_client' });
  expect(JSON.parse((await form({ grant_type: 'password' })).text).error).toBe('unsupported_grant_type');
  expect(JSON.parse((await form({})).text).error).toBe('invalid_request');
});

test('a gate sees photos of people on its roster, small, and of nobody else @desktop', async ({ logIns }) => {
  const { token } = await enrolled();
  const photo = (id: string) => visitor().ask(`/api/v1/gate/photo/${id}`, { headers: { authorization: `Bearer ${token}` } });
  const seen = await photo(logIns.technician);
  expect(seen.status, seen.text.slice(0, 200)).toBe(200);
  expect(seen.headers.get('content-type')).toBe('image/jpeg');
  expectProblem(await photo('12345678901234'), 404, 'not_found');
  expectProblem(await visitor().get(`/api/v1/gate/photo/${logIns.technician}`), 401, 'auth.device_unknown');
});
