// Warns before leaving a form with typed text that was not sent. Forms say so with data-warn-unsaved.
const changed = new Set();

for (const form of document.querySelectorAll("form[data-warn-unsaved]")) {
  form.addEventListener("input", () => changed.add(form));
  form.addEventListener("submit", () => changed.clear());
}

window.addEventListener("beforeunload", (event) => {
  if (changed.size > 0) event.preventDefault();
});

// Quick exit must never be held up by the question whether to leave.
document.addEventListener("quick-exit", () => changed.clear());
