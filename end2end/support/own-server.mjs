// A server of a test's own: an empty folder, a free port, and an end by request or by force, to be begun again on the
// same port and folder. Tests that only need pages use the shared one (server.ts).
import { execFile, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
const readyWithinMs = 60_000;
const endWithinMs = 15_000;
const toldBytes = 4_000;

/** A port nobody listens on now. */
export function freePort() {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}

/** Starts one and waits until it is ready. Fails with its last words where it ends instead or takes too long. */
export async function startServer(settings) {
  const server = new OwnServer({ port: settings?.port ?? (await freePort()), ...settings });
  try {
    await server.start();
  } catch (fault) {
    await server.dispose();
    throw fault;
  }
  return server;
}

export class OwnServer {
  #process = null;

  /**
   * `program`: default SERVER_BIN. `site`: folder of pages' files, default SITE_DIR. `args`: further arguments after
   * `serve …`. `env`: variables on top of this process's own.
   */
  constructor({ port, program, site, args = [], env = {} }) {
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.program = program ?? process.env.SERVER_BIN ?? join(target, 'debug/server');
    this.site = site ?? process.env.SITE_DIR ?? join(target, 'site');
    this.args = args;
    this.env = { ...process.env, ...env };
    this.folder = mkdtempSync(join(tmpdir(), 'careerup-own-'));
    this.data = join(this.folder, 'data');
    this.logFile = join(this.folder, 'server.log');
  }

  /** Its process id; null while it is down. */
  get pid() {
    return this.#running ? this.#process.pid : null;
  }

  get #running() {
    return this.#process !== null && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** What it has written so far, over all its starts. */
  log() {
    return readFileSync(this.logFile, 'utf8');
  }

  async start() {
    if (this.#running) throw new Error('the server is up already');
    const log = openSync(this.logFile, 'a');
    const started = spawn(
      this.program,
      ['serve', '--addr', `127.0.0.1:${this.port}`, '--data', this.data, '--site', this.site, ...this.args],
      { cwd: root, env: this.env, stdio: ['ignore', log, log] },
    );
    closeSync(log);
    this.#process = started;
    const missing = new Promise((_, failed) => started.once('error', failed));
    missing.catch(() => {});
    mine.add(started);
    started.once('exit', () => mine.delete(started));
    await Promise.race([missing, this.#ready()]);
  }

  async #ready() {
    const until = Date.now() + readyWithinMs;
    let last = 'no answer yet';
    while (Date.now() < until) {
      if (!this.#running) throw new Error(`the server ended while starting (${this.#ended()}): ${this.#lastWords()}`);
      try {
        const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(5_000) });
        if (answer.ok) return;
        last = `status ${answer.status}`;
      } catch (fault) {
        last = `${fault.cause?.code ?? fault}`;
      }
      await new Promise((resume) => setTimeout(resume, 50));
    }
    throw new Error(`${this.url}/readyz was not ready within ${readyWithinMs} ms (${last}): ${this.#lastWords()}`);
  }

  #ended() {
    return this.#process.exitCode ?? this.#process.signalCode;
  }

  #lastWords() {
    return this.log().slice(-toldBytes);
  }

  /** Asks it to end (SIGTERM) and gives its exit code: 0 where it ended in peace. */
  async stop() {
    return this.#end('SIGTERM');
  }

  /** Ends it as a power cut would (SIGKILL): it gets no chance to finish anything. */
  async kill() {
    return this.#end('SIGKILL');
  }

  async #end(signal) {
    if (!this.#running) throw new Error('the server is down already');
    const ended = new Promise((resume) => this.#process.once('exit', resume));
    this.#process.kill(signal);
    const late = setTimeout(() => this.#process.kill('SIGKILL'), endWithinMs);
    await ended;
    clearTimeout(late);
    return this.#ended();
  }

  /** Ends it where it is up, by `signal` (`stop` or `kill`), and begins again on the same port and folder. */
  async restart(signal = 'stop') {
    if (this.#running) await this[signal]();
    await this.start();
  }

  /** Runs another command of the same program (`account create …`); gives `{ code, stdout, stderr }`. */
  command(...args) {
    return new Promise((done) => {
      execFile(this.program, args, { cwd: root, env: this.env, encoding: 'utf8' }, (fault, stdout, stderr) =>
        done({ code: fault ? (fault.code ?? fault.signal) : 0, stdout, stderr }),
      );
    });
  }

  /** Ends it and takes its folder away. */
  async dispose() {
    if (this.#running) await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Servers still up; none outlives the tests. */
const mine = new Set();
process.once('exit', () => {
  for (const server of mine) server.kill('SIGKILL');
});
