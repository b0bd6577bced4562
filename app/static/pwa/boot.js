// Makes the passport readable without signal, and takes the copies away when who they are of is not logged in any more
// (docs/decisions/0046). On every page: without it, all works but the copies.
const KEPT = "passport-kept";
const root = document.documentElement;
/** Whose passport this browser is logged in to: empty where nobody's, absent where the page cannot know. */
const owner = root.dataset.passport;
const isCopy = "kept" in root.dataset;

async function forget() {
  // A page still on its way to the worker is not kept either.
  const worker = await navigator.serviceWorker?.getRegistration("/passport");
  worker?.active?.postMessage("forget");
  await caches.delete(KEPT);
}

async function settle() {
  const kept = await caches.match("/pwa/owner", { cacheName: KEPT });
  if (kept && (await kept.text()) !== owner) await forget();
}

async function keep() {
  await navigator.serviceWorker.register("/passport-sw.js", { scope: "/passport" });
  const ready = await navigator.serviceWorker.ready;
  ready.active?.postMessage({ keep: root.dataset.look ?? "" });
}

async function begin() {
  if (isCopy) {
    addEventListener("online", () => location.reload());
    return;
  }
  if (owner === undefined) return;
  await settle();
  const inPassport = location.pathname === "/passport" || location.pathname.startsWith("/passport/");
  if (owner && inPassport && "serviceWorker" in navigator) await keep();
}

// Neither is there at an address that is not secure.
if ("caches" in self) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || new URL(form.action).pathname !== "/logout") return;
    event.preventDefault();
    forget().finally(() => form.submit());
  });
  // A page that was left meanwhile, a disk that is full, a browser that keeps nothing: the passport goes on without copies.
  begin().catch((fault) => console.warn("the passport is not kept for reading without signal", fault));
}
