// Lets the minutes count down on the screen, on the clock of the server, also without a connection.
const ahead = new Date(document.querySelector("[data-now]")?.dataset.now || Date.now()) - Date.now();

function tick() {
  for (const block of document.querySelectorAll("[data-clock]")) {
    const left = Math.max(0, Math.floor((new Date(block.dataset.clock) - (Date.now() + ahead) + 2000) / 60000));
    const shown = block.querySelector("[data-minutes]"), bar = block.querySelector("progress");
    if (shown && shown.textContent !== String(left)) shown.textContent = left;
    if (bar) bar.value = bar.max - left;
  }
}

tick();
setInterval(tick, 5000);
