// Sending what waits, hearing what others recorded. The network may fail at any point: an event waits until an
// answer names it, and sending it again does no harm.

const BATCH = 200;
const PATIENCE_MS = 10_000;
const LONGEST_PAUSE_MS = 30_000;
const HEAR_EVERY_MS = 5_000;
const BUSY_MS = 1_000; // while another tab sends
const LEAST_MS = 2_000; // between the beginnings of two batches: presses in quick succession travel together

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

/** Sends one batch. It names its member, so that nobody's presses are stored as those of who is signed in now. */
export async function post(url, { device, member, after, events }) {
  const send = () =>
    ask(url, { method: "POST", body: { device, member, sent_at: new Date().toISOString(), after, events } });
  const answer = await send();
  if (answer.status !== 403 || answer.said) return answer;
  // Not the page's own answer: the cookie against forged requests is gone, and any page of ours brings a new one.
  await ask(url.replace(/events\/$/, "snapshot/"));
  return send();
}

/** Of all tabs and pages, one sends a visit's events at a time. */
export function lockOf(url) {
  return `drypoint-send ${url}`;
}

/**
 * One sender of one visit. ``log`` is the recording: it gives what waits and takes what the server answers.
 * @typedef {{waiting(most: number): any[], cursor(): number, device: string, member: string, taken(answer: any, sent: any[]): Promise<void>}} Log
 */
export class Outbox {
  /** @param {{url: string, log: Log, onLink: (link: string, says: string | null) => void}} options */
  constructor({ url, log, onLink, locks = navigator.locks }) {
    this.url = url;
    this.log = log;
    this.onLink = onLink;
    this.locks = locks;
    this.pause = 0;
    this.most = BATCH;
    this.timer = null;
    this.sending = false;
    this.again = false;
    this.stopped = false;
    this.begunAt = -LEAST_MS;
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
    else this.#next(0);
  }

  #next(ms) {
    clearTimeout(this.timer);
    if (this.stopped) return;
    const soonest = this.begunAt + LEAST_MS - performance.now();
    this.timer = setTimeout(() => this.#send(), Math.max(ms, soonest, 0));
  }

  async #send() {
    if (this.stopped || this.sending) return;
    this.begunAt = performance.now();
    this.sending = true;
    this.again = false;
    let done = "failed";
    try {
      done = await this.#inTurn();
    } catch {
      // Whatever it was: what waits is on disk, and is tried again.
    }
    this.sending = false;
    if (this.again || done === "more") this.#next(0);
    else this.#next({ failed: () => this.#longer(), busy: () => BUSY_MS, quiet: () => HEAR_EVERY_MS }[done]());
  }

  #inTurn() {
    // Of several tabs on one visit one sends at a time; the others hear of it.
    if (!this.locks) return this.#batch();
    return this.locks.request(lockOf(this.url), { ifAvailable: true }, (lock) => (lock ? this.#batch() : "busy"));
  }

  #longer() {
    this.pause = Math.min(Math.max(1000, this.pause * 2), LONGEST_PAUSE_MS);
    return this.pause * (0.75 + Math.random() / 2);
  }

  async #batch() {
    const events = this.log.waiting(this.most);
    if (!events.length && document.visibilityState === "hidden") return "quiet";
    if (events.length) this.onLink("sending", null);
    const { device, member } = this.log;
    const { status, said } = await post(this.url, { device, member, after: this.log.cursor(), events });
    if (status === 200 && said?.stored) {
      this.pause = 0;
      this.most = BATCH;
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
    if (status === 413 && this.most > 1) {
      this.most = Math.ceil(this.most / 2); // many long notes at once
      return "more";
    }
    if (status === 401 || (status === 403 && !said)) this.onLink("signed_out", said?.says ?? null);
    else if (status >= 400 && status < 500) this.onLink("refused", said?.says ?? null);
    else this.onLink("offline", null);
    return "failed";
  }
}
