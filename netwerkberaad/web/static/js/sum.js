// When it is busy, a small sum takes the place of waiting: a number whose digest begins with enough zero bits.
const told = document.querySelector("[data-sum]");
const encoder = new TextEncoder();

async function solves(text, bits) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
  const whole = bits >> 3;
  return digest.subarray(0, whole).every((one) => one === 0) && digest[whole] >> (8 - (bits & 7)) === 0;
}

async function work() {
  const bits = Number(told.dataset.bits);
  for (let number = 0; ; number += 1) {
    if (await solves(`${told.dataset.sum}:${number}`, bits)) return String(number);
  }
}

// Without crypto.subtle, as on a page that is not secure, waiting works all the same.
if (told && globalThis.crypto?.subtle) {
  const field = told.closest("form").elements.namedItem("work");
  work().then((number) => {
    field.value = number;
    told.textContent = told.dataset.done;
  });
}
