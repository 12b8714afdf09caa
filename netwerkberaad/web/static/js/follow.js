// A screen that nobody types on follows what happens at the table: it asks every few seconds whether anything changed, and
// shows the new page. Arrow keys turn to the previous or next goal.
const POLL = 5000;

async function follow() {
  const address = new URL(document.body.dataset.follow, location.href), here = document.querySelector("[data-stamp]");
  address.searchParams.set("stil", "1");
  address.searchParams.set("stand", here.dataset.stamp);
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok || answer.status === 204) return;
  if (answer.redirected) return location.replace(answer.url);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html"), fresh = page.querySelector("[data-stamp]");
  if (!fresh) return;
  here.replaceWith(fresh);
  document.title = page.title;
}

document.addEventListener("keydown", (event) => {
  const turn = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (turn) document.querySelector(`a[rel=${turn}]`)?.click();
});
setInterval(follow, POLL);
