// One session as this device records it: what is on disk, where it stands, what waits to be sent.
// The face listens to "change"; what it shows as recorded is on disk.

import { deviceName, newId } from "./ids.js";
import { Kept, tallyAfter, tallyOf } from "./kept.js";
import { Outbox, ask } from "./outbox.js";
import { NotKept, Vault, WHILE_LOCKED } from "./vault.js";

export const IDLE_MS = 5 * 60 * 1000;
const NEW_DIGITS = "&new_digits=1";
const ENDED_IS_KEPT_MS = 60 * 60 * 1000;
const CLOCK_IS_OFF_MS = 60_000; // as the server decides
const TOUCHES_ARE_SHARED_MS = 5_000;
const ENDED = new Set(["closed", "incident"]);

export class Recording extends EventTarget {
  #vault = null;
  #outbox = null;
  #kept = new Kept();
  #idle = null;
  #raw = null; // the key's bytes, until the server keeps them too
  #offset = null; // how far the server's clock is ahead, as last measured
  #turn = Promise.resolve();
  #touchShared = 0;
  #touchedAt = 0;
  #wakes = () => this.#woke();

  /** @param {{visit: string, member?: string | null, urls: {events: string, snapshot: string, keys: string}, idleMs?: number,
   *   tally?: {in: number, out: number, of: number, since: number | null}}} options ``tally`` as the server counted it */
  constructor({ visit, member = null, urls, idleMs = IDLE_MS, tally = null }) {
    super();
    Object.assign(this, { visit, member, urls, idleMs });
    this.phase = "opening";
    this.why = null;
    this.snapshot = null;
    this.state = null;
    this.tally = tally ?? { in: 0, out: 0, of: 0, since: null };
    this.device = "";
    this.delivery = {
      recorded: 0, waiting: 0, refused: 0, link: "online", says: null, since: null, persisted: null, lastSent: null,
    };
    this.touched = () => this.#touch();
    this.channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("drypoint-recorder");
    this.channel?.addEventListener("message", ({ data }) => this.#heard(data));
  }

  // Opening ----------------------------------------------------------------

  async open() {
    if (!isSecureContext || !crypto.subtle) return this.#cannot("insecure");
    try {
      this.#vault = await Vault.open();
      this.device = await this.#vault.device(deviceName);
    } catch {
      return this.#cannot("no_storage");
    }
    this.#askToPersist();
    try {
      await this.#vault.forgetEnded(Date.now() - ENDED_IS_KEPT_MS);
      this.here = this.member ? [this.member] : await this.#vault.membersWith(this.visit);
      this.member = this.here[0] ?? null;
      if (!this.member) return this.#cannot("no_copy_here");
      const note = await this.#vault.note(this.member, this.visit);
      if (note?.tally) this.tally = note.tally;
      const key = await this.#vault.keyOf(this.member);
      if (!key) return this.#go("choose_pin");
      if (!key.locked && (await this.#openedByServer())) return await this.#opened();
      return this.#go("locked");
    } catch {
      return this.#cannot("no_storage");
    }
  }

  /** Some browsers ask the person: nothing waits for the answer. */
  #askToPersist() {
    const asked = navigator.storage?.persist?.() ?? Promise.resolve(null);
    asked.catch(() => null).then((persisted) => {
      this.delivery.persisted = persisted;
      this.#tell("delivery");
    });
  }

  /** The key is kept by the server too: who is signed in need not type a PIN, unless the device was locked. */
  async #openedByServer() {
    const raw = await this.#keyFromServer(3000);
    if (!raw) return false;
    await this.#vault.use(this.member, raw);
    return true;
  }

  async #keyFromServer(patience, anew = "") {
    const { status, said } = await ask(`${this.urls.keys}?device=${encodeURIComponent(this.device)}${anew}`, { patience });
    if (status !== 200 || !said?.key) return null;
    const raw = keyBytes(said.key);
    // Somebody else may be signed in here now: theirs is not the key of what this member recorded.
    return (await this.#vault.fits(this.member, raw)) ? raw : null;
  }

  /** Whether these digits are in use by a colleague on this device. */
  isTaken(pin) {
    return this.#vault.isOfAnother(this.member, pin);
  }

  async choosePin(pin) {
    try {
      this.#raw = await this.#vault.makeKey(this.member, pin);
    } catch (wrong) {
      if (!(await this.#vault.keyOf(this.member))) throw new NotKept(wrong);
      return this.#go("locked"); // another tab was first
    }
    return this.#opened();
  }

  /** ``false``: wrong PIN, or too soon after wrong ones. Without a named member the PIN tells which. */
  async unlock(pin) {
    for (const member of this.here) {
      const raw = await this.#vault.unlock(member, pin);
      if (!raw) continue;
      this.member = member;
      if (!(await this.#vault.keyOf(member)).escrowed) this.#raw = raw;
      await this.#opened();
      return true;
    }
    return false;
  }

  /** Seconds until a PIN may be tried again. */
  async mustWait() {
    return Math.min(...(await Promise.all(this.here.map((member) => this.#vault.mustWait(member)))));
  }

  /** Where to show once more who one is before new digits; ``null`` when that was just done, or nobody answers. */
  async mustProve() {
    const { status, said } = await ask(`${this.urls.keys}?device=${encodeURIComponent(this.device)}${NEW_DIGITS}`);
    return status === 403 && said?.error === "prove" ? said.url : null;
  }

  /** Signed in and online, somebody who forgot the PIN chooses a new one; nothing is lost. */
  async forgotPin(pin) {
    const raw = await this.#keyFromServer(undefined, NEW_DIGITS);
    if (!raw) return false;
    await this.#vault.rewrap(this.member, raw, pin);
    await this.#opened();
    return true;
  }

  async #escrow() {
    if (!this.#raw) return;
    const key = btoa(String.fromCharCode(...this.#raw));
    const { device, member } = this;
    const { status } = await ask(this.urls.keys, { method: "POST", body: { device, member, key } });
    if (status !== 200) return; // tried again after the next batch
    this.#raw = null;
    await this.#vault.escrowed(member).catch(() => {});
  }

  async #opened() {
    const rows = await this.#vault.events(this.member, this.visit);
    for (const row of rows) this.#kept.take(row);
    const open = rows.filter((row) => row.isOpen);
    if (open.length) await this.#vault.keep(this.member, this.visit, open);
    this.snapshot = await this.#vault.snapshot(this.member, this.visit);
    this.cursor = (await this.#vault.note(this.member, this.visit))?.cursor ?? 0;
    const fetched = this.#fetchSnapshot().catch(() => {}); // a full disk is told at the next press
    if (!this.snapshot) await fetched;
    if (!this.snapshot) return this.#cannot(this.why ?? "no_copy_here");
    this.#fold();
    this.#begin();
    void this.#escrow(); // at once: from then on any page can send what waits here
    void fetched.then(() => this.#outbox.now());
    return this;
  }

  #begin() {
    this.phase = "open";
    this.#startIdle();
    if (!this.#outbox) {
      const log = {
        device: this.device,
        member: this.member,
        waiting: (most) => this.#kept.waiting(most),
        cursor: () => this.cursor,
        taken: (answer, sent) => this.#inTurn(() => this.#taken(answer, sent)),
      };
      this.#outbox = new Outbox({ url: this.urls.events, log, onLink: (link, says) => this.#link(link, says) });
    }
    this.#go("open");
  }

  async #fetchSnapshot() {
    const { status, said } = await ask(this.urls.snapshot);
    if (status === 200 && said?.etag && said.member.id !== this.member) {
      this.why = "signed_out"; // somebody else is signed in here now
      this.#link("signed_out", null);
      return;
    }
    if (status !== 200 || !said?.etag) {
      this.why = status === 401 || (status === 403 && !said) ? "signed_out" : status === 409 ? "not_started" : null;
      if (this.why === "signed_out") this.#link("signed_out", said?.says ?? null);
      return;
    }
    const { events, cursor, server_time: now, ...kept } = said;
    this.#measure(now);
    await this.#inTurn(() => this.#keepHeard(events, cursor));
    await this.#vault.keepVisit(this.member, this.visit, kept, { openedAt: Date.now() });
    this.painRules = kept.pain_rules;
    if (!this.#vault.canRead(this.member)) return; // locked meanwhile
    const isNew = this.snapshot?.etag !== kept.etag;
    this.snapshot = kept;
    this.#fold();
    if (isNew) this.#tell("snapshot");
    this.#tell("state");
  }

  // Locking ----------------------------------------------------------------

  #startIdle() {
    for (const name of ["pointerdown", "keydown"]) addEventListener(name, this.touched, { passive: true });
    document.addEventListener("visibilitychange", this.#wakes);
    this.#touch();
  }

  /** Timers rest while a tablet sleeps: the time since the last touch is asked when it wakes. */
  #woke() {
    if (document.visibilityState === "visible" && Date.now() - this.#touchedAt > this.idleMs) void this.lock();
  }

  #touch() {
    this.#touchedAt = Date.now();
    this.#waitIdle();
    if (performance.now() - this.#touchShared < TOUCHES_ARE_SHARED_MS) return;
    this.#touchShared = performance.now();
    this.#share({ touched: true });
  }

  #waitIdle() {
    clearTimeout(this.#idle);
    if (this.phase === "open") this.#idle = setTimeout(() => this.lock(), this.idleMs);
  }

  /** What is on the lock screen names nobody; what waits goes on being sent. */
  async lock() {
    if (this.phase !== "open") return;
    this.snapshot = null;
    this.#go("locked");
    this.#share({ locked: true });
    await this.#vault.lock(this.member).catch(() => {});
  }

  // Recording --------------------------------------------------------------

  /**
   * Writes events to disk, then into what is shown. Resolves with them; rejects with ``NotKept``. One press
   * after the other, so that each is counted with those before it.
   */
  record(given) {
    return this.#inTurn(() => this.#record(given));
  }

  #inTurn(what) {
    const made = this.#turn.then(what);
    this.#turn = made.catch(() => {});
    return made;
  }

  async #record(given) {
    if (this.phase !== "open" && !(this.phase === "locked" && given.every((one) => WHILE_LOCKED.has(one.type)))) {
      throw new NotKept(new Error("Unlock the device first."));
    }
    const now = Date.now();
    const events = given.map((one) => ({
      id: newId(now),
      at: new Date(now).toISOString(),
      device: this.device,
      ...Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined && value !== null)),
    }));
    const rows = events.map((event) => ({ event, waiting: true, by: this.member, offset: this.#clockOffset() }));
    if (this.state) {
      await this.#keep(rows);
      this.#fold();
    } else {
      const tally = tallyAfter(this.tally, given);
      await this.#vault.keep(this.member, this.visit, rows, tally);
      this.tally = tally;
      this.delivery.recorded += rows.length;
      this.delivery.waiting += rows.length;
    }
    this.#tell("state");
    this.#share({ ids: events.map((event) => event.id) });
    this.#outbox?.now();
    return events;
  }

  /** Milliseconds since 1970 by the server's clock, as far as this device knows it: what dwell is told by. */
  now() {
    return Date.now() + this.#clockOffset();
  }

  sendNow() {
    this.#outbox?.now();
  }

  /** Events as the page lists them, in reading order. */
  get events() {
    return this.#kept.all();
  }

  /** What the server could not store, as a file: nothing that was recorded is thrown away. */
  exportRefused() {
    const events = this.events.filter((one) => one.refused).map(({ event, refused }) => ({ event, refused }));
    const { visit, device } = this;
    return new Blob([JSON.stringify({ visit, device, events }, null, 1)], { type: "application/json" });
  }

  close() {
    this.phase = "closed";
    this.#outbox?.stop();
    clearTimeout(this.#idle);
    for (const name of ["pointerdown", "keydown"]) removeEventListener(name, this.touched);
    document.removeEventListener("visibilitychange", this.#wakes);
    this.channel?.close();
    this.#vault?.close();
  }

  // What the outbox asks ------------------------------------------------------

  async #taken(answer, sent) {
    const rows = this.#kept.answered(sent, answer);
    const heard = this.#kept.heard(answer.events);
    const all = [...rows, ...heard];
    await this.#keep(all);
    this.#measure(answer.server_time);
    if (rows.length) this.delivery.lastSent = new Date();
    this.reviews = [...(this.reviews ?? []), ...answer.reviews];
    void this.#escrow();
    const { snapshot_etag: etag } = answer;
    if (etag && this.snapshot && etag !== this.snapshot.etag) void this.#fetchSnapshot().catch(() => {});
    if (answer.cursor === this.cursor && !all.length) return;
    this.cursor = answer.cursor;
    this.#fold();
    const ended = ENDED.has(this.state.state) && !this.delivery.waiting ? Date.now() : null;
    await this.#vault.noteVisit(this.member, this.visit, { cursor: this.cursor, ended });
    this.#tell("state");
    this.#share({ ids: all.map((row) => row.event.id) });
  }

  async #keep(rows) {
    if (!rows.length) return;
    await this.#vault.keep(this.member, this.visit, rows, tallyOf(this.#kept.fold([], rows)));
    for (const row of rows) this.#kept.take(row);
  }

  async #keepHeard(events, cursor) {
    await this.#keep(this.#kept.heard(events));
    this.cursor = Math.max(this.cursor ?? 0, cursor);
    await this.#vault.noteVisit(this.member, this.visit, { cursor: this.cursor });
    this.#fold();
  }

  // Several tabs ---------------------------------------------------------------

  #share(what) {
    this.channel?.postMessage({ visit: this.visit, member: this.member, ...what });
  }

  async #heard({ visit, member, ids = [], touched = false, locked = false }) {
    if (member !== this.member || this.phase !== "open") return;
    if (locked) return void (await this.lock());
    if (touched) this.#waitIdle();
    if (visit !== this.visit || !ids.length) return;
    try {
      for (const row of await this.#vault.eventsOf(member, visit, ids)) this.#kept.take(row);
    } catch {
      return; // locked or closed meanwhile: all is read again when it opens
    }
    this.#fold();
    this.#tell("state");
  }

  // State ----------------------------------------------------------------------

  #fold() {
    this.painRules = this.snapshot?.pain_rules ?? this.painRules;
    this.state = this.#kept.fold(this.painRules);
    this.tally = tallyOf(this.state);
    Object.assign(this.delivery, this.#kept.counts());
  }

  /** How far the server's clock is ahead, for events that it has not heard of. */
  #clockOffset() {
    return this.#offset ?? this.#kept.lastOffset(this.device);
  }

  #measure(serverTime) {
    const ahead = Date.parse(serverTime) - Date.now();
    if (Number.isFinite(ahead)) this.#offset = Math.abs(ahead) < CLOCK_IS_OFF_MS ? 0 : ahead;
  }

  #link(link, says) {
    const { delivery } = this;
    if (link === "sending" && delivery.link !== "online") return; // not before it is known to work again
    if (delivery.link !== link) delivery.since = new Date();
    delivery.link = link;
    delivery.says = says;
    this.#tell("delivery");
  }

  #cannot(why) {
    this.why = why;
    return this.#go("unavailable");
  }

  #go(phase) {
    if (this.phase === "closed") return this;
    this.phase = phase;
    this.#tell("phase");
    return this;
  }

  #tell(what) {
    this.dispatchEvent(new CustomEvent("change", { detail: { what } }));
  }
}

export function keyBytes(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

export { NotKept };
