// Starting, ending and beginning again, on a small program that stands in for the server: it answers, counts its starts
// in its folder, and breaks down or takes its time when told to.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { freePort, startServer } from './own-server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'careerup-own-test-'));
const program = join(folder, 'server.cjs');
writeFileSync(
  program,
  `#!${process.execPath}
const [command, , addr, , data] = process.argv.slice(2);
if (command !== 'serve') { console.log('did ' + process.argv.slice(2).join(' ')); process.exit(3); }
if (process.env.BREAK) { console.error('cannot open the database'); process.exit(7); }
const { appendFileSync, mkdirSync, readFileSync } = require('node:fs');
mkdirSync(data, { recursive: true });
appendFileSync(data + '/starts', 'x');
const at = Date.now();
require('node:http').createServer((request, answer) => {
  answer.statusCode = Date.now() - at > 200 ? 200 : 503;
  answer.end(request.url === '/readyz' ? '' : readFileSync(data + '/starts', 'utf8'));
}).listen(+addr.split(':')[1], '127.0.0.1');
process.on('SIGTERM', () => { console.log('ending'); process.exit(0); });
`,
);
chmodSync(program, 0o755);
after(() => rmSync(folder, { recursive: true, force: true }));

const starts = async (server) => (await fetch(`${server.url}/`)).text();

test('a server is ready, ends in peace and begins again where it was', async () => {
  const server = await startServer({ program, site: folder });
  const port = server.port;
  assert.equal(await starts(server), 'x');
  assert.equal(await server.stop(), 0);
  assert.equal(server.pid, null);
  await assert.rejects(fetch(server.url), TypeError);
  await server.restart();
  assert.equal(server.port, port);
  assert.equal(await starts(server), 'xx');
  assert.match(server.log(), /ending/);
  await assert.rejects(server.start(), /up already/);
  await server.dispose();
  assert.equal(existsSync(server.folder), false);
});

test('a server that is killed gets no last word', async () => {
  const server = await startServer({ program, site: folder });
  assert.equal(await server.kill(), 'SIGKILL');
  await assert.rejects(server.kill(), /down already/);
  await server.restart('kill');
  const before = server.pid;
  await server.restart('kill');
  assert.notEqual(server.pid, before);
  assert.equal(await starts(server), 'xxx');
  assert.doesNotMatch(server.log(), /ending/);
  await server.dispose();
});

test('a server that breaks down while starting says why', async () => {
  const broken = startServer({ program, site: folder, env: { BREAK: '1' } });
  await assert.rejects(broken, /ended while starting \(7\): cannot open the database/);
  await assert.rejects(startServer({ program: join(folder, 'nothing') }), /ENOENT/);
});

test('other commands of the program are run with what they answer', async () => {
  const server = await startServer({ program, site: folder });
  const told = await server.command('account', 'create');
  assert.deepEqual(told, { code: 3, stdout: 'did account create\n', stderr: '' });
  await server.dispose();
});

test('free ports are free', async () => {
  const port = await freePort();
  assert.ok(port > 1023 && port < 65536);
  await assert.rejects(fetch(`http://127.0.0.1:${port}/`), TypeError);
});
