// Sending what waits, hearing what others recorded. The network may fail at any point: an event waits until an
// answer names it, and sending it again does no harm.

const BATCH = 200;
const PATIENCE_MS = 10_000;
const LONGEST_PAUSE_MS = 30_000;
const HEAR_EVERY_MS = 5_000;

export function cookie(name) {
  return document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

/** Asks for JSON; never throws. ``status`` is 0 without an answer. */
export async function ask(url, { method = "GET", body, patience = PATIENCE_MS } = {}) {
  const given = new AbortController();
  const timer = setTimeout(() => given.abort(), patience);
  try {
    const headers = { Accept: "application/json" };
    if (body !== undefined) {
      headers["Content-Type"] = "application/json";
      headers["X-CSRFToken"] = cookie("csrftoken");
    }
    const answer = await fetch(url, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: given.signal,
      credentials: "same-origin",
      redirect: "manual",
      cache: "no-store",
    });
    const isJson = (answer.headers.get("Content-Type") ?? "").includes("json");
    return { status: answer.status, said: isJson ? await answer.json() : null };
  } catch {
    return { status: 0, said: null };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * One sender of one visit. ``log`` is the recording: it gives what waits and takes what the server answers.
 * @typedef {{waiting(most: number): any[], cursor(): number, device: string, taken(answer: any, sent: any[]): Promise<void>}} Log
 */
export class Outbox {
  /** @param {{url: string, log: Log, onLink: (link: string, says: string | null) => void}} options */
  constructor({ url, log, onLink, locks = navigator.locks }) {
    this.url = url;
    this.log = log;
    this.onLink = onLink;
    this.locks = locks;
    this.pause = 0;
    this.timer = null;
    this.sending = false;
    this.again = false;
    this.stopped = false;
    this.wake = () => this.now();
    this.seen = () => document.visibilityState === "visible" && this.now();
    addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.seen);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.seen);
  }

  /** Sends at once, or right after the batch that is under way. */
  now() {
    this.pause = 0;
    if (this.sending) this.again = true;
    else void this.#send();
  }

  async #send() {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.sending = true;
    this.again = false;
    // Of several tabs on one visit one sends at a time; the others hear of it.
    const done = this.locks
      ? await this.locks.request(`drypoint-send ${this.url}`, { ifAvailable: true }, (lock) => (lock ? this.#batch() : "busy"))
      : await this.#batch();
    this.sending = false;
    if (this.stopped) return;
    if (done === "more" || this.again) this.timer = setTimeout(() => this.#send(), 0);
    else this.timer = setTimeout(() => this.#send(), done === "failed" ? this.#longer() : HEAR_EVERY_MS);
  }

  #longer() {
    this.pause = Math.min(Math.max(1000, this.pause * 2), LONGEST_PAUSE_MS);
    return this.pause * (0.75 + Math.random() / 2);
  }

  async #batch() {
    const events = this.log.waiting(BATCH);
    if (!events.length && document.visibilityState === "hidden") return "quiet";
    if (events.length) this.onLink("sending", null);
    const { status, said } = await ask(this.url, {
      method: "POST",
      body: { device: this.log.device, sent_at: new Date().toISOString(), after: this.log.cursor(), events },
    });
    if (status === 200 && said?.stored) {
      this.pause = 0;
      try {
        await this.log.taken(said, events);
      } catch {
        // It is on the server, and this device could not note that: it sends it once more.
        this.onLink("offline", null);
        return "failed";
      }
      this.onLink("online", null);
      return said.more || this.log.waiting(1).length ? "more" : "quiet";
    }
    if (status === 401 || (status === 403 && !said)) this.onLink("signed_out", said?.says ?? null);
    else if (status >= 400 && status < 500) this.onLink("refused", said?.says ?? null);
    else this.onLink("offline", null);
    return "failed";
  }
}
