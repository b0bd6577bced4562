// Codes of technicians' phones, by Node's crypto: a second implementation of crates/domain/src/touch/wire/code.rs.
import { randomBytes } from 'node:crypto';
import type { BrowserContext, Page } from '@playwright/test';
import { type GateKey, gateKey, messageVerifies, written } from './signed.ts';
import type { Visitor } from './visitor.ts';

export type Certificate = { phone: string; technician: number; public_key: string; until: number; key: number; signature: string };
export const stepMs = 30_000;

const id = (technician: number) => String(technician).padStart(14, '0');

export function certificateVerifies(publicHex: string, it: Certificate): boolean {
  const bytes = written(['careerup-phone-1', it.key, it.phone, id(it.technician), it.public_key, it.until]);
  return messageVerifies(publicHex, bytes, it.signature);
}

export function codeBytes(it: Certificate, step: number, nonce: string): Buffer {
  return written(['careerup-code-1', it.phone, id(it.technician), step, nonce]);
}

export function codeText(it: Certificate, step: number, nonce: string, signature: string): string {
  const parts = [
    'CCU1', it.phone.replaceAll('-', ''), id(it.technician), it.key, it.until, it.public_key, it.signature, step, nonce, signature,
  ];
  return parts.join(':').toUpperCase();
}

/** A phone of Node's, certified for who is logged in. */
export class Phone {
  private constructor(readonly key: GateKey, readonly certificate: Certificate) {}

  static async certified(holder: Visitor): Promise<Phone> {
    const key = gateKey();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', origin: holder.url };
    const body = new URLSearchParams({ public_key: key.publicHex }).toString();
    const given = await holder.ask('/fn/certify_phone', { method: 'POST', headers, body });
    return new Phone(key, JSON.parse(given.text).certificate);
  }

  /** The code it shows at a time. */
  code(at = Date.now(), signer = this.key): string {
    const [step, nonce] = [Math.floor(at / stepMs), randomBytes(8).toString('hex')];
    return codeText(this.certificate, step, nonce, signer.sign(codeBytes(this.certificate, step, nonce)));
  }
}

/** Gives every page of a browser a camera, and a reader that reads what `show` puts before it. */
export async function withCamera(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const codes: string[] = [];
    Object.assign(window, {
      __show: (code: string | null) => codes.splice(0, codes.length, ...(code ? [code] : [])),
      BarcodeDetector: class {
        async detect() {
          return codes.map((rawValue) => ({ rawValue }));
        }
      },
    });
    const getUserMedia = async () => document.createElement('canvas').captureStream();
    // Also where this browser has no cameras at all.
    Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: { getUserMedia } });
  });
}

export const show = (page: Page, code: string | null): Promise<void> =>
  page.evaluate((code) => (window as unknown as { __show: Function }).__show(code), code).then(() => {});
