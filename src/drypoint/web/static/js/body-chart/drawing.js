// From the marks of a drawing to what they cover: the fold of docs/reference/body.md, as drypoint.painmap.cover has it.
// Nothing here touches the page.

import { NOTHING } from "./surface.js";

const LEAST_COVER = 0.05;
const LEAST_AREA_MM2 = 200;
const LEAST_PART = 0.1;
const FARTHEST_MM = 10000;
const PIECE_CELLS = 8;

/**
 * @typedef {import("./surface.js").Surface} Surface
 * @typedef {import("./surface.js").Table} Table
 * @typedef {{view?: string, points?: number[][], width?: number, zone?: string, side?: string, erase?: boolean,
 *   intensity?: number | null, quality?: string | null}} Mark
 * @typedef {{code: string, side: string, cover: number, areaCm2: number, intensity: number | null,
 *   quality: string | null}} CoveredZone
 * @typedef {{view: string, grid: Uint8Array, count: Int32Array}} Layer
 * @typedef {{intensity: number | null, quality: string | null, layers: Map<string, Layer>, whole: Uint8Array,
 *   gone: Uint8Array, mains: Set<number>}} Pain
 */

export const painKey = (mark) => `${mark.intensity ?? ""}|${mark.quality ?? ""}`;

const tenths = (mm) => Math.floor(mm * 10 + 0.5);
const within = (mm) => Math.max(-FARTHEST_MM, Math.min(FARTHEST_MM, mm));

let stamps = 0;

/** The cells of a view that a line of this width covers; `table.stamp` carries the returned number in them.
 * @param {number[][]} points @param {number} widthMm @param {Table} table @returns {{stamp: number, cells: number[]}} */
export function strokeCells(points, widthMm, table) {
  const { columns, rows, cell, stamp } = table;
  const mine = ++stamps;
  const found = [];
  const line = [];
  for (const [x, y] of points) {
    const at = [tenths(within(x)), tenths(within(y))];
    const before = line[line.length - 1];
    if (!before || before[0] !== at[0] || before[1] !== at[1]) line.push(at);
  }
  if (line.length === 1) line.push(line[0]);
  const reach = tenths(widthMm) / 2;
  const reach2 = reach * reach;
  const middle = cell >> 1;
  for (let i = 1; i < line.length; i++) {
    const ax = line[i - 1][0];
    const ay = line[i - 1][1];
    const bx = line[i][0];
    const by = line[i][1];
    const dx = bx - ax;
    const dy = by - ay;
    const length = dx * dx + dy * dy;
    const pieces = Math.max(1, Math.ceil(Math.sqrt(length) / (PIECE_CELLS * cell)));
    for (let piece = 0; piece < pieces; piece++) {
      const x0 = ax + (dx * piece) / pieces;
      const y0 = ay + (dy * piece) / pieces;
      const x1 = ax + (dx * (piece + 1)) / pieces;
      const y1 = ay + (dy * (piece + 1)) / pieces;
      const c0 = Math.max(0, Math.ceil((Math.min(x0, x1) - reach - middle) / cell) - 1);
      const c1 = Math.min(columns - 1, Math.floor((Math.max(x0, x1) + reach - middle) / cell) + 1);
      const r0 = Math.max(0, Math.ceil((Math.min(y0, y1) - reach - middle) / cell) - 1);
      const r1 = Math.min(rows - 1, Math.floor((Math.max(y0, y1) + reach - middle) / cell) + 1);
      for (let row = r0; row <= r1; row++) {
        const py = cell * row + middle;
        for (let column = c0; column <= c1; column++) {
          const at = row * columns + column;
          if (stamp[at] === mine) continue;
          const px = cell * column + middle;
          const ux = px - ax;
          const uy = py - ay;
          const place = ux * dx + uy * dy;
          let near;
          if (place <= 0) near = ux * ux + uy * uy <= reach2;
          else if (place >= length) near = (px - bx) * (px - bx) + (py - by) * (py - by) <= reach2;
          else {
            const aside = dx * uy - dy * ux;
            near = aside * aside <= reach2 * length;
          }
          if (!near) continue;
          stamp[at] = mine;
          found.push(at);
        }
      }
    }
  }
  return { stamp: mine, cells: found };
}

/** What a growing drawing covers. Marks are taken one after the other; taking one back means a new fold. */
export class Fold {
  /** @param {Surface} skin */
  constructor(skin) {
    this.skin = skin;
    /** @type {Map<string, Pain>} */
    this.pains = new Map();
    /** @type {Map<string, {intensity: number | null, quality: string | null}>} */
    this.inner = new Map();
  }

  /** Takes a mark; false where it is neither a stroke on a known view nor a zone, or touches no skin.
   * @param {Mark} mark @returns {boolean} */
  take(mark) {
    if (mark.zone) return this.#takeZone(mark);
    if (!mark.view || !mark.points?.length || !(mark.width > 0) || !this.skin.view(mark.view)) return false;
    const table = this.skin.table(mark.view);
    const stroke = strokeCells(mark.points, mark.width, table);
    const touched = this.#touched(table, stroke);
    if (mark.erase) this.#eraseCells(mark.view, table, stroke, touched);
    else this.#draw(mark.view, table, stroke, touched, mark);
    return stroke.cells.some((at) => table.face[at] !== NOTHING);
  }

  #takeZone(mark) {
    const key = `${mark.zone}:${mark.side}`;
    const number = this.skin.number.get(key);
    if (number === undefined) {
      this.inner.delete(key);
      if (!mark.erase) this.inner.set(key, { intensity: mark.intensity ?? null, quality: mark.quality ?? null });
      return true;
    }
    const faces = this.skin.zone;
    if (mark.erase) {
      this.#takeAway((f) => faces[f] === number, "");
      return true;
    }
    const pain = this.#of(mark);
    for (let f = 0; f < faces.length; f++) {
      if (faces[f] !== number) continue;
      pain.whole[f] = 1;
      pain.gone[f] = 0;
    }
    pain.mains.add(number);
    return true;
  }

  /** How many cells that stand for each face the stroke holds. */
  #touched(table, { stamp, cells }) {
    const count = new Int32Array(this.skin.zone.length);
    for (const at of cells) if (table.face[at] !== NOTHING) count[table.face[at]]++;
    for (let i = 0; i < table.attachedFace.length; i++)
      count[table.attachedFace[i]] = table.stamp[table.attachedCell[i]] === stamp ? 1 : 0;
    return count;
  }

  #draw(view, table, { cells }, touched, mark) {
    const pain = this.#of(mark);
    let layer = pain.layers.get(view);
    if (!layer) {
      layer = { view, grid: new Uint8Array(table.face.length), count: new Int32Array(touched.length) };
      pain.layers.set(view, layer);
    }
    for (const at of cells) {
      if (layer.grid[at]) continue;
      layer.grid[at] = 1;
      if (table.face[at] !== NOTHING) layer.count[table.face[at]]++;
    }
    const share = new Float64Array(touched.length);
    for (let f = 0; f < touched.length; f++) {
      if (!touched[f]) continue;
      pain.gone[f] = 0;
      share[f] = touched[f] / Math.max(table.cells[f], 1);
    }
    const area = this.#byZone(share);
    let most = 0;
    for (let z = 1; z < area.length; z++) if (area[z] > area[most]) most = z;
    if (area[most] > 0) pain.mains.add(most);
  }

  #eraseCells(view, table, { cells }, touched) {
    for (const pain of this.pains.values()) {
      const layer = pain.layers.get(view);
      if (!layer) continue;
      for (const at of cells) {
        if (!layer.grid[at]) continue;
        layer.grid[at] = 0;
        if (table.face[at] !== NOTHING) layer.count[table.face[at]]--;
      }
    }
    this.#takeAway((f) => touched[f] > 0 && touched[f] * 2 >= table.cells[f], view);
  }

  #takeAway(isTaken, besides) {
    const taken = new Uint8Array(this.skin.zone.length);
    for (let f = 0; f < taken.length; f++) if (isTaken(f)) taken[f] = 1;
    for (const pain of this.pains.values()) {
      for (let f = 0; f < taken.length; f++) {
        if (!taken[f]) continue;
        pain.whole[f] = 0;
        pain.gone[f] = 1;
      }
      for (const layer of pain.layers.values()) {
        if (layer.view === besides) continue;
        const shown = this.skin.table(layer.view).face;
        for (let at = 0; at < shown.length; at++) {
          if (!layer.grid[at] || shown[at] === NOTHING || !taken[shown[at]]) continue;
          layer.grid[at] = 0;
          layer.count[shown[at]]--;
        }
      }
    }
  }

  /** @param {Mark} mark @returns {Pain} */
  #of(mark) {
    const key = painKey(mark);
    let pain = this.pains.get(key);
    if (!pain) {
      const faces = this.skin.zone.length;
      pain = {
        intensity: mark.intensity ?? null,
        quality: mark.quality ?? null,
        layers: new Map(),
        whole: new Uint8Array(faces),
        gone: new Uint8Array(faces),
        mains: new Set(),
      };
      this.pains.set(key, pain);
    }
    return pain;
  }

  /** Half by half, as on the server, so that a mirrored drawing sums up to exactly the mirrored numbers. */
  #byZone(share) {
    const { zone, areaMm2, half, places } = this.skin;
    const [right, left] = [new Float64Array(places.length), new Float64Array(places.length)];
    for (let f = 0; f < half; f++) if (share[f]) right[zone[f]] += share[f] * areaMm2[f];
    for (let f = half; f < share.length; f++) if (share[f]) left[zone[f]] += share[f] * areaMm2[f];
    for (let z = 0; z < right.length; z++) right[z] += left[z];
    return right;
  }

  /** @param {Pain} pain @returns {Float64Array} the share of every face */
  share(pain) {
    const share = Float64Array.from(pain.whole);
    for (const layer of pain.layers.values()) {
      const table = this.skin.table(layer.view);
      for (let f = 0; f < share.length; f++) {
        if (!layer.count[f]) continue;
        share[f] = Math.max(share[f], layer.count[f] / Math.max(table.cells[f], 1));
      }
      for (let i = 0; i < table.attachedFace.length; i++) {
        if (layer.grid[table.attachedCell[i]]) share[table.attachedFace[i]] = 1;
      }
    }
    for (let f = 0; f < share.length; f++) if (pain.gone[f]) share[f] = 0;
    return share;
  }

  /** The share of every face that views other than `view` gave it. @param {Pain} pain @param {string} view */
  shareElsewhere(pain, view) {
    const layers = new Map([...pain.layers].filter(([name]) => name !== view));
    return this.share({ ...pain, layers, whole: new Uint8Array(pain.whole.length) });
  }

  /** @returns {{zones: CoveredZone[], areaCm2: number, shares: Map<string, Float64Array>, areas: Map<string, number>}} */
  covered() {
    const { places, zoneAreaMm2, areaMm2 } = this.skin;
    const any = new Float64Array(this.skin.zone.length);
    const shares = new Map();
    const areas = new Map();
    const byPain = [];
    for (const [key, pain] of this.pains) {
      const share = this.share(pain);
      shares.set(key, share);
      for (let f = 0; f < any.length; f++) if (share[f] > any[f]) any[f] = share[f];
      const area = this.#byZone(share);
      areas.set(key, area.reduce((sum, one) => sum + one, 0) / 100);
      byPain.push({ pain, area });
    }
    const area = this.#byZone(any);
    /** @type {CoveredZone[]} */
    const zones = [];
    places.forEach(({ code, side }, number) => {
      const listed = byPain.some(({ pain, area: of }) => pain.mains.has(number) && of[number] > 0);
      if (!listed && area[number] < Math.min(LEAST_COVER * zoneAreaMm2[number], LEAST_AREA_MM2)) return;
      const holding = byPain.filter(({ area: of }) => of[number] >= LEAST_PART * area[number]);
      if (!holding.length) return;
      const most = holding.reduce((best, one) => (one.area[number] > best.area[number] ? one : best));
      const said = holding.map(({ pain }) => pain.intensity).filter((one) => one !== null);
      zones.push({
        code,
        side,
        cover: Math.min(area[number] / zoneAreaMm2[number], 1),
        areaCm2: area[number] / 100,
        intensity: said.length ? Math.max(...said) : null,
        quality: most.pain.quality,
      });
    });
    for (const [key, pain] of this.inner) {
      const [code, side] = key.split(":");
      zones.push({ code, side, cover: 1, areaCm2: 0, ...pain });
    }
    let total = 0;
    for (let f = 0; f < any.length; f++) total += any[f] * areaMm2[f];
    return { zones, areaCm2: total / 100, shares, areas };
  }
}

/** What a whole drawing covers. @param {{marks: Mark[]}} drawing @param {Surface} skin */
export function cover(drawing, skin) {
  const fold = new Fold(skin);
  for (const mark of drawing.marks) fold.take(mark);
  return fold.covered();
}

/** The points of a stroke without those that change nothing of what it covers.
 * @param {number[][]} points @param {number} width @param {Table} table @returns {number[][]} */
export function simpler(points, width, table) {
  if (points.length < 3) return points;
  const whole = strokeCells(points, width, table).cells.sort((a, b) => a - b);
  for (const tolerance of [0.5, 0.25, 0.1]) {
    const fewer = thinned(points, tolerance);
    const cells = strokeCells(fewer, width, table).cells.sort((a, b) => a - b);
    if (cells.length === whole.length && cells.every((at, i) => at === whole[i])) return fewer;
  }
  return points;
}

/** Douglas and Peucker's way, without recursion. */
function thinned(points, tolerance) {
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const spans = [[0, points.length - 1]];
  while (spans.length) {
    const [from, to] = spans.pop();
    const [[ax, ay], [bx, by]] = [points[from], points[to]];
    const length = Math.hypot(bx - ax, by - ay);
    let [farthest, distance] = [0, tolerance];
    for (let i = from + 1; i < to; i++) {
      const [x, y] = points[i];
      let away = Math.hypot(x - ax, y - ay);
      if (length > 0) {
        const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length;
        if (along > length) away = Math.hypot(x - bx, y - by);
        else if (along > 0) away = Math.abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length;
      }
      if (away > distance) [farthest, distance] = [i, away];
    }
    if (!farthest) continue;
    keep[farthest] = 1;
    spans.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, i) => keep[i]);
}
