// A page that came back with errors begins at its summary, so that a screen reader and a keyboard start there.
// A link of the summary puts the cursor in the field, also when the target is a group of choices.
const summary = document.querySelector("[data-error-summary]");

if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    const control = target.matches("input, textarea, select") ? target : target.querySelector("input, textarea, select");
    const field = target.closest(".field") || target;
    field.scrollIntoView({ block: "start" });
    (control || target).focus({ preventScroll: true });
  });
}
