// The board by keyboard: arrows go from name to name; on a name one letter presses the button of that row that begins with it.
// Only while a name has the focus, so that no letter means anything elsewhere. Tab and Enter do the same without a script.
const board = document.querySelector(".board"), hint = document.querySelector("[data-board-keys]");
if (hint && board?.querySelector("[data-key]")) hint.hidden = false;

board?.addEventListener("keydown", (event) => {
  const here = event.target.closest("th a");
  if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
  const names = [...board.querySelectorAll("tbody th a")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const target = step ? names[names.indexOf(here) + step] : here.closest("tr").querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (step) target.focus();
  else target.click();
});
