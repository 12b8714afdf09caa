// What happens on the page round the saving that plan.js does. What others wrote comes in: new lines appear, changed ones are
// drawn again, removed ones go; never over a field somebody is in or that still has to be saved. After a line comes an empty
// next one, with an id made here, also without a connection. Of two texts somebody chooses one.
const find = (where, kind, id) => [...where.querySelectorAll(`[data-${kind}]`)].find((one) => one.dataset[kind] === id);

function swapParts(root, page, busy) {
  for (const part of page.querySelectorAll("[data-swap]")) {
    const here = root.querySelector(`[data-swap="${part.dataset.swap}"]`);
    if (here && !busy(here) && !here.querySelector("details[open]")) here.replaceWith(part);
  }
}

// What a line can wait for, and which goals there are, grows while people write; what was chosen stays.
function renewChoices(own, item) {
  for (const name of ["after", "goal"]) {
    const mine = own.querySelector(`[name=${name}]`), theirs = item?.querySelector(`[name=${name}]`);
    if (!mine || !theirs || mine === document.activeElement) continue;
    const chosen = mine.value;
    mine.replaceChildren(...theirs.cloneNode(true).options);
    mine.value = chosen;
  }
}

function mergeItems(here, group, busy) {
  const list = here.querySelector("[data-lines]"), wanted = [...group.querySelectorAll("[data-item]")];
  const blank = group.querySelector("[data-lines] > [data-new]");
  for (const own of here.querySelectorAll("[data-item]")) renewChoices(own, find(group, "item", own.dataset.item) ?? blank);
  for (const item of wanted) {
    const own = find(here, "item", item.dataset.item), spare = list?.querySelector("[data-item][data-new]");
    if (own && own.dataset.revision !== item.dataset.revision && !busy(own)) own.replaceWith(item);
    else if (!own && list && !(item.hasAttribute("data-new") && spare)) spare ? spare.before(item) : list.append(item);
  }
  const there = new Set(wanted.map((item) => item.dataset.item));
  for (const own of here.querySelectorAll("[data-item]:not([data-new])")) {
    if (!there.has(own.dataset.item) && !busy(own)) own.remove();
  }
}

function mergePlan(mine, theirs, busy) {
  const groups = [...theirs.querySelectorAll("[data-group]")], there = new Set(groups.map((group) => group.dataset.group));
  for (const group of groups) {
    const here = find(mine, "group", group.dataset.group), spare = mine.querySelector("[data-group][data-new]:not([data-waits])");
    const fresh = group.hasAttribute("data-new");
    if (here && here.hasAttribute("data-waits") && here.hasAttribute("data-new") && !fresh) {
      if (!busy(here)) here.replaceWith(group);
    } else if (here) mergeItems(here, group, busy);
    else if (!fresh) spare ? spare.before(group) : mine.append(group);
    else if (!spare) mine.append(group);
  }
  for (const here of mine.querySelectorAll("[data-group]:not([data-new])")) {
    if (!there.has(here.dataset.group) && !busy(here)) here.remove();
  }
}

function another(item) {
  const made = crypto.randomUUID(), old = item.dataset.item, bare = (id) => id.replaceAll("-", "");
  item.insertAdjacentHTML("afterend", item.outerHTML.replaceAll(old, made).replaceAll(bare(old), bare(made)));
  const next = item.nextElementSibling, form = next.querySelector("form");
  next.setAttribute("data-new", "");
  form.querySelector(".edit-state").textContent = "";
  form.elements.revision.value = "0";
  form.elements.position.value = String(Number(form.elements.position.value) + 1);
  next.querySelector("details").open = true;
  form.elements.owner.focus();
}

function conflict({ form, reply, words, chosen }) {
  const box = form.querySelector(".edit-conflict");
  box.querySelector("[data-mine]").textContent = reply.mine;
  box.querySelector("[data-theirs]").textContent = reply.theirs || words.gone;
  box.hidden = false;
  box.onclick = (event) => {
    const which = event.target.closest("[data-keep]")?.dataset.keep;
    if (!which) return;
    box.hidden = true;
    chosen(form, which === "mine");
  };
}

document.addEventListener("plan-next", (event) => another(event.detail.item));
document.addEventListener("plan-conflict", (event) => conflict(event.detail));
document.addEventListener("plan-page", (event) => {
  const { page, root } = event.detail;
  const busy = (node) => event.detail.busy(node) && (event.detail.held = true);
  swapParts(root, page, busy);
  const mine = root.querySelector("[data-plan]"), theirs = page.querySelector("[data-plan]");
  if (mine && theirs) mergePlan(mine, theirs, busy);
});
