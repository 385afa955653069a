// What lies over the session without hiding its count: action cards, another place, the log, settings.

import { findingsOf, underCard } from "./live.js";
import { WORDS, button, chips, el, icon, say, timeOfDay } from "./parts.js";

export class Sheets {
  /** @param {import("./recorder.js").Recorder} recorder */
  constructor(recorder) {
    this.recorder = recorder;
    this.name = null;
    this.more = null;
    this.before = null;
    this.box = el("div", { class: "rec-sheet", hidden: true, role: "region", tabindex: "-1" });
    this.box.addEventListener("keydown", (event) => event.key === "Escape" && this.shut());
  }

  open(name, more = null) {
    if (!this.name) this.before = document.activeElement;
    this.name = name;
    this.more = more;
    this.draw();
    this.box.focus({ preventScroll: true });
    this.box.scrollIntoView({ block: "start" });
  }

  shut() {
    this.name = this.more = null;
    this.draw();
    this.before?.focus?.();
  }

  draw() {
    this.box.hidden = !this.name;
    this.recorder.work.inert = Boolean(this.name);
    if (!this.name) return this.box.replaceChildren();
    const titles = { cards: "wrong", another: "another", log: "log", settings: "settings" };
    const title = this.more?.title ?? this.more?.name ?? say(titles[this.name]);
    this.box.setAttribute("aria-label", title);
    const back = this.more ? () => this.open(this.name) : () => this.shut();
    this.box.replaceChildren(
      el("header", { class: "rec-sheet__head" }, button(say("shut"), back, { look: "second", picture: "arrow-left", id: "rec-shut" }), el("h2", { text: title })),
      ...[this[`_${this.name}`]()].flat(2).filter(Boolean),
    );
    return undefined;
  }

  // Action cards: they hold nothing of anybody, so they open while the device is locked too.

  _cards() {
    const { recorder } = this;
    const emergency = recorder.clinic?.emergency_number;
    const call = emergency && el("p", { class: "rec-call" }, icon("phone"), el("strong", { text: say("emergency", { number: emergency }) }));
    if (this.more) return [call, actionCard(this.more)];
    return [
      call,
      el("p", { class: "rec-label", text: say("cards") }),
      el("div", { class: "rec-grid" }, recorder.cards.map((card) => button(card.title, () => this.open("cards", card), { picture: "shield", id: `rec-card-${card.id}` }))),
      recorder.adverse.length > 0 && [
        el("p", { class: "rec-label", text: say("what_happened") }),
        el("p", { class: "rec-soft", text: say("harm_note") }),
        el(
          "div",
          { class: "rec-grid" },
          recorder.adverse.map(({ kind, words }) =>
            button(words, () => recorder.press([{ type: "adverse_event", data: { kind } }], say("harm_recorded", { what: words })), { id: `rec-harm-${kind}` }),
          ),
        ),
        recorder.urls.trouble && el("p", {}, el("a", { class: "rec-link", href: recorder.urls.trouble, text: say("write_more") })),
      ],
    ];
  }

  // A muscle that is not on the plan: what lies under it first, then one tap for the reason.

  _another() {
    const { recorder } = this;
    const { others, reasons } = recorder.recording.snapshot ?? { others: [], reasons: [] };
    if (!this.more) {
      const regions = Map.groupBy ? Map.groupBy(others, (one) => one.region) : grouped(others);
      return [...regions].map(([region, muscles]) => [
        el("h3", { text: region }),
        el("div", { class: "rec-grid" }, muscles.map((one) => button(one.name, () => this.open("another", { ...one, chosenSide: one.sides.length === 1 ? one.sides[0] : null }), { id: `rec-other-${one.muscle}` }))),
      ]);
    }
    const one = this.more;
    const side = one.chosenSide;
    return [
      el("p", { class: "tag tag--reasons_needed" }, icon("alert"), say("not_planned")),
      one.sides.length > 1 &&
        chips(say("choose_side"), one.sides.map((value) => ({ value, words: say(value) })), side, (chosenSide) => this.open("another", { ...one, chosenSide })),
      underCard(one.under, one.name),
      side && findingsOf(one.findings[side] ?? []),
      side && [
        el("p", { class: "rec-label", text: say("why") }),
        el("div", { class: "rec-grid" }, reasons.map((reason) => button(reason.words, () => this.#take(one, side, reason), { look: "main", picture: "target", id: `rec-why-${reason.id}` }))),
      ],
    ];
  }

  #take(one, side, reason) {
    this.recorder.addPlace(one, side, reason);
    this.shut();
  }

  // The log: what was recorded, by whom, and what was taken back.

  _log() {
    const { recording } = this.recorder;
    const state = recording.state;
    const takenBack = new Map(state.taken_back.map((one) => [one.event, one]));
    const members = recording.snapshot?.members ?? {};
    const rows = recording.events.toReversed().map((one) => {
      const { event } = one;
      const gone = takenBack.get(event.id);
      const who = say("by_device", { who: members[one.by] ?? "–", device: event.device });
      const questions = one.questions.map((code) => recording.snapshot?.questions[code] ?? code);
      return el(
        "li",
        { class: `rec-log__row${gone ? " rec-log__row--gone" : ""}` },
        el("span", { class: "number", text: timeOfDay(one.at_us / 1000) }),
        el(
          "span",
          {},
          el(gone ? "s" : "strong", { text: this.recorder.wordsOf(event) }),
          gone && el("span", { class: "rec-soft", text: ` ${say("taken_back")} ${timeOfDay(gone.taken_back_at_us / 1000)}` }),
          el("span", { class: "rec-soft", text: ` · ${who}` }),
          questions.map((words) => el("span", { class: "rec-log__question" }, icon("question"), words)),
          one.refused && el("span", { class: "rec-log__question" }, icon("alert"), one.refused),
        ),
        !gone && this.recorder.canTakeBack(event) && button(say("take_back"), () => this.recorder.takeBack(event), { look: "quiet", picture: "undo", "aria-label": `${say("take_back")}: ${this.recorder.wordsOf(event)}` }),
      );
    });
    return el("ol", { class: "rec-log", reversed: true }, rows);
  }

  _settings() {
    const { recorder } = this;
    const { settings } = recorder;
    const set = (name, value) => {
      recorder.set(name, value);
      this.draw();
    };
    const tick = (name, words) =>
      el(
        "label",
        { class: "rec-tick" },
        el("input", { type: "checkbox", id: `rec-set-${name}`, checked: settings[name], onchange: (event) => set(name, event.target.checked) }),
        el("span", { text: words }),
      );
    const does = ["in", "twitch", "out", "nothing"].map((value) => ({ value, words: say(`does_${value}`) }));
    const pedal = (number) => {
      const own = settings.pedals[number];
      return el(
        "fieldset",
        { class: "rec-card" },
        el("legend", { text: say(`pedal_${number + 1}`) }),
        chips(say(`pedal_${number + 1}`), does, own.does, (value) => set("pedals", settings.pedals.with(number, { ...own, does: value }))),
        el("p", { class: "rec-row rec-row--fit" }, el("span", { text: this.learning === number ? say("press_pedal") : say("pedal_key", { key: own.key }) }), button(say("change"), () => this.#learn(number, set), { id: `rec-pedal-${number}` })),
      );
    };
    return [
      tick("sound", say("sound")),
      "vibrate" in navigator && tick("vibration", say("vibration")),
      tick("keys", say("keys_on")),
      el("p", { class: "rec-soft", text: say("keys_help") }),
      pedal(0),
      pedal(1),
      el("p", { class: "rec-soft", text: say(recorder.isAwake ? "awake" : "not_awake") }),
    ];
  }

  /** The next key that is pressed becomes the pedal's. */
  #learn(number, set) {
    this.learning = number;
    this.draw();
    const hear = (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      removeEventListener("keydown", hear, true);
      this.learning = null;
      const { pedals } = this.recorder.settings;
      if (event.key !== "Escape") set("pedals", pedals.with(number, { ...pedals[number], key: event.key }));
      else this.draw();
    };
    addEventListener("keydown", hear, true);
  }
}

function grouped(others) {
  const found = new Map();
  for (const one of others) found.set(one.region, [...(found.get(one.region) ?? []), one]);
  return found;
}

function actionCard(card) {
  return el(
    "article",
    { class: "rec-action" },
    el("p", { class: "rec-soft", text: card.signs.join(" · ") }),
    el("ol", {}, card.steps.map((step) => el("li", { text: step }))),
    el("p", { class: "rec-soft" }, card.unverified && el("span", { class: "tag tag--incomplete rec-tag", text: say("unverified") }), ` ${card.sources.join("; ")}`),
  );
}
