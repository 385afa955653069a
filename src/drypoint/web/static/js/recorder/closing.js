// Counting the used needles, closing, or closing as an incident that names what is missing.

import { button, el, icon, redraw, say } from "./parts.js";

const MOST_DIGITS = 3;

export class Closing {
  /** @param {import("./recorder.js").Recorder} recorder */
  constructor(recorder) {
    this.recorder = recorder;
    this.typed = "";
    this.missing = null;
    this.box = el("div", { class: "rec-closing" });
  }

  draw() {
    const { state, snapshot } = this.recorder.recording;
    const signature = JSON.stringify([this.typed, this.missing && [...this.missing], state.blocked, state.state, state.count_checked, state.sharps, state.needles_opened]);
    redraw(this.box, signature, () => [
      el(
        "section",
        { class: "rec-card rec-count" },
        el("h2", { text: say("counted_question") }),
        el("p", { class: "rec-soft", text: say("counted_note") }),
        this.#keypad(),
        state.count_checked && el("p", {}, icon("check"), say("count_stands", { n: state.sharps })),
        button(say("dropped"), () => this.recorder.dropOne(), { id: "rec-dropped", picture: "box" }),
      ),
      state.may_close ? this.#close(state) : this.#blocked(state, snapshot),
    ]);
  }

  #keypad() {
    const press = (digit) => () => {
      this.typed = (this.typed + digit).slice(-MOST_DIGITS).replace(/^0+(?=\d)/, "");
      this.draw();
    };
    const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => button(String(digit), press(digit), { id: `rec-digit-${digit}` }));
    return el(
      "div",
      { class: "rec-keypad" },
      el("output", { class: "rec-keypad__shown", "aria-live": "polite", text: this.typed || "–" }),
      ...digits,
      button(say("erase"), () => { this.typed = ""; this.draw(); }, { id: "rec-erase", look: "quiet" }),
      button("0", press(0), { id: "rec-digit-0" }),
      button(say("counted"), () => this.#counted(), { look: "main", picture: "check", id: "rec-counted", disabled: this.typed === "" }),
    );
  }

  async #counted() {
    if (await this.recorder.press([{ type: "count_checked", data: { sharps: Number(this.typed) } }])) this.typed = "";
    this.draw();
  }

  #close(state) {
    return el(
      "section",
      { class: "rec-card" },
      el("p", { class: "rec-good" }, icon("check"), say(state.needles_opened ? "adds_up" : "no_needle")),
      button(say("close_session"), () => this.recorder.press([{ type: "closed" }]), { look: "main", picture: "lock", id: "rec-close" }),
    );
  }

  #blocked(state, snapshot) {
    const lost = state.needles_in + state.unaccounted;
    return el(
      "section",
      { class: "rec-card" },
      el("h2", { text: say("cannot_close") }),
      el("ul", { class: "rec-blocked" }, state.blocked.map(([code, n]) => el("li", { text: (snapshot.blockers[code] ?? code).replace("{n}", n) }))),
      lost > 0 &&
        !this.missing &&
        button(say("missing"), () => { this.missing = new Set(this.recorder.knownLost()); this.draw(); }, { look: "danger", picture: "alert", id: "rec-missing" }),
      this.missing && this.#incident(lost),
    );
  }

  #incident(lost) {
    const toggle = (needle) => () => {
      if (!this.missing.delete(needle)) this.missing.add(needle);
      this.draw();
    };
    return el(
      "div",
      { class: "rec-incident" },
      el("p", { text: say("missing_note") }),
      el("p", { class: "rec-label", text: say("which_missing") }),
      el(
        "div",
        { class: "rec-chips", role: "group", "aria-label": say("which_missing") },
        this.recorder.needleNames().map(({ needle, name }) =>
          el("button", { type: "button", class: "rec-chip", "aria-pressed": String(this.missing.has(needle)), onclick: toggle(needle), text: name }),
        ),
      ),
      button(say("close_incident"), () => this.recorder.press([{ type: "closed", data: { missing: [...this.missing] } }]), {
        look: "danger", picture: "alert", id: "rec-incident", disabled: this.missing.size !== lost,
      }),
    );
  }
}
