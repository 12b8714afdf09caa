// Text fields grow with what is typed, by rows, so that nobody writes through a keyhole.
const LIMIT = 20;

function grow(area) {
  while (area.scrollHeight > area.clientHeight + 2 && area.rows < LIMIT) area.rows += 1;
}

for (const area of document.querySelectorAll("textarea[data-autosize]")) grow(area);

document.addEventListener("input", (event) => {
  if (event.target instanceof HTMLTextAreaElement && "autosize" in event.target.dataset) grow(event.target);
});
