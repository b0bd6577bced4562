// An authenticator app in software: RFC 6238 with SHA-1, 30 seconds, six digits.
import { createHmac } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const stepMs = 30_000;

/** Bytes from base 32 (RFC 4648) as people copy it: any case, spaces and `=` left out. */
export function fromBase32(text) {
  const digits = text.replace(/[\s=-]/g, '').toUpperCase();
  let bits = 0;
  let value = 0;
  const out = [];
  for (const digit of digits) {
    const at = alphabet.indexOf(digit);
    if (at < 0) throw new RangeError(`${digit} is no digit of base 32`);
    value = (value << 5) | at;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out.push((value >> bits) & 0xff);
      value &= (1 << bits) - 1;
    }
  }
  return Buffer.from(out);
}

/** The six digits for a secret in base 32 at an instant in milliseconds. */
export function totp(secret, atMs = Date.now()) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / stepMs)));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const number = mac.readUInt32BE(mac[19] & 0x0f) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** Digits that are wrong now and for two minutes around it, to be refused. */
export function wrongTotp(secret, atMs = Date.now()) {
  const near = new Set([-4, -3, -2, -1, 0, 1, 2, 3, 4].map((steps) => totp(secret, atMs + steps * stepMs)));
  for (let number = 0; ; number += 1) {
    const digits = String(number).padStart(6, '0');
    if (!near.has(digits)) return digits;
  }
}

/**
 * An account's app. `next()` never gives the digits of a step twice, since a server takes each step once: it waits for
 * the next step where this one is used up.
 */
export class Authenticator {
  #lastStep = -1;

  constructor(secret) {
    this.secret = secret;
  }

  async next() {
    let step = Math.floor(Date.now() / stepMs);
    if (step <= this.#lastStep) {
      await new Promise((resume) => setTimeout(resume, (this.#lastStep + 1) * stepMs - Date.now()));
      step = this.#lastStep + 1;
    }
    this.#lastStep = step;
    return totp(this.secret, step * stepMs);
  }
}
