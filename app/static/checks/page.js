// The page that looks at certificates (/verify): reads a text, a file, a photo or the camera, and says what it came to, in words the page
// brought. Keeps the issuer's keys and the lists of those taken back in memory, so that it goes on without signal; sends nothing.
import { isSecond, judge, judgeSecond, listOf } from "/checks/credential.js";

const { issuer, words } = JSON.parse(document.getElementById("verify-held").textContent);
const form = document.getElementById("verify-form");
const result = document.getElementById("verify-result");
const ready = document.getElementById("verify-ready");
const video = document.getElementById("verify-video");
const cameraRow = document.getElementById("verify-camera");
const cameraButton = document.getElementById("verify-camera-start");
const FILE_BYTES_MAX = 65536;
const PHOTO_BYTES_MAX = 20 * 1024 * 1024;
const LOOK_MS = 250;
const JAPAN_MS = 9 * 60 * 60 * 1000;
const AGAIN_MS = 60 * 1000;
/** Lists as they were last fetched, by their address. */
let lists = [];
/** The last certificate that was looked at: a second code is of it. */
let last;

/** The day in Japan. */
const day = (ms) => new Date(ms + JAPAN_MS).toISOString().slice(0, 10);
const say = (text, ms) => text.replace("{day}", day(ms));

function element(name, classes, ...inside) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  made.append(...inside);
  return made;
}

async function given(address) {
  const answer = await fetch(address, { headers: { accept: "application/json, */*" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

/** Fetches the lists anew; those held stay where there is no signal, and where what comes is not whole. */
async function hold() {
  try {
    const addresses = (await (await given("/certificates/lists")).json()).status_lists;
    // Of the place this page came from: lists name the address people know the register by.
    const fetched = await Promise.all(addresses.map(async (address) => (await given(new URL(address).pathname)).text()));
    const read = await Promise.all(fetched.map((list) => listOf(list, issuer).catch(() => undefined)));
    // Lists of a key this page does not know are of no use to it; those it has are, until it is opened again.
    if (read.every(Boolean)) lists = fetched;
  } catch {
    // Without signal what is held goes on.
  }
  const of = await Promise.all(lists.map((list) => listOf(list, issuer).catch(() => undefined)));
  const times = of.filter(Boolean).map(({ made }) => made);
  ready.textContent = times.length > 0 ? say(words.ready, Math.min(...times)) : words.ready_none;
}

function inWords(item, said) {
  if (item === "level") return words.levels[said] ?? said;
  return item.endsWith("insurance") || item === "pension" ? (words.insured[said] ?? said) : said;
}

function show(judged, second) {
  const good = judged.verdict === "good";
  const tone = good ? "ok" : judged.verdict === "unchecked" ? "warn" : "err";
  const rows = judged.says.map(([item, said]) => [words.items[item], said.map((one) => inWords(item, one)).join(", ")]);
  if (judged.number) rows.push([words.number, judged.number]);
  if (judged.made !== null) rows.push([words.made, day(judged.made)], [words.last_day, day(judged.until - 1)]);
  const list = element("dl", "answers");
  for (const [label, value] of rows) {
    list.append(element("div", "answer", element("dt", "", label), element("dd", "", value)));
  }
  const banner = (of, text) => element("div", `banner ${of}`, element("div", "banner-words", text));
  const card = element("section", "card", element("h2", "card-title", words.result), banner(tone, words.verdicts[judged.verdict]));
  if (second) card.append(banner(second === "same" ? "ok" : "warn", words.seconds[second]));
  if (rows.length > 0) card.append(list);
  if (judged.as_of !== null) card.append(element("p", "hint", say(words.as_of, judged.as_of)));
  result.replaceChildren(card);
  result.dataset.verdict = judged.verdict;
  result.dataset.second = second ?? "";
  result.focus();
}

/** Looks at what was read: a certificate, or a second code of the last one. */
async function look(text, code = "") {
  const now = Date.now();
  if (isSecond(text) && last) return look(last, text);
  const judged = await judge(text, issuer, lists, now);
  last = judged.kind ? text : undefined;
  let second;
  if (judged.kind && code.trim()) second = judged.holder ? await judgeSecond(code, judged.holder, now) : "unbound";
  show(judged, second);
}

const detector = "BarcodeDetector" in window ? new BarcodeDetector({ formats: ["qr_code"] }) : undefined;

/** The text of a file: of a photo, that of the QR code on it. */
async function textOf(file) {
  if (!file.type.startsWith("image/")) return file.size > FILE_BYTES_MAX ? "" : file.text();
  if (!detector || file.size > PHOTO_BYTES_MAX) return undefined;
  const picture = await createImageBitmap(file);
  const [code] = await detector.detect(picture);
  return code?.rawValue;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const file = form.elements.file.files[0];
  const text = file ? await textOf(file).catch(() => undefined) : form.elements.text.value;
  // What was looked at is not looked at again in place of what is pasted next.
  form.elements.file.value = "";
  if (text === undefined) {
    result.replaceChildren(element("p", "", words.no_code));
    result.dataset.verdict = "";
    result.focus();
    return;
  }
  await look(text, form.elements.second.value);
});

let stream;
function stop() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = undefined;
  video.hidden = true;
  cameraButton.textContent = words.camera;
}

async function watch() {
  while (stream) {
    const [code] = await detector.detect(video).catch(() => []);
    if (code) {
      stop();
      await look(code.rawValue, form.elements.second.value);
      return;
    }
    await new Promise((done) => setTimeout(done, LOOK_MS));
  }
}

cameraButton.addEventListener("click", async () => {
  if (stream) return stop();
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = stream;
    video.hidden = false;
    cameraButton.textContent = words.camera_stop;
    await video.play();
    await watch();
  } catch {
    stop();
    result.replaceChildren(element("p", "", words.no_code));
  }
});

cameraRow.hidden = !(detector && navigator.mediaDevices);
await hold();
setInterval(hold, AGAIN_MS);
/** Whoever read the code of a paper with the phone's own camera comes with the certificate behind the address, which no server is told. */
async function come() {
  if (location.hash.length <= 1) return;
  const text = location.hash;
  history.replaceState(null, "", location.pathname);
  await look(text);
}

addEventListener("hashchange", come);
await come();
