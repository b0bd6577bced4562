// Looks at a certificate of registration (登録情報証明) in the browser: signature, time, and the list of those taken back, as it is held.
// Asks nobody for anything. The rules are those of `crates/proof/src/credential.rs` (RFC 9901, SD-JWT VC, Token Status List), by the
// browser's own cryptography; both are held by the same examples (end2end/support/credentials.json).

const TYPE = "dc+sd-jwt";
const LIST_TYPE = "statuslist+jwt";
const TEXT_BYTES_MAX = 65536;
const DISCLOSURES_MAX = 256;
const DEPTH_MAX = 8;
const LIST_BYTES_MAX = 8192;
/** Claims that are never a disclosure's. */
const OPEN = new Set(["iss", "iat", "nbf", "exp", "cnf", "vct", "status", "_sd", "_sd_alg"]);
/** What a certificate of a kind may say, in the order in which it is shown. */
const KINDS = {
  "urn:careerup:certificate:technician:1": ["technician", ["name", "id", "level", "field", "days", "qualifications"]],
  "urn:careerup:certificate:business:1": [
    "business",
    ["name", "id", "licence", "people", "health_insurance", "pension", "employment_insurance", "valid_until"],
  ],
};
const ECDSA = { name: "ECDSA", hash: "SHA-256" };
const STEP_MS = 30000;
const STEPS_BESIDE = 1;

/** Why a certificate is of no worth, in the word of the verdict. */
class Fault extends Error {}
const demand = (holds, word = "malformed") => {
  if (!holds) throw new Fault(word);
};

function decoded(text) {
  demand(typeof text === "string" && /^[A-Za-z0-9_-]*$/.test(text) && text.length % 4 !== 1);
  const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  // The one way to write these bytes.
  demand(encoded(bytes) === text);
  return bytes;
}

function encoded(bytes) {
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function read(text) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(decoded(text)));
  } catch {
    throw new Fault("malformed");
  }
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const hash = async (text) => encoded(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));

function keyOf(jwk) {
  demand(isObject(jwk) && jwk.kty === "EC" && jwk.crv === "P-256");
  demand(decoded(jwk.x).length === 32 && decoded(jwk.y).length === 32);
  const { kty, crv, x, y } = jwk;
  return crypto.subtle.importKey("jwk", { kty, crv, x, y }, { name: "ECDSA", namedCurve: "P-256" }, true, ["verify"]);
}

/** The payload of a token that the issuer signed, with a key that was its own when the token says it was made. */
async function verified(text, type, issuer) {
  const parts = text.split(".");
  demand(parts.length === 3);
  const header = read(parts[0]);
  demand(isObject(header) && header.alg === "ES256" && header.typ === type && !("crit" in header));
  const payload = read(parts[1]);
  const signature = decoded(parts[2]);
  demand(isObject(payload) && Number.isSafeInteger(payload.iat) && typeof header.kid === "string" && signature.length === 64);
  const known = issuer.jwks.keys.find((key) => key.kid === header.kid);
  const within = known && payload.iat >= known.nbf && (known.exp === undefined || payload.iat <= known.exp);
  demand(within, "stranger");
  const message = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
  demand(await crypto.subtle.verify(ECDSA, await keyOf(known), signature, message), "forged");
  return payload;
}

/** Puts what is shown in the places of its digests. */
class Opening {
  seen = new Set();
  constructor(given) {
    this.given = given;
  }
  take(digest) {
    demand(typeof digest === "string");
    demand(!this.seen.has(digest), "altered");
    this.seen.add(digest);
    const found = this.given.get(digest);
    this.given.delete(digest);
    return found;
  }
  value(value, depth) {
    demand(depth <= DEPTH_MAX);
    if (Array.isArray(value)) return this.array(value, depth);
    return isObject(value) ? this.object(value, depth) : value;
  }
  object(object, depth) {
    const opened = new Map();
    for (const [name, value] of Object.entries(object)) if (name !== "_sd") opened.set(name, this.value(value, depth + 1));
    const digests = Object.hasOwn(object, "_sd") ? object._sd : [];
    demand(Array.isArray(digests));
    for (const digest of digests) {
      const found = this.take(digest);
      if (!found) continue;
      demand(found.name !== undefined, "altered");
      const value = this.value(found.value, depth + 1);
      demand(found.name !== "..." && !OPEN.has(found.name) && !opened.has(found.name), "altered");
      opened.set(found.name, value);
    }
    return Object.fromEntries(opened);
  }
  array(values, depth) {
    const opened = [];
    for (const value of values) {
      if (!isObject(value) || Object.keys(value).length !== 1 || !("..." in value)) {
        opened.push(this.value(value, depth + 1));
        continue;
      }
      const found = this.take(value["..."]);
      if (!found) continue;
      demand(found.name === undefined, "altered");
      opened.push(this.value(found.value, depth + 1));
    }
    return opened;
  }
}

function disclosure(text) {
  let parts;
  try {
    parts = read(text);
  } catch {
    throw new Fault("altered");
  }
  demand(Array.isArray(parts) && (parts.length === 2 || parts.length === 3), "altered");
  demand(typeof parts[0] === "string" && (parts.length === 2 || typeof parts[1] === "string"), "altered");
  return { name: parts.length === 3 ? parts[1] : undefined, value: parts.at(-1) };
}

/** The claims of a certificate whose signature is right, with what its holder shows. */
async function opened(text, issuer) {
  const [token, ...rest] = text.split("~");
  demand(rest.length > 0);
  const binding = rest.pop();
  demand(binding === "" || binding.split(".").length === 3);
  const { _sd_alg: algorithm, ...payload } = await verified(token, TYPE, issuer);
  demand(payload.iss === issuer.issuer, "stranger");
  demand(algorithm === undefined || algorithm === "sha-256");
  demand(rest.length <= DISCLOSURES_MAX);
  const given = new Map();
  for (const part of rest) {
    const digest = await hash(part);
    demand(!given.has(digest), "altered");
    given.set(digest, disclosure(part));
  }
  const opening = new Opening(given);
  const claims = opening.object(payload, 0);
  demand(given.size === 0, "altered");
  return claims;
}

async function unpacked(packed) {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  const reader = stream.getReader();
  const bytes = new Uint8Array(LIST_BYTES_MAX);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, length);
    demand(length + value.length <= LIST_BYTES_MAX);
    bytes.set(value, length);
    length += value.length;
  }
}

/** A list as it was published, if the issuer signed it: where it is, of when (milliseconds), and its bits. */
export async function listOf(text, issuer) {
  const payload = await verified(text.trim(), LIST_TYPE, issuer);
  const { bits, lst } = payload.status_list ?? {};
  demand(bits === 1 && typeof payload.sub === "string");
  return { uri: payload.sub, made: payload.iat * 1000, bits: await unpacked(decoded(lst)) };
}

async function newestOf(uri, lists, issuer) {
  let newest;
  for (const text of lists) {
    const list = await listOf(text, issuer).catch(() => undefined);
    if (list?.uri === uri && list.made > (newest?.made ?? -1)) newest = list;
  }
  return newest;
}

function words(value) {
  const one = (part) => (typeof part === "string" || typeof part === "number" ? [String(part)] : []);
  return Array.isArray(value) ? value.flatMap(one) : one(value);
}

async function lookedUp(claims, issuer, lists, now) {
  const [kind, items] = KINDS[claims.vct] ?? [];
  const { idx, uri } = claims.status?.status_list ?? {};
  demand(kind && Number.isSafeInteger(claims.exp) && Number.isSafeInteger(idx) && idx >= 0 && typeof uri === "string");
  const holder = claims.cnf === undefined ? null : claims.cnf?.jwk;
  if (holder !== null) await keyOf(holder);
  const [made, until] = [claims.iat * 1000, claims.exp * 1000];
  const list = await newestOf(uri, lists, issuer);
  const byte = list?.bits[Math.floor(idx / 8)];
  const revoked = byte === undefined ? undefined : ((byte >> (idx % 8)) & 1) === 1;
  let verdict = "unchecked";
  if (revoked) verdict = "revoked";
  else if (now >= until) verdict = "expired";
  else if (now < made) verdict = "not_yet";
  else if (revoked === false) verdict = "good";
  const says = items.map((item) => [item, words(claims[item])]).filter(([, said]) => said.length > 0);
  const asOf = revoked === undefined ? null : list.made;
  return { verdict, kind, says, number: `${uri.split("/").at(-1)}-${idx}`, made, until, as_of: asOf, holder };
}

const nothing = (verdict) => ({ verdict, kind: null, says: [], number: null, made: null, until: null, as_of: null, holder: null });

/** What looking at a certificate at `now` (milliseconds) comes to, by the issuer's keys and the lists that are held. */
export async function judge(text, issuer, lists, now) {
  const own = text.trim().split("#").at(-1);
  if (new TextEncoder().encode(own).length > TEXT_BYTES_MAX) return nothing("malformed");
  try {
    return await lookedUp(await opened(own, issuer), issuer, lists, now);
  } catch (fault) {
    if (fault instanceof Fault) return nothing(fault.message);
    // What the browser's cryptography refuses is no key or no packed list.
    return nothing("malformed");
  }
}

/** Whether a text is a second code, shown by a phone. */
export const isSecond = (text) => text.trim().startsWith("CCUH1:");

/** What a second code shows of the certificate whose phone's key (JWK) is given: `same`, `other`, `time`, or `malformed`. */
export async function judgeSecond(text, holder, now) {
  const found = /^CCUH1:(\d{1,15}):([0-9A-F]{16}):([0-9A-F]{128})$/i.exec(text.trim());
  if (!found) return "malformed";
  const [, digits, nonce, signature] = found;
  const step = String(Number(digits));
  const fields = ["careerup-holder-1", step, nonce.toLowerCase()].map((field) => `${field.length}:${field},`).join("");
  const bytes = Uint8Array.from(signature.match(/../g), (pair) => Number.parseInt(pair, 16));
  const key = await keyOf(holder);
  if (!(await crypto.subtle.verify(ECDSA, key, bytes, new TextEncoder().encode(fields)))) return "other";
  return Math.abs(Math.floor(now / STEP_MS) - Number(step)) <= STEPS_BESIDE ? "same" : "time";
}
