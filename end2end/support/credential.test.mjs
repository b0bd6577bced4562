// What the page that looks at certificates says in the browser, for the examples that the register's own code is held by, too.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { judge, judgeSecond, listOf } from '../../app/static/checks/credential.js';

const { issuer, cases, seconds } = JSON.parse(readFileSync(new URL('./credentials.json', import.meta.url), 'utf8'));

for (const { name, text, lists, now, verdict, says, as_of } of cases) {
  test(`a certificate: ${name}`, async () => {
    const judged = await judge(text, issuer, lists, now);
    assert.equal(judged.verdict, verdict);
    if (says) assert.deepEqual(judged.says, says);
    if (as_of) assert.equal(judged.as_of, as_of);
    const genuine = ['good', 'unchecked', 'revoked', 'expired', 'not_yet'].includes(verdict);
    assert.equal(judged.kind !== null, genuine, 'nothing is said of what is not genuine');
  });
}

for (const { name, text, holder, now, verdict } of seconds) {
  test(`a second code: ${name}`, async () => assert.equal(await judgeSecond(text, holder, now), verdict));
}

test('looking takes less than 50 ms', async () => {
  const { text, lists, now } = cases.find(({ name }) => name === 'everything shown');
  await judge(text, issuer, lists, now);
  const before = performance.now();
  for (let turn = 0; turn < 10; turn += 1) await judge(text, issuer, lists, now);
  assert.ok((performance.now() - before) / 10 < 50, `${(performance.now() - before) / 10} ms`);
});

test('a list says of when it is', async () => {
  const { uri, made } = await listOf(cases[0].lists[0], issuer);
  assert.equal(uri, `${issuer.issuer}/certificates/lists/1`);
  assert.equal(made, cases[0].as_of);
});
