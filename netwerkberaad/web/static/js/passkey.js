// Passkeys: a button that stays hidden without them. The form holds what the browser must be asked, and takes its answer along.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

async function ask(form) {
  const asked = JSON.parse(form.dataset.options), publicKey = { ...asked, challenge: bytes(asked.challenge) };
  if (form.dataset.passkey === "new") {
    publicKey.user = { ...asked.user, id: bytes(asked.user.id) };
    publicKey.excludeCredentials = known(asked.excludeCredentials);
    return navigator.credentials.create({ publicKey });
  }
  publicKey.allowCredentials = known(asked.allowCredentials);
  return navigator.credentials.get({ publicKey });
}

function answer({ id, rawId, type, response, authenticatorAttachment }) {
  const told = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) told[name] = text(response[name]);
  }
  if (response.getTransports) told.transports = response.getTransports();
  return JSON.stringify({ id, rawId: text(rawId), type, response: told, authenticatorAttachment, clientExtensionResults: {} });
}

function show() {
  if (!window.PublicKeyCredential) return;
  for (const form of document.querySelectorAll("form[data-passkey][hidden]")) form.hidden = false;
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-passkey]"), field = form?.elements.credential;
  if (!form || field.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const said = form.querySelector("[data-passkey-state]");
  said.textContent = "";
  try {
    field.value = answer(await ask(form));
    form.requestSubmit();
  } catch {
    said.textContent = said.dataset.failed;
  }
}, true);

new MutationObserver(show).observe(document.body, { childList: true, subtree: true });
show();
