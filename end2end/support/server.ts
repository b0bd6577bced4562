// Starts the server that all tests share, on an empty folder, with the demonstration data; ends it afterwards.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const readyWithinMs = 120_000;
const endWithinMs = 15_000;

export default async function start(): Promise<() => Promise<void>> {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
  const program = process.env.SERVER_BIN ?? join(target, 'debug/server');
  const site = process.env.SITE_DIR ?? join(target, 'site');
  const port = process.env.E2E_PORT ?? '3100';
  const data = mkdtempSync(join(tmpdir(), 'careerup-e2e-'));
  const logFile = join(root, 'end2end/test-results/server.log');
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'w');

  // Each test comes from an address of its own, as people do: limits by address are for one of them.
  const environment = { ...process.env, TRUSTED_PROXIES: '127.0.0.1' };
  const server = spawn(program, ['serve', '--demo', '--addr', `127.0.0.1:${port}`, '--data', data, '--site', site], {
    cwd: root,
    env: environment,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  try {
    await ready(server, `http://127.0.0.1:${port}/readyz`);
  } catch (fault) {
    await end(server);
    rmSync(data, { recursive: true, force: true });
    throw new Error(`${fault}\nThe server's last words:\n${readFileSync(logFile, 'utf8').slice(-4_000)}`);
  }
  process.env.SERVER_LOG = logFile;
  process.env.SERVER_DATA = data;
  return async () => {
    const code = await end(server);
    rmSync(data, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the server ended with ${code}, not in peace: see ${logFile}`);
  };
}

async function ready(server: ChildProcess, url: string): Promise<void> {
  const until = Date.now() + readyWithinMs;
  let last = 'no answer yet';
  while (Date.now() < until) {
    if (server.exitCode !== null || server.signalCode !== null) {
      throw new Error(`the server ended while starting (${server.exitCode ?? server.signalCode})`);
    }
    try {
      const answer = await fetch(url);
      if (answer.ok) return;
      last = `${answer.status}`;
    } catch (fault) {
      last = `${fault}`;
    }
    await new Promise((resume) => setTimeout(resume, 100));
  }
  throw new Error(`${url} was not ready within ${readyWithinMs} ms: ${last}`);
}

async function end(server: ChildProcess): Promise<number | string | null> {
  if (server.exitCode === null && server.signalCode === null) {
    const ended = new Promise((resume) => server.once('exit', resume));
    server.kill('SIGTERM');
    const late = setTimeout(() => server.kill('SIGKILL'), endWithinMs);
    await ended;
    clearTimeout(late);
  }
  return server.exitCode ?? server.signalCode;
}
