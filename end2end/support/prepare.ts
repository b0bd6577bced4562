// After the shared server is up: keeps a copy of its fresh data for servers of tests' own, and logs everybody in once
// for each worker and once more to look at pages only, because a second factor's digits are good once and tests shall not wait for the next ones.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FullConfig } from '@playwright/test';
import { logIn, people, printedLogIns, type LogIns, type Who } from './demo.ts';

/** What workers find in the file named by `E2E_PREPARED`. */
export type Prepared = {
  url: string;
  /** Data folder of a server that nobody has used yet. */
  template: string;
  logIns: LogIns;
  /** Session ids: one for each worker, and the last for whoever only looks and so is in the middle of nothing. */
  sessions: Record<Who, string[]>;
};

const stepMs = 30_000;
const halfMinute = () => Math.floor(Date.now() / stepMs);

async function untilNext(before: number): Promise<void> {
  while (halfMinute() === before) await new Promise((later) => setTimeout(later, 250));
}

export default async function prepare(config: FullConfig): Promise<() => void> {
  const url = config.projects[0].use.baseURL ?? '';
  const template = mkdtempSync(join(tmpdir(), 'careerup-template-'));
  // Nothing is written at this moment, so the database and its journal fit together.
  cpSync(process.env.SERVER_DATA ?? '', template, { recursive: true });

  const logIns = printedLogIns(readFileSync(process.env.SERVER_LOG ?? '', 'utf8'));
  const sessions = Object.fromEntries(people.map((who) => [who, [] as string[]])) as Prepared['sessions'];
  // The server takes the digits before and after those of the moment, each once and in order: three log-ins, and one more
  // with each half minute that begins.
  let ended = 0;
  for (let worker = 0; worker <= config.workers; worker += 1) {
    if (worker > 2) await untilNext(ended);
    for (const who of people) sessions[who].push((await logIn(url, logIns[who], Math.min(worker - 1, 1))).session);
    ended = halfMinute();
  }

  const file = resolve(dirname(fileURLToPath(import.meta.url)), '../test-results/prepared.json');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ url, template, logIns, sessions } satisfies Prepared));
  process.env.E2E_PREPARED = file;
  return () => {
    rmSync(template, { recursive: true, force: true });
    rmSync(file, { force: true });
  };
}
