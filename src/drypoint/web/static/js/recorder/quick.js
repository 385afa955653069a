// Quick mode, for fast in and fast out: one card a planned place, filled when the hands are free.

import { newId } from "./ids.js";
import { stopNote, underCard } from "./live.js";
import { WORDS, button, chips, el, redraw, say } from "./parts.js";

const NEEDLES = [1, 2, 3, 4, 5];
const PASSES = [1, 5, 10, 15, 20, 30];
const TWITCHES = [0, 1, 2, 3, 4, 5, 6, 8, 10];
const FIRST = { needles: 1, passes: null, twitches: 0, sensation: null, pain: null };

export class Quick {
  /** @param {import("./recorder.js").Recorder} recorder */
  constructor(recorder) {
    this.recorder = recorder;
    this.chosen = new Map();
    this.cards = new Map();
    this.box = el("div", { class: "rec-quick" }, el("p", { class: "rec-note", text: say("quick_note") }));
  }

  draw() {
    for (const place of this.recorder.places) {
      let card = this.cards.get(place.key);
      if (!card) {
        card = el("section", { class: "rec-card", "aria-label": place.title });
        this.cards.set(place.key, card);
        this.box.append(card);
      }
      const given = this.chosen.get(place.key) ?? FIRST;
      const { state } = this.recorder.recording;
      const done = state.insertions.filter((one) => this.recorder.isAt(one, place)).length;
      redraw(card, JSON.stringify([given, done, this.recorder.stopped]), () => this.#card(place, given, done));
    }
  }

  #card(place, given, done) {
    const set = (name) => (value) => {
      this.chosen.set(place.key, { ...given, [name]: value === given[name] && name !== "needles" ? FIRST[name] : value });
      this.draw();
    };
    const numbers = (list, zero) => list.map((n) => ({ value: n, words: n === 0 ? zero : String(n) }));
    const part = (name, label, options) => [
      el("p", { class: "rec-label", text: label }),
      chips(`${label}: ${place.title}`, options, given[name], set(name), { name }),
    ];
    return [
      el("div", { class: "rec-place__head" }, el("h2", { text: place.title }), el("p", { class: "rec-soft", text: place.details })),
      underCard(place.under, place.title),
      ...part("needles", say("needles"), numbers(NEEDLES)),
      ...part("passes", say("passes_of"), numbers(PASSES)),
      ...part("twitches", say("twitches_of"), numbers(TWITCHES, say("none"))),
      ...part(
        "sensation",
        say("response"),
        Object.entries(WORDS.sensations).filter(([value]) => value !== "eased").map(([value, words]) => ({ value, words })),
      ),
      ...part("pain", say("pain"), numbers(Array.from({ length: 11 }, (_, n) => n), "0")),
      this.recorder.stopped
        ? stopNote(this.recorder.stopped)
        : button(say("record"), () => this.#record(place, given), {
            look: "main", picture: "check", id: `rec-quick-${place.key}`, disabled: !place.can_needle, "aria-label": `${say("record")}: ${place.title}`,
          }),
      done > 0 && el("p", { class: "rec-soft", text: say("recorded_here", { n: done }) }),
    ];
  }

  async #record(place, given) {
    if (this.writing) return; // a second tap before the first is on disk
    this.writing = true;
    try {
      await this.#write(place, given);
    } finally {
      this.writing = false;
    }
  }

  async #write(place, given) {
    const { recorder } = this;
    const lot = recorder.lotOf(place)?.id;
    const ready = recorder.recording.state.needles.filter((one) => one.place === "ready").map((one) => one.needle);
    const events = [];
    for (let number = 0; number < given.needles; number += 1) {
      const taken = ready[number];
      const needle = taken ?? `n-${newId()}`;
      const insertion = `i-${newId()}`;
      if (!taken) events.push({ type: "needle_opened", needle, data: lot ? { lot } : undefined });
      const pain = number === 0 && given.pain !== null ? { pain_nprs: given.pain } : {};
      events.push({ type: "inserted", needle, insertion, muscle: place.muscle, side: place.side, site: place.site, data: { afterwards: true, ...pain } });
      if (given.passes) events.push({ type: "manipulated", insertion, data: { passes: given.passes } });
      // What was counted for the muscle stands at its first needle, so that the sum is right.
      if (number === 0 && given.twitches) events.push({ type: "twitched", insertion, data: { twitches: given.twitches } });
      if (number === 0 && given.sensation) events.push({ type: "sensation", insertion, data: { sensation: given.sensation } });
      events.push({ type: "removed", insertion, data: { afterwards: true } });
    }
    if (await recorder.press(events, say("recorded_here", { n: `${place.title}, ${given.needles}` }))) {
      this.chosen.delete(place.key);
      this.draw();
    }
  }
}
