// Lets the gate start without signal. What it keeps is one build, whole: a new build is fetched beside the old one and
// waits until somebody asks for it (設定 → 新しい版), never in the middle of a shift.
const CACHE = "gate-__BUILD__";
const SHELL = ["./", "gate-boot.js", "usb.js", "gate.js", "gate_bg.wasm", "gate.css", "manifest.webmanifest", "icon.svg"];

self.addEventListener("install", (event) => {
  const requests = SHELL.map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(removeOldBuilds());
});

self.addEventListener("message", (event) => {
  if (event.data === "take over") {
    event.waitUntil(self.skipWaiting().then(() => self.clients.claim()));
  }
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  // Everything outside the shell, /api above all, goes to the network and nowhere else.
  const shell = url.origin === self.location.origin && url.pathname.startsWith(new URL("./", self.location).pathname);
  if (event.request.method === "GET" && shell) {
    event.respondWith(fromShell(event.request));
  }
});

async function fromShell(request) {
  const cache = await caches.open(CACHE);
  const kept = request.mode === "navigate" ? await cache.match("./") : await cache.match(request, { ignoreSearch: true });
  return kept ?? fetch(request);
}

async function removeOldBuilds() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("gate-") && name !== CACHE).map((name) => caches.delete(name)));
}
