// Presses of the session recorder travel one after the other: the answer to one replaces every button, so
// a press made meanwhile waits for it. A press that does not arrive is kept and said, also when the page is
// loaded anew; leaving asks first. Sending one twice does no harm: each carries its own seed.

const KEPT = `drypoint.presses ${location.pathname}`;
const [first, ...others] = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
const waiting = others;
let travelling = first ?? null;

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
  keep();
});

document.body.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.requestConfig.path.endsWith("/session/press/")) return;
  if (event.detail.xhr.status === 0) {
    say();
    return;
  }
  travelling = waiting.shift() ?? null;
  keep();
  if (travelling) send(travelling);
});

document.body.addEventListener("click", (event) => {
  if (travelling && event.target.closest("[data-send-again]")) send(travelling);
});

addEventListener("beforeunload", (event) => {
  if (travelling) event.preventDefault();
});

if (travelling) {
  say();
  addEventListener("load", () => send(travelling));
}

function keep() {
  const presses = travelling ? [travelling, ...waiting] : [];
  if (presses.length) sessionStorage.setItem(KEPT, JSON.stringify(presses));
  else sessionStorage.removeItem(KEPT);
}

function say() {
  const notice = document.querySelector("[data-not-arrived]");
  if (notice) notice.hidden = false;
}

function send({ path, values }) {
  const token = document.querySelector("#recorder [name=csrfmiddlewaretoken]");
  const now = token ? { ...values, csrfmiddlewaretoken: token.value } : values;
  htmx.ajax("POST", path, { source: "#recorder", target: "#recorder", swap: "outerHTML", values: now });
}
