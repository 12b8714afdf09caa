// The lock on the screen. When nobody types or points for a while the page is covered and the server locks the session; so
// does the button. Under the cover the page stays as it was. What somebody does on one tab counts for all. The table screen is
// not covered because nobody touches it, as long as its table lasts; the other tabs are.
const form = document.querySelector("form[data-lock]");
const AFTER = 15 * 60_000, TELL = 4 * 60_000, LOOK = 5_000;
const tabs = new BroadcastChannel("nb-lock");
const stays = Date.now() + 1000 * Number(form?.dataset.stays ?? 0);
let seen = Date.now(), told = seen, cover = null, ended = false, title = "", back = null;

const send = (url, more = {}) => fetch(url, {
  method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ csrf_token: form.elements.csrf_token.value, ...more }),
}).catch(() => null);
const table = () => Date.now() < stays;
const left = () => !table() && Date.now() - seen >= AFTER;

function hide() {
  [title, back] = [document.title, document.activeElement];
  document.title = form.dataset.title;
  cover = document.createElement("dialog");
  cover.className = "lock-cover";
  cover.setAttribute("aria-label", form.dataset.title);
  cover.addEventListener("cancel", (event) => event.preventDefault());
  cover.addEventListener("close", () => cover?.showModal());
  cover.addEventListener("submit", unlock);
  cover.addEventListener("click", (event) => { ended ||= Boolean(event.target.closest("a")); });
  document.body.append(cover);
  document.documentElement.dataset.locked = "";
  cover.showModal();
}

async function ask() { // the same sheet as the page without a script
  const answer = await fetch(form.dataset.unlock).catch(() => null);
  if (!cover) return;
  if (!answer?.ok) return setTimeout(ask, LOOK);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const sheet = page.querySelector("[data-unlock-sheet]");
  if (!cover) return;
  if (sheet) {
    cover.replaceChildren(sheet);
    for (const link of cover.querySelectorAll("a")) link.target = "_blank"; // another way in must not lose this page
    return cover.querySelector("input:not([type=hidden])")?.focus();
  }
  if (new URL(answer.url).pathname === form.dataset.signIn) return over();
  if (ended) return open(); // a new session began on another tab
  await send(form.action); // the server has not heard of the lock yet
  setTimeout(ask, LOOK);
}

function over() { // the session has ended: what was typed still stands here, and another tab can begin a new session
  setTimeout(ask, LOOK);
  if (ended) return;
  ended = true;
  const text = document.createElement("p"), link = document.createElement("a");
  text.textContent = form.dataset.over;
  Object.assign(link, { href: form.dataset.signIn, target: "_blank", rel: "noopener", textContent: form.dataset.overLink });
  cover.replaceChildren(text, link);
}

async function lock(empty = false) {
  if (cover) return;
  hide();
  tabs.postMessage(empty ? "empty" : "hide");
  await send(form.action, empty ? { leeg: "1" } : {});
  tabs.postMessage("ask");
  await ask();
}

function open() {
  const was = cover;
  cover = null;
  ended = false;
  was?.remove();
  delete document.documentElement.dataset.locked;
  document.title = title;
  seen = told = Date.now();
  back?.focus?.();
}

async function unlock(event) {
  if (event.defaultPrevented) return;
  event.preventDefault();
  const sent = event.target, said = sent.querySelector("[data-unlock-error], [data-passkey-state]");
  const answer = await fetch(sent.action, {
    method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(sent)),
  }).catch(() => null);
  if (answer?.status === 204) {
    tabs.postMessage("open");
    return open();
  }
  if (answer?.status !== 422) return ask();
  const { text } = await answer.json();
  if (sent.elements.credential) { // an answer opens once: the next try needs another question
    await ask();
    cover.querySelector("[data-passkey-state]").textContent = text;
    return;
  }
  said.textContent = text;
  sent.elements.code.value = "";
  sent.elements.code.focus();
}

function here() { // somebody is there; but not whoever wakes a laptop that slept
  if (cover) return;
  if (left()) return lock(true);
  seen = Date.now();
}

function look() {
  if (cover) return;
  if (left()) return lock(true);
  if (seen - told < TELL) return;
  told = seen;
  tabs.postMessage("here");
  send(form.dataset.here);
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    lock();
  });
  for (const name of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"]) document.addEventListener(name, here, { passive: true });
  document.addEventListener("visibilitychange", () => (cover && ended && !document.hidden ? ask() : look()));
  tabs.addEventListener("message", ({ data }) => {
    if ((data === "hide" || (data === "empty" && !table())) && !cover) hide();
    if (data === "ask" && cover) ask();
    if (data === "open" && cover) open();
    if (data === "here") seen = told = Date.now();
  });
  setInterval(look, LOOK);
}
