// Published vectors for the card in software: RFC 4493, NXP AN12196 and AN10922, and this register's own key labels.
import assert from 'node:assert/strict';
import { createDecipheriv } from 'node:crypto';
import { test } from 'node:test';
import { aesCmac, Card, cardKeys, diversify, encryptedUrl, mirrorMac, piccData, plainUrl, sessionKeys } from './sun.mjs';

const hex = (text) => Buffer.from(text, 'hex');
const zero = Buffer.alloc(16);
const uid = '04DE5F1EACC040';

test('AES-CMAC of RFC 4493 §4', () => {
  const key = '2b7e151628aed2a6abf7158809cf4f3c';
  const message =
    '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710';
  for (const [length, mac] of [
    [0, 'bb1d6929e95937287fa37d129b756746'],
    [16, '070a16b46b4d4144f79bdd9dd04a287c'],
    [40, 'dfa66747de9ae63030ca32611497c827'],
    [64, '51f0bebf7e3b9d92fc49741779363cfe'],
  ]) {
    assert.equal(aesCmac(key, message.slice(0, length * 2)).toString('hex'), mac, `${length} bytes`);
  }
});

test('AN10922: a diversified key is padded to two blocks', () => {
  const master = '00112233445566778899AABBCCDDEEFF';
  const input = hex('04782E21801D803042F54E585020416275');
  assert.deepEqual(diversify(master, input), hex('A8DD63A3B89D54B37CA802473FDA9175'));
  // Where an ordinary CMAC would stop at one block the two differ.
  assert.notDeepEqual(diversify(master, hex('04')), aesCmac(master, '0104'));
  assert.throws(() => diversify(master, Buffer.alloc(0)), RangeError);
  assert.throws(() => diversify(master, Buffer.alloc(32)), RangeError);
});

test('AN12196: session keys', () => {
  const keys = sessionKeys('5ACE7E50AB65D5D51FD5BF5A16B8205B', '04C767F2066180', 1);
  assert.deepEqual(keys.enc, hex('66DA61797E23DECA5D8ECA13BBADF7A9'));
  assert.deepEqual(keys.mac, hex('3A3E8110E05311F7A3FCF0D969BF2B48'));
});

test('AN12196: the published mirror comes out digit for digit', () => {
  assert.equal(mirrorMac(zero, uid, 61), '94EED9EE65337086');
  const published = 'EF963FF7828658A599F3041510671E88';
  const open = createDecipheriv('aes-128-cbc', zero, zero);
  open.setAutoPadding(false);
  const plain = open.update(hex(published));
  assert.equal(plain.subarray(0, 11).toString('hex').toUpperCase(), `C7${uid}3D0000`);
  assert.equal(piccData(zero, uid, 61, plain.subarray(11)), published);
  assert.equal(
    encryptedUrl('https://example.jp/t', { meta: zero, file: zero }, uid, 61, plain.subarray(11)),
    `https://example.jp/t?picc_data=${published}&cmac=94EED9EE65337086`,
  );
});

test('the plain mirror prints the counter most significant byte first', () => {
  const url = plainUrl('https://example.jp/t?v=1', { file: zero }, uid, 61);
  assert.equal(url, 'https://example.jp/t?v=1&uid=04DE5F1EACC040&ctr=00003D&cmac=94EED9EE65337086');
});

test('card keys are those cards were given', () => {
  const keys = cardKeys('00112233445566778899AABBCCDDEEFF', 1, uid);
  assert.deepEqual(keys.meta, hex('2D0E944733696A4EA20AADD095A98FD2'));
  assert.deepEqual(keys.file, hex('BB0153CDD62F72AC76234DAB59DD39E1'));
  assert.deepEqual(keys.application, hex('9F1C2599CB64FB307A8AC25D21F8592B'));
});

test('a card counts its readings and never shows the same URL twice', () => {
  const card = new Card({ uid, keys: { meta: zero, file: zero }, counter: 60, mirror: 'plain' });
  assert.equal(card.url(), plainUrl('https://ccus.example/t', { file: zero }, uid, 61));
  assert.equal(card.tap().records[0].data, card.urlAt(62));
  assert.equal(card.serial, '04:de:5f:1e:ac:c0:40');
  const other = new Card({ uid, keys: { meta: zero, file: zero } });
  assert.notEqual(other.urlAt(1), other.urlAt(1), 'the padding is random, as the chip makes it');
});

test('what cannot be on a card is refused', () => {
  assert.throws(() => new Card({ uid: '04', keys: { meta: zero, file: zero } }), RangeError);
  assert.throws(() => new Card({ uid: 'not hexadecimal', keys: { meta: zero, file: zero } }), RangeError);
  assert.throws(() => new Card({ uid, keys: { meta: zero, file: 'ff' } }), RangeError);
  assert.throws(() => mirrorMac(zero, uid, 0x1000000), RangeError);
});
