// Presses of the session recorder travel one after the other: the answer to one replaces every button, so
// a press made meanwhile waits for it. A press that does not arrive is kept and said. Sending one twice
// does no harm: each carries its own seed.

const waiting = [];
let travelling = null;

document.body.addEventListener("htmx:beforeRequest", (event) => {
  const { path, formData } = event.detail.requestConfig;
  if (!path.endsWith("/session/press/")) return;
  const press = { path, values: Object.fromEntries(formData) };
  if (travelling && travelling.values.seed !== press.values.seed) {
    event.preventDefault();
    waiting.push(press);
  } else {
    travelling = press;
  }
});

document.body.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.requestConfig.path.endsWith("/session/press/")) return;
  if (event.detail.xhr.status === 0) {
    document.querySelector("[data-not-arrived]").hidden = false;
    return;
  }
  travelling = null;
  if (waiting.length) send(waiting.shift());
});

document.body.addEventListener("click", (event) => {
  if (travelling && event.target.closest("[data-send-again]")) send(travelling);
});

function send({ path, values }) {
  htmx.ajax("POST", path, { source: "#recorder", target: "#recorder", swap: "outerHTML", values });
}
