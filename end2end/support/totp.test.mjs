// RFC 6238 appendix B (its eight digits end in our six) and RFC 4648 §10.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Authenticator, fromBase32, totp, wrongTotp } from './totp.mjs';

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'; // "12345678901234567890"

test('base 32 of RFC 4648', () => {
  for (const [coded, plain] of [['', ''], ['MY======', 'f'], ['MZXQ', 'fo'], ['mzxw 6===', 'foo'], ['MZXW6YTBOI', 'foobar']]) {
    assert.equal(fromBase32(coded).toString('ascii'), plain);
  }
  assert.equal(fromBase32(secret).toString('ascii'), '12345678901234567890');
  assert.throws(() => fromBase32('M1'), RangeError);
});

test('the digits of RFC 6238', () => {
  for (const [seconds, digits] of [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ]) {
    assert.equal(totp(secret, seconds * 1000), digits, `${seconds} s`);
  }
});

test('wrong digits are wrong in every step a server may take', () => {
  const at = 1_111_111_109_000;
  for (let steps = -4; steps <= 4; steps += 1) assert.notEqual(wrongTotp(secret, at), totp(secret, at + steps * 30_000));
});

test('an app gives each step once', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: 59_000 });
  const app = new Authenticator(secret);
  assert.equal(await app.next(), '287082');
  let second;
  const waiting = app.next().then((digits) => (second = digits));
  t.mock.timers.tick(999);
  await Promise.resolve();
  assert.equal(second, undefined);
  t.mock.timers.tick(1);
  await waiting;
  assert.equal(second, totp(secret, 60_000));
});
