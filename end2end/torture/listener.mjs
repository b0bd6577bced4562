// Between a phone and its server: passes everything on as it comes, notes what became of each reading that was sent, and
// can be closed, so that nobody answers, as without signal.
import { createServer, request } from 'node:http';

export class Listener {
  /** Answers by reading's link: which touches it went up as, and what the server said of each. */
  answers = new Map();
  #server = null;

  constructor(port, serverPort) {
    this.port = port;
    this.serverPort = serverPort;
    this.url = `http://127.0.0.1:${port}`;
  }

  open() {
    this.#server = createServer((asked, reply) => this.#pass(asked, reply));
    return new Promise((done, failed) => {
      this.#server.once('error', failed);
      this.#server.listen(this.port, '127.0.0.1', done);
    });
  }

  close() {
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeAllConnections();
    return closed;
  }

  async #pass(asked, reply) {
    const sent = [];
    for await (const part of asked) sent.push(part);
    const body = Buffer.concat(sent);
    // Answers are read here, so they come as they are.
    const headers = { ...asked.headers, 'accept-encoding': 'identity' };
    const on = request(
      { host: '127.0.0.1', port: this.serverPort, method: asked.method, path: asked.url, headers },
      async (answer) => {
        const parts = [];
        for await (const part of answer) parts.push(part);
        const told = Buffer.concat(parts);
        if (asked.url.endsWith('/api/v1/gate/touches') && answer.statusCode === 200) this.#note(body, told);
        // Whoever asked may be gone; what the server did is noted all the same.
        reply.writeHead(answer.statusCode, answer.headers);
        reply.end(told);
      },
    );
    on.once('error', () => reply.destroy());
    on.end(body);
  }

  #note(body, told) {
    const { items } = JSON.parse(body.toString());
    const { answers } = JSON.parse(told.toString());
    const links = new Map(items.map((item) => [item.id, item.reading.url]));
    for (const { id, outcome } of answers) {
      const link = links.get(id);
      const of = this.answers.get(link) ?? new Map();
      of.set(id, [...(of.get(id) ?? []), outcome]);
      this.answers.set(link, of);
    }
  }
}
