// How pain looks: a colour for its strength and a pattern for its quality, on skin of any tone.

const TILE = 12;

/** Quality to pattern: related ones share one, words stand beside it in any case. */
const PATTERNS = {
  ache: "slant",
  pressure: "level",
  tight: "level",
  stiff: "level",
  cramp: "upright",
  throbbing: "rings",
  sharp: "peaks",
  stabbing: "peaks",
  burning: "cross",
  shooting: "steps",
  electric: "steps",
  numb: "rings",
  tingling: "dots",
  weak: "dots",
};

/** @type {Record<string, (pen: CanvasRenderingContext2D) => void>} */
const DRAWN = {
  slant: (pen) => lines(pen, [[-2, 8, 8, -2], [4, 14, 14, 4]]),
  level: (pen) => lines(pen, [[0, 3, 12, 3], [0, 9, 12, 9]]),
  upright: (pen) => lines(pen, [[3, 0, 3, 12], [9, 0, 9, 12]]),
  peaks: (pen) => lines(pen, [[0, 10, 6, 2], [6, 2, 12, 10]]),
  cross: (pen) => lines(pen, [[0, 0, 12, 12], [0, 12, 12, 0]]),
  steps: (pen) => lines(pen, [[0, 9, 6, 9], [6, 9, 6, 3], [6, 3, 12, 3], [12, 3, 12, 9]]),
  dots: (pen) => circles(pen, 1.5, true),
  rings: (pen) => circles(pen, 2.2, false),
};

function lines(pen, all) {
  pen.beginPath();
  for (const [x0, y0, x1, y1] of all) {
    pen.moveTo(x0, y0);
    pen.lineTo(x1, y1);
  }
  pen.stroke();
}

function circles(pen, radius, filled) {
  for (const [x, y] of [[3, 3], [9, 9]]) {
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    if (filled) pen.fill();
    else pen.stroke();
  }
}

/** The colours of a chart, as its style sheet has them. */
export class Inks {
  /** @param {HTMLElement} chart */
  constructor(chart) {
    const style = getComputedStyle(chart);
    const colour = (name) => style.getPropertyValue(name).trim();
    this.ramp = Array.from({ length: 11 }, (_, strength) => colour(`--pain-${strength}`));
    this.unsaid = colour("--pain-unsaid");
    this.edge = colour("--pain-edge");
    this.halo = colour("--pain-halo");
    this.lines = colour("--pain-lines");
    this.skin = rgb(colour("--skin"));
    /** @type {Map<string, HTMLCanvasElement>} */
    this.tiles = new Map();
  }

  /** @param {number | null} strength */
  colour(strength) {
    return strength === null || strength === undefined ? this.unsaid : this.ramp[Math.round(strength)];
  }

  /** One tile of colour and pattern, in device pixels. */
  tile(strength, quality, ratio) {
    const key = `${strength}|${quality}|${ratio}`;
    let tile = this.tiles.get(key);
    if (!tile) {
      tile = document.createElement("canvas");
      tile.width = tile.height = Math.round(TILE * ratio);
      const pen = tile.getContext("2d");
      pen.scale(tile.width / TILE, tile.height / TILE);
      pen.fillStyle = this.colour(strength);
      pen.fillRect(0, 0, TILE, TILE);
      pen.strokeStyle = pen.fillStyle = this.lines;
      pen.lineWidth = 1.4;
      pen.lineCap = "square";
      DRAWN[PATTERNS[quality]]?.(pen);
      this.tiles.set(key, tile);
    }
    return tile;
  }

  /** A swatch for a list. @param {HTMLCanvasElement} canvas */
  swatch(canvas, strength, quality) {
    const ratio = devicePixelRatio || 1;
    canvas.width = canvas.height = Math.round(28 * ratio);
    const pen = canvas.getContext("2d");
    pen.fillStyle = pen.createPattern(this.tile(strength, quality, ratio), "repeat");
    pen.fillRect(0, 0, canvas.width, canvas.height);
  }
}

/** @param {string} hex such as #d8a684 */
export function rgb(hex) {
  const number = parseInt(hex.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** A line as the fold sees it: round, of one width. @param {CanvasRenderingContext2D} pen @param {number[][]} points */
export function line(pen, points, width) {
  pen.lineWidth = width;
  pen.lineCap = pen.lineJoin = "round";
  pen.beginPath();
  pen.moveTo(points[0][0], points[0][1]);
  if (points.length === 1) pen.lineTo(points[0][0] + 0.01, points[0][1]);
  for (let i = 1; i < points.length; i++) pen.lineTo(points[i][0], points[i][1]);
  pen.stroke();
}
