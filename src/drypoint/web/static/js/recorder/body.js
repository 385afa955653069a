// The planned places on the body: one view at a time, each place a numbered spot to tap.

import { el, say, svg } from "./parts.js";

const ROOM_MM = 80;
const LEAST_MM = 320;
const TAP_MM = 26;
const SPOT_MM = 13;

/**
 * @param {{view: any, places: any[], chosen: string, stateOf: (key: string) => string, choose: (key: string) => void}} given
 * ``places``: with ``key``, ``number``, ``title``, ``spot``
 */
export function bodyPicture({ view, places, chosen, stateOf, choose }) {
  const here = places.filter((place) => place.spot?.view === view.name);
  const box = cropped(view, here);
  const scale = box[2] / LEAST_MM;
  const marks = here.map((place) => {
    const { x, y } = place.spot;
    const state = stateOf(place.key);
    return svg(
      "g",
      { class: `rec-spot rec-spot--${state}${place.key === chosen ? " rec-spot--chosen" : ""}`, "data-place": place.key },
      svg("circle", { class: "rec-spot__tap", cx: x, cy: y, r: TAP_MM * scale }),
      svg("circle", { class: "rec-spot__ring", cx: x, cy: y, r: (SPOT_MM + 5) * scale }),
      svg("circle", { class: "rec-spot__dot", cx: x, cy: y, r: SPOT_MM * scale }),
      label(place, state, scale),
    );
  });
  const picture = svg(
    "svg",
    { class: "rec-body", viewBox: box.join(" "), role: "img", "aria-label": `${say("picture")}: ${view.label}` },
    svg("use", { href: `${view.svg}#body` }),
    marks,
  );
  picture.addEventListener("click", (event) => {
    const at = nearest(picture, here, event);
    if (at) choose(at.key);
  });
  return el(
    "figure",
    { class: "rec-figure" },
    picture,
    el("figcaption", {}, el("span", { text: view.left_words }), el("strong", { text: view.label }), el("span", { text: view.right_words })),
  );
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
