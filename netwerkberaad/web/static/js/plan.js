// The plan, written live: every line is saved while somebody types. 'Bewaard' is said only after the server committed it;
// what could not be saved stays in its field, says so, and is sent again. Nothing is kept on this device. Without this
// script the same forms are sent as they are. What others wrote is brought in by plan-merge.js.
const root = document.querySelector("[data-live-plan]");
const words = document.querySelector("[data-plan-words]")?.dataset;
const WAIT = 700, POLL = 5000, LONGEST = 15000;
const known = new WeakMap(); // form → what is still to be sent
let token = root?.dataset.csrf, stamp = root?.dataset.stamp, problem = "";

const of = (form) => known.get(form) || known.set(form, { dirty: false, saving: null, tries: 0 }).get(form);
const forms = () => [...root.querySelectorAll("form[data-live]")];
const typing = (form) => of(form).dirty && !empty(form);
const open = (form) => typing(form) || of(form).saving || of(form).conflict;
const busy = (node) => node.contains(document.activeElement) || [...node.querySelectorAll("form[data-live]")].some(open);
const say = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

function tell(form, state, text) {
  const own = form.querySelector(".edit-state");
  own.dataset.state = state;
  own.textContent = text || { saved: words.lineSaved, saving: words.lineSaving, unsaved: words.lineUnsaved }[state];
  const all = document.getElementById("save-state");
  const worst = forms().some((one) => of(one).failing) ? "unsaved" : forms().some(open) ? "saving" : "saved";
  all.dataset.state = worst;
  all.querySelector("[data-text]").textContent =
    { unsaved: problem || words.unsaved, saving: words.saving, saved: `${words.saved} ${root.dataset.at || ""}`.trim() }[worst];
}

function values(form) {
  const sent = {};
  for (const [name, value] of new FormData(form)) sent[name] = name in sent ? [sent[name], value].flat() : value;
  return sent;
}

function empty({ elements, parentElement }) {
  return parentElement.closest("[data-item]").hasAttribute("data-new") && !elements.text.value.trim() && !elements.owner?.value;
}

function keep(form, text) { // not saved: say so, and try again after a while, each time a little longer
  const it = of(form);
  it.dirty = it.failing = true;
  it.tries += 1;
  tell(form, "unsaved", text);
  it.timer = setTimeout(() => save(form), Math.min(1000 * 2 ** (it.tries - 1), LONGEST));
}

async function send(form) {
  const it = of(form);
  const content = values(form);
  if (it.take) content.take = it.take;
  it.dirty = false;
  it.take = "";
  tell(form, "saving");
  let answer, reply;
  try {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    const again = it.tries ? "?stil=1" : ""; // sent again by itself: that is nobody being there
    answer = await fetch(form.action + again, { method: "POST", headers, body: JSON.stringify(content) });
    problem = answer.redirected ? words.signedOut : "";
    reply = answer.redirected ? null : await answer.json();
  } catch {
    if (answer?.status === 400) await poll(); // signed in again meanwhile: the page has a new token
  }
  if (!reply) return keep(form);
  Object.assign(it, { tries: 0, failing: reply.state !== "saved" });
  if (reply.state === "saved") return saved(form, reply, content);
  if (reply.state === "private") return keep(form, reply.text);
  if (reply.state === "conflict") {
    it.conflict = reply;
    say("plan-conflict", { form, reply, words, chosen });
  } else it.dirty = true; // refused: only another text helps, so nothing is sent until somebody types
  tell(form, "unsaved", reply.text);
}

function saved(form, reply, content) {
  const item = form.closest("[data-item]");
  form.elements.revision.value = reply.revision;
  const { take, ...kept } = { ...content, ...reply.values, revision: String(reply.revision) };
  of(form).kept = JSON.stringify(kept);
  say("plan-saved", { form, reply, content, words });
  item.removeAttribute("data-new");
  item.closest("[data-group]").toggleAttribute("data-waits", true);
  item.dataset.revision = "stale"; // what is read is drawn again when the next page comes in
  root.dataset.at = reply.at;
}

function chosen(form, mine) { // after a conflict: which of the two texts stays
  const it = of(form);
  form.elements.revision.value = it.conflict.revision;
  Object.assign(it, { conflict: null, failing: false, dirty: mine });
  if (mine) return save(form);
  document.activeElement.blur();
  form.closest("[data-item]").dataset.revision = "stale";
  return poll();
}

async function save(form) {
  const it = of(form);
  clearTimeout(it.timer);
  while (it.saving) await it.saving; // not once: whoever waited before us may be sending now
  if (!it.dirty || it.conflict || empty(form)) return;
  it.saving = send(form).finally(() => { it.saving = null; });
  await it.saving;
  if (!open(form) && !it.failing) tell(form, "saved");
}

async function poll() { // says nothing of anybody being there: a session does not live on it
  const address = new URL(root.dataset.poll, location.href);
  address.search = new URLSearchParams({ stil: "1", stand: stamp });
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok || answer.status === 204) return;
  if (answer.redirected) return answer.url.endsWith("/besloten") && !forms().some(open) && location.replace(answer.url);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-live-plan]")?.dataset;
  if (!fresh) return;
  const detail = { page, root, busy, held: false };
  say("plan-page", detail);
  token = fresh.csrf;
  if (!detail.held) stamp = fresh.stamp; // else this page is asked for again, when nobody is in what it could not touch
}

function typed(event, wait) {
  const form = event.target.closest("form[data-live]"), it = form && of(form);
  if (!form || it.kept === JSON.stringify(values(form))) return;
  it.dirty = true;
  clearTimeout(it.timer);
  if (!it.failing && !empty(form)) tell(form, "saving"); // a line of nobody and without words is not sent
  it.timer = setTimeout(() => save(form), wait);
}

async function sent(event) {
  const form = event.target, item = form.closest("[data-item]");
  if (event.submitter?.hasAttribute("formaction")) return known.delete(form);
  if (!form.matches("[data-live]")) {
    if (!forms().some(typing)) return;
    event.preventDefault(); // first what was typed, then the act that leaves this page
    await Promise.all(forms().map(save));
    return form.submit();
  }
  event.preventDefault();
  if (event.submitter?.name === "take") {
    Object.assign(of(form), { take: event.submitter.value, dirty: true });
    await save(form);
    return form.querySelector("[data-next]").focus();
  }
  if (empty(form)) return form.elements.text.focus();
  const next = form.elements.owner && form.querySelector("[data-next=new]");
  const done = save(form);
  next ? say("plan-next", { item }) : document.activeElement.blur();
  await done;
  if (!next && !open(form)) item.querySelector("details").open = false;
  await poll();
  if (!form.elements.owner) root.querySelector(`[data-group="${item.dataset.item}"] [data-lines] [data-new] select`)?.focus();
}

if (root && words) {
  root.addEventListener("input", (event) => typed(event, WAIT));
  root.addEventListener("change", (event) => typed(event, 0));
  document.addEventListener("submit", sent);
  window.addEventListener("online", () => forms().forEach(save));
  window.addEventListener("beforeunload", (event) => forms().some(typing) && event.preventDefault());
  setInterval(() => document.visibilityState === "visible" && poll(), POLL);
}
