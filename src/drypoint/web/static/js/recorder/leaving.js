// Signing out waits for what this device has not sent yet, and says so.

import { carry, howMany, waiting } from "./carry.js";
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
    const found = await carry(keys);
    const n = howMany(found);
    if (n === 0 && asked) return leave();
    if (n === 0) notice.hidden = true;
    else {
      show(n, notice.dataset.waiting);
      session.href = `/visits/${found.own[0].visit}/session/`;
      session.hidden = false;
      anyway.hidden = false;
      timer = setTimeout(tryToSend, AGAIN_MS);
    }
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
  const before = howMany(await waiting());
  if (before) {
    show(before, notice.dataset.sending);
    void tryToSend();
  }
}
