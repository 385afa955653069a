// Small parts of the recorder's page: elements, icons, words, times.

const read = document.getElementById("recorder-words");
export const WORDS = read ? JSON.parse(read.textContent) : { say: {}, icons: {}, events: {}, sensations: {} };

/** The words of ``name``, with numbers and names put in. */
export function say(name, given = {}) {
  const words = WORDS.say[name] ?? name;
  return words.replace(/\{(\w+)\}/g, (whole, key) => (key in given ? String(given[key]) : whole));
}

/** An element with attributes, listeners (``onclick``) and children; ``null`` children are left out. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "text") made.textContent = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.flat().filter(Boolean));
  return made;
}

const icons = new Map();

export function icon(name) {
  if (!icons.has(name)) {
    const made = svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" });
    made.innerHTML = WORDS.icons[name] ?? "";
    icons.set(name, made);
  }
  return icons.get(name).cloneNode(true);
}

/** A button of the recorder; ``look`` adds to its class. */
export function button(label, press, { look = "second", picture = null, ...attributes } = {}) {
  return el(
    "button",
    { type: "button", class: `rec-button rec-button--${look}`, onclick: press, ...attributes },
    picture && icon(picture),
    el("span", { text: label }),
  );
}

/** One tap chooses one of few; pressed is the chosen one. */
export function chips(label, options, chosen, choose, { name = "" } = {}) {
  return el(
    "div",
    { class: "rec-chips", role: "group", "aria-label": label },
    options.map(({ value, words, look = "" }) =>
      el("button", {
        type: "button",
        class: `rec-chip ${look}`,
        "aria-pressed": String(value === chosen),
        "data-chip": name ? `${name}-${value}` : null,
        onclick: () => choose(value),
        text: words,
      }),
    ),
  );
}

/** ``m:ss`` of milliseconds. */
export function clock(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

const times = new Intl.DateTimeFormat(WORDS.language, { hour: "2-digit", minute: "2-digit" });

/** The time of day of a moment in milliseconds. */
export function timeOfDay(ms) {
  return times.format(ms);
}

const drawn = new WeakMap();

/** Puts what ``make`` makes into ``place``, only when ``signature`` changed (then ``true``); keeps the focus by id. */
export function redraw(place, signature, make) {
  if (drawn.get(place) === signature) return false;
  const active = place.contains(document.activeElement) ? document.activeElement.id : "";
  drawn.set(place, signature);
  place.replaceChildren(...[make()].flat().filter(Boolean));
  if (active) document.getElementById(active)?.focus({ preventScroll: true });
  return true;
}

/** Sets words only when they differ, so that a second that changes nothing repaints nothing. */
export function setText(node, words) {
  if (node && node.textContent !== words) node.textContent = words;
}
