// Who lies here: on the page that the device opens by itself, where the server's own strip is missing.

import { el, icon } from "./parts.js";

/** @param {{name: string, age: string, alerts: {tone: string, text: string}[]}} person */
export function personStrip({ name, age, alerts = [] }) {
  return el(
    "aside",
    { class: "person-strip" },
    el("strong", { class: "person-strip__name", text: name }),
    el("span", { text: age ?? "" }),
    alerts.length
      ? el("ul", { class: "person-strip__alerts" }, alerts.map(({ tone, text }) => el("li", { class: `tag tag--${tone}` }, icon("alert"), text)))
      : null,
  );
}
