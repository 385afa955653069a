// Passkeys: shown where the browser can use them, which is by https (or on this machine) and under a name.
// A form with [data-passkey="create" | "get"] is sent once the device has answered; its options stand in the
// page as JSON, or are fetched from [data-passkey-from].

const usable =
  window.isSecureContext &&
  "PublicKeyCredential" in window &&
  !/^[\d.]+$|:/.test(location.hostname.replace(/^\[|\]$/g, ""));

for (const part of document.querySelectorAll("[data-passkey-usable]")) part.hidden = !usable;
for (const part of document.querySelectorAll("[data-passkey-unusable]")) part.hidden = usable;
if (usable) for (const form of document.querySelectorAll("form[data-passkey]")) start(form);

/** @param {HTMLFormElement} form */
function start(form) {
  const button = form.querySelector("[data-passkey-button]");
  const problem = form.querySelector("[data-passkey-problem]");
  button.addEventListener("click", async () => {
    problem.hidden = true;
    button.disabled = true;
    try {
      const options = fromJson((await optionsOf(form)).publicKey);
      const answer =
        form.dataset.passkey === "create"
          ? await navigator.credentials.create({ publicKey: forDeviceLock(options) })
          : await navigator.credentials.get({ publicKey: options });
      form.elements.credential.value = JSON.stringify(toJson(answer));
      form.submit();
    } catch {
      // The device gives no reason, so that pages cannot find out who has which passkey.
      problem.hidden = false;
      button.disabled = false;
      button.focus();
    }
  });
}

/** @param {HTMLFormElement} form */
async function optionsOf(form) {
  if (!form.dataset.passkeyFrom) {
    const data = JSON.parse(document.getElementById("passkey-options").textContent);
    return data.creation_options ?? data.request_options;
  }
  const answer = await fetch(form.dataset.passkeyFrom, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return (await answer.json()).request_options;
}

/** The device keeps it and asks for its lock: it then stands for password and second step. */
function forDeviceLock(options) {
  return {
    ...options,
    authenticatorSelection: {
      ...options.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
  };
}

function fromJson(options) {
  const one = (credential) => ({ ...credential, id: bytes(credential.id) });
  const read = { ...options, challenge: bytes(options.challenge) };
  if (options.user) read.user = { ...options.user, id: bytes(options.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"])
    if (options[list]) read[list] = options[list].map(one);
  return read;
}

function toJson(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[name]) response[name] = text(credential.response[name]);
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

/** Bytes of base64url. */
function bytes(written) {
  return Uint8Array.from(atob(written.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
}

/** Base64url of bytes. */
function text(buffer) {
  const binary = Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join("");
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}
