// <body-chart>: a figure to draw on, in step with the list of places beside it.
// Contract: docs/reference/pain-chart.md and body.md. Without this file the list alone is complete.

import { Fold, painKey, simpler, strokeCells } from "./drawing.js";
import { Inks, rgb } from "./ink.js";
import { Stage } from "./stage.js";
import { NOTHING, loadBody, loadPicture, loadSurface, lookedAlong } from "./surface.js";

const SKIN_KEPT = "drypoint.skin";
const THUMB = 112; // cells, of the longer side
const NAMES_SAID = 3;
const FULL = 1_400_000; // characters; the server reads a little more

/**
 * @typedef {import("./drawing.js").Mark & {pain?: number}} OwnMark
 * @typedef {{id: number, intensity: number | null, quality: string | null}} PainRow
 * @typedef {{figure: string, marks: OwnMark[], pains: PainRow[], now: number}} State
 */

class ElementError extends Error {
  constructor(what) {
    super(`The body chart's markup lacks ${what}.`);
    this.name = "ElementError";
  }
}

class BodyChart extends HTMLElement {
  connectedCallback() {
    if (this.stage) return;
    this.words = JSON.parse(this.dataset.words);
    this.base = this.dataset.base;
    this.posted = this.#need("[data-drawing]");
    this.postedFigure = this.#need(`[name="${this.dataset.name}_figure"]`);
    this.saidIn = this.#need("[data-said]");
    /** @type {Map<string, HTMLInputElement>} */
    this.boxes = new Map([...this.querySelectorAll("[data-zone]")].map((box) => [box.value, box]));
    this.zones = new Map();
    /** @type {State[]} */
    this.past = [];
    /** @type {State[]} */
    this.future = [];
    this.dataset.skin = kept() ?? this.dataset.skin ?? "2";
    for (const one of this.querySelectorAll("[data-with-script]")) one.hidden = false;
    for (const one of this.querySelectorAll("[data-without-script]")) one.hidden = true;
    for (const part of this.querySelectorAll(".body-chart__list details")) part.open = false;
    this.classList.add("body-chart--drawn");
    this.state = this.#read();
    this.stage = new Stage(this.#need("[data-stage]"), this, {
      onStroke: (stroke) => this.#take({ ...stroke, view: this.view }),
    });
    this.#listen();
    this.view = this.state.marks.findLast((mark) => mark.view)?.view ?? "front";
    this.#showNow();
    this.#begin();
  }

  #need(selector, within = this) {
    const found = within.querySelector(selector);
    if (!found) throw new ElementError(selector);
    return found;
  }

  /** @returns {State} */
  #read() {
    let drawing = null;
    try {
      drawing = JSON.parse(this.posted.value || "null");
    } catch {
      // What cannot be read stays in the field and is answered by the server.
    }
    if (drawing && drawing.chart !== this.words.chart) drawing = null;
    const pains = [];
    const marks = [];
    for (const { intensity = null, quality = null, ...mark } of drawing?.marks ?? this.#ticked()) {
      if (mark.erase) {
        marks.push(mark);
        continue;
      }
      let pain = pains.find((one) => one.intensity === intensity && one.quality === quality);
      if (!pain) pains.push((pain = { id: pains.length + 1, intensity, quality }));
      marks.push({ ...mark, pain: pain.id });
    }
    if (!pains.length) pains.push({ id: 1, ...this.#said() });
    return { figure: drawing?.figure ?? this.dataset.figure, marks, pains, now: pains[pains.length - 1].id };
  }

  /** Places that came ticked without a drawing, as whole zones. */
  #ticked() {
    return [...this.boxes.values()]
      .filter((box) => box.checked)
      .map((box) => {
        const [zone, side] = box.value.split(":");
        return { zone, side, ...this.#said() };
      });
  }

  /** Strength and quality as the buttons have them. */
  #said() {
    const of = (part) => this.querySelector(`[data-now="${part}"]:checked`)?.value ?? "";
    return { intensity: of("intensity") === "" ? null : Number(of("intensity")), quality: of("quality") || null };
  }

  async #begin() {
    await this.#picture();
    try {
      this.body = await loadBody(this.base);
      await this.#loadSkin();
    } catch {
      this.#say(this.words.said.unread);
    }
  }

  async #picture() {
    const { figure } = this.state;
    const view = this.view;
    try {
      const [svg, body] = await Promise.all([loadPicture(this.base, figure, view), loadBody(this.base)]);
      if (view !== this.view || figure !== this.state.figure) return;
      this.stage.show(body.figures.find((one) => one.name === figure).views.find((one) => one.name === view), svg);
      this.#paint();
    } catch {
      this.#say(this.words.said.unread);
    }
  }

  async #loadSkin() {
    const { figure } = this.state;
    const skin = await loadSurface(this.base, figure);
    if (figure !== this.state.figure) return;
    this.skin = skin;
    this.fold = null;
    this.#refold();
  }

  // What changes.

  /** @param {Partial<State>} change */
  #change(change) {
    this.lastChange = "";
    this.past.push(this.state);
    this.future = [];
    this.state = { ...this.state, ...change };
    this.#changed();
  }

  #changed() {
    this.#post();
    this.#showNow();
    this.#paint();
    this.#soon();
  }

  /** @param {OwnMark} mark */
  #take(mark) {
    if (this.posted.value.length > FULL) {
      this.#say(this.words.said.full);
      this.#paint();
      return;
    }
    const { erase, points, ...rest } = mark;
    const own = erase ? { ...rest, erase } : { ...rest, pain: this.state.now };
    if (points) own.points = this.skin ? simpler(points, mark.width, this.skin.table(mark.view)) : points;
    if (points && this.skin && !touches(this.skin.table(mark.view), own)) {
      this.#say(this.words.said.missed);
      this.#paint();
      return;
    }
    this.#change({ marks: [...this.state.marks, own] });
  }

  #step(from, to, words) {
    const state = from.pop();
    if (!state) return;
    this.lastChange = "";
    to.push(this.state);
    const isOther = state.figure !== this.state.figure;
    this.state = state;
    this.fold = null;
    this.#changed();
    if (isOther) this.#figureChanged();
    this.#say(words);
  }

  /** Steps over the strengths, as arrow keys take them, are one change to undo. */
  #setPain(part) {
    const isSameChange = this.lastChange === `${Object.keys(part)}${this.state.now}` && this.past.length;
    const pains = this.state.pains.map((one) => (one.id === this.state.now ? { ...one, ...part } : one));
    this.fold = null;
    if (isSameChange) this.state = this.past.pop();
    this.#change({ pains });
    this.lastChange = `${Object.keys(part)}${this.state.now}`;
  }

  #newPain() {
    const id = Math.max(...this.state.pains.map((one) => one.id)) + 1;
    this.#change({ pains: [...this.state.pains, { id, intensity: null, quality: null }], now: id });
    this.#say(this.words.said.chosen, { pain: this.#painName(id) });
    this.#need('[data-now="intensity"]:checked').focus({ preventScroll: true });
  }

  #removePain(id) {
    const name = this.#painName(id);
    let pains = this.state.pains.filter((one) => one.id !== id);
    if (!pains.length) pains = [{ id: id + 1, intensity: null, quality: null }];
    const marks = this.state.marks.filter((mark) => mark.pain !== id);
    const now = pains.some((one) => one.id === this.state.now) ? this.state.now : pains[pains.length - 1].id;
    this.fold = null;
    this.#change({ pains, marks, now });
    this.#say(this.words.said.removed, { pain: name });
    this.#need('[data-do="pain"]').focus({ preventScroll: true });
  }

  async #setFigure(figure) {
    if (figure === this.state.figure) return;
    if (this.state.marks.some((mark) => mark.points) && !(await this.#agrees())) return;
    this.#change({ figure, marks: this.state.marks.filter((mark) => mark.zone) });
    this.#figureChanged();
    this.#say(this.words.said.figure);
  }

  #figureChanged() {
    this.skin = null;
    this.fold = null;
    this.#picture();
    this.#loadSkin().catch(() => this.#say(this.words.said.unread));
  }

  #agrees() {
    const ask = this.#need("[data-ask]");
    return new Promise((resolve) => {
      const answer = (event) => {
        if (event.type === "click" && !event.target.closest("[data-ask-yes], [data-ask-no]")) return;
        ask.removeEventListener("click", answer);
        ask.removeEventListener("close", answer);
        resolve(Boolean(event.target.closest?.("[data-ask-yes]")));
        if (ask.open) ask.close();
      };
      ask.addEventListener("click", answer);
      ask.addEventListener("close", answer);
      ask.showModal();
    });
  }

  // What the marks mean.

  /** The marks as they are posted and folded. @returns {import("./drawing.js").Mark[]} */
  #marks() {
    const pains = new Map(this.state.pains.map((one) => [one.id, one]));
    return this.state.marks.map(({ pain, ...mark }) => {
      const { intensity = null, quality = null } = pains.get(pain) ?? {};
      return {
        ...mark,
        ...(intensity === null ? {} : { intensity }),
        ...(quality === null ? {} : { quality }),
      };
    });
  }

  #post() {
    const marks = this.#marks();
    const drawing = { chart: this.words.chart, figure: this.state.figure, marks };
    this.posted.value = marks.length ? JSON.stringify(drawing) : "";
    this.postedFigure.value = this.state.figure;
  }

  /** After the frame that shows the stroke. */
  #soon() {
    clearTimeout(this.refolding);
    this.refolding = setTimeout(() => this.#refold(), 0);
  }

  #refold() {
    if (!this.skin) return;
    const begun = performance.now();
    const marks = this.#marks();
    const isLonger = this.fold && marks.length >= this.folded && this.state.marks[this.folded - 1] === this.lastFolded;
    if (!isLonger) {
      this.fold = new Fold(this.skin);
      this.folded = 0;
    }
    for (const mark of marks.slice(this.folded)) this.fold.take(mark);
    this.folded = marks.length;
    this.lastFolded = this.state.marks[marks.length - 1];
    this.cover = this.fold.covered();
    performance.measure("body-chart cover", { start: begun });
    performance.clearMeasures("body-chart cover");
    this.#showZones();
    this.#paint();
    this.#showPains();
    this.#thumbs();
  }

  // What is shown.

  #paint() {
    const now = this.state.pains.find((one) => one.id === this.state.now);
    this.stage.pain = now;
    this.stage.paint({ marks: this.#marks(), fold: this.fold ?? null, skin: this.skin ?? null });
  }

  #showNow() {
    const now = this.state.pains.find((one) => one.id === this.state.now);
    const check = (part, value) => {
      const button = this.querySelector(`[data-now="${part}"][value="${value ?? ""}"]`);
      if (button) button.checked = true;
    };
    check("intensity", now.intensity);
    check("quality", now.quality);
    this.#press("[data-view]", (button) => button.dataset.view === this.view);
    this.#press("[data-tool]", (button) => button.dataset.tool === this.stage.tool);
    this.#press("[data-pen]", (button) => Number(button.dataset.pen) === this.stage.penPx);
    this.#press("[data-skin]", (button) => button.dataset.skin === this.dataset.skin);
    const [sex, build] = this.state.figure.split("-");
    this.#press("[data-sex]", (button) => button.dataset.sex === sex);
    this.#press("[data-build]", () => build === "full");
    this.#need('[data-do="undo"]').disabled = !this.past.length;
    this.#need('[data-do="redo"]').disabled = !this.future.length;
    const [, , sides] = this.words.views.find(([name]) => name === this.view);
    this.querySelectorAll("[data-sides] span").forEach((span, i) => (span.textContent = sides[i] ?? ""));
    this.#showPains();
  }

  #press(selector, isPressed) {
    for (const button of this.querySelectorAll(`button${selector}`))
      button.setAttribute("aria-pressed", String(isPressed(button)));
  }

  #painName(id) {
    return this.words.said.pain.replace("{number}", this.state.pains.findIndex((one) => one.id === id) + 1);
  }

  #showPains() {
    const list = this.#need("[data-pains]");
    const row = this.#need("[data-pain-row]");
    const { said, qualities } = this.words;
    list.replaceChildren(
      ...this.state.pains.map((pain) => {
        const item = row.content.cloneNode(true).firstElementChild;
        const name = this.#painName(pain.id);
        const area = this.cover?.areas.get(painKey(pain));
        const strength = pain.intensity === null ? said.not_said : said.strength.replace("{strength}", pain.intensity);
        this.#need("[data-number]", item).textContent = name;
        this.#need("[data-what]", item).textContent = [
          strength,
          pain.quality ? qualities[pain.quality] : "",
          area ? `${Math.round(area)} cm²` : "",
        ]
          .filter(Boolean)
          .join(" · ");
        this.#need("[data-which]", item).textContent = name;
        this.stage.inks.swatch(this.#need("canvas", item), pain.intensity, pain.quality);
        const choose = this.#need("[data-choose]", item);
        choose.setAttribute("aria-pressed", String(pain.id === this.state.now));
        choose.addEventListener("click", () => {
          this.state = { ...this.state, now: pain.id };
          this.#showNow();
          this.#paint();
          this.#say(said.chosen, { pain: name });
          this.#need('[data-pains] [aria-pressed="true"]').focus({ preventScroll: true });
        });
        this.#need("[data-remove]", item).addEventListener("click", () => this.#removePain(pain.id));
        return item;
      }),
    );
    const count = this.zones.size;
    this.#need("[data-total]").textContent = count
      ? fill(said.total, { count, area: Math.round(this.cover?.areaCm2 ?? 0) })
      : said.none;
  }

  /** The list says what the figure shows. */
  #showZones() {
    const before = this.zones;
    this.zones = new Map(this.cover.zones.map((zone) => [`${zone.code}:${zone.side}`, zone]));
    for (const [key, box] of this.boxes) {
      const zone = this.zones.get(key);
      if (box.checked !== Boolean(zone)) box.checked = Boolean(zone);
      const words = zone ? percent(zone.cover) : "";
      if ((box.dataset.cover ?? "") === words) continue;
      box.dataset.cover = words;
      let shown = box.parentElement.querySelector(".zone-cover");
      if (!shown) {
        shown = document.createElement("span");
        shown.className = "zone-cover";
        shown.ariaHidden = "true"; // said as the description: the box keeps its name
        box.parentElement.append(shown);
      }
      shown.textContent = words;
      box.setAttribute("aria-description", words);
    }
    for (const part of this.querySelectorAll(".body-chart__list details")) {
      const count = part.querySelectorAll("input:checked").length;
      this.#need("[data-part-count]", part).textContent = count ? ` ${count}` : "";
    }
    const name = (key) => this.#zoneName(key);
    const come = [...this.zones].filter(([key, zone]) => percent(before.get(key)?.cover) !== percent(zone.cover));
    const gone = [...before.keys()].filter((key) => !this.zones.has(key));
    const told = [];
    if (come.length) told.push(fill(this.words.said.marked, { zones: this.#some(come.map(([key, zone]) => `${name(key)} ${percent(zone.cover)}`)) }));
    if (gone.length) told.push(fill(this.words.said.unmarked, { zones: this.#some(gone.map(name)) }));
    if (told.length && this.past.length) this.#say(told.join(" "));
  }

  /** As the list says it: the line, and the side where there are two. */
  #zoneName(key) {
    const box = this.boxes.get(key);
    if (!box) return key;
    const line = box.closest("[role=group]");
    const side = box.parentElement.querySelector("span").textContent;
    return line.querySelectorAll("input").length > 1 ? `${line.ariaLabel} (${side.toLowerCase()})` : line.ariaLabel;
  }

  #some(names) {
    const rest = names.length - NAMES_SAID;
    const shown = names.slice(0, NAMES_SAID);
    if (rest > 0) shown.push(this.words.said.more.replace("{count}", rest));
    return shown.join("; ");
  }

  #say(words, parts = {}) {
    this.saidIn.textContent = fill(words, parts);
  }

  // Small pictures of the views, made from the surface: nothing more to load.

  /** One by one while the hand rests, the large view's table first. */
  #thumbs() {
    const isWaiting = this.waiting?.length;
    this.waiting = this.words.views.map(([name]) => name);
    if (isWaiting) return;
    const next = () => {
      if (!this.waiting.length) return;
      if (!this.stage.isBusy && this.skin) {
        if (this.skin.tables.has(this.view)) this.#thumb(this.waiting.shift());
        else this.#rehearse();
      }
      soon(next);
    };
    soon(next);
  }

  /** Makes the view's table, and a stroke that nobody sees: the first that somebody draws is as quick as the rest. */
  #rehearse() {
    const { width, height } = this.skin.table(this.view).view;
    const fold = new Fold(this.skin);
    for (let turn = 0; turn < 3; turn++) {
      fold.take({ view: this.view, points: [[width / 20, height / 40], [width / 20, height / 20]], width: 30 });
      fold.covered();
    }
  }

  #thumb(name) {
    const { skin } = this;
    const { face, columns, rows } = skin.small(name, THUMB);
    const canvas = this.#need(`[data-view="${name}"] canvas`);
    canvas.width = columns;
    canvas.height = rows;
    const pen = canvas.getContext("2d");
    const image = pen.createImageData(columns, rows);
    const axis = lookedAlong(skin.view(name).panels[0].from);
    const inks = this.stage.inks;
    const pains = [...(this.cover?.shares ?? [])].map(([key, share]) => [
      share,
      rgb(inks.colour(this.fold.pains.get(key).intensity)),
    ]);
    for (let at = 0; at < face.length; at++) {
      const f = face[at];
      if (f === NOTHING) continue;
      const light = 0.62 + 0.38 * skin.facing(f, axis);
      let [red, green, blue] = inks.skin.map((one) => one * light);
      for (const [share, colour] of pains) {
        if (share[f] < 0.3) continue;
        [red, green, blue] = colour;
      }
      image.data.set([red, green, blue, 255], at * 4);
    }
    pen.putImageData(image, 0, 0);
  }

  // The hand.

  #listen() {
    this.addEventListener("change", (event) => {
      const { target } = event;
      if ("zone" in target.dataset) {
        const [zone, side] = target.value.split(":");
        this.#take(target.checked ? { zone, side } : { zone, side, erase: true });
      } else if (target.dataset.now === "intensity") {
        this.#setPain({ intensity: target.value === "" ? null : Number(target.value) });
      } else if (target.dataset.now === "quality") {
        this.#setPain({ quality: target.value || null });
      }
    });
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const { view, tool, pen, skin, sex, do: action } = button.dataset;
      if (view) this.#setView(view);
      if (tool) this.stage.tool = tool;
      if (pen) this.stage.penPx = Number(pen);
      if (skin) this.#setSkin(skin);
      if (sex) this.#setFigure(sex + (this.state.figure.endsWith("-full") ? "-full" : ""));
      if ("build" in button.dataset) {
        const [plain, build] = this.state.figure.split("-");
        this.#setFigure(build ? plain : `${plain}-full`);
      }
      if (action === "undo") this.#step(this.past, this.future, this.words.said.undone);
      if (action === "redo") this.#step(this.future, this.past, this.words.said.redone);
      if (action === "pain") this.#newPain();
      if (action === "closer") this.stage.closer();
      if (action === "farther") this.stage.farther();
      if (action === "whole") this.stage.fit();
      if (tool || pen || skin) this.#showNow();
      this.classList.toggle("body-chart--move", this.stage.tool === "move");
    });
    this.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || event.target.matches("textarea")) return;
      event.preventDefault();
      if (event.shiftKey) this.#step(this.future, this.past, this.words.said.redone);
      else this.#step(this.past, this.future, this.words.said.undone);
    });
  }

  #setView(view) {
    if (view === this.view) return;
    this.view = view;
    this.#picture();
    this.#thumbs();
    this.#showNow();
    this.#need(`[data-view="${view}"]`).scrollIntoView({ block: "nearest", inline: "nearest" });
    this.#say(this.words.said.view, { view: this.words.views.find(([name]) => name === view)[1] });
  }

  #setSkin(skin) {
    this.dataset.skin = skin;
    try {
      localStorage.setItem(SKIN_KEPT, skin);
    } catch {
      // A browser that keeps nothing: it holds for this page.
    }
    this.stage.inks = new Inks(this);
    this.#thumbs();
  }
}

/** Whether a stroke meets any skin of its view. */
const touches = (table, { points, width }) =>
  strokeCells(points, width, table).cells.some((at) => table.face[at] !== NOTHING);

const percent = (share) => (share === undefined ? "" : `${Math.max(1, Math.round(share * 100))} %`);
const fill = (words, parts) => words.replace(/\{(\w+)\}/g, (whole, name) => parts[name] ?? whole);
const soon = (work) => (window.requestIdleCallback ? requestIdleCallback(work, { timeout: 2000 }) : setTimeout(work, 60));

function kept() {
  try {
    return localStorage.getItem(SKIN_KEPT);
  } catch {
    return null;
  }
}

customElements.define("body-chart", BodyChart);
