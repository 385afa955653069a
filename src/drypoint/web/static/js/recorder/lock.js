// The lock: six digits, with the count in sight above it and nothing of the person.

import { button, clock, el, say } from "./parts.js";

const DIGITS = 6;

export class Lock {
  /** @param {import("./recorder.js").Recorder} recorder */
  constructor(recorder) {
    this.recorder = recorder;
    this.typed = "";
    this.first = null;
    this.anew = false;
    this.says = "";
    this.busy = false;
    this.proof = null;
    this.box = el("section", { class: "rec-lock", hidden: true, tabindex: "-1" });
    this.box.addEventListener("keydown", (event) => this.#key(event));
  }

  draw() {
    const { phase } = this.recorder.recording;
    this.box.hidden = phase !== "locked" && phase !== "choose_pin";
    if (this.box.hidden) return this.box.replaceChildren();
    const choosing = phase === "choose_pin" || this.anew;
    const title = say(choosing ? (this.first ? "again_pin" : "choose_pin") : "locked");
    this.box.setAttribute("aria-label", title);
    const press = (digit) => () => this.#digit(String(digit));
    this.shown = el("output", { class: "rec-lock__dots", "aria-live": "polite", "aria-label": say("digits", { n: this.typed.length }) });
    this.longest = el("p", { class: "rec-soft" });
    this.box.replaceChildren(
      el("h2", { text: title }),
      el("p", { class: "rec-soft", text: say(this.anew ? "forgot_note" : choosing ? "choose_pin_note" : "locked_note") }),
      this.longest,
      this.shown,
      el("p", { class: "rec-lock__says", role: "alert", text: this.says }),
      ...(this.proof ? [el("a", { class: "button", href: `${this.proof}?next=${encodeURIComponent(location.pathname + location.search)}`, text: say("prove") })] : []),
      el(
        "div",
        { class: "rec-keypad rec-keypad--pin" },
        [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => button(String(digit), press(digit), { id: `rec-pin-${digit}` })),
        choosing ? el("span") : button(say("forgot_pin"), () => this.#forgot(), { look: "quiet", id: "rec-forgot" }),
        button("0", press(0), { id: "rec-pin-0" }),
        button(say("erase"), () => this.#set(""), { look: "quiet", id: "rec-pin-erase" }),
      ),
    );
    this.#dots();
    this.tick(this.recorder.recording.now());
    return undefined;
  }

  /** In sight, and the next digit on a keyboard goes here. */
  take() {
    this.recorder.bar.scrollIntoView({ block: "start" });
    if (!this.box.hidden && !this.recorder.sheets.name) this.box.focus({ preventScroll: true });
  }

  tick(now) {
    const { since } = this.recorder.recording.tally;
    if (this.longest) this.longest.textContent = since ? say("longest", { time: clock(now - since) }) : "";
  }

  #dots() {
    this.shown.replaceChildren(...Array.from({ length: DIGITS }, (_, n) => el("span", { class: n < this.typed.length ? "rec-dot rec-dot--full" : "rec-dot" })));
    this.shown.setAttribute("aria-label", say("digits", { n: this.typed.length }));
  }

  #set(typed, says = "") {
    this.typed = typed;
    this.says = says;
    this.box.querySelector(".rec-lock__says").textContent = says;
    this.#dots();
  }

  #key(event) {
    if (/^\d$/.test(event.key)) this.#digit(event.key);
    else if (event.key === "Backspace") this.#set(this.typed.slice(0, -1));
    else return;
    event.preventDefault();
  }

  #digit(digit) {
    if (this.busy || this.typed.length === DIGITS) return;
    this.#set(this.typed + digit);
    if (this.typed.length === DIGITS) void this.#whole();
  }

  async #whole() {
    const pin = this.typed;
    const { recording } = this.recorder;
    if (recording.phase === "locked" && !this.anew) return this.#unlock(pin);
    if (this.first === null) {
      Object.assign(this, { first: pin, typed: "", says: "" });
    } else if (this.first !== pin) {
      Object.assign(this, { first: null, typed: "", says: say("pins_differ") });
    } else {
      this.busy = true;
      let says = "";
      let { anew } = this;
      try {
        if (await recording.isTaken(pin)) says = say("pin_taken");
        else {
          const chosen = anew ? await recording.forgotPin(pin) : await recording.choosePin(pin);
          if (!chosen) says = say("forgot_failed");
          anew = false;
        }
      } catch {
        says = say("not_kept");
        anew = false;
      }
      Object.assign(this, { first: null, typed: "", busy: false, says, anew });
    }
    return this.draw();
  }

  async #unlock(pin) {
    this.busy = true;
    let opened = false;
    try {
      opened = await this.recorder.recording.unlock(pin);
    } catch {
      this.#set("", say("not_kept"));
      return;
    } finally {
      this.busy = false;
    }
    if (opened) {
      this.typed = "";
      return;
    }
    const wait = await this.recorder.recording.mustWait();
    this.#set("", wait ? `${say("wrong_pin")} ${say("wait_pin", { n: wait })}` : say("wrong_pin"));
  }

  async #forgot() {
    const url = await this.recorder.recording.mustProve();
    Object.assign(this, { proof: url, anew: !url, first: null, typed: "", says: url ? say("prove_first") : "" });
    this.draw();
  }
}
