// Live mode, for needles that stay: choose a place, see what lies under it, needle in, twitch, out.

import { BodyPicture } from "./body.js";
import { WORDS, button, chips, clock, el, icon, redraw, say, setText, svg } from "./parts.js";

const MANY = 12; // needles in
const FEW = 3; // places that a phone shows by name, one under the other
const RING = 2 * Math.PI * 15;
const MOST_OPENED = 20; // needles of one blister; more is a box of single packs

export class Live {
  /** @param {import("./recorder.js").Recorder} recorder */
  constructor(recorder) {
    this.recorder = recorder;
    this.unfolded = new Set();
    this.sure = null;
    this.rows = new Map();
    this.figure = el("div", { class: "rec-live__figure" });
    this.list = el("div", { class: "rec-live__list" });
    this.card = el("section", { class: "rec-card rec-place", "aria-live": "off" });
    // A finger moves no focus here: of many rows the one that loses it would be laid out anew before the tap is
    // shown, and a pedal that types Enter cannot press the last button once more.
    this.inside = el("ul", { class: "rec-needles", onmousedown: (event) => event.preventDefault() });
    this.none = el("p", { class: "rec-soft", text: say("none_in") });
    this.box = el(
      "div",
      { class: "rec-live" },
      (this.map = el("div", { class: "rec-live__map" }, this.figure, this.list)),
      el(
        "div",
        { class: "rec-live__work" },
        this.card,
        el("section", { class: "rec-card", "aria-label": say("is_in") }, el("h2", { text: say("is_in") }), this.none, this.inside),
      ),
    );
  }

  draw() {
    const { recorder } = this;
    const { places } = recorder;
    const view = recorder.viewOf(recorder.chosenPlace);
    const states = places.map((place) => recorder.stateOfPlace(place)).join();
    redraw(this.figure, `${view?.name} ${places.map((place) => place.key)}`, () => {
      this.body = view ? new BodyPicture({ view, places, choose: (key) => recorder.choose(key) }) : null;
      return this.body?.figure;
    });
    this.body?.mark(recorder.chosen, (place) => recorder.stateOfPlace(place), `${recorder.chosen} ${states}`);
    redraw(this.list, `${recorder.chosen} ${states} ${places.map((place) => place.key)}`, () => this.#placeList());
    this.#drawCard();
    this.#drawNeedles();
  }

  #placeList() {
    const { recorder } = this;
    return [
      el(
        "div",
        { class: `rec-places${recorder.places.length > FEW ? " rec-places--many" : ""}`, role: "group", "aria-label": say("places") },
        recorder.places.map((place) => {
          const state = recorder.stateOfPlace(place);
          return el(
            "button",
            {
              type: "button",
              id: `rec-place-${place.key}`,
              class: `rec-placechip rec-placechip--${state}`,
              "aria-pressed": String(place.key === recorder.chosen),
              onclick: () => recorder.choose(place.key),
            },
            el("b", { text: state === "done" ? "✓" : place.number, "aria-hidden": "true" }),
            el("span", { text: place.title }),
            state === "done" && el("span", { class: "visually-hidden", text: `: ${say("done")}` }),
          );
        }),
      ),
      button(say("another"), () => recorder.sheets.open("another"), { picture: "plus", id: "rec-another" }),
    ];
  }

  // The chosen place -----------------------------------------------------------

  #drawCard() {
    const { recorder } = this;
    const place = recorder.chosenPlace;
    const { state } = recorder.recording;
    if (!place) return redraw(this.card, "none", () => el("p", { text: say("places") }));
    const before = state.insertions.filter((one) => recorder.isAt(one, place));
    const ready = state.needles.filter((one) => one.place === "ready");
    const free = before.filter((one) => !one.is_in && !one.is_broken).at(-1);
    const lot = recorder.lotOf(place);
    const { stop } = recorder.recording.snapshot;
    const signature = [stop, place.key, place.reason, before.length, ready.length, free?.needle, lot?.id, state.state, recorder.tapped].join();
    return redraw(this.card, signature, () => [
      el(
        "div",
        { class: "rec-place__head" },
        el("h2", { text: place.title }),
        el("p", { class: "rec-soft", text: place.details }),
        place.unplanned && el("p", { class: "tag tag--reasons_needed" }, icon("alert"), say("not_planned")),
      ),
      underCard(place.under, place.title),
      place.findings && findingsOf(place.findings),
      recorder.stopped
        ? stopNote(recorder.stopped)
        : el(
            "div",
            { class: "rec-row" },
            button(say(before.length ? "next_needle_in" : "needle_in"), () => recorder.needleIn(place), {
              look: "main",
              picture: "needle",
              id: "rec-in",
              disabled: !place.can_needle,
            }),
            free &&
              button(say("same_needle"), () => recorder.needleIn(place, free.needle), { picture: "undo", id: "rec-again" }),
          ),
      this.#lotRow(place, lot, ready),
    ]);
  }

  #lotRow(place, lot, ready) {
    const { recorder } = this;
    if (ready.length) return el("p", { class: "rec-soft" }, icon("box"), say("from_tray", { n: ready.length }));
    const lots = recorder.lotsOf(place);
    return el(
      "div",
      { class: "rec-row rec-row--fit" },
      el(
        "label",
        { class: "rec-field" },
        el("span", { text: say("lot") }),
        el(
          "select",
          { id: "rec-lot", onchange: (event) => recorder.chooseLot(place, event.target.value) },
          [...lots, { id: "", words: say("no_lot") }].map((one) =>
            el("option", { value: one.id, selected: one.id === (lot?.id ?? ""), text: one.words }),
          ),
        ),
      ),
      lot?.per_pack > 1 &&
        lot.per_pack <= MOST_OPENED &&
        button(say("pack", { n: lot.per_pack }), () => recorder.openPack(lot), { picture: "box", id: "rec-pack" }),
      this.#scan(),
    );
  }

  /** Choosing the lot by the code on its pack: on the server's own page alone, as the server names the lot. */
  #scan() {
    const scan = document.getElementById("rec-lot-scan");
    return scan && el("details", { class: "disclosure" }, el("summary", { text: say("scan_lot") }), scan.content.cloneNode(true));
  }

  // Needles that are in ----------------------------------------------------------

  #drawNeedles() {
    const { recorder } = this;
    const inside = recorder.recording.state.insertions.filter((one) => one.is_in);
    this.none.hidden = inside.length > 0;
    const keys = new Set(inside.map((one) => one.insertion));
    for (const [key, row] of this.rows) {
      if (keys.has(key)) continue;
      row.remove();
      this.rows.delete(key);
    }
    for (const one of inside) {
      let row = this.rows.get(one.insertion);
      if (!row) {
        row = el("li", { class: "rec-needle" });
        this.rows.set(one.insertion, row);
        this.inside.prepend(row); // the last one in is the one at hand
      }
      this.#drawNeedle(row, one);
    }
    this.#sparing(inside.length > MANY);
  }

  /** Of many rows only those on the screen are laid out and painted; one row's height stands for the rest. */
  #sparing(isLong) {
    if (isLong === this.inside.classList.contains("rec-needles--long")) return;
    if (isLong) this.inside.style.setProperty("--row", `${this.inside.lastElementChild.offsetHeight}px`);
    this.inside.classList.toggle("rec-needles--long", isLong);
  }

  #drawNeedle(row, one) {
    const open = this.unfolded.has(one.insertion);
    const signature = [one.sensations, one.pain_nprs, one.asks_for, one.current_on, open, this.sure === one.insertion].join("|");
    if (redraw(row, signature, () => this.#needle(one, open))) {
      row.classList.toggle("rec-needle--asks", Boolean(one.asks_for));
      row.parts = {
        time: row.querySelector("[data-time]"),
        said: row.querySelector("[data-said]"),
        twitch: row.querySelector("[id^=rec-twitch-] span"),
        ring: row.querySelector(".rec-ring__done"),
      };
      this.#tickNeedle(row, one, this.recorder.recording.now());
    }
    setText(row.parts.said, said(one, this.recorder.placeOf(one)));
    setText(row.parts.twitch, `${say("twitch")} ${one.twitches || "+1"}`);
  }

  #needle(one, open) {
    const { recorder } = this;
    const place = recorder.placeOf(one);
    const id = one.insertion;
    return [
      el(
        "div",
        { class: "rec-needle__head" },
        ring(),
        el(
          "div",
          { class: "rec-needle__name" },
          el("strong", { text: recorder.nameOf(one) }),
          el("span", { class: "rec-needle__time", "data-time": true }),
          el("span", { class: "rec-soft", "data-said": true }),
        ),
      ),
      one.asks_for && asks(one, recorder),
      el(
        "div",
        { class: "rec-row rec-row--needle" },
        button("", () => recorder.twitch(one), {
          picture: "plus", id: `rec-twitch-${id}`, "aria-label": `${say("twitch")} +1: ${recorder.nameOf(one)}`,
        }),
        button(say("out_one"), () => recorder.takeOut(one), {
          look: "main", picture: "arrow-right", id: `rec-out-${id}`, "aria-label": `${say("out_one")}: ${recorder.nameOf(one)}`,
        }),
        button(say(open ? "less" : "more"), () => this.#fold(id), {
          look: "quiet", id: `rec-more-${id}`, "aria-expanded": String(open), "aria-label": `${say(open ? "less" : "more_of")}: ${recorder.nameOf(one)}`,
        }),
      ),
      open && this.#more(one, place),
    ];
  }

  #fold(id) {
    if (!this.unfolded.delete(id)) this.unfolded.add(id);
    this.sure = null;
    this.draw();
  }

  #more(one, place) {
    const { recorder } = this;
    const about = { insertion: one.insertion };
    return el(
      "div",
      { class: "rec-needle__more" },
      el("p", { class: "rec-label", text: say("feels") }),
      chips(
        say("feels"),
        Object.entries(WORDS.sensations).map(([value, words]) => ({ value, words, look: value === "sharp" || value === "electric" ? "rec-chip--warn" : "" })),
        one.sensations.at(-1),
        (sensation) => recorder.press([{ type: "sensation", ...about, data: { sensation } }]),
      ),
      el("p", { class: "rec-label", text: say("pain") }),
      chips(
        say("pain"),
        Array.from({ length: 11 }, (_, score) => ({ value: score, words: String(score) })),
        one.pain_nprs,
        (pain) => recorder.press([{ type: "sensation", ...about, data: { pain_nprs: pain } }]),
      ),
      el(
        "div",
        { class: "rec-row" },
        button(say("moved"), () => recorder.press([{ type: "manipulated", ...about }]), { picture: "hand", id: `rec-moved-${one.insertion}` }),
        (place?.wants_current || one.current_on) &&
          button(say(one.current_on ? "current_off" : "current_on"), () => recorder.press([{ type: one.current_on ? "estim_off" : "estim_on", ...about }]), {
            id: `rec-current-${one.insertion}`,
          }),
        button(say(this.sure === one.insertion ? "sure_broken" : "broken"), () => this.#broken(one), {
          look: "danger", picture: "alert", id: `rec-broken-${one.insertion}`,
        }),
      ),
    );
  }

  #broken(one) {
    if (this.sure !== one.insertion) {
      this.sure = one.insertion;
      this.draw();
    } else {
      this.sure = null;
      this.recorder.press([{ type: "broken", needle: one.needle }]);
    }
  }

  /** Once a second: only the times. */
  tick(now) {
    for (const one of this.recorder.recording.state?.insertions ?? []) {
      const row = this.rows.get(one.insertion);
      if (row) this.#tickNeedle(row, one, now);
    }
  }

  #tickNeedle(row, one, now) {
    const { passed, planned, over } = this.recorder.dwell(one, now);
    const words = over > 0 ? `${clock(passed)} · ${say("over_by", { time: clock(over) })}` : planned === null ? clock(passed) : `${clock(passed)} · ${say("planned_minutes", { n: planned / 60000 })}`;
    setText(row.parts.time, words);
    row.classList.toggle("rec-needle--over", over > 0);
    const share = planned ? Math.min(passed / planned, 1) : 0;
    const percent = Math.round(share * 100);
    if (row.parts.percent === percent) return;
    row.parts.percent = percent;
    row.parts.ring.setAttribute("stroke-dasharray", `${share * RING} ${RING}`);
    this.body?.dwell(this.recorder.placeOf(one)?.key, percent);
  }
}

function said(one, place) {
  return [
    one.twitches ? say(one.twitches === 1 ? "twitch_one" : "twitches", { n: one.twitches }) : "",
    ...new Set(one.sensations.map((code) => WORDS.sensations[code]?.toLowerCase())),
    one.pain_nprs === null ? "" : say("pain_said", { n: one.pain_nprs }),
    place?.unplanned ? say("not_planned") : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

function asks(one, recorder) {
  return el(
    "div",
    { class: `rec-asks rec-asks--${one.asks_for}`, role: "alert" },
    el("p", {}, icon("alert"), el("strong", { text: recorder.because(one) })),
    el(
      "div",
      { class: "rec-row" },
      button(say("eased"), () => recorder.press([{ type: "sensation", insertion: one.insertion, data: { sensation: "eased" } }]), { id: `rec-eased-${one.insertion}` }),
      one.asks_for === "removal" && button(say("out_one"), () => recorder.takeOut(one), { look: "main", picture: "arrow-right", id: `rec-outnow-${one.insertion}` }),
    ),
  );
}

function ring() {
  return svg(
    "svg",
    { class: "rec-ring", viewBox: "0 0 36 36", "aria-hidden": "true" },
    svg("circle", { class: "rec-ring__all", cx: 18, cy: 18, r: 15 }),
    svg("circle", { class: "rec-ring__done", cx: 18, cy: 18, r: 15, "stroke-dasharray": `0 ${RING}` }),
  );
}

/** Why no needle goes in now; needles can always come out. */
export function stopNote({ tone, words }) {
  return el("p", { class: `rec-note rec-note--${tone}`, role: tone === "stop" ? "alert" : null }, tone === "stop" && icon("alert"), words);
}

/** What lies under a place: always shown, before the needle. */
export function underCard(under, title) {
  if (!under) return null;
  if (!under.reviewed) {
    return el("div", { class: "under under--unknown" }, el("p", {}, icon("question"), el("strong", { text: under.note || say("not_reviewed") })));
  }
  return el(
    "div",
    { class: "under" },
    el("p", { class: "under__label", text: say("under") }),
    el("ul", { class: "under__structures" }, under.structures.map((one) => el("li", { text: one }))),
    el(
      "p",
      {},
      el("span", { class: "under__label", text: `${say("worst")}: ` }),
      under.worst,
      under.unverified && el("span", { class: "tag tag--incomplete rec-tag", text: say("unverified") }),
    ),
    under.depth_count > 0 &&
      el(
        "details",
        { class: "disclosure" },
        el("summary", {}, `${say("depths")} (${under.depth_count})`, el("span", { class: "visually-hidden", text: `: ${title}` })),
        el("p", { class: "rec-soft", text: say("depths_note") }),
        under.depths.map((group) =>
          el(
            "div",
            {},
            el("p", { class: "rec-label", text: group.kind }),
            el("ul", { class: "rec-depths" }, group.rows.map((row) => el("li", { text: depthWords(row) }))),
          ),
        ),
      ),
  );
}

function depthWords(row) {
  const parts = [row.detail];
  if (row.mean !== "–") parts.push(say("mean", { mm: row.mean }));
  if (row.least !== "–") parts.push(say("least", { mm: row.least }));
  if (row.n !== "–") parts.push(`n ${row.n}`);
  if (row.population !== "–") parts.push(row.population);
  if (row.unverified) parts.push(say("unverified"));
  return parts.filter(Boolean).join(" · ");
}

export function findingsOf(findings) {
  if (!findings.length) return el("p", { class: "rec-soft", text: say("no_findings") });
  return el(
    "div",
    { class: "rec-findings" },
    el("p", { class: "rec-label", text: say("findings") }),
    el(
      "ul",
      {},
      findings.map((one) =>
        el("li", {}, el("strong", { text: one.because }), " ", one.action, one.unverified && el("span", { class: "tag tag--incomplete rec-tag", text: say("unverified") })),
      ),
    ),
  );
}
