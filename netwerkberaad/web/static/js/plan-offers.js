// Below a line that was saved: how it could read better, and what its own words propose. A proposal is a button: taking it over
// is a saving like any other. What somebody typed meanwhile stays.

document.addEventListener("plan-saved", ({ detail: { form, reply, content, words } }) => {
  const box = form.querySelector("[data-offers]");
  if (!box || !reply.offers) return;
  for (const [name, value] of Object.entries(reply.values)) {
    const field = form.elements[name];
    if (field && field.value === (content[name] ?? "")) field.value = value;
  }
  const hint = box.querySelector("[data-hint]");
  hint.textContent = reply.hint;
  hint.hidden = !reply.hint;
  const model = document.querySelector("[data-plan-words]").content.querySelector("button");
  const buttons = reply.offers.map((label, place) => {
    const button = document.importNode(model, true);
    button.value = String(place);
    button.textContent = words.take.replace("…", label);
    return button;
  });
  box.querySelector("[data-buttons]").replaceChildren(...buttons);
});
