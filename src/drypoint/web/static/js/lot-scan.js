// <lot-scan>: the code on a pack of needles, by camera or hand scanner. Without this file the code is typed.
//
// Dropped in with `{% include "components/lot_scan.html" %}` and this module. It needs no other script.
//
// Attributes
//   asks      address that names the lot of a code (POST `code`, JSON `{lot, usable, says}`). Without it the
//             element stands in a form with a `[data-code]` field and a button `name="read"`, and submits that.
//   csrf      the page's token, with `asks`.
//   chooses   id of a <select> in which the lot that was named is chosen, when a needle of it may be opened.
//
// Events (they bubble)
//   lot-scan:code    `detail.code`, as it was scanned (with `asks` also as it was typed), before anything is
//                    done with it; `preventDefault()` keeps it from being sent.
//   lot-scan:answer  `detail` is the answer: `lot` (its key or null), `usable`, `says` (a sentence to show).
//                    Only `usable` lots may be chosen; the server refuses others once more when a needle opens.
//
// Method: `scan()` starts the camera, as the button does. The camera stops when a code was read, when it is
// stopped, when the page is left or hidden, and after a minute. The picture goes nowhere: the browser itself
// reads it. The button is hidden where the browser has no BarcodeDetector or no camera in a secure page.
// A hand scanner types: its separator, sent as Ctrl+] or as the character 29, is shown as ␝.

const GS = "\u001d";
const SHOWN_GS = "␝";
const FORMATS = ["data_matrix", "code_128", "qr_code", "ean_13"];
const ARTICLE_NUMBER = "]E0"; // what a reader sends before an EAN-13: so it is taken for nothing else
const LOOK_EVERY_MS = 150;
const LOOK_FOR_MS = 60_000;

class LotScan extends HTMLElement {
  #stream = null;
  #looking = 0;

  connectedCallback() {
    if (this.field) return;
    this.form = this.hasAttribute("asks") ? null : this.closest("form");
    this.field = (this.form ?? this).querySelector("[data-code]");
    this.said = this.querySelector("[data-said]");
    this.camera = this.querySelector("[data-camera]");
    this.video = this.querySelector("video");
    this.start = this.querySelector("[data-start]");
    this.start.addEventListener("click", () => this.scan());
    this.querySelector("[data-stop]").addEventListener("click", () => {
      this.#stop();
      this.start.focus();
    });
    const read = this.querySelector("[data-read]");
    if (read) {
      read.hidden = false;
      read.addEventListener("click", () => this.#take(this.field.value));
    }
    this.field.addEventListener("keydown", (event) => this.#typed(event));
    this.field.addEventListener("input", () => {
      if (this.field.value.includes(GS)) this.field.value = this.field.value.replaceAll(GS, SHOWN_GS);
    });
    addEventListener("pagehide", () => this.#stop());
    document.addEventListener("visibilitychange", () => document.hidden && this.#stop());
    void this.#offer();
  }

  disconnectedCallback() {
    this.#stop();
  }

  /** Start the camera and look for a code. */
  async scan() {
    this.#stop();
    this.#say("");
    const turn = ++this.#looking;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 } },
      });
      if (turn !== this.#looking || !this.isConnected) {
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      this.#stream = stream;
      this.video.srcObject = stream;
      this.camera.hidden = false;
      this.start.hidden = true;
      await this.video.play();
    } catch (fault) {
      if (turn !== this.#looking) return;
      this.#stop();
      const words = { NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "missing" };
      this.#say(this.dataset[words[fault.name] ?? "failed"], true);
      return;
    }
    this.#say(this.dataset.looking);
    await this.#look(turn, Date.now() + LOOK_FOR_MS);
  }

  async #offer() {
    if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia || !("BarcodeDetector" in window)) return;
    const known = await window.BarcodeDetector.getSupportedFormats();
    const formats = FORMATS.filter((format) => known.includes(format));
    if (!formats.length) return;
    this.detector = new window.BarcodeDetector({ formats });
    this.start.hidden = false;
  }

  async #look(turn, until) {
    while (turn === this.#looking) {
      const [found] = await this.detector.detect(this.video).catch(() => []);
      if (turn !== this.#looking) return;
      if (found?.rawValue) {
        this.#stop();
        this.#say(this.dataset.found);
        const before = found.format === "ean_13" ? ARTICLE_NUMBER : "";
        this.field.value = (before + found.rawValue).replaceAll(GS, SHOWN_GS);
        await this.#take(this.field.value);
        return;
      }
      if (Date.now() > until) {
        this.#stop();
        this.#say(this.dataset.nothing, true);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  #stop() {
    this.#looking += 1;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.video.srcObject = null;
    if (!this.camera.hidden) this.start.hidden = false;
    this.camera.hidden = true;
  }

  /** @param {KeyboardEvent} event */
  #typed(event) {
    if (event.ctrlKey && (event.key === "]" || event.code === "BracketRight" || event.key === GS)) {
      event.preventDefault();
      this.field.setRangeText(SHOWN_GS, this.field.selectionStart, this.field.selectionEnd, "end");
    } else if (event.key === "Enter" && !this.form) {
      event.preventDefault();
      void this.#take(this.field.value);
    }
  }

  async #take(code) {
    const goesOn = this.dispatchEvent(
      new CustomEvent("lot-scan:code", { bubbles: true, cancelable: true, detail: { code } }),
    );
    if (!goesOn) return;
    if (this.form) this.form.requestSubmit(this.form.querySelector('button[name="read"]'));
    else await this.#ask(code);
  }

  async #ask(code) {
    let answer;
    try {
      const sent = await fetch(this.getAttribute("asks"), {
        method: "POST",
        headers: { "X-CSRFToken": this.getAttribute("csrf") ?? "", Accept: "application/json" },
        body: new URLSearchParams({ code }),
      });
      answer = await sent.json();
    } catch {
      this.#say(this.dataset.unsent, true);
      return;
    }
    const list = document.getElementById(this.getAttribute("chooses") ?? "");
    const isListed = !list || [...list.options].some((option) => option.value === answer.lot);
    if (list && answer.usable && isListed) {
      list.value = answer.lot;
      list.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const isChosen = answer.usable && isListed;
    this.#say(answer.usable && !isListed ? this.dataset.unlisted : answer.says, !isChosen);
    this.field.value = "";
    this.dispatchEvent(new CustomEvent("lot-scan:answer", { bubbles: true, detail: answer }));
  }

  #say(words, isRefusal = false) {
    this.said.textContent = words;
    this.said.classList.toggle("lot-scan__said--refused", isRefusal);
  }
}

customElements.define("lot-scan", LotScan);
