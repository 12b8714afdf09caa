// The picture of the circle: larger and smaller, and people dragged to another ring or quarter.
// Without a script each person's own page does the same; the list beside the picture leads there.
const QUARTERS = [["professionals", "work_school_clubs"], ["friends", "family"]];
const SIZES = ["100%", "150%", "200%", "300%"];

function placeAt(svg, x, y) {
  const rings = svg.dataset.rings.split(" ").map(Number);
  const within = rings.findIndex((outer) => Math.hypot(x, y) <= outer); // 0 is the heart itself, -1 outside it all
  return { ring: within === -1 ? 4 : Math.max(1, within), quadrant: QUARTERS[y < 0 ? 1 : 0][x < 0 ? 1 : 0] };
}

function inDrawing(svg, event) {
  return new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
}

function moveBy(svg, form) {
  svg.classList.add("can-move");
  for (const member of svg.querySelectorAll(".member")) {
    let begin = null;
    member.addEventListener("pointerdown", (event) => {
      begin = inDrawing(svg, event);
      member.setPointerCapture(event.pointerId);
      member.classList.add("moving");
    });
    member.addEventListener("pointermove", (event) => {
      if (!begin) return;
      const now = inDrawing(svg, event);
      member.setAttribute("transform", `translate(${now.x - begin.x} ${now.y - begin.y})`);
    });
    const back = () => {
      begin = null;
      member.classList.remove("moving");
      member.removeAttribute("transform");
    };
    member.addEventListener("pointercancel", back);
    member.addEventListener("pointerup", (event) => {
      if (!begin) return;
      const end = inDrawing(svg, event);
      if (Math.hypot(end.x - begin.x, end.y - begin.y) < 12) return back();
      const place = placeAt(svg, end.x, end.y);
      form.elements.person.value = member.dataset.person;
      form.elements.ring.value = place.ring;
      form.elements.quadrant.value = place.quadrant;
      begin = null;
      form.submit();
    });
  }
}

for (const frame of document.querySelectorAll(".circle-frame")) {
  frame.scrollLeft = (frame.scrollWidth - frame.clientWidth) / 2; // on a phone the picture is wider than the screen
}

for (const frame of document.querySelectorAll("[data-circle]")) {
  const svg = frame.querySelector("svg");
  const form = document.querySelector("form[data-place]");
  if (form) moveBy(svg, form);

  let size = 0;
  const larger = document.querySelector("[data-larger]"), smaller = document.querySelector("[data-smaller]");
  const show = (step) => {
    size = Math.min(SIZES.length - 1, Math.max(0, size + step));
    svg.style.width = SIZES[size];
    larger.disabled = size === SIZES.length - 1;
    smaller.disabled = size === 0;
  };
  for (const button of [larger, smaller]) button.hidden = false;
  larger.addEventListener("click", () => show(1));
  smaller.addEventListener("click", () => show(-1));
  smaller.disabled = true;
}
