// The demonstration data as tests need it: who is in it, their log-ins and cards. The words and numbers stand in
// crates/services/src/seed (cast.rs, stage.rs); all of them are invented.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Card, cardKeys } from './sun.mjs';
import { totp } from './totp.mjs';
import { Visitor } from './visitor.ts';

export const password = 'minato-3chome-demo';
export const totpSecret = 'NVUW4YLUN5WWCY3INEWTGLLDNBXW2ZJB';

/** Who the tests log in as. */
export const people = [
  'technician', 'foreigner', 'prime', 'member', 'stranger', 'siteManager', 'reviewer', 'operator', 'counter', 'head', 'scrivener',
  'evaluator', 'secondEvaluator',
] as const;
export type Who = (typeof people)[number];

/** As whom the server names each, when it prints the log-ins. */
const names: Record<Who, string> = {
  technician: '山本 健太',
  foreigner: 'グエン ヴァン ミン',
  prime: '港栄建設株式会社',
  member: '北浜架設株式会社',
  stranger: '田辺工務店',
  siteManager: '港栄建設 現場代理人',
  reviewer: '審査員',
  operator: '運営',
  counter: '湊町建設組合連合会 湊町窓口',
  head: '湊町建設組合連合会 連合会本部',
  scrivener: '見本行政書士事務所',
  evaluator: '見本鉄筋評価センター 小林 薫',
  secondEvaluator: '見本鉄筋評価センター 岡田 実',
};

export const site = '湊町三丁目共同住宅新築工事';

export type LogIns = Record<Who, string>;

/** A number in groups as the digits one types. */
export const digits = (text: string) => text.replace(/\D/g, '');

/** Six digits of an invented log-in: each step's are taken once, so `ahead` tells which of the next ones. */
export const code = (ahead: number) => totp(totpSecret, Date.now() + ahead * 30_000);

/** Logs in by form; `ahead` as for [`code`]. */
export async function logIn(url: string, loginId: string, ahead?: number): Promise<Visitor> {
  const visitor = new Visitor(url);
  let answer = await visitor.post('/fn/log_in', { login_id: loginId, password });
  if (answer.location.endsWith('/login/second') && ahead !== undefined) {
    answer = await visitor.post('/fn/second_factor', { code: code(ahead) });
  }
  if (answer.location.includes('/login')) throw new Error(`${loginId} was not logged in: ${answer.status} ${answer.location}`);
  return visitor;
}

/** The log-in IDs, from what the server printed when it made the demonstration: numbers are issued by the register. */
export function printedLogIns(log: string): LogIns {
  const lines = [...log.matchAll(/^ {2}(\S+) {2}(.+?) {2}\S+/gm)].map(([, loginId, name]) => ({ loginId, name }));
  const of = (who: Who) => lines.find(({ name }) => name === names[who])?.loginId;
  const missing = people.filter((who) => !of(who));
  if (missing.length) throw new Error(`the server printed no log-in for ${missing.join(', ')}`);
  return Object.fromEntries(people.map((who) => [who, of(who)])) as LogIns;
}

/** More often than the demonstration has had any card read. */
let readBefore = 50_000;

/** The chip of the `at`th person of the cast, read more often than any handed out before. */
export function demoCard(data: string, at: number): Card {
  const counter = (readBefore += 50);
  const uid = `045A112026${at.toString(16).padStart(2, '0')}80`;
  return new Card({ uid, keys: cardKeys(masterKey(data), 1, uid), counter });
}

/** The master key of a server, from its own key file: what a card printer would have been given. */
export function masterKey(data: string): string {
  const line = readFileSync(join(data, 'keys.txt'), 'utf8').match(/^master\.1\s*=\s*([0-9a-f]{32})/im);
  if (!line) throw new Error('the key file has no master key of version 1');
  return line[1];
}
