// Web NFC for a browser that has none: a script to run before the page's own, which puts an `NDEFReader` into the window.
//
// It keeps to the W3C draft where pages can notice: scanning wants a press, a second `scan()` on a reader fails, an
// aborted one stops, a hidden page is told nothing, records hold bytes, a card that cannot be read gives a plain event.

/** How `scan()` answers: it works; permission is denied; NFC is switched off; no hardware; the browser has no Web NFC. */
export const modes = ['ready', 'denied', 'off', 'none', 'absent'];

/**
 * The script, for `page.addInitScript({ content: ndefScript() })`.
 *
 * `mode`: one of `modes`, to be changed later by `window.__nfc.mode = …`. `granted`: permission was given before, so that
 * scanning needs no press. In the page afterwards:
 * - `window.__tap({ serialNumber, records: [{ recordType, mediaType, data }] })`: a card is held to the phone; `data` is
 *   a DataView, or a text that becomes its UTF-8 bytes, or absent. Gives the number of readers that were told.
 * - `window.__readingError()`: something is held to it that cannot be read (FeliCa, Type B). Gives that number too.
 * - `window.__nfc`: `{ mode, granted, scans, scanning }`.
 */
export function ndefScript({ mode = 'ready', granted = false } = {}) {
  if (!modes.includes(mode)) throw new RangeError(`no mode ${mode}; there are ${modes.join(', ')}`);
  return `(${install})(${JSON.stringify({ mode, granted })});`;
}

/** Runs in the page: must not use anything from this file. */
function install(settings) {
  const active = new Set();
  const state = { ...settings, scans: 0, get scanning() { return active.size; } };
  const fault = (name, text) => new DOMException(text, name);
  const hidden = () => globalThis.document?.visibilityState === 'hidden';
  const pressed = () => globalThis.navigator?.userActivation?.isActive ?? true;

  const refusal = () => {
    if (state.mode === 'denied') return fault('NotAllowedError', 'NFC permission request denied.');
    if (state.mode === 'none') return fault('NotSupportedError', 'No NFC adapter or cannot establish connection.');
    if (state.mode === 'off') return fault('NotReadableError', 'NFC setting is disabled.');
    if (!state.granted && !pressed()) return fault('NotAllowedError', 'A press is needed to ask for permission.');
    return null;
  };

  class NDEFReader extends EventTarget {
    #handlers = {};

    async scan({ signal } = {}) {
      state.scans += 1;
      if (signal?.aborted) throw signal.reason;
      if (active.has(this)) throw fault('InvalidStateError', 'A scan() operation is ongoing.');
      const refused = refusal();
      if (refused) throw refused;
      state.granted = true;
      active.add(this);
      signal?.addEventListener('abort', () => active.delete(this), { once: true });
    }

    #handle(type, handler) {
      if (this.#handlers[type]) this.removeEventListener(type, this.#handlers[type]);
      this.#handlers[type] = typeof handler === 'function' ? handler : null;
      if (this.#handlers[type]) this.addEventListener(type, this.#handlers[type]);
    }
    get onreading() { return this.#handlers.reading ?? null; }
    set onreading(handler) { this.#handle('reading', handler); }
    get onreadingerror() { return this.#handlers.readingerror ?? null; }
    set onreadingerror(handler) { this.#handle('readingerror', handler); }
  }

  class NDEFReadingEvent extends Event {
    constructor(type, { serialNumber = '', message }) {
      super(type);
      this.serialNumber = serialNumber;
      this.message = message;
    }
  }

  const bytes = (data) => {
    if (data === undefined || data === null) return null;
    if (typeof data === 'string') return new DataView(new TextEncoder().encode(data).buffer);
    if (data instanceof DataView) return data;
    throw new TypeError('data of a record is a DataView or a text');
  };
  const record = ({ recordType, mediaType = null, id = null, data }) => ({
    recordType, mediaType, id, data: bytes(data), encoding: recordType === 'text' ? 'utf-8' : null, lang: null,
  });
  const tell = (event) => {
    if (hidden() || state.mode !== 'ready') return 0;
    const told = [...active];
    for (const reader of told) reader.dispatchEvent(event());
    return told.length;
  };

  const define = (name, value) =>
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
  define('__nfc', state);
  define('__tap', ({ serialNumber = '', records = [] }) => {
    const message = { records: records.map(record) };
    return tell(() => new NDEFReadingEvent('reading', { serialNumber, message }));
  });
  define('__readingError', () => tell(() => new Event('readingerror')));
  delete globalThis.NDEFReader;
  delete globalThis.NDEFReadingEvent;
  if (state.mode !== 'absent') {
    define('NDEFReader', NDEFReader);
    define('NDEFReadingEvent', NDEFReadingEvent);
  }

  const permissions = globalThis.navigator?.permissions;
  if (permissions) {
    const ask = permissions.query.bind(permissions);
    permissions.query = async (what) => {
      if (what?.name !== 'nfc') return ask(what);
      const word = state.mode === 'denied' ? 'denied' : state.granted ? 'granted' : 'prompt';
      return Object.assign(new EventTarget(), { name: 'nfc', state: word, onchange: null });
    };
  }
}
