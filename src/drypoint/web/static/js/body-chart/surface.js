// The surface of the body and what each view sees of it. Contract: docs/reference/body.md, which
// drypoint.atlas.body follows too: the same whole numbers, the same one division.

export const NOTHING = -1;
const ATTACHED_WITHIN = 30;

/** Per look: axis and sign of screen x, screen y and nearness. */
const AXES = {
  front: [0, 1, 1, -1, 2, 1],
  back: [0, -1, 1, -1, 2, -1],
  right: [2, 1, 1, -1, 0, -1],
  left: [2, -1, 1, -1, 0, 1],
  top: [0, -1, 2, -1, 1, 1],
  below: [0, 1, 2, -1, 1, -1],
};

/**
 * @typedef {{from: string, side: string, zones?: string[], box: number[], at: number[]}} Panel
 * @typedef {{name: string, width: number, height: number, cell: number, mirror_of?: string, panels: Panel[]}} View
 * @typedef {{name: string, views: View[]}} Figure
 * @typedef {{chart: string, vertices: number, faces: number, figures: Figure[],
 *   zones: {code: string, midline: boolean, first: number, count: number}[]}} Body
 * @typedef {{view: View, columns: number, rows: number, cell: number, face: Int32Array, attachedFace: Int32Array,
 *   attachedCell: Int32Array, cells: Int32Array, stamp: Uint32Array}} Table
 */

/** One figure: both halves, the right one first. */
export class Surface {
  /** @param {Body} body @param {string} name @param {Uint8Array} faces @param {Uint8Array} points */
  constructor(body, name, faces, points) {
    const [n, m] = [body.vertices, body.faces];
    this.body = body;
    this.figure = body.figures.find((one) => one.name === name);
    this.half = m;
    const halfFaces = rows(faces, m);
    const halfPoints = new Int16Array(rows(points, n).buffer);
    /** Three rows: x, y, z of 2n points; three corners of 2m faces. */
    this.points = [0, 1, 2].map((axis) => {
      const row = new Int32Array(2 * n);
      for (let i = 0; i < n; i++) {
        row[i] = halfPoints[axis * n + i];
        row[n + i] = axis === 0 ? -row[i] : row[i];
      }
      return row;
    });
    this.faces = [0, 1, 2].map((corner) => {
      const row = new Int32Array(2 * m);
      for (let i = 0; i < m; i++) {
        row[i] = halfFaces[corner * m + i];
        row[m + i] = row[i] + n;
      }
      return row;
    });
    this.areaMm2 = this.#areas();
    /** @type {{code: string, side: string}[]} */
    this.places = [];
    this.zone = new Int32Array(2 * m);
    for (const { code, midline, first, count } of body.zones) {
      const right = this.places.push({ code, side: midline ? "midline" : "right" }) - 1;
      const left = midline ? right : this.places.push({ code, side: "left" }) - 1;
      this.zone.fill(right, first, first + count);
      this.zone.fill(left, m + first, m + first + count);
    }
    this.number = new Map(this.places.map(({ code, side }, number) => [`${code}:${side}`, number]));
    this.zoneAreaMm2 = new Float64Array(this.places.length);
    for (let face = 0; face < 2 * m; face++) this.zoneAreaMm2[this.zone[face]] += this.areaMm2[face];
    /** @type {Map<string, Table>} */
    this.tables = new Map();
    this.coarse = new Map();
  }

  #areas() {
    const [x, y, z] = this.points;
    const [fa, fb, fc] = this.faces;
    const found = new Float64Array(fa.length);
    for (let f = 0; f < found.length; f++) {
      const a = fa[f];
      const b = fb[f];
      const c = fc[f];
      const ux = x[b] - x[a];
      const uy = y[b] - y[a];
      const uz = z[b] - z[a];
      const vx = x[c] - x[a];
      const vy = y[c] - y[a];
      const vz = z[c] - z[a];
      const nx = uy * vz - uz * vy;
      const ny = uz * vx - ux * vz;
      const nz = ux * vy - uy * vx;
      found[f] = Math.sqrt(nx * nx + ny * ny + nz * nz) / 2 / 100;
    }
    return found;
  }

  /** @param {string} name @returns {View | undefined} */
  view(name) {
    return this.figure.views.find((one) => one.name === name);
  }

  /** What one view shows, made once. @param {string} name @returns {Table} */
  table(name) {
    let table = this.tables.get(name);
    if (!table) {
      const view = this.view(name);
      table = view.mirror_of ? mirrored(this, view, this.table(view.mirror_of)) : drawn(this, view);
      this.tables.set(name, table);
    }
    return table;
  }

  /** The same in large cells: only for small pictures. @param {string} name @param {number} longer @returns {Table} */
  small(name, longer) {
    let table = this.coarse.get(name);
    if (!table) {
      const view = this.view(name);
      const cell = view.cell * Math.max(1, Math.round(Math.max(view.width, view.height) / view.cell / longer));
      table = drawn(this, { ...view, cell });
      this.coarse.set(name, table);
    }
    return table;
  }

  /** How squarely a face looks along an axis, 0 to 1. @param {number} f @param {number} axis */
  facing(f, axis) {
    const [x, y, z] = this.points;
    const a = this.faces[0][f];
    const b = this.faces[1][f];
    const c = this.faces[2][f];
    const [p, q] = axis === 0 ? [y, z] : axis === 1 ? [z, x] : [x, y];
    const seen = (p[b] - p[a]) * (q[c] - q[a]) - (q[b] - q[a]) * (p[c] - p[a]);
    return Math.min(1, Math.abs(seen) / (this.areaMm2[f] * 200));
  }
}

/** Of a look: the axis that it looks along. @param {string} from */
export const lookedAlong = (from) => AXES[from][4];

/** Two planes of bytes, differences along each of three rows. @param {Uint8Array} raw @param {number} count */
function rows(raw, count) {
  const found = new Uint16Array(3 * count);
  for (let row = 0, at = 0; row < 3; row++) {
    for (let i = 0, sum = 0; i < count; i++, at++) {
      sum = (sum + raw[at] + (raw[3 * count + at] << 8)) & 0xffff;
      found[at] = sum;
    }
  }
  return found;
}

/** @param {Int32Array} row @param {number} sign @param {number} shift */
function placed(row, sign, shift) {
  const found = new Int32Array(row.length);
  for (let i = 0; i < row.length; i++) found[i] = row[i] * sign + shift;
  return found;
}

/** @param {Surface} skin @param {View} view @returns {Table} */
function drawn(skin, view) {
  const cell = view.cell;
  const [columns, rowCount] = [Math.floor(view.width / cell), Math.floor(view.height / cell)];
  const face = new Int32Array(columns * rowCount).fill(NOTHING);
  const near = new Float64Array(columns * rowCount).fill(-Infinity);
  const seen = new Uint8Array(skin.zone.length);
  const [attachedFace, attachedCell] = [[], []];
  const [fa, fb, fc] = skin.faces;
  const middle = cell >> 1;
  for (const panel of view.panels) {
    const [across, right, down, sign, towards, nearer] = AXES[panel.from];
    const x = placed(skin.points[across], right, panel.at[0] - panel.box[0]);
    const y = placed(skin.points[down], sign, panel.at[1] - panel.box[1]);
    const depth = placed(skin.points[towards], nearer, 0);
    const window = [Math.floor(panel.at[0] / cell), Math.floor(panel.at[1] / cell)];
    window.push(window[0] + Math.floor(panel.box[2] / cell) - 1, window[1] + Math.floor(panel.box[3] / cell) - 1);
    const chosen = skin.places.map(
      ({ code }) => !panel.zones?.length || panel.zones.some((start) => code.startsWith(start)),
    );
    const begin = panel.side === "left" ? skin.half : 0;
    const end = panel.side === "right" ? skin.half : skin.zone.length;
    const facing = [];
    for (let f = begin; f < end; f++) {
      if (!chosen[skin.zone[f]]) continue;
      const a = fa[f];
      const b = fb[f];
      const c = fc[f];
      const ax = x[a];
      const ay = y[a];
      const bx = x[b];
      const by = y[b];
      const cx = x[c];
      const cy = y[c];
      const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
      if (!(f < skin.half ? area < 0 : area > 0)) continue;
      facing.push(f);
      const da = depth[a];
      const db = depth[b];
      const dc = depth[c];
      const c0 = Math.max(Math.ceil((Math.min(ax, bx, cx) - middle) / cell), window[0]);
      const c1 = Math.min(Math.floor((Math.max(ax, bx, cx) - middle) / cell), window[2]);
      const r0 = Math.max(Math.ceil((Math.min(ay, by, cy) - middle) / cell), window[1]);
      const r1 = Math.min(Math.floor((Math.max(ay, by, cy) - middle) / cell), window[3]);
      const turn = area > 0 ? 1 : -1;
      for (let row = r0; row <= r1; row++) {
        const py0 = cell * row + middle;
        for (let column = c0; column <= c1; column++) {
          const px0 = cell * column + middle;
          const ea = (bx - px0) * (cy - py0) - (by - py0) * (cx - px0);
          if (ea * turn < 0) continue;
          const eb = (cx - px0) * (ay - py0) - (cy - py0) * (ax - px0);
          if (eb * turn < 0) continue;
          const ec = (ax - px0) * (by - py0) - (ay - py0) * (bx - px0);
          if (ec * turn < 0) continue;
          const nearness = (ea * da + eb * db + ec * dc) / area;
          const at = row * columns + column;
          if (nearness > near[at]) {
            near[at] = nearness;
            face[at] = f;
          }
        }
      }
    }
    seen.fill(0);
    for (let at = 0; at < face.length; at++) if (face[at] !== NOTHING) seen[face[at]] = 1;
    for (const f of facing) {
      if (seen[f]) continue;
      // A middle on the border of two columns counts for the next one on the right and for the last on the left.
      const column = Math.floor((x[fa[f]] + x[fb[f]] + x[fc[f]] - (f < skin.half ? 0 : 1)) / (3 * cell));
      const row = Math.floor((y[fa[f]] + y[fb[f]] + y[fc[f]]) / (3 * cell));
      if (column < window[0] || column > window[2] || row < window[1] || row > window[3]) continue;
      const at = row * columns + column;
      const nearness = (depth[fa[f]] + depth[fb[f]] + depth[fc[f]]) / 3;
      if (face[at] === NOTHING || near[at] - nearness > ATTACHED_WITHIN) continue;
      attachedFace.push(f);
      attachedCell.push(at);
    }
  }
  return counted(skin, view, columns, rowCount, face, Int32Array.from(attachedFace), Int32Array.from(attachedCell));
}

/** @param {Surface} skin @param {View} view @param {Table} table @returns {Table} */
function mirrored(skin, view, table) {
  const { columns, rows: rowCount } = table;
  const [half, all] = [skin.half, skin.zone.length];
  const face = new Int32Array(table.face.length);
  for (let row = 0, at = 0; row < rowCount; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const shown = table.face[row * columns + columns - 1 - column];
      face[at] = shown === NOTHING ? NOTHING : (shown + half) % all;
    }
  }
  const attachedFace = table.attachedFace.map((f) => (f + half) % all);
  const attachedCell = table.attachedCell.map((at) => at - 2 * (at % columns) + columns - 1);
  return counted(skin, view, columns, rowCount, face, attachedFace, attachedCell);
}

function counted(skin, view, columns, rowCount, face, attachedFace, attachedCell) {
  const cells = new Int32Array(skin.zone.length);
  for (let at = 0; at < face.length; at++) if (face[at] !== NOTHING) cells[face[at]]++;
  for (const f of attachedFace) cells[f] = 1;
  const stamp = new Uint32Array(face.length);
  return { view, columns, rows: rowCount, cell: view.cell, face, attachedFace, attachedCell, cells, stamp };
}

/** Files are fetched once, however many charts a page has. */
const fetched = new Map();

/** @param {string} address @param {(answer: Response) => Promise<any>} read */
function once(address, read) {
  if (!fetched.has(address)) {
    const asked = fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      return read(answer);
    });
    asked.catch(() => fetched.delete(address));
    fetched.set(address, asked);
  }
  return fetched.get(address);
}

const bytes = (answer) => answer.arrayBuffer().then((buffer) => new Uint8Array(buffer));

/** @param {string} base @returns {Promise<Body>} */
export const loadBody = (base) => once(`${base}body.json`, (answer) => answer.json());

/** @param {string} base @param {string} figure @param {string} view @returns {Promise<string>} */
export const loadPicture = (base, figure, view) => once(`${base}views/${figure}/${view}.svg`, (answer) => answer.text());

const surfaces = new Map();

/** @param {string} base @param {string} name @returns {Promise<Surface>} */
export async function loadSurface(base, name) {
  const [body, faces, points] = await Promise.all([
    loadBody(base),
    once(`${base}faces.bin`, bytes),
    once(`${base}${name}.bin`, bytes),
  ]);
  if (!surfaces.has(base + name)) surfaces.set(base + name, new Surface(body, name, faces, points));
  return surfaces.get(base + name);
}
