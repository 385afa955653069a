// The large figure: picture, ink, zoom, and the hand that draws. It knows nothing of lists and forms.

import { painKey } from "./drawing.js";
import { Inks, line } from "./ink.js";
import { NOTHING } from "./surface.js";

const INK_ALPHA = 0.82;
const GHOST_ALPHA = 0.4;
const FARTHEST_ZOOM = 8;
const STEP = 1.6;
const NEAR_PX = 14; // a finger beside the figure still means the figure
const PINCH_GRACE = 14; // points of a stroke that a second finger may take back

/**
 * @typedef {import("./surface.js").Surface} Surface
 * @typedef {import("./surface.js").View} View
 * @typedef {{onStroke: (stroke: {points: number[][], width: number, erase: boolean}) => void}} Hears
 */

export class Stage {
  /** @param {HTMLElement} root @param {HTMLElement} chart @param {Hears} hears */
  constructor(root, chart, hears) {
    this.root = root;
    this.chart = chart;
    this.hears = hears;
    this.picture = root.querySelector("[data-picture]");
    this.ink = root.querySelector("[data-ink]");
    this.live = root.querySelector("[data-live]");
    this.inkPen = this.ink.getContext("2d");
    this.livePen = this.live.getContext("2d");
    this.mask = document.createElement("canvas");
    this.tint = document.createElement("canvas");
    this.raster = document.createElement("canvas");
    this.tool = "draw";
    this.penPx = 11;
    this.pain = { intensity: null, quality: null };
    this.zoom = 1;
    this.offset = [0, 0];
    this.size = [1, 1];
    /** @type {View | null} */
    this.view = null;
    this.body = null;
    /** @type {Surface | null} */
    this.skin = null;
    this.marks = [];
    this.fold = null;
    this.shares = null;
    /** @type {Map<number, {x: number, y: number}>} */
    this.fingers = new Map();
    this.stroke = null;
    this.readInks();
    new ResizeObserver(() => this.#resized()).observe(root);
    if (hears) this.#listen();
  }

  get isBusy() {
    return this.fingers.size > 0;
  }

  readInks() {
    this.inks = new Inks(this.chart);
  }

  /** @param {View} view @param {string} svg */
  show(view, svg) {
    const parsed = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    for (const one of parsed.querySelectorAll("[id]")) one.removeAttribute("id");
    this.picture.replaceChildren(document.importNode(parsed, true));
    const outline = parsed.querySelector("path").getAttribute("d");
    const [, by] = /scale\(([\d.]+)\)/.exec(parsed.querySelector("g").getAttribute("transform"));
    this.body = new Path2D();
    this.body.addPath(new Path2D(outline), new DOMMatrix().scale(Number(by)));
    this.view = view;
    this.root.classList.toggle("stage--wide", view.width > 0.75 * view.height);
    this.fit();
  }

  /** @param {{marks: any[], fold: any, shares: any, skin: Surface | null}} drawn */
  paint(drawn) {
    Object.assign(this, drawn);
    this.draw();
  }

  fit() {
    this.zoom = 1;
    this.offset = [0, 0];
    this.#resized();
  }

  /** @param {number} factor @param {number[]} [at] a place of the stage that stays where it is */
  zoomBy(factor, at = [this.size[0] / 2, this.size[1] / 2]) {
    const zoom = Math.max(1, Math.min(FARTHEST_ZOOM, this.zoom * factor));
    const by = zoom / this.zoom;
    this.offset = this.offset.map((one, axis) => at[axis] - (at[axis] - one) * by);
    this.zoom = zoom;
    this.#place();
  }

  closer() {
    const last = this.marks.findLast((mark) => mark.view === this.view?.name);
    this.zoomBy(STEP, last && this.zoom === 1 ? this.#onStage(last.points[last.points.length >> 1]) : undefined);
  }

  farther() {
    this.zoomBy(1 / STEP);
  }

  #resized() {
    const box = this.root.getBoundingClientRect();
    if (!this.view || !box.width) return;
    this.size = [box.width, box.height];
    this.ratio = Math.min(devicePixelRatio || 1, 2.5);
    for (const canvas of [this.ink, this.live, this.mask, this.tint]) {
      canvas.width = Math.round(box.width * this.ratio);
      canvas.height = Math.round(box.height * this.ratio);
    }
    this.mm = [this.view.width / 10, this.view.height / 10];
    this.scale = Math.min((box.width - 16) / this.mm[0], (box.height - 16) / this.mm[1]);
    this.picture.style.width = `${this.mm[0] * this.scale}px`;
    this.picture.style.height = `${this.mm[1] * this.scale}px`;
    this.#place();
  }

  /** Keeps the figure on the stage and paints it where it is now. */
  #place() {
    if (!this.view) return;
    this.offset = this.offset.map((one, axis) => {
      const room = this.size[axis] - this.mm[axis] * this.scale * this.zoom;
      const slack = this.size[axis] * 0.25;
      return room >= 0 ? room / 2 : Math.max(room - slack, Math.min(slack, one));
    });
    if (this.zoom === 1) this.offset = this.mm.map((mm, axis) => (this.size[axis] - mm * this.scale) / 2);
    const [x, y] = this.offset;
    this.picture.style.transform = `translate(${x}px, ${y}px) scale(${this.zoom})`;
    this.draw();
  }

  #onStage([x, y]) {
    const by = this.scale * this.zoom;
    return [x * by + this.offset[0], y * by + this.offset[1]];
  }

  #inView(x, y) {
    const by = this.scale * this.zoom;
    const tenth = (value) => Math.round(value * 10) / 10;
    return [tenth((x - this.offset[0]) / by), tenth((y - this.offset[1]) / by)];
  }

  #toView(pen) {
    const by = this.scale * this.zoom * this.ratio;
    pen.setTransform(by, 0, 0, by, this.offset[0] * this.ratio, this.offset[1] * this.ratio);
  }

  /** Everything but the stroke that is under the pen. */
  draw() {
    if (!this.view) return;
    const pen = this.inkPen;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.ink.width, this.ink.height);
    const pains = new Map();
    for (const mark of this.marks) if (!mark.erase) pains.set(painKey(mark), mark);
    for (const [key, pain] of pains) this.#drawGhost(key, pain);
    for (const [key, pain] of pains) this.#drawPain(key, pain);
  }

  #drawPain(key, pain) {
    const name = this.view.name;
    const mine = this.marks.filter((mark) => mark.view === name && (mark.erase || painKey(mark) === key));
    const folded = this.fold?.pains.get(key);
    if (!folded && !mine.length) return;
    const pen = this.mask.getContext("2d");
    wipe(pen);
    this.#toView(pen);
    pen.strokeStyle = "#000";
    for (const mark of mine) {
      pen.globalCompositeOperation = mark.erase ? "destination-out" : "source-over";
      line(pen, mark.points, mark.width);
    }
    if (folded) {
      const { face } = this.skin.table(name);
      const grid = folded.layers.get(name)?.grid;
      if (mine.length && folded.gone.includes(1))
        this.#stamp(pen, "destination-out", (at) => (folded.gone[face[at]] && !grid?.[at] ? 255 : 0));
      if (folded.whole.includes(1)) this.#stamp(pen, "source-over", (at) => (folded.whole[face[at]] ? 255 : 0));
    }
    this.#toView(pen);
    pen.globalCompositeOperation = "destination-in";
    pen.fillStyle = "#000";
    pen.fill(this.body, "evenodd");
    pen.globalCompositeOperation = "source-over";
    this.#edge(2.4, this.inks.halo);
    this.#edge(1.2, this.inks.edge);
    this.#tinted(this.inks.tile(pain.intensity ?? null, pain.quality ?? null, this.ratio), INK_ALPHA);
  }

  /** What other views left on skin that this one sees as well. */
  #drawGhost(key, pain) {
    const folded = this.fold?.pains.get(key);
    const name = this.view.name;
    if (!folded || ![...folded.layers.keys()].some((view) => view !== name)) return;
    const { face } = this.skin.table(name);
    const share = this.fold.shareElsewhere(folded, name);
    const grid = folded.layers.get(name)?.grid;
    const pen = this.mask.getContext("2d");
    wipe(pen);
    this.#stamp(pen, "source-over", (at) => (grid?.[at] || folded.whole[face[at]] ? 0 : 255 * share[face[at]]));
    this.#tinted(this.inks.tile(pain.intensity ?? null, pain.quality ?? null, this.ratio), GHOST_ALPHA);
  }

  /** Cells of the view as a picture onto `pen`. @param {(at: number) => number} alpha */
  #stamp(pen, how, alpha) {
    const { face, columns, rows, cell } = this.skin.table(this.view.name);
    this.raster.width = columns;
    this.raster.height = rows;
    const rasterPen = this.raster.getContext("2d");
    const image = rasterPen.createImageData(columns, rows);
    for (let at = 0; at < face.length; at++) if (face[at] !== NOTHING) image.data[at * 4 + 3] = alpha(at);
    rasterPen.putImageData(image, 0, 0);
    this.#toView(pen);
    pen.globalCompositeOperation = how;
    pen.imageSmoothingEnabled = true;
    pen.drawImage(this.raster, 0, 0, (columns * cell) / 10, (rows * cell) / 10);
    pen.globalCompositeOperation = "source-over";
  }

  #edge(px, colour) {
    const pen = this.tint.getContext("2d");
    wipe(pen);
    const by = px * this.ratio;
    for (let turn = 0; turn < 8; turn++) {
      const angle = (turn * Math.PI) / 4;
      pen.drawImage(this.mask, by * Math.cos(angle), by * Math.sin(angle));
    }
    pen.globalCompositeOperation = "source-in";
    pen.fillStyle = colour;
    pen.fillRect(0, 0, this.tint.width, this.tint.height);
    pen.globalCompositeOperation = "destination-out";
    pen.drawImage(this.mask, 0, 0);
    pen.globalCompositeOperation = "source-over";
    this.inkPen.drawImage(this.tint, 0, 0);
  }

  #tinted(tile, alpha) {
    const pen = this.tint.getContext("2d");
    wipe(pen);
    pen.drawImage(this.mask, 0, 0);
    pen.globalCompositeOperation = "source-in";
    pen.fillStyle = pen.createPattern(tile, "repeat");
    pen.fillRect(0, 0, this.tint.width, this.tint.height);
    pen.globalCompositeOperation = "source-over";
    this.inkPen.globalAlpha = alpha;
    this.inkPen.drawImage(this.tint, 0, 0);
    this.inkPen.globalAlpha = 1;
  }

  /** Whether a place of the stage is on the figure or close to it. */
  #isOnFigure(x, y) {
    if (!this.view) return false;
    const by = this.scale * this.zoom * this.ratio;
    const pen = this.inkPen;
    pen.setTransform(by, 0, 0, by, this.offset[0] * this.ratio, this.offset[1] * this.ratio);
    for (const [dx, dy] of [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]]) {
      const [px, py] = [(x + dx * NEAR_PX) * this.ratio, (y + dy * NEAR_PX) * this.ratio];
      if (pen.isPointInPath(this.body, px, py, "evenodd")) return true;
    }
    return false;
  }

  #listen() {
    const { root } = this;
    // A finger on the figure draws; one beside it scrolls the page.
    root.addEventListener(
      "touchstart",
      (event) => {
        const box = root.getBoundingClientRect();
        const isHeld = [...event.targetTouches].some((touch) =>
          this.#isOnFigure(touch.clientX - box.left, touch.clientY - box.top),
        );
        if (!event.target.closest("button") && (isHeld || event.targetTouches.length > 1)) event.preventDefault();
      },
      { passive: false },
    );
    root.addEventListener("pointerdown", (event) => this.#down(event));
    // Where the browser tells of the pen at once, ink does not wait for the next frame to begin.
    this.isRaw = "onpointerrawupdate" in root;
    if (this.isRaw) root.addEventListener("pointerrawupdate", (event) => this.#extend(event));
    root.addEventListener("pointermove", (event) => this.#move(event));
    root.addEventListener("pointerup", (event) => this.#up(event));
    root.addEventListener("pointercancel", (event) => this.#up(event, true));
    root.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey) return;
        event.preventDefault();
        this.zoomBy(Math.exp(-event.deltaY / 200), [event.clientX - this.box.left, event.clientY - this.box.top]);
      },
      { passive: false },
    );
    root.addEventListener("pointerenter", () => (this.box = root.getBoundingClientRect()));
  }

  #down(event) {
    if (!this.view || event.target.closest("button") || (event.pointerType === "mouse" && event.button !== 0)) return;
    if (event.pointerType === "touch" && this.hasPen) return; // the palm beside the pen
    this.box = this.root.getBoundingClientRect();
    const [x, y] = [event.clientX - this.box.left, event.clientY - this.box.top];
    if (event.pointerType === "touch" && !this.fingers.size && !this.#isOnFigure(x, y)) return;
    this.root.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, { x, y });
    this.hasPen = event.pointerType === "pen";
    if (this.fingers.size > 1) {
      if (this.stroke && this.stroke.points.length <= PINCH_GRACE) this.#drop();
      else this.#finish();
      return;
    }
    if (this.tool === "move") return;
    const width = Math.max(2, Math.min(120, Math.round((this.penPx / (this.scale * this.zoom)) * 10) / 10));
    this.stroke = { id: event.pointerId, points: [this.#inView(x, y)], width, erase: this.tool === "erase" };
    this.#ready();
    this.#inkFrom(0);
  }

  #ready() {
    const pen = this.stroke.erase ? this.inkPen : this.livePen;
    this.#toView(pen);
    pen.globalCompositeOperation = this.stroke.erase ? "destination-out" : "source-over";
    pen.strokeStyle = this.inks.colour(this.pain.intensity);
  }

  #move(event) {
    const finger = this.fingers.get(event.pointerId);
    if (!finger) return;
    if (this.stroke?.id === event.pointerId) {
      if (!this.isRaw) this.#extend(event);
      return;
    }
    const [x, y] = [event.clientX - this.box.left, event.clientY - this.box.top];
    if (this.fingers.size === 1) {
      this.offset = [this.offset[0] + x - finger.x, this.offset[1] + y - finger.y];
      Object.assign(finger, { x, y });
      this.#soon();
      return;
    }
    const [other] = [...this.fingers].filter(([id]) => id !== event.pointerId).map(([, one]) => one);
    const before = Math.hypot(finger.x - other.x, finger.y - other.y);
    const middle = [(x + other.x) / 2, (y + other.y) / 2];
    this.offset = [this.offset[0] + (x - finger.x) / 2, this.offset[1] + (y - finger.y) / 2];
    Object.assign(finger, { x, y });
    const factor = Math.hypot(x - other.x, y - other.y) / Math.max(1, before);
    const zoom = Math.max(1, Math.min(FARTHEST_ZOOM, this.zoom * factor));
    this.offset = this.offset.map((one, axis) => middle[axis] - ((middle[axis] - one) * zoom) / this.zoom);
    this.zoom = zoom;
    this.#soon();
  }

  #extend(event) {
    if (this.stroke?.id !== event.pointerId) return;
    const { points } = this.stroke;
    const from = points.length;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const one of events.length ? events : [event])
      points.push(this.#inView(one.clientX - this.box.left, one.clientY - this.box.top));
    this.#inkFrom(from - 1);
  }

  /** Paints a moved figure once per frame, however fast the fingers are. */
  #soon() {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = undefined;
      this.#place();
    });
  }

  /** Only the newest pieces of the line: this runs between the hand's move and the next frame. */
  #inkFrom(from) {
    const { points, width, erase } = this.stroke;
    line(erase ? this.inkPen : this.livePen, from ? points.slice(from) : points, width);
  }

  #up(event, isCancelled = false) {
    if (!this.fingers.delete(event.pointerId)) return;
    if (!this.fingers.size) this.hasPen = false;
    if (this.stroke?.id !== event.pointerId) return;
    if (isCancelled) this.#drop();
    else this.#finish();
  }

  #drop() {
    const { erase } = this.stroke;
    this.stroke = null;
    this.#clearLive();
    if (erase) this.draw();
  }

  #finish() {
    if (!this.stroke) return;
    const { points, width, erase } = this.stroke;
    this.stroke = null;
    this.inkPen.globalCompositeOperation = "source-over";
    this.hears.onStroke({ points, width, erase });
    this.#clearLive();
  }

  #clearLive() {
    this.inkPen.globalCompositeOperation = "source-over";
    this.livePen.setTransform(1, 0, 0, 1, 0, 0);
    this.livePen.clearRect(0, 0, this.live.width, this.live.height);
  }
}

function wipe(pen) {
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.globalCompositeOperation = "source-over";
  pen.clearRect(0, 0, pen.canvas.width, pen.canvas.height);
}
