// Starts the gate. A file of its own, so that the page needs no inline script (CSP 'self' and 'wasm-unsafe-eval').
import init from "./gate.js";

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
