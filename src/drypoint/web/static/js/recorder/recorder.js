// <needling-recorder>: the session's page while needles are in hand. What it shows as recorded is on the
// device's disk. Contract: docs/reference/recorder.md. Without it the form below it works press by press.

import { Closing } from "./closing.js";
import { newId } from "./ids.js";
import { Live } from "./live.js";
import { Lock } from "./lock.js";
import { WORDS, button, clock, el, icon, redraw, say, setText, timeOfDay } from "./parts.js";
import { personStrip } from "./person.js";
import { Quick } from "./quick.js";
import { Recording } from "./recording.js";
import { Sheets } from "./sheets.js";

const SETTINGS = "drypoint.recorder.settings";
const NEVER_TAKEN_BACK = new Set(["opened", "closed", "adverse_event", "broken", "corrected"]);
const BURST_MS = 100; // between two keys: no hand is so fast
const AGAIN_MS = 20_000; // how often an overdue needle calls again
const FIRST_SETTINGS = {
  sound: false, vibration: false, keys: true,
  pedals: [{ key: "PageDown", does: "in" }, { key: "PageUp", does: "twitch" }],
};

export class Recorder extends HTMLElement {
  connectedCallback() {
    if (this.recording) return;
    this.fallback = [...this.children];
    this.visit = this.dataset.visit || /(?:visits\/|visit=)([0-9a-f-]{36})/.exec(location.pathname + location.search)?.[1] || "";
    this.added = new Map();
    this.lots = new Map();
    this.mode = "live";
    this.chosen = null;
    this.settings = { ...FIRST_SETTINGS, ...stored(SETTINGS) };
    this.calledAt = new Map();
    this.#build();
    void this.#start();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    this.recording?.close();
    document.documentElement.classList.remove("is-recording", "is-locked");
  }

  // Beginning --------------------------------------------------------------

  #build() {
    this.sheets = new Sheets(this);
    this.digits = el("p", { class: "rec-digits", role: "status" });
    this.stateTag = el("p", { class: "rec-state" });
    this.delivery = el("div", { class: "rec-delivery", role: "status" });
    this.buttons = el("div", { class: "rec-actions" });
    this.due = el("div", { class: "rec-due", hidden: true });
    this.last = el("div", { class: "rec-last", "aria-live": "polite" });
    this.bar = el("section", { class: "rec-bar", "aria-label": say("count") }, el("div", { class: "rec-bar__top" }, this.digits, this.stateTag), this.due, this.delivery, this.buttons, this.last);
    this.live = new Live(this);
    this.quick = new Quick(this);
    this.closing = new Closing(this);
    this.lockBox = new Lock(this);
    this.modes = el("div", { class: "rec-modes", role: "group", "aria-label": say("modes") });
    this.stage = el("div", { class: "rec-stage" });
    this.links = el("div", { class: "rec-links" });
    this.work = el("div", { class: "rec-work" }, this.modes, this.stage, this.links);
    this.box = el("div", { class: "rec", hidden: true }, this.bar, this.work, this.sheets.box, this.lockBox.box);
    this.box.addEventListener("click", ({ target }) => {
      this.tapped = target.closest("button");
      setTimeout(() => (this.tapped = null)); // what the tap calls for has begun by then
    }, true);
    this.append(this.box);
    // A sheet begins below the bar, however high the bar is.
    new ResizeObserver(([{ borderBoxSize }]) => {
      const high = `${borderBoxSize[0].blockSize}px`;
      for (const one of [this.sheets.box, this.lockBox.box, this.live.map]) one.style.setProperty("--bar", high);
    }).observe(this.bar);
  }

  async #start() {
    const { theme } = Object.fromEntries(document.cookie.split("; ").map((one) => one.split("=")).map(([name, value]) => [name.replace("drypoint_", ""), value]));
    if (theme && document.body.classList.contains("recorder-shell")) document.documentElement.dataset.theme = theme;
    const at = (part) => `/visits/${this.visit}/session/${part}`;
    this.recording = new Recording({
      visit: this.visit,
      member: this.dataset.member || null,
      urls: { events: at("events/"), snapshot: at("snapshot/"), keys: WORDS.keys },
      ...("in" in this.dataset ? { tally: { in: Number(this.dataset.in), out: Number(this.dataset.out), of: Number(this.dataset.of), since: null } } : {}),
      ...(this.dataset.idleMs ? { idleMs: Number(this.dataset.idleMs) } : {}),
    });
    this.recording.addEventListener("change", ({ detail }) => this.#changed(detail.what));
    addEventListener("keydown", (event) => this.#key(event));
    void this.#worker();
    await this.recording.open();
    this.timer = setInterval(() => this.#tick(), 1000);
  }

  async #worker() {
    if (!("serviceWorker" in navigator)) return;
    try {
      await navigator.serviceWorker.register(WORDS.worker, { scope: WORDS.scope });
    } catch {
      // Without it a reload needs the network; recording does not.
    }
  }

  #changed(what) {
    const { recording } = this;
    if (what === "phase" && recording.phase === "unavailable") return this.#cannot();
    if (recording.phase === "opening") return undefined;
    if (what === "delivery") return this.#drawDelivery();
    this.box.hidden = false;
    document.documentElement.classList.add("is-recording");
    document.documentElement.classList.toggle("is-locked", recording.phase !== "open");
    for (const one of this.fallback) one.remove();
    if (what === "snapshot" || what === "phase") this.#remember();
    if (what === "phase") {
      this.last.replaceChildren(); // it names muscles
      this.lockBox.draw();
      this.work.hidden = recording.phase !== "open";
      if (recording.phase !== "open" && this.sheets.name && this.sheets.name !== "cards") this.sheets.shut();
      if (recording.phase === "open") void this.#stayAwake();
      else this.lockBox.take();
    }
    this.draw();
    return undefined;
  }

  /** What the bar and the action cards need while the device is locked; nothing of the person. */
  #remember() {
    const { snapshot } = this.recording;
    if (!snapshot) return;
    this.cards = snapshot.cards;
    this.adverse = snapshot.adverse;
    this.clinic = snapshot.clinic;
    this.urls = snapshot.urls;
    this.chosen ??= this.#nextPlace()?.key ?? snapshot.places[0]?.key ?? null;
  }

  cards = WORDS.cards ?? [];
  adverse = WORDS.adverse ?? [];
  urls = {};

  #cannot() {
    const { why } = this.recording;
    const usable = this.fallback.length > 0;
    this.box.hidden = usable;
    const words = say(`why_${why ?? "no_copy_here"}`);
    const notice = el("div", { class: "alert alert--incomplete rec-why", role: "status" }, el("p", {}, icon("question"), words), why === "signed_out" && el("a", { class: "button", href: `${WORDS.sign_in}?next=${here()}`, text: say("sign_in") }));
    if (usable) {
      this.prepend(...this.fallback);
      if (why === "insecure" || why === "no_storage") this.prepend(notice);
    } else {
      this.box.replaceChildren(notice, el("p", {}, el("a", { class: "button button--second", href: WORDS.home, text: say("shut") })));
      this.box.hidden = false;
    }
  }

  // Drawing ----------------------------------------------------------------------

  draw() {
    const { recording } = this;
    this.#drawBar();
    this.#drawPerson();
    if (recording.phase !== "open" || !recording.state) return;
    const { state } = recording.state;
    const isEnded = state === "closed" || state === "incident";
    redraw(this.modes, isEnded ? "" : this.mode, () =>
      (isEnded ? [] : ["live", "quick", "close"]).map((mode) =>
        button(say(mode), () => this.#show(mode), { look: mode === this.mode ? "on" : "second", id: `rec-mode-${mode}`, "aria-pressed": String(mode === this.mode) }),
      ),
    );
    redraw(this.links, `links ${this.isAwake} ${isEnded}`, () => [
      button(say("log"), () => this.sheets.open("log"), { picture: "list", id: "rec-log" }),
      !isEnded && button(say("settings"), () => this.sheets.open("settings"), { picture: "settings", id: "rec-settings" }),
      !isEnded && el("a", { class: "rec-link", href: this.urls.change, text: say("change_plan") }),
      el("a", { class: "rec-link", href: this.urls.details, text: say("details") }),
      el("span", { class: "rec-soft" }, icon(this.isAwake ? "check" : "question"), say(this.isAwake ? "awake" : "not_awake")),
    ]);
    if (isEnded) {
      redraw(this.stage, `ended ${state}`, () => (state === "incident" ? this.#endedAsIncident() : this.#ended()));
      return;
    }
    const shown = { live: this.live, quick: this.quick, close: this.closing }[this.mode];
    if (this.stage.firstChild !== shown.box) {
      redraw(this.stage, this.mode, () => shown.box);
    }
    shown.draw();
    if (this.sheets.name === "log") this.sheets.draw();
  }

  /** Only on the device's own page, and only while it is open: a locked one names nobody. */
  #drawPerson() {
    const { phase, snapshot } = this.recording;
    const is = phase === "open" && snapshot && document.body.classList.contains("recorder-shell");
    this.person ??= el("div");
    if (!this.person.isConnected) this.bar.before(this.person);
    redraw(this.person, is ? snapshot.etag : "", () => (is ? personStrip(snapshot.person) : []));
  }

  #show(mode) {
    this.mode = mode;
    this.draw();
  }

  #drawBar() {
    const { recording } = this;
    const { tally, phase } = recording;
    redraw(this.digits, [tally.in, tally.out, tally.of].join(), () => [
      el("span", {}, `${say("in")} `, el("b", { text: tally.in })),
      el("span", { "aria-hidden": "true", text: "·" }),
      el("span", {}, `${say("out")} `, el("b", { text: tally.out })),
      el("span", {}, `${say("of")} `, el("b", { text: tally.of })),
    ]);
    const state = recording.state?.state ?? "open";
    const due = phase === "open" ? this.#overTime(recording.now()) : [];
    const over = due.length;
    this.#drawDue(due);
    redraw(this.stateTag, `${state} ${over}`, () => [
      el("span", { class: `tag tag--${{ open: "modify", paused: "reasons_needed", closed: "clear", incident: "stop" }[state]}` }, state === "incident" ? icon("alert") : state === "closed" ? icon("check") : state === "paused" ? icon("clock") : null, say(`state_${state}`)),
      over > 0 && el("span", { class: "tag tag--stop" }, icon("clock"), say("over_time", { n: over })),
    ]);
    this.#drawDelivery();
    const ended = state === "closed" || state === "incident";
    redraw(this.buttons, [phase, state, tally.in > 0].join(), () => [
      !ended && phase !== "choose_pin" && button(say("all_out"), () => this.allOut(), { look: tally.in ? "main" : "second", picture: "arrow-right", id: "rec-all-out", disabled: phase === "open" && tally.in === 0 }),
      !ended && phase === "open" &&
        (state === "paused"
          ? button(say("resume"), () => this.press([{ type: "resumed" }]), { look: "main", id: "rec-resume", picture: "arrow-right" })
          : button(say("pause"), () => this.press([{ type: "paused" }]), { id: "rec-pause", picture: "clock" })),
      button(say("wrong"), () => this.sheets.open("cards"), { look: "danger", picture: "alert", id: "rec-wrong" }),
    ]);
  }

  /** The needle that is longest over its planned time: to be seen from across the room. */
  #drawDue(due) {
    const [one] = due;
    this.due.hidden = !one;
    redraw(this.due, one?.insertion ?? "", () => one && [
      el("p", { class: "rec-due__words", role: "alert" }, icon("clock"), el("strong", { text: this.nameOf(one) }), el("span", { class: "rec-due__time", "aria-hidden": "true" })),
      button(say("out_one"), () => this.takeOut(one), { look: "second", picture: "arrow-right", id: "rec-due-out", "aria-label": `${say("out_one")}: ${this.nameOf(one)}` }),
    ]);
    if (one) setText(this.due.querySelector(".rec-due__time"), say("over_by", { time: clock(this.dwell(one, this.recording.now()).over) }));
  }

  #drawDelivery() {
    const { delivery, phase } = this.recording;
    const { recorded, waiting, refused, link, since, says } = delivery;
    const time = since ? timeOfDay(since.getTime()) : "";
    const given = { n: recorded, waiting, time, says: says ?? "" };
    const name =
      link === "signed_out" ? "signed_out" : link === "refused" ? "refused_link" : link === "offline" ? (waiting ? "offline" : "offline_none") : waiting ? (link === "sending" ? "sending" : "waiting") : "all_sent";
    const tone = name === "all_sent" ? "good" : name === "sending" || name === "waiting" ? "busy" : "warn";
    redraw(this.delivery, [name, recorded, waiting, refused, time, delivery.persisted, phase].join(), () => [
      phase !== "open" && recorded === 0 // not known before it is unlocked
        ? null
        : el("p", { class: `rec-delivery__line rec-delivery__line--${tone}` }, icon(tone === "good" ? "check" : tone === "busy" ? "clock" : "alert"), el("span", { text: say(name, given) }), link === "signed_out" && el("a", { class: "rec-link", href: `${WORDS.sign_in}?next=${here()}`, text: say("sign_in") })),
      refused > 0 && el("p", { class: "rec-delivery__line rec-delivery__line--warn" }, icon("alert"), el("span", { text: say("refused", { n: refused }) }), button(say("save_refused"), () => this.#saveRefused(), { look: "quiet" })),
      delivery.persisted === false && waiting > 0 && tone === "warn" && el("p", { class: "rec-delivery__line" }, icon("question"), el("span", { text: say("may_be_cleared") })),
    ]);
  }

  #ended() {
    return el(
      "section",
      { class: "rec-card" },
      el("p", { class: "rec-good" }, icon("check"), say("ended")),
      el("div", { class: "rec-row" }, el("a", { class: "button button--large", href: this.urls.treatments, text: say("to_treatments") }), el("a", { class: "button button--second button--large", href: this.urls.visit, text: say("to_visit") })),
    );
  }

  /** Names what is not accounted for, and leads to the report. */
  #endedAsIncident() {
    const { events, state } = this.recording;
    const missing = new Set(events.map(({ event }) => event).findLast((one) => one.type === "closed")?.data?.missing ?? []);
    const places = new Map(state.needles.map((one) => [one.needle, one.place]));
    const listed = (words, is) => {
      const names = this.needleNames().filter(({ needle }) => is(needle));
      return names.length > 0 && el("div", {}, el("p", { class: "rec-label", text: say(words) }), el("ul", { class: "rec-blocked" }, names.map(({ name }) => el("li", { text: name }))));
    };
    return el(
      "section",
      { class: "rec-card" },
      el("h2", { class: "rec-bad" }, icon("alert"), say("ended_incident")),
      listed("not_found", (needle) => missing.has(needle)),
      listed("broken_ones", (needle) => places.get(needle) === "broken"),
      el("p", { text: say("incident_note") }),
      el("div", { class: "rec-row" }, el("a", { class: "button button--large", href: this.urls.incidents, text: say("to_incidents") }), el("a", { class: "button button--second button--large", href: this.urls.visit, text: say("to_visit") })),
    );
  }

  #saveRefused() {
    const url = URL.createObjectURL(this.recording.exportRefused());
    el("a", { href: url, download: `session-${this.visit}.json` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  // Recording ----------------------------------------------------------------------

  /** Records events as one press; says so only when they are on disk. ``true`` when they are. */
  async press(events, words = null) {
    const heard = this.tapped; // shown at the next frame; that it is recorded is shown once it is on disk
    if (heard) {
      heard.classList.add("is-heard");
      await painted();
    }
    try {
      const made = await this.recording.record(events);
      this.#say(words ?? say("recorded", { what: this.wordsOf(made.at(-1)) }), made.at(-1));
      if (navigator.vibrate && this.settings.vibration) navigator.vibrate(20);
      return true;
    } catch {
      this.last.replaceChildren(el("p", { class: "rec-last__failed", role: "alert" }, icon("alert"), el("strong", { text: say("not_kept") })));
      this.#call();
      return false;
    } finally {
      heard?.classList.remove("is-heard");
    }
  }

  #say(words, event) {
    this.last.replaceChildren(
      el("span", {}, icon("check"), words),
      this.canTakeBack(event) ? button(say("take_back"), () => this.takeBack(event), { look: "quiet", picture: "undo", id: "rec-take-back" }) : "",
    );
  }

  /** A second tap before the first is on disk is the same tap: two needles never share a name by haste. */
  async needleIn(place, again = null) {
    if (this.goingIn) return;
    this.goingIn = true;
    try {
      await this.#needleIn(place, again);
    } finally {
      this.goingIn = false;
    }
  }

  async #needleIn(place, again) {
    const { state } = this.recording;
    const ready = state.needles.find((one) => one.place === "ready")?.needle;
    const needle = again ?? ready ?? `n-${newId()}`;
    const lot = this.lotOf(place)?.id;
    const opened = again || ready ? [] : [{ type: "needle_opened", needle, data: lot ? { lot } : undefined }];
    const inserted = {
      type: "inserted", needle, insertion: `i-${newId()}`, muscle: place.muscle, side: place.side, site: place.site,
      data: place.reason ? { note: place.reason } : undefined,
    };
    if (await this.press([...opened, inserted])) {
      const next = this.#nextPlace();
      if (next) this.choose(next.key);
    }
  }

  twitch(one) {
    return this.press([{ type: "twitched", insertion: one.insertion }]);
  }

  takeOut(one) {
    return this.press([{ type: "removed", insertion: one.insertion }]);
  }

  allOut() {
    return this.press([{ type: "removed_all" }]);
  }

  openPack(lot) {
    const needles = Array.from({ length: lot.per_pack }, () => ({ type: "needle_opened", needle: `n-${newId()}`, data: { lot: lot.id } }));
    return this.press(needles, say("pack", { n: lot.per_pack }));
  }

  /** A needle from the tray, else a fresh one, is put away unused. */
  dropOne() {
    const ready = this.recording.state.needles.findLast((one) => one.place === "ready")?.needle;
    const needle = ready ?? `n-${newId()}`;
    return this.press([...(ready ? [] : [{ type: "needle_opened", needle }]), { type: "dropped", needle }]);
  }

  canTakeBack(event) {
    return Boolean(event) && !NEVER_TAKEN_BACK.has(event.type);
  }

  /** All events of the press that the event belongs to. */
  async takeBack(event) {
    const gone = new Set(this.recording.state.taken_back.map((one) => one.event));
    const same = this.recording.events
      .map((one) => one.event)
      .filter((one) => one.at === event.at && one.device === event.device && !gone.has(one.id) && this.canTakeBack(one));
    const words = say("taken_back");
    if (await this.press(same.map((one) => ({ type: "corrected", data: { corrects: one.id } })), `${this.wordsOf(event)}: ${words}`)) {
      if (this.sheets.name === "log") this.sheets.draw();
    }
  }

  // Places -------------------------------------------------------------------------

  get places() {
    return this.#known().places;
  }

  /** Places, and what is at each: worked out once for each state of the log. */
  #known() {
    const { snapshot, state } = this.recording;
    const { known } = this;
    if (known && known.snapshot === snapshot && known.state === state && known.added === this.added.size) return known;
    const planned = snapshot?.places ?? [];
    const places = [...planned, ...this.#unplanned(planned)].map((place, number) => ({ ...place, number: number + 1 }));
    const states = new Map();
    for (const one of state?.insertions ?? []) {
      const key = keyOf(one);
      if (states.get(key) !== "in") states.set(key, one.is_in ? "in" : "done");
    }
    const byKey = new Map(places.map((place) => [place.key, place]));
    return (this.known = { snapshot, state, added: this.added.size, places, states, byKey });
  }

  /** Places beside the plan: chosen here, or recorded by another device. */
  #unplanned(planned) {
    const found = new Map(this.added);
    const keys = new Set(planned.map((place) => place.key));
    for (const one of this.recording.state?.insertions ?? []) {
      const key = keyOf(one);
      if (keys.has(key) || found.has(key)) continue;
      const other = this.recording.snapshot?.others.find((muscle) => muscle.muscle === one.muscle);
      found.set(key, unplanned(other ?? { muscle: one.muscle, name: one.muscle, under: null, spots: {} }, one.side, one.site));
    }
    return [...found.values()].filter((place) => !keys.has(place.key));
  }

  addPlace(muscle, side, reason) {
    const place = unplanned(muscle, side, "1", reason.words);
    this.added.set(place.key, place);
    this.choose(place.key);
  }

  get chosenPlace() {
    const { places, byKey } = this.#known();
    return byKey.get(this.chosen) ?? places[0] ?? null;
  }

  choose(key) {
    this.chosen = key;
    if (this.mode !== "live") this.mode = "live";
    this.draw();
  }

  isAt(one, place) {
    return keyOf(one) === place.key;
  }

  placeOf(one) {
    return this.#known().byKey.get(keyOf(one)) ?? null;
  }

  nameOf(one) {
    return this.placeOf(one)?.title ?? one.muscle;
  }

  /** Why no needle goes in now: consent withdrawn, note signed, paused; ``null`` while one may. */
  get stopped() {
    const { snapshot, state } = this.recording;
    if (snapshot?.stop) return { tone: "stop", words: snapshot.stop };
    return state.state === "paused" ? { tone: "pause", words: say("paused_note") } : null;
  }

  stateOfPlace(place) {
    return this.#known().states.get(place.key) ?? "todo";
  }

  #nextPlace() {
    return this.places.find((place) => place.can_needle && this.stateOfPlace(place) === "todo") ?? null;
  }

  viewOf(place) {
    const views = this.recording.snapshot?.views ?? [];
    return views.find((view) => view.name === place?.spot?.view) ?? views[0] ?? null;
  }

  lotsOf(place) {
    const { lots } = this.recording.snapshot;
    const own = lots.filter((lot) => !place.lots || place.lots.includes(lot.id));
    return own.length ? own : lots;
  }

  lotOf(place) {
    const lots = this.lotsOf(place);
    const id = this.lots.get(place.details);
    return id === "" ? null : (lots.find((lot) => lot.id === id) ?? lots[0] ?? null);
  }

  /** Remembered for every place of the same needle. */
  chooseLot(place, id) {
    this.lots.set(place.details, id);
    this.tapped = id;
    this.draw();
  }

  needleNames() {
    const { state } = this.recording;
    const where = new Map(state.insertions.map((one) => [one.needle, this.nameOf(one)]));
    return state.needles.map(({ needle }, number) => ({
      needle,
      name: [say("needle_n", { n: number + 1 }), where.get(needle)].filter(Boolean).join(", "),
    }));
  }

  /** Needles that are known not to be anywhere else. */
  knownLost() {
    return this.recording.state.needles.filter((one) => one.place === "in" || one.place === "ready").map((one) => one.needle);
  }

  wordsOf(event) {
    const words = WORDS.events[event.type] ?? event.type;
    const about = event.insertion ? this.recording.state.insertions.find((one) => one.insertion === event.insertion) : null;
    const muscle = event.muscle ? event : about;
    const more = { twitched: event.data?.twitches, manipulated: event.data?.passes && say("passes", { n: event.data.passes }), count_checked: event.data?.sharps, sensation: event.data?.sensation ? WORDS.sensations[event.data.sensation] : event.data?.pain_nprs, adverse_event: this.adverse.find((one) => one.kind === event.data?.kind)?.words ?? event.data?.kind }[event.type];
    return [words, more, muscle && this.nameOf({ muscle: muscle.muscle, side: muscle.side, site: muscle.site })].filter((one) => one !== undefined && one !== null && one !== false && one !== "").join(" · ");
  }

  because(one) {
    const rules = this.recording.snapshot?.pain_rules ?? [];
    const rule = rules.find((known) => known.asks_for === one.asks_for && (known.sensations.includes(one.sensations.at(-1)) || known.pain_nprs_at_least !== null));
    return rule?.because ?? say(one.asks_for);
  }

  // Time ----------------------------------------------------------------------------

  dwell(one, now) {
    const passed = now - one.inserted_at_us / 1000;
    const minutes = this.placeOf(one)?.dwell_minutes;
    const planned = minutes === null || minutes === undefined ? null : minutes * 60_000;
    return { passed, planned, over: planned === null ? 0 : Math.max(0, passed - planned) };
  }

  #overTime(now) {
    const inside = (this.recording.state?.insertions ?? []).filter((one) => one.is_in);
    const over = new Map(inside.map((one) => [one, this.dwell(one, now).over]));
    return inside.filter((one) => over.get(one) > 0).sort((a, b) => over.get(b) - over.get(a));
  }

  #tick() {
    const now = this.recording.now();
    if (this.recording.phase === "open") {
      if (this.mode === "live") this.live.tick(now);
      const due = this.#overTime(now).filter((one) => now - (this.calledAt.get(one.insertion) ?? 0) > AGAIN_MS);
      if (due.length) {
        for (const one of due) this.calledAt.set(one.insertion, now);
        this.#call();
      }
    } else this.lockBox.tick(now);
    this.#drawBar();
  }

  /** A sound and a shake, as far as they are wanted. */
  #call() {
    if (this.settings.vibration) navigator.vibrate?.([200, 100, 200]);
    if (!this.settings.sound) return;
    const context = (this.audio ??= new AudioContext());
    const tone = context.createOscillator();
    const level = context.createGain();
    tone.frequency.value = 880;
    level.gain.setValueAtTime(0.2, context.currentTime);
    level.gain.exponentialRampToValueAtTime(0.001, context.currentTime + 0.6);
    tone.connect(level).connect(context.destination);
    tone.start();
    tone.stop(context.currentTime + 0.6);
  }

  async #stayAwake() {
    if (!("wakeLock" in navigator)) return;
    const hold = async () => {
      if (document.visibilityState !== "visible" || this.recording.phase !== "open") return;
      try {
        const lock = await navigator.wakeLock.request("screen");
        this.isAwake = true;
        lock.addEventListener("release", () => {
          this.isAwake = false;
          this.draw();
        });
        this.draw();
      } catch {
        this.isAwake = false;
      }
    };
    if (!this.wakes) document.addEventListener("visibilitychange", (this.wakes = hold));
    await hold();
  }

  isAwake = false;

  // Keys ----------------------------------------------------------------------------

  set(name, value) {
    this.settings = { ...this.settings, [name]: value };
    localStorage.setItem(SETTINGS, JSON.stringify(this.settings));
  }

  #key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (this.recording.phase !== "open" || event.target.closest?.("input, select, textarea, [contenteditable]")) return;
    const pedal = this.settings.pedals.find((one) => one.key === event.key && one.does !== "nothing");
    const key = this.settings.keys && !this.sheets.name ? { n: "in", t: "twitch", o: "out", a: "all", p: "pause", w: "wrong", "?": "help" }[event.key.toLowerCase()] : null;
    if (pedal) {
      event.preventDefault();
      this.#do(pedal.does);
    } else this.#alone(key ?? null, event);
  }

  /** A single key acts only alone: a hand scanner types a whole code, whose letters must record nothing. */
  #alone(what, event) {
    if (event.key.length > 1) return; // Shift, Enter and their like are no letters of a code
    clearTimeout(this.waitingKey);
    const inBurst = event.timeStamp - (this.keyAt ?? -BURST_MS) < BURST_MS;
    this.keyAt = event.timeStamp;
    if (!what) return;
    event.preventDefault();
    if (!inBurst) this.waitingKey = setTimeout(() => this.#do(what), BURST_MS);
  }

  #do(what) {
    const { state } = this.recording;
    const inside = state.insertions.filter((one) => one.is_in).at(-1);
    if (what === "wrong") this.sheets.open("cards");
    else if (what === "help") this.sheets.open("settings");
    else if (state.state === "closed" || state.state === "incident") return;
    else if (what === "in" && this.chosenPlace?.can_needle && !this.stopped) void this.needleIn(this.chosenPlace);
    else if (what === "twitch" && inside) void this.twitch(inside);
    else if (what === "out" && inside) void this.takeOut(inside);
    else if (what === "all" && inside) void this.allOut();
    else if (what === "pause") void this.press([{ type: state.state === "paused" ? "resumed" : "paused" }]);
  }
}

/** This page's address, as what a sign-in comes back to. */
function here() {
  return encodeURIComponent(location.pathname + location.search);
}

/** After the next frame; at once where the page is not drawn. */
function painted() {
  if (document.visibilityState === "hidden") return undefined;
  return new Promise((go) => {
    setTimeout(go, 100);
    requestAnimationFrame(() => setTimeout(go));
  });
}

function keyOf(one) {
  return `${one.muscle}-${one.side}-${one.site ?? 1}`;
}

function unplanned(muscle, side, site, reason = null) {
  return {
    key: `${muscle.muscle}-${side}-${site ?? 1}`,
    muscle: muscle.muscle,
    side,
    site: site ?? "1",
    title: `${muscle.name} · ${say(side)}`,
    details: "",
    dwell_minutes: null,
    can_needle: true,
    wants_current: false,
    spot: muscle.spots?.[side] ?? null,
    under: muscle.under,
    findings: muscle.findings?.[side] ?? [],
    lots: null,
    unplanned: true,
    reason,
  };
}

function stored(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "{}");
  } catch {
    return {};
  }
}

customElements.define("needling-recorder", Recorder);


