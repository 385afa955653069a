"""A browser that can read codes, with a camera that shows one: both faked before the page loads."""

import json

from playwright.sync_api import Page

CAMERA = """
window.cameraStops = 0;
window.cameraStarts = 0;
navigator.mediaDevices.getUserMedia = async (asked) => {
  const fault = %(fault)s;
  if (fault) throw new DOMException("faked", fault);
  if (asked.audio) throw new Error("a code needs no microphone");
  window.cameraStarts += 1;
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, 8, 8);
  const stream = canvas.captureStream(5);
  for (const track of stream.getTracks()) {
    const stop = track.stop.bind(track);
    track.stop = () => { window.cameraStops += 1; stop(); };
  }
  return stream;
};
let looks = 0;
window.BarcodeDetector = class {
  static async getSupportedFormats() { return %(formats)s; }
  constructor({ formats }) { window.formatsAsked = formats; }
  async detect(video) {
    looks += 1;
    if (looks === 1) throw new DOMException("no picture yet", "InvalidStateError");
    const found = %(found)s;
    return found && looks > 2 ? [found] : [];
  }
};
"""


def given_a_camera(
    page: Page,
    code: str | None,
    *,
    form: str = "data_matrix",
    fault: str | None = None,
    formats: tuple[str, ...] = ("aztec", "code_128", "data_matrix", "ean_13", "qr_code"),
) -> None:
    """That sees ``code`` in its third picture, or nothing; with ``fault`` it does not start."""
    found = None if code is None else {"rawValue": code, "format": form}
    words = {"fault": json.dumps(fault), "formats": json.dumps(formats), "found": json.dumps(found)}
    page.add_init_script(CAMERA % words)


def then_the_camera_is_off(page: Page) -> None:
    """Started at least once, and every track of it was stopped."""
    assert page.evaluate("window.cameraStarts > 0 && window.cameraStops === window.cameraStarts")
    assert page.evaluate("document.querySelector('video').srcObject === null")
