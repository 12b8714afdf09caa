// '/' or Ctrl-K jumps to the search field; Escape leaves it. Typing in a field never triggers it.
const field = document.querySelector("[data-quick-search]");

function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

document.addEventListener("keydown", (event) => {
  if (!field) return;
  const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
  const palette = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
  if (slash || palette) {
    event.preventDefault();
    field.focus();
    field.select();
  } else if (event.key === "Escape" && document.activeElement === field) {
    field.blur();
  }
});
