// Somebody at the register without a browser: keeps cookies, posts forms as a page would, follows nothing by itself.

/** The answer with its text read. */
export type Seen = { status: number; headers: Headers; text: string; location: string };

export const sessionCookie = '__Host-careerup';

export class Visitor {
  readonly cookies = new Map<string, string>();

  constructor(readonly url: string) {}

  /** The session's id, as the cookie holds it; empty without one. */
  get session(): string {
    return this.cookies.get(sessionCookie) ?? '';
  }

  /** One request, with the cookies so far. `path` may be a whole address. */
  async ask(path: string, init: RequestInit = {}): Promise<Seen> {
    const headers = new Headers({ 'accept-language': 'ja' });
    new Headers(init.headers).forEach((value, name) => headers.set(name, value));
    const kept = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (kept && !headers.has('cookie')) headers.set('cookie', kept);
    const answer = await fetch(new URL(path, this.url), { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return {
      status: answer.status,
      headers: answer.headers,
      text: await answer.text(),
      location: answer.headers.get('location') ?? '',
    };
  }

  get(path: string): Promise<Seen> {
    return this.ask(path);
  }

  /** Sends a form as a page of the register does. */
  post(path: string, fields: Record<string, string>): Promise<Seen> {
    const body = new URLSearchParams(fields).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', origin: this.url };
    return this.ask(path, { method: 'POST', headers, body });
  }

  /** Sends JSON with the session, as the gate's page does, or with a credential of its own. */
  json(path: string, value: unknown, bearer?: string): Promise<Seen> {
    const headers: Record<string, string> = { 'content-type': 'application/json', origin: this.url };
    if (bearer) headers.authorization = `Bearer ${bearer}`;
    return this.ask(path, { method: 'POST', headers, body: typeof value === 'string' ? value : JSON.stringify(value) });
  }

  #keep(line: string): void {
    const [pair, ...attributes] = line.split(';');
    const at = pair.indexOf('=');
    const ended = attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute));
    if (ended) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}
