// Certificates in software, for tests: SD-JWT VC and status lists made by Node's crypto, which has no part in the register's own. Makes
// the good ones and, by its parts, the bad ones.
import { createHash, createPublicKey, sign } from 'node:crypto';
import { deflateSync } from 'node:zlib';

export const encoded = (bytes) => Buffer.from(bytes).toString('base64url');
export const kinds = { technician: 'urn:careerup:certificate:technician:1', business: 'urn:careerup:certificate:business:1' };

/** A signed token. `key`: a private P-256 key. */
export function token(header, payload, key) {
  const message = `${encoded(JSON.stringify(header))}.${encoded(JSON.stringify(payload))}`;
  return `${message}.${encoded(sign('sha256', Buffer.from(message), { key, dsaEncoding: 'ieee-p1363' }))}`;
}

/** A disclosure: of a claim with its name, of an item of a list without. */
export const disclosure = (...parts) => encoded(JSON.stringify(parts));
export const digest = (text) => createHash('sha256').update(text).digest('base64url');

export function jwk(key) {
  const { kty, crv, x, y } = createPublicKey(key).export({ format: 'jwk' });
  return { kty, crv, x, y };
}

/** The issuer's document. `keys`: version, private key, from, until (seconds). */
export function issuerOf(issuer, keys) {
  const of = ([kid, key, nbf, exp]) => ({ ...jwk(key), kid, alg: 'ES256', use: 'sig', nbf, ...(exp ? { exp } : {}) });
  return { issuer, jwks: { keys: keys.map(of) } };
}

/** A credential: its token and, after it, what is shown. */
export function credential({ key, kid = '1', header = {}, payload, shown = [], binding = '' }) {
  return [token({ alg: 'ES256', kid, typ: 'dc+sd-jwt', ...header }, payload, key), ...shown, binding].join('~');
}

/** A status list of a number of places, with these set. */
export function statusList({ key, kid = '1', uri, iat, set = [], places = 65536, bits = 1 }) {
  const bytes = Buffer.alloc(places / 8);
  for (const place of set) bytes[Math.floor(place / 8)] |= 1 << place % 8;
  const payload = { sub: uri, iat, ttl: 60, status_list: { bits, lst: encoded(deflateSync(bytes, { level: 9 })) } };
  return token({ alg: 'ES256', kid, typ: 'statuslist+jwt' }, payload, key);
}

/** A second code, as a phone shows it in the half minute of `at` (milliseconds). */
export function secondCode({ key, at, nonce = '0001020304050607' }) {
  const step = String(Math.floor(at / 30_000));
  const message = ['careerup-holder-1', step, nonce].map((field) => `${field.length}:${field},`).join('');
  const signature = sign('sha256', Buffer.from(message), { key, dsaEncoding: 'ieee-p1363' });
  return `CCUH1:${step}:${nonce}:${signature.toString('hex')}`.toUpperCase();
}
