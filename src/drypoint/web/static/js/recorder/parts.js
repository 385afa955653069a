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

export function icon(name) {
  const made = svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" });
  made.innerHTML = WORDS.icons[name] ?? "";
  return made;
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

/** The time of day of a moment in milliseconds. */
export function timeOfDay(ms) {
  return new Date(ms).toLocaleTimeString(WORDS.language, { hour: "2-digit", minute: "2-digit" });
}

/** Puts ``made`` in the place of what ``place`` holds, only when ``signature`` changed; keeps the focus by id. */
export function redraw(place, signature, make) {
  if (place.dataset.drawn === signature) return;
  const active = place.contains(document.activeElement) ? document.activeElement.id : "";
  place.dataset.drawn = signature;
  place.replaceChildren(...[make()].flat().filter(Boolean));
  if (active) document.getElementById(active)?.focus({ preventScroll: true });
}
