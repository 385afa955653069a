// The pain chart: figures to tap, kept in step with the list of tick boxes that carries the answer.
// Contract: docs/reference/pain-chart.md. Without this file the list alone is complete.

/** @typedef {{code: string, side: string, cover: number, intensity: number | null, quality: string | null}} Zone */

class ElementError extends Error {
  constructor(what) {
    super(`The pain chart's markup lacks ${what}.`);
    this.name = "ElementError";
  }
}

/** @param {ParentNode} within @param {string} selector @returns {any} */
function need(within, selector) {
  const found = within.querySelector(selector);
  if (!found) throw new ElementError(selector);
  return found;
}

/** @param {HTMLElement} chart */
export function startZoneChart(chart) {
  const posted = need(chart, "[data-zones-json]");
  const row = need(chart, "[data-zone-row]");
  const list = need(chart, "[data-zone-list]");
  const count = need(chart, "[data-zone-count]");
  const boxes = new Map([...chart.querySelectorAll("input[type=checkbox]")].map((box) => [box.value, box]));
  const shapes = [...chart.querySelectorAll("[data-zone]")];
  /** @type {Map<string, Zone>} */
  const zones = new Map(read(posted.value).map((zone) => [`${zone.code}:${zone.side}`, zone]));

  const now = (part) => need(chart, `[data-now="${part}"]`).value;
  const fresh = (key) => {
    const [code, side] = key.split(":");
    const intensity = now("intensity");
    return {
      code,
      side,
      cover: Number(now("cover")),
      intensity: intensity === "" ? null : Number(intensity),
      quality: now("quality") || null,
    };
  };
  const words = (part, value) => {
    const option = [...need(chart, `[data-now="${part}"]`).options].find((one) => one.value === String(value));
    return option ? option.textContent.trim() : "";
  };

  function mark(key, on) {
    if (!boxes.has(key)) return;
    if (on) zones.set(key, fresh(key));
    else zones.delete(key);
    show();
  }

  function show() {
    for (const [key, box] of boxes) box.checked = zones.has(key);
    for (const shape of shapes) {
      const zone = zones.get(shape.dataset.zone);
      shape.classList.toggle("zone--on", Boolean(zone));
      shape.setAttribute("fill-opacity", zone ? String(0.45 + 0.055 * (zone.intensity ?? 5)) : "1");
    }
    list.replaceChildren(...[...zones].map(([key, zone]) => line(key, zone)));
    count.textContent = zones.size ? `${count.dataset.some}: ${zones.size}` : count.dataset.none;
    posted.value = JSON.stringify([...zones.values()]);
  }

  function line(key, zone) {
    const item = row.content.cloneNode(true).firstElementChild;
    const name = boxes.get(key).dataset.zoneName;
    const said = [
      zone.intensity === null ? "" : `${zone.intensity}/10`,
      zone.quality ? words("quality", zone.quality) : "",
      zone.cover === 1 ? "" : words("cover", zone.cover),
    ];
    need(item, "[data-name]").textContent = name;
    need(item, "[data-said]").textContent = said.filter(Boolean).join(" · ");
    need(item, "[data-remove-words]").append(` ${name}`);
    need(item, "[data-remove]").addEventListener("click", () => {
      mark(key, false);
      count.focus();
    });
    return item;
  }

  for (const shape of shapes) {
    const box = boxes.get(shape.dataset.zone);
    if (!box) throw new ElementError(`a tick box for ${shape.dataset.zone}`);
    const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
    title.textContent = box.dataset.zoneName;
    shape.append(title);
    shape.addEventListener("click", () => mark(shape.dataset.zone, !zones.has(shape.dataset.zone)));
  }
  for (const [key, box] of boxes) box.addEventListener("change", () => mark(key, box.checked));
  for (const [key, box] of boxes) if (box.checked && !zones.has(key)) zones.set(key, fresh(key));
  count.tabIndex = -1;
  for (const part of chart.querySelectorAll("details")) part.open = false; // the figure shows what is marked
  need(chart, "[data-zone-figures]").hidden = false;
  need(chart, "[data-zone-chosen]").hidden = false;
  show();
}

/** @param {string} text @returns {Zone[]} */
function read(text) {
  try {
    return text ? JSON.parse(text) : [];
  } catch {
    return [];
  }
}

for (const chart of document.querySelectorAll("[data-zone-chart]")) startZoneChart(chart);
