// The planned places on the body: one view at a time, each place a numbered spot to tap.

import { el, say, svg } from "./parts.js";

const ROOM_MM = 80;
const LEAST_MM = 320;
const TAP_MM = 26;
const SPOT_MM = 13;

export class BodyPicture {
  /**
   * @param {{view: any, places: any[], choose: (key: string) => void}} given
   * ``places``: with ``key``, ``number``, ``title``, ``spot``
   */
  constructor({ view, places, choose }) {
    this.here = places.filter((place) => place.spot?.view === view.name);
    const box = cropped(view, this.here);
    this.scale = box[2] / LEAST_MM;
    this.drawn = null;
    this.percents = new Map();
    // The body below, the marks above it, so that a tap paints only the marks anew.
    const body = svg("svg", { class: "rec-body", viewBox: box.join(" "), "aria-hidden": "true" }, svg("use", { href: `${view.svg}#body` }));
    this.marks = svg("svg", { class: "rec-body rec-body--marks", viewBox: box.join(" "), role: "img", "aria-label": `${say("picture")}: ${view.label}` });
    this.marks.addEventListener("click", (event) => {
      const at = nearest(this.marks, this.here, event);
      if (at) choose(at.key);
    });
    this.figure = el(
      "figure",
      { class: "rec-figure" },
      el("div", { class: "rec-figure__stage" }, body, this.marks),
      el("figcaption", {}, el("span", { text: view.left_words }), el("strong", { text: view.label }), el("span", { text: view.right_words })),
    );
  }

  /** Shows what is chosen and where needles are, when ``signature`` says that this changed. */
  mark(chosen, stateOf, signature) {
    if (this.drawn === signature) return;
    this.drawn = signature;
    this.marks.replaceChildren(...this.here.map((place) => this.#spot(place, stateOf(place), place.key === chosen)));
  }

  #spot(place, state, isChosen) {
    const { scale } = this;
    const { x, y } = place.spot;
    const at = (radius) => ({ cx: x, cy: y, r: radius * scale });
    return svg(
      "g",
      { class: `rec-spot rec-spot--${state}${isChosen ? " rec-spot--chosen" : ""}`, "data-place": place.key },
      svg("circle", { class: "rec-spot__ring", ...at(SPOT_MM + 9) }),
      svg("circle", { class: "rec-spot__dot", ...at(SPOT_MM) }),
      state === "in" &&
        svg("circle", {
          class: "rec-spot__dwell", ...at(SPOT_MM + 3), pathLength: 100, transform: `rotate(-90 ${x} ${y})`,
          "stroke-dasharray": `${this.percents.get(place.key) ?? 0} 100`,
        }),
      label(place, state, scale),
    );
  }

  /** How much of the planned time is over at a place where a needle is in. */
  dwell(key, percent) {
    this.percents.set(key, percent);
    const ring = this.marks.querySelector(`[data-place="${CSS.escape(key ?? "")}"] .rec-spot__dwell`);
    ring?.setAttribute("stroke-dasharray", `${percent} 100`);
  }
}

function label(place, state, scale) {
  const { x, y } = place.spot;
  const words = svg("text", { class: "rec-spot__number", x, y: y + 5 * scale, "font-size": 15 * scale });
  words.textContent = state === "done" ? "✓" : place.number;
  return words;
}

/** The spot nearest to a tap, within a finger's reach. */
function nearest(picture, places, event) {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
  const perPixel = picture.viewBox.baseVal.width / picture.getBoundingClientRect().width;
  const reach = Math.max(TAP_MM, 32 * perPixel);
  return places
    .map((place) => ({ place, far: Math.hypot(place.spot.x - at.x, place.spot.y - at.y) }))
    .filter((one) => one.far <= reach)
    .sort((a, b) => a.far - b.far)[0]?.place;
}

function cropped(view, places) {
  const [, , width, height] = view.box;
  if (!places.length) return view.box;
  const xs = places.map((place) => place.spot.x);
  const ys = places.map((place) => place.spot.y);
  const wide = Math.min(width, Math.max(LEAST_MM, Math.max(...xs) - Math.min(...xs) + 2 * ROOM_MM));
  const high = Math.min(height, Math.max(LEAST_MM * 0.9, Math.max(...ys) - Math.min(...ys) + 2 * ROOM_MM));
  const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;
  const x = Math.min(Math.max(middle(xs) - wide / 2, 0), width - wide);
  const y = Math.min(Math.max(middle(ys) - high / 2, 0), height - high);
  return [x, y, wide, high].map((number) => Number(number.toFixed(1)));
}
