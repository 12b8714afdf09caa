// Adds a row to a repeated fieldset without a round trip. The server's own button does the same without a script.
// Fields in the template are numbered __index__; the next number is one more than the rows already there.
for (const list of document.querySelectorAll("[data-rows]")) {
  const template = list.querySelector("template[data-row]");
  const button = list.querySelector("[data-add-row]") || list.parentElement.querySelector("[data-add-row]");
  if (!template || !button) continue;

  let next = Number(list.dataset.nextRow || list.querySelectorAll("[data-row-item]").length);

  button.addEventListener("click", (event) => {
    event.preventDefault();
    const row = template.content.cloneNode(true);
    for (const element of row.querySelectorAll("*")) {
      for (const attribute of element.attributes) {
        if (attribute.value.includes("__index__")) {
          attribute.value = attribute.value.replaceAll("__index__", String(next));
        }
      }
    }
    next += 1;
    const first = row.querySelector("input, textarea, select");
    template.before(row);
    if (first) first.focus();
  });
}
