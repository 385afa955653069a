// Signing out waits for what this device has not sent yet, and says so.

import { carry, howMany, total, waiting } from "./carry.js";
import { wasUsed } from "./vault.js";

const form = document.querySelector("[data-leaving]");
const notice = document.querySelector("[data-leaving-notice]");
const AGAIN_MS = 3_000;

if (form && notice && wasUsed()) {
  const { keys } = form.dataset;
  const said = notice.querySelector("[data-words]");
  const session = notice.querySelector("[data-session]");
  const anyway = notice.querySelector("[data-anyway]");
  let mayLeave = false;
  let asked = false;
  let timer = null;

  const show = (n, words) => {
    said.textContent = words.replace("{n}", n);
    notice.hidden = false;
  };
  const leave = () => {
    mayLeave = true;
    form.requestSubmit();
  };
  const tryToSend = async () => {
    clearTimeout(timer);
    let found;
    try {
      found = await carry(keys);
    } catch {
      anyway.hidden = false; // nothing here may keep anybody from signing out
      return undefined;
    }
    const n = howMany(found);
    const refused = total(found.refused);
    if (n + refused === 0) {
      notice.hidden = true;
      return asked ? leave() : undefined;
    }
    // What the server refused is never sent by itself: somebody has to look at it before it is out of sight.
    show(n || refused, n ? notice.dataset.waiting : notice.dataset.refused);
    session.href = `/visits/${(n ? found.own : found.refused)[0].visit}/session/`;
    session.hidden = false;
    anyway.hidden = false;
    if (n) timer = setTimeout(tryToSend, AGAIN_MS);
    return undefined;
  };

  form.addEventListener("submit", async (event) => {
    if (mayLeave) return;
    event.preventDefault();
    asked = true;
    const n = howMany(await waiting());
    if (n) show(n, notice.dataset.sending);
    void tryToSend();
  });
  anyway.addEventListener("click", leave);
  addEventListener("online", () => void tryToSend());
  const before = await waiting();
  if (howMany(before)) show(howMany(before), notice.dataset.sending);
  if (howMany(before) || before.refused.length) void tryToSend();
}
