// Signs that are saved as they are tapped. Without this file, or without htmx, the form keeps its button.

/** @param {Element} tap */
const inputs = (tap) => /** @type {NodeListOf<HTMLInputElement>} */ (tap.querySelectorAll("input"));

const ready = () => {
  if (!("htmx" in window)) return;
  document.documentElement.dataset.oneTap = "";
};
ready();
addEventListener("load", ready);

// What the server said becomes what a failed tap goes back to.
document.addEventListener("htmx:afterRequest", (event) => {
  const tap = event.target instanceof Element ? event.target.closest("[data-tap]") : null;
  if (!tap) return;
  if (event.detail.successful) {
    for (const input of inputs(tap)) {
      input.defaultChecked = input.checked;
      input.defaultValue = input.type === "radio" ? input.defaultValue : input.value;
    }
  } else if (!event.detail.xhr?.status) {
    unsaved(tap);
  }
});

/** Never show as found what nobody has kept. @param {Element} tap */
function unsaved(tap) {
  const form = tap.closest("[data-taps]");
  for (const input of inputs(tap)) {
    if (input.type === "radio") input.checked = input.defaultChecked;
    else input.value = input.defaultValue;
  }
  const said = form.querySelector("[data-said]");
  said.textContent = form.dataset.unsaved;
  said.classList.add("said--unsaved");
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target instanceof Element) event.target.classList.remove("said--unsaved");
});
