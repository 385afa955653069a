// Signs that are saved as they are tapped. Without this file, or without htmx, the form keeps its button.

/** Taps that the server has not answered yet. */
let waiting = 0;
/** Where a link leads that was followed meanwhile: one goes there when everything is kept. */
let then = "";

const ready = () => {
  if ("htmx" in window) document.documentElement.dataset.oneTap = "";
};
ready();
addEventListener("load", ready);

/** @param {Event} event */
const tapOf = (event) => (event.target instanceof Element ? event.target.closest("[data-tap]") : null);
/** @param {Element} tap */
const inputs = (tap) => /** @type {NodeListOf<HTMLInputElement>} */ (tap.querySelectorAll("input"));

document.addEventListener("htmx:afterRequest", (event) => {
  const tap = tapOf(event);
  if (!tap) return;
  waiting -= 1;
  if (event.detail.successful) kept(tap);
  else {
    then = "";
    if (!event.detail.xhr?.status) unsaved(tap);
  }
  if (!waiting && then) location.assign(then);
});

document.addEventListener("change", (event) => {
  if (tapOf(event) && "htmx" in window) waiting += 1;
});

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!waiting || !link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  then = /** @type {HTMLAnchorElement} */ (link).href;
});

/** What the server said becomes what a failed tap goes back to. @param {Element} tap */
function kept(tap) {
  for (const input of inputs(tap)) {
    if (input.type === "radio") input.defaultChecked = input.checked;
    else input.defaultValue = input.value;
  }
}

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
