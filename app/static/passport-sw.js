// Lets the passport be read without signal (docs/decisions/0046). Kept are the last pages of one person, as the register sent them,
// and what they need to be shown; never an answer to a form, an error or a page that does not say that it is the register's.
const SHELL_CACHE = "passport-shell-__BUILD__";
const KEPT = "passport-kept";
/** Under it lies whose pages are kept. */
const OWNER = "/pwa/owner";
const OFFLINE = "/pwa/offline.html";
const SHELL = ["/pkg/careerup.css", "/pkg/careerup.js", "/pkg/careerup.wasm", "/pwa/boot.js", "/pwa/icon.svg", OFFLINE];
/** Pages kept besides months; the first ones are fetched before anybody opens them. */
const AHEAD = ["/passport", "/passport/history", "/passport/card", "/passport/qr", "/passport/level", "/passport/qualifications", "/passport/certificate", "/passport/more"];
const RECORD = /^\/passport\/history\/\d{8}\/\d{1,14}$/;
const MONTH = /^\?month=\d{6}$/;
const PICTURE = /^\/(photo|passport\/registration\/file)\//;
/** The document says whose it is: a page of somebody else's network does not. */
const MARK = /<html\b[^>]*\bdata-passport="([0-9a-f-]*)"/;
/** And in which language and size it is shown. */
const LOOK = /<html\b[^>]*\bdata-look="([^"]*)"/;
const MONTHS_AHEAD = 3;
const PAGES_MAX = 80;
const FRESH_MS = 12 * 60 * 60 * 1000;
/** With a copy at hand nobody waits longer for a network that does not answer. */
const PATIENCE_MS = 4000;

/** How often everything was forgotten: what was asked for before is not kept after. */
let forgotten = 0;

self.addEventListener("install", (event) => {
  const requests = SHELL.map((path) => new Request(path, { cache: "reload" }));
  const whole = caches.open(SHELL_CACHE).then((cache) => cache.addAll(requests));
  event.waitUntil(whole.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener("message", (event) => {
  if (typeof event.data?.keep === "string") event.waitUntil(keepAhead(FRESH_MS, event.data.keep));
  if (event.data === "forget") event.waitUntil(forget());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  // Forms and everything a script asks for go to the network and nowhere else.
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname === "/passport" || url.pathname.startsWith("/passport/")) event.respondWith(page(event, url));
  } else if (SHELL.includes(url.pathname)) {
    event.respondWith(shell(request));
  } else if (PICTURE.test(url.pathname) && request.destination === "image") {
    event.respondWith(picture(event, url));
  }
});

/** A new build brings its own files; pages of the old one are fetched anew, since they need the old ones. */
async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("passport-shell-") && name !== SHELL_CACHE);
  await self.clients.claim();
  if (old.length > 0) await keepAhead(0);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function page(event, url) {
  const before = forgotten;
  const asked = fetch(event.request);
  const taken = asked.then((answer) => take(url, answer.clone(), before));
  // That it failed is told below; what cannot be kept (a full disk) is only not there later.
  event.waitUntil(taken.catch(() => {}));
  const kept = await match(url.pathname + url.search);
  try {
    return await (kept ? Promise.race([asked, patience()]) : asked);
  } catch {
    return kept ? asKept(kept) : ((await caches.match(OFFLINE)) ?? Response.error());
  }
}

function patience() {
  return new Promise((_, late) => setTimeout(() => late(new Error("no answer in time")), PATIENCE_MS));
}

/** Names carry no fingerprint: the network first, so that a page and its files are of one build. */
async function shell(request) {
  try {
    return await fetch(request);
  } catch (fault) {
    const kept = await caches.match(request, { cacheName: SHELL_CACHE, ignoreSearch: true, ignoreVary: true });
    if (kept) return kept;
    throw fault;
  }
}

async function picture(event, url) {
  const before = forgotten;
  try {
    const answer = await fetch(event.request);
    const isPicture = answer.status === 200 && (answer.headers.get("content-type") ?? "").startsWith("image/");
    if (isPicture && (await owner()) && before === forgotten) await put(url, answer.clone());
    return answer;
  } catch (fault) {
    const kept = await match(url.pathname + url.search);
    if (kept) return kept;
    throw fault;
  }
}

function match(address) {
  return caches.match(address, { cacheName: KEPT, ignoreVary: true });
}

async function owner() {
  const kept = await match(OWNER);
  return kept ? kept.text() : "";
}

function isKept(url) {
  if (url.search) return url.pathname === "/passport/history" && MONTH.test(url.search);
  return AHEAD.includes(url.pathname) || RECORD.test(url.pathname);
}

/** Keeps an answer where it is a page of the register that shows somebody's passport; another person's comes in place of all. */
async function take(url, answer, before) {
  const isPage = answer.status === 200 && (answer.headers.get("content-type") ?? "").startsWith("text/html");
  if (!isPage || answer.redirected) return;
  const text = await answer.text();
  const whose = MARK.exec(text.slice(0, 2000))?.[1];
  if (whose === undefined || before !== forgotten) return;
  const known = await owner();
  if (known !== whose) {
    await caches.delete(KEPT);
    if (whose) await (await caches.open(KEPT)).put(OWNER, new Response(whose));
  }
  if (!whose || !isKept(url)) return;
  const headers = new Headers(answer.headers);
  // The text is what came out of them.
  for (const name of ["content-encoding", "content-length", "vary"]) headers.delete(name);
  headers.set("x-kept-at", String(Date.now()));
  headers.set("x-kept-look", LOOK.exec(text.slice(0, 2000))?.[1] ?? "");
  await put(url, new Response(text, { headers }));
}

/** The newest stand last; beyond what is reasonable the oldest go. */
async function put(url, answer) {
  const cache = await caches.open(KEPT);
  const address = url.pathname + url.search;
  await cache.delete(address, { ignoreVary: true });
  await cache.put(address, answer);
  const all = (await cache.keys()).filter((request) => new URL(request.url).pathname !== OWNER);
  await Promise.all(all.slice(0, Math.max(0, all.length - PAGES_MAX)).map((request) => cache.delete(request, { ignoreVary: true })));
}

/** The same page, which now shows its line of being a copy: the words are in it already. */
async function asKept(kept) {
  const text = await kept.text();
  return new Response(text.replace("<html ", "<html data-kept "), { headers: kept.headers });
}

async function forget() {
  forgotten += 1;
  await caches.delete(KEPT);
}

/** This month and those before it, `?month=yyyymm`, by the day in Japan. */
function months() {
  const now = new Date(Date.now() + 9 * 60 * 60 * 1000);
  const month = (back) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7);
  return Array.from({ length: MONTHS_AHEAD }, (_, back) => `/passport/history?month=${month(back).replace("-", "")}`);
}

/** Fetches what was not kept for so long, or is in another language or size than what is asked for now; days and earlier months that were
 * opened stay as they are until they are opened again. */
async function keepAhead(olderThanMs, look) {
  const before = forgotten;
  for (const address of [...AHEAD, ...months()]) {
    const kept = await match(address);
    const age = kept ? Date.now() - Number(kept.headers.get("x-kept-at")) : Infinity;
    if (age < olderThanMs && kept.headers.get("x-kept-look") === look) continue;
    try {
      // The header: what was left for the next page is not for this one (server/src/border/caller.rs).
      const headers = { "x-passport-ahead": "1" };
      const answer = await fetch(address, { credentials: "same-origin", redirect: "manual", cache: "no-store", headers });
      await take(new URL(address, self.location.origin), answer, before);
    } catch {
      // No signal: with the next page that is opened.
      return;
    }
  }
}
