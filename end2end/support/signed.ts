// What gates and the server sign for each other, by Node's crypto: a second implementation of
// crates/domain/src/touch/wire/signed.rs.
import { createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject, sign, verify } from 'node:crypto';

/** A key as a phone makes one. */
export type GateKey = { publicHex: string; jwk: JsonWebKey; sign: (bytes: Buffer) => string };

type PageClock = { boot: string; origin: number; at_ms: number; server_origin?: number; gained_ms: number };
type Touch = {
  id: string; occurred_at: number; kind: string;
  reading: { by: string; url?: string; serial?: string; technician_id?: string; code?: string };
  device_seq?: number; clock_offset_ms?: number; clock?: PageClock; site_id?: number; trade?: number; role?: string; signature?: string;
};
type Answer = { id?: string; outcome: string; code?: string; receipt?: { key: number; at: number; signature: string } };

const algorithm = 'sha256';
const dsaEncoding = 'ieee-p1363';

/** A new key pair. */
export function gateKey(): GateKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const publicHex = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString('hex');
  const signed = (bytes: Buffer) => sign(algorithm, bytes, { key: privateKey, dsaEncoding }).toString('hex');
  return { publicHex, jwk: privateKey.export({ format: 'jwk' }), sign: signed };
}

function publicKey(hex: string): KeyObject {
  const raw = Buffer.from(hex, 'hex');
  const [x, y] = [raw.subarray(1, 33), raw.subarray(33)].map((half) => half.toString('base64url'));
  return createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
}

const field = (value?: string | number): string => {
  if (value === undefined) return '-,';
  return `${Buffer.byteLength(String(value))}:${value},`;
};

/** Each field with its length before it. */
export const written = (fields: (string | number | undefined)[]): Buffer => Buffer.from(fields.map(field).join(''));

export function messageVerifies(publicHex: string, bytes: Buffer, signature: string): boolean {
  return verify(algorithm, bytes, { key: publicKey(publicHex), dsaEncoding }, Buffer.from(signature, 'hex'));
}

export function touchBytes(device: string, touch: Touch): Buffer {
  const { reading, clock } = touch;
  const fields = [
    clock ? 'careerup-touch-2' : 'careerup-touch-1', device, touch.id, touch.occurred_at, touch.kind, reading.by,
    reading.url ?? reading.code ?? reading.technician_id ?? '', reading.serial,
    touch.device_seq, touch.clock_offset_ms, touch.site_id, touch.trade, touch.role,
    ...(clock ? [clock.boot, clock.origin, clock.at_ms, clock.server_origin, clock.gained_ms] : []),
  ];
  return Buffer.from(fields.map(field).join(''));
}

/** The touch with the signature of that key. */
export function signed<T extends object>(key: GateKey, device: string, touch: T): T & { signature: string } {
  return { ...touch, signature: key.sign(touchBytes(device, touch as unknown as Touch)) };
}

export function touchVerifies(publicHex: string, device: string, touch: Touch): boolean {
  const signature = Buffer.from(touch.signature ?? '', 'hex');
  return verify(algorithm, touchBytes(device, touch), { key: publicKey(publicHex), dsaEncoding }, signature);
}

export function receiptVerifies(publicHex: string, device: string, answer: Answer): boolean {
  const { receipt } = answer;
  if (!receipt) return false;
  const fields = ['careerup-receipt-1', receipt.key, receipt.at, device, answer.id, answer.outcome, answer.code];
  const bytes = Buffer.from(fields.map(field).join(''));
  return verify(algorithm, bytes, { key: publicKey(publicHex), dsaEncoding }, Buffer.from(receipt.signature, 'hex'));
}
