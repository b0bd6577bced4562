// A card in software: NTAG 424 DNA's mirrors, written a second time from NXP's papers (AN12196, AN10922) and RFC 4493
// on nothing but Node's AES block cipher, so that a mistake in the server's own code cannot hide in its tests.
import { createCipheriv, randomBytes } from 'node:crypto';

const block = 16;
const macPrefix = Buffer.from('3CC300010080', 'hex');
const encPrefix = Buffer.from('C33C00010080', 'hex');
const dfName = Buffer.from('D2760000850101', 'hex');

/** Bytes from hexadecimal digits or from bytes. Throws where the length is not `length`. */
function bytes(value, length, what) {
  const found = typeof value === 'string' ? Buffer.from(value, 'hex') : Buffer.from(value);
  const clean = typeof value !== 'string' || /^([0-9a-f]{2})*$/i.test(value);
  if (!clean || found.length !== length) throw new RangeError(`${what} has ${length} bytes in hexadecimal`);
  return found;
}

const upper = (buffer) => buffer.toString('hex').toUpperCase();

function encryptBlock(key, plain) {
  const cipher = createCipheriv('aes-128-ecb', key, null);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

function xor(a, b) {
  return Buffer.from(a.map((byte, at) => byte ^ b[at]));
}

/** Doubling in GF(2^128), RFC 4493 §2.3. */
function double(value) {
  const shifted = (BigInt(`0x${value.toString('hex')}`) << 1n) & ((1n << 128n) - 1n);
  const reduced = value[0] & 0x80 ? shifted ^ 0x87n : shifted;
  return Buffer.from(reduced.toString(16).padStart(32, '0'), 'hex');
}

/** CMAC with the last block already chosen: `whole` says whether it was a full one, before any padding. */
function chain(key, padded, whole) {
  const once = double(encryptBlock(key, Buffer.alloc(block)));
  const subkey = whole ? once : double(once);
  let state = Buffer.alloc(block);
  for (let at = 0; at < padded.length; at += block) {
    let part = xor(state, padded.subarray(at, at + block));
    if (at + block === padded.length) part = xor(part, subkey);
    state = encryptBlock(key, part);
  }
  return state;
}

function pad(message, length) {
  const padded = Buffer.alloc(length);
  message.copy(padded);
  if (message.length < length) padded[message.length] = 0x80;
  return padded;
}

/** AES-CMAC, RFC 4493. Key and message as bytes or hexadecimal digits; gives 16 bytes. */
export function aesCmac(key, message) {
  const text = typeof message === 'string' ? Buffer.from(message, 'hex') : Buffer.from(message);
  const length = Math.max(1, Math.ceil(text.length / block)) * block;
  return chain(bytes(key, 16, 'a key'), pad(text, length), text.length === length);
}

/** AN10922 for AES-128: CMAC over `01 ‖ input`, always padded to 32 bytes. */
export function diversify(master, input) {
  const message = Buffer.concat([Buffer.from([1]), Buffer.from(input)]);
  if (message.length < 2 || message.length > 32) throw new RangeError('a diversification input has 1 to 31 bytes');
  return chain(bytes(master, 16, 'a key'), pad(message, 32), message.length === 32);
}

/**
 * The keys of a card under version `version` of the master key: `meta` opens the PICC data and is the same for all
 * cards of a version, `file` makes the MACs and is the card's own, `application` may rewrite the card.
 */
export function cardKeys(master, version, uid) {
  const own = bytes(uid, 7, 'a UID');
  const derive = (prefix, label) =>
    diversify(master, Buffer.concat([prefix, dfName, Buffer.from(label, 'ascii'), Buffer.from([version >> 8, version & 0xff])]));
  return {
    meta: derive(Buffer.alloc(0), 'SDM-META'),
    file: derive(own, 'SDM-FILE'),
    application: derive(own, 'APP-KEY0'),
  };
}

function counterBytes(counter) {
  if (!Number.isInteger(counter) || counter < 0 || counter > 0xffffff) throw new RangeError('a counter has 24 bits');
  return Buffer.from([counter & 0xff, (counter >> 8) & 0xff, counter >> 16]);
}

/** The session keys of one reading: `enc` and `mac`. */
export function sessionKeys(file, uid, counter) {
  const tail = Buffer.concat([bytes(uid, 7, 'a UID'), counterBytes(counter)]);
  return {
    enc: aesCmac(file, Buffer.concat([encPrefix, tail])),
    mac: aesCmac(file, Buffer.concat([macPrefix, tail])),
  };
}

/** The MAC a card prints: bytes 1, 3 … 15 of the CMAC over nothing, under the session MAC key. 16 digits. */
export function mirrorMac(file, uid, counter) {
  const full = aesCmac(sessionKeys(file, uid, counter).mac, Buffer.alloc(0));
  return upper(Buffer.from(full.filter((_, at) => at % 2 === 1)));
}

/** The PICC data a card prints: `C7 ‖ UID ‖ counter, least byte first ‖ padding`, encrypted. 32 digits. */
export function piccData(meta, uid, counter, padding = randomBytes(5)) {
  const plain = Buffer.concat([Buffer.from([0xc7]), bytes(uid, 7, 'a UID'), counterBytes(counter), bytes(padding, 5, 'padding')]);
  return upper(encryptBlock(bytes(meta, 16, 'a key'), plain));
}

function query(baseUrl, mirror) {
  return `${baseUrl}${baseUrl.includes('?') ? '&' : '?'}${mirror}`;
}

/** The URL of a card with encrypted mirror at reading number `counter`. */
export function encryptedUrl(baseUrl, keys, uid, counter, padding) {
  return query(baseUrl, `picc_data=${piccData(keys.meta, uid, counter, padding)}&cmac=${mirrorMac(keys.file, uid, counter)}`);
}

/** The URL of a card with plain mirror at reading number `counter`: `ctr` with the most significant byte first. */
export function plainUrl(baseUrl, keys, uid, counter) {
  const ctr = upper(Buffer.from(counterBytes(counter)).reverse());
  return query(baseUrl, `uid=${upper(bytes(uid, 7, 'a UID'))}&ctr=${ctr}&cmac=${mirrorMac(keys.file, uid, counter)}`);
}

/** A serial number as Web NFC gives it: `04:de:5f:1e:ac:c0:40`. */
export function serialNumber(uid) {
  return bytes(uid, 7, 'a UID').toString('hex').match(/../g).join(':');
}

/** A card in somebody's hand: every reading counts one up, as the chip does. */
export class Card {
  #keys;
  #mirror;

  /**
   * `uid`: 14 hexadecimal digits. `keys`: `{ meta, file }` as the register gives them when it issues the card, or from
   * `cardKeys`. `baseUrl`: what stands before the mirror. `mirror`: `encrypted` or `plain`. `counter`: last reading.
   */
  constructor({ uid, keys, baseUrl = 'https://ccus.example/t', mirror = 'encrypted', counter = 0 }) {
    if (!['encrypted', 'plain'].includes(mirror)) throw new RangeError(`no mirror ${mirror}`);
    this.uid = upper(bytes(uid, 7, 'a UID'));
    this.baseUrl = baseUrl;
    this.counter = counter;
    this.#keys = { meta: bytes(keys.meta, 16, 'a key'), file: bytes(keys.file, 16, 'a key') };
    this.#mirror = mirror;
  }

  /** As Web NFC shows it. */
  get serial() {
    return serialNumber(this.uid);
  }

  /** One reading: the URL nobody has seen before. */
  url() {
    this.counter += 1;
    return this.urlAt(this.counter);
  }

  /** The URL of reading number `counter`, to show an old one again or one out of order. */
  urlAt(counter) {
    const make = this.#mirror === 'plain' ? plainUrl : encryptedUrl;
    return make(this.baseUrl, this.#keys, this.uid, counter);
  }

  /** One reading as `window.__tap` wants it (ndef.mjs). */
  tap() {
    return { serialNumber: this.serial, records: [{ recordType: 'url', data: this.url() }] };
  }
}
