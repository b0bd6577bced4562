// Sony RC-S300 by WebUSB: an experiment (docs/decisions/0039-a-clock-nobody-sets.md), fetched only where the settings ask for it.
// It says which card lies on the reader by its number, which proves nothing of the card.
// The reader takes commands of PC/SC part 3 (FF 50: transparent session; FF CA: number of the card) as CCID escapes.
const MAKER = 0x054c;
const PRODUCTS = [0x0dc8, 0x0dc9];
const INTERFACE = 1;

const ESCAPE = 0x6b;
const HEADER_BYTES = 10;
// An answer comes whole: it cannot be fetched in parts on every system.
const ANSWER_BYTES_MAX = 300;

const END = [0xff, 0x50, 0x00, 0x00, 0x02, 0x82, 0x00, 0x00];
const START = [0xff, 0x50, 0x00, 0x00, 0x02, 0x81, 0x00, 0x00];
const FIELD_OFF = [0xff, 0x50, 0x00, 0x00, 0x02, 0x83, 0x00, 0x00];
const FIELD_ON = [0xff, 0x50, 0x00, 0x00, 0x02, 0x84, 0x00, 0x00];
const TYPE_A = [0xff, 0x50, 0x00, 0x02, 0x04, 0x8f, 0x02, 0x00, 0x03, 0x00];
const TYPE_F = [0xff, 0x50, 0x00, 0x02, 0x04, 0x8f, 0x02, 0x03, 0x00, 0x00];
const NUMBER = [0xff, 0xca, 0x00, 0x00];
// FeliCa's own polling of every system, handed through (95) within a tenth of a second (5F 46, microseconds).
const POLL = [
  0xff, 0x50, 0x00, 0x01, 0x00, 0x00, 0x11, 0x5f, 0x46, 0x04, 0xa0, 0x86, 0x01, 0x00, 0x95, 0x82, 0x00, 0x06,
  0x06, 0x00, 0xff, 0xff, 0x01, 0x00, 0x00, 0x00, 0x00,
];
const DATA = 0x97;

const BETWEEN_MS = 150;
// So many looks without a card, and it was taken away.
const AWAY_LOOKS = 3;
// After so many the field is switched off and on again: readers were seen to find nothing any more.
const RENEW_LOOKS = 300;

class Trouble extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("").toUpperCase();
const fits = ({ vendorId, productId }) => vendorId === MAKER && PRODUCTS.includes(productId);

async function chosen(usb, ask) {
  const known = (await usb.getDevices()).find(fits);
  if (known) return known;
  if (!ask) throw new Trouble("absent");
  try {
    return await usb.requestDevice({ filters: PRODUCTS.map((productId) => ({ vendorId: MAKER, productId })) });
  } catch (error) {
    // Nobody chose one, or there is none to choose.
    throw new Trouble(error.name === "NotFoundError" ? "not_chosen" : "not_allowed");
  }
}

class Reader {
  #device;
  #inward;
  #outward;
  #count = 0;

  static async open(device) {
    const reader = new Reader();
    reader.#device = device;
    try {
      await device.open();
      if (!device.configuration) await device.selectConfiguration(1);
      await device.claimInterface(INTERFACE);
    } catch {
      // Another program holds it, or the system does not let a browser have it.
      throw new Trouble("busy");
    }
    const found = device.configuration.interfaces.find(({ interfaceNumber }) => interfaceNumber === INTERFACE);
    const end = (way) => found?.alternate.endpoints.find(({ direction }) => direction === way)?.endpointNumber;
    [reader.#inward, reader.#outward] = [end("in"), end("out")];
    if (!reader.#inward || !reader.#outward) throw new Trouble("busy");
    return reader;
  }

  /** Sends a command; its answer without the frame. */
  async ask(command) {
    const frame = new Uint8Array(HEADER_BYTES + command.length);
    frame[0] = ESCAPE;
    new DataView(frame.buffer).setUint32(1, command.length, true);
    this.#count = (this.#count + 1) & 0xff;
    frame[6] = this.#count;
    frame.set(command, HEADER_BYTES);
    await this.#device.transferOut(this.#outward, frame);
    const { data } = await this.#device.transferIn(this.#inward, ANSWER_BYTES_MAX);
    if (!data || data.byteLength < HEADER_BYTES) return new Uint8Array();
    const length = Math.min(data.getUint32(1, true), data.byteLength - HEADER_BYTES);
    return new Uint8Array(data.buffer, data.byteOffset + HEADER_BYTES, length);
  }

  async begin() {
    for (const command of [END, START, FIELD_OFF, FIELD_ON]) await this.ask(command);
  }

  async end() {
    for (const command of [FIELD_OFF, END]) await this.ask(command);
  }

  /** The number of a card of ISO/IEC 14443 type A; one that is drawn anew each time is none. */
  async typeA() {
    await this.ask(TYPE_A);
    const answer = await this.ask(NUMBER);
    const number = answer.subarray(0, -2);
    const good = answer.at(-2) === 0x90 && answer.at(-1) === 0x00 && [4, 7, 10].includes(number.length);
    const drawn = number.length === 4 && number[0] === 0x08;
    return good && !drawn ? hex(number) : "";
  }

  /** The IDm of a FeliCa. */
  async typeF() {
    await this.ask(TYPE_F);
    const answer = await this.ask(POLL);
    for (let at = 0; at + 2 <= answer.length - 2; at += 2 + answer[at + 1]) {
      const value = answer.subarray(at + 2, at + 2 + answer[at + 1]);
      if (answer[at] === DATA && value[1] === 0x01 && value.length >= 10) return hex(value.subarray(2, 10));
    }
    return "";
  }
}

/** Looks for cards while `going` says so; a card that lies there is told once. */
async function look(reader, told, going) {
  let lying = "";
  for (let empty = 0; going(); ) {
    const number = (await reader.typeA()) || (await reader.typeF());
    if (number) {
      empty = 0;
      if (number !== lying) told("card", number);
      lying = number;
    } else {
      empty += 1;
      if (empty >= AWAY_LOOKS) lying = "";
      if (empty % RENEW_LOOKS === 0) await reader.begin();
    }
    await sleep(BETWEEN_MS);
  }
}

let turn = Promise.resolve();

/**
 * Starts reading; a reader that was allowed before is taken without asking, and one that is plugged in again goes on by itself.
 * `told(kind, text)`: "on", "card" with its number, or why it does not read: "no_usb", "absent", "not_chosen", "not_allowed",
 * "busy", "gone". Gives what stops it.
 */
export function start(ask, told) {
  const { usb } = navigator;
  if (!usb) {
    told("no_usb", "");
    return () => {};
  }
  let going = true;
  let device = null;
  const run = async (ask) => {
    if (!going) return;
    try {
      device = await chosen(usb, ask);
      const reader = await Reader.open(device);
      await reader.begin();
      if (going) told("on", "");
      await look(reader, told, () => going);
      await reader.end();
    } catch (error) {
      // What the browser says of a transfer that failed is the same for a cable pulled out.
      if (going) told(error instanceof Trouble ? error.kind : "gone", "");
    }
    // One that is gone cannot be closed.
    await device?.close().catch(() => {});
    device = null;
  };
  const next = (ask) => {
    turn = turn.then(() => run(ask));
  };
  const plugged = (event) => {
    if (!device && fits(event.device)) next(false);
  };
  usb.addEventListener("connect", plugged);
  next(ask);
  return () => {
    going = false;
    usb.removeEventListener("connect", plugged);
  };
}
