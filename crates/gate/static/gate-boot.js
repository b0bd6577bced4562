// Starts the gate. A file of its own, so that the page needs no inline script (CSP 'self' and 'wasm-unsafe-eval').
import init from "./gate.js";

// A newer build in another tab may make the phone's disk larger, and waits until nobody else has it open: so it is let go,
// and opened anew with the next touch (web/store.rs). The library in the wasm has no way to hear of it.
if ("IDBFactory" in self) {
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...asked) {
    const opening = open.apply(this, asked);
    opening.addEventListener("success", () => {
      const { result } = opening;
      result.addEventListener("versionchange", () => result.close());
    });
    return opening;
  };
}
// The way to a module that few gates want: wasm has no import() of its own.
globalThis.gateUsb = () => import("./usb.js");

try {
  await init({ module_or_path: new URL("./gate_bg.wasm", import.meta.url) });
} catch (error) {
  // Records on the phone are not touched by a start that fails.
  const place = document.getElementById("gate-start");
  if (place) {
    place.textContent = "ゲートを始められません。記録はこのスマホに残っています。読みこみなおしてください。 / "
      + "The gate did not start. Records are kept on this phone. Please load the page again.";
  }
  console.error(error);
}
