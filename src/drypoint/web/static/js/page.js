// Small helps on every page. Everything here is an addition: each page works without it.

for (const summary of document.querySelectorAll("[data-error-summary]")) summary.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const block of document.querySelectorAll("[data-copy]")) {
  const button = block.querySelector("[data-copy-button]");
  const label = block.querySelector("[data-copy-label]");
  const text = block.querySelector("[data-copy-text]");
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent);
    label.textContent = button.dataset.copied;
  });
}

for (const field of document.querySelectorAll("[data-signature]")) startSignature(field);

/** @param {HTMLElement} field */
function startSignature(field) {
  const drawing = field.querySelector("[data-signature-drawing]");
  const pad = field.querySelector("[data-signature-pad]");
  const posted = field.querySelector("[data-signature-strokes]");
  let strokes = [];
  try {
    strokes = posted.value ? JSON.parse(posted.value) : [];
  } catch {
    posted.value = "";
  }
  drawing.hidden = false;

  const draw = () => {
    pad.replaceChildren(
      ...strokes.map((stroke) => {
        const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
        line.setAttribute("points", stroke.map((point) => point.join(",")).join(" "));
        line.setAttribute("class", "signature__stroke");
        return line;
      }),
    );
    posted.value = strokes.length ? JSON.stringify(strokes) : "";
  };
  const at = (event) => {
    const box = pad.getBoundingClientRect();
    const on = (value, size) => Math.max(0, Math.min(size, Math.round(value * size)));
    return [on((event.clientX - box.left) / box.width, 600), on((event.clientY - box.top) / box.height, 180)];
  };
  let current = null;
  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    current = [at(event)];
    strokes.push(current);
    draw();
  });
  pad.addEventListener("pointermove", (event) => {
    if (!current) return;
    current.push(at(event));
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => (current = null));
  field.querySelector("[data-signature-clear]").addEventListener("click", () => {
    strokes = [];
    draw();
  });
  draw();
}
