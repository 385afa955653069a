// One session as this device records it: what is on disk, where it stands, what waits to be sent.
// The face listens to "change"; what it shows as recorded is on disk.

import { deviceName, newId } from "./ids.js";
import { fold, micros } from "./log.js";
import { Outbox, ask } from "./outbox.js";
import { NotKept, Vault } from "./vault.js";

export const IDLE_MS = 5 * 60 * 1000;
const ENDED_IS_KEPT_MS = 60 * 60 * 1000;
const WHILE_LOCKED = new Set(["removed_all", "paused", "adverse_event"]);
const ENDED = new Set(["closed", "incident"]);

export class Recording extends EventTarget {
  #vault = null;
  #outbox = null;
  #entries = new Map();
  #idle = null;
  #raw = null;

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
    this.delivery.persisted = (await navigator.storage?.persist?.().catch(() => null)) ?? null;
    await this.#vault.forgetEnded(Date.now() - ENDED_IS_KEPT_MS).catch(() => {});
    this.member ??= (await this.#vault.membersWith(this.visit))[0] ?? null;
    if (!this.member) return this.#cannot("no_copy_here");
    const note = await this.#vault.note(this.member, this.visit);
    if (note?.tally) this.tally = note.tally;
    const key = await this.#vault.keyOf(this.member);
    if (!key) return this.#go("choose_pin");
    if (!key.locked && (await this.#openedByServer())) return this.#opened();
    return this.#go("locked");
  }

  /** The key is kept by the server too: who is signed in need not type a PIN, unless the device was locked. */
  async #openedByServer() {
    const raw = await this.#keyFromServer(3000);
    if (!raw) return false;
    await this.#vault.use(this.member, raw);
    return true;
  }

  async #keyFromServer(patience) {
    const { status, said } = await ask(`${this.urls.keys}?device=${encodeURIComponent(this.device)}`, { patience });
    return status === 200 ? Uint8Array.from(atob(said.key), (letter) => letter.charCodeAt(0)) : null;
  }

  async choosePin(pin) {
    const raw = await this.#vault.makeKey(this.member, pin);
    await this.#escrow(raw);
    return this.#opened();
  }

  /** ``false``: wrong PIN, or too soon after wrong ones. */
  async unlock(pin) {
    const raw = await this.#vault.unlock(this.member, pin);
    if (!raw) return false;
    const key = await this.#vault.keyOf(this.member);
    if (!key.escrowed) await this.#escrow(raw);
    await this.#opened();
    return true;
  }

  /** Seconds until a PIN may be tried again. */
  async mustWait() {
    const key = await this.#vault.keyOf(this.member);
    return Math.max(0, Math.ceil(((key?.notBefore ?? 0) - Date.now()) / 1000));
  }

  /** Signed in and online, somebody who forgot the PIN chooses a new one; nothing is lost. */
  async forgotPin(pin) {
    const raw = await this.#keyFromServer();
    if (!raw) return false;
    await this.#vault.rewrap(this.member, raw, pin);
    await this.#opened();
    return true;
  }

  async #escrow(raw) {
    const key = btoa(String.fromCharCode(...raw));
    const { status } = await ask(this.urls.keys, { method: "POST", body: { device: this.device, key } });
    if (status === 200) await this.#vault.escrowed(this.member);
  }

  async #opened() {
    const rows = await this.#vault.events(this.member, this.visit);
    for (const row of rows) this.#take(row);
    this.snapshot = await this.#vault.snapshot(this.member, this.visit);
    this.cursor = (await this.#vault.note(this.member, this.visit))?.cursor ?? 0;
    const fetched = this.#fetchSnapshot();
    if (!this.snapshot) await fetched;
    if (!this.snapshot) return this.#cannot(this.why ?? "no_copy_here");
    this.#fold();
    this.#startIdle();
    if (!this.#outbox) {
      const log = {
        device: this.device,
        waiting: (most) => this.#waiting(most),
        cursor: () => this.cursor,
        taken: (answer, sent) => this.#taken(answer, sent),
      };
      this.#outbox = new Outbox({ url: this.urls.events, log, onLink: (link, says) => this.#link(link, says) });
    }
    this.#go("open");
    this.#outbox.now();
    return this;
  }

  async #fetchSnapshot() {
    const { status, said } = await ask(this.urls.snapshot);
    if (status !== 200 || !said?.etag) {
      this.why = status === 401 || (status === 403 && !said) ? "signed_out" : status === 409 ? "not_started" : null;
      if (this.why === "signed_out") this.#link("signed_out", said?.says ?? null);
      return;
    }
    const { events, cursor, server_time: _now, ...kept } = said;
    await this.#keepHeard(events, cursor);
    await this.#vault.keepVisit(this.member, this.visit, kept, { openedAt: Date.now() });
    const isNew = this.snapshot?.etag !== kept.etag;
    this.snapshot = kept;
    if (isNew) this.#tell("snapshot");
  }

  // Locking ----------------------------------------------------------------

  #startIdle() {
    for (const name of ["pointerdown", "keydown"]) addEventListener(name, this.touched, { passive: true });
    this.#touch();
  }

  #touch() {
    clearTimeout(this.#idle);
    if (this.phase === "open" || this.phase === "opening") this.#idle = setTimeout(() => this.lock(), this.idleMs);
  }

  async lock() {
    if (this.phase !== "open") return;
    await this.#vault.lock(this.member);
    this.snapshot = null;
    this.#go("locked");
  }

  // Recording --------------------------------------------------------------

  /** Writes events to disk, then into what is shown. Resolves with them; rejects with ``NotKept``. */
  async record(given) {
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
    const rows = events.map((event) => ({ event, waiting: true, by: this.member, offset: this.#lastOffset() }));
    await this.#vault.keep(this.member, this.visit, rows, this.#tallyWith(rows));
    for (const row of rows) this.#take(row);
    this.#fold();
    this.#tell("state");
    this.channel?.postMessage({ visit: this.visit, member: this.member });
    this.#outbox?.now();
    return events;
  }

  sendNow() {
    this.#outbox?.now();
  }

  /** Events as the page lists them, in reading order. */
  get events() {
    return [...this.#entries.values()].sort(
      (a, b) => a.at_us - b.at_us || (a.event.id < b.event.id ? -1 : 1),
    );
  }

  /** What the server could not store, as a file: nothing that was recorded is thrown away. */
  exportRefused() {
    const rows = this.events.filter((one) => one.refused).map(({ event, refused }) => ({ event, refused }));
    return new Blob([JSON.stringify({ visit: this.visit, device: this.device, events: rows }, null, 1)], {
      type: "application/json",
    });
  }

  close() {
    this.#outbox?.stop();
    clearTimeout(this.#idle);
    for (const name of ["pointerdown", "keydown"]) removeEventListener(name, this.touched);
    this.channel?.close();
    this.#vault?.close();
  }

  // What the outbox asks ------------------------------------------------------

  #waiting(most) {
    const found = [];
    for (const one of this.#entries.values()) {
      if (one.waiting) found.push(one.event);
      if (found.length === most) break;
    }
    return found;
  }

  async #taken(answer, sent) {
    const rows = [];
    for (const event of sent) {
      const entry = this.#entries.get(event.id);
      const stored = answer.stored[event.id];
      const refused = answer.refused[event.id];
      if (!entry || (!stored && refused === undefined)) continue;
      const more = stored
        ? { number: stored.number, offset: stored.clock_offset_ms, questions: stored.questions, refused: null }
        : { refused };
      rows.push({ ...entry, ...more, waiting: false });
    }
    const heard = this.#rowsHeard(answer.events);
    if (rows.length || heard.length) await this.#vault.keep(this.member, this.visit, [...rows, ...heard], this.#tallyWith([...rows, ...heard]));
    for (const row of [...rows, ...heard]) this.#take(row);
    this.reviews = [...(this.reviews ?? []), ...answer.reviews];
    if (this.snapshot && answer.snapshot_etag !== this.snapshot.etag) void this.#fetchSnapshot();
    if (answer.cursor !== this.cursor || rows.length) {
      this.cursor = answer.cursor;
      this.delivery.lastSent = new Date();
      this.#fold();
      const ended = ENDED.has(this.state.state) && !this.delivery.waiting ? Date.now() : null;
      await this.#vault.noteVisit(this.member, this.visit, { cursor: this.cursor, ended });
      this.#tell("state");
      this.channel?.postMessage({ visit: this.visit, member: this.member });
    }
  }

  async #keepHeard(events, cursor) {
    const rows = this.#rowsHeard(events);
    if (rows.length) await this.#vault.keep(this.member, this.visit, rows, this.#tallyWith(rows));
    for (const row of rows) this.#take(row);
    this.cursor = Math.max(this.cursor ?? 0, cursor);
    await this.#vault.noteVisit(this.member, this.visit, { cursor: this.cursor });
    this.#fold();
  }

  #rowsHeard(events) {
    return events
      .filter((one) => {
        const known = this.#entries.get(one.event.id);
        return !known || known.waiting || known.number !== one.number;
      })
      .map((one) => ({
        event: one.event, offset: one.clock_offset_ms, number: one.number, questions: one.questions, by: one.by, waiting: false,
      }));
  }

  async #heard({ visit, member }) {
    if (visit !== this.visit || member !== this.member || this.phase !== "open") return;
    for (const row of await this.#vault.events(member, visit)) this.#take(row);
    this.#fold();
    this.#tell("state");
  }

  // State ----------------------------------------------------------------------

  #take(row) {
    const known = this.#entries.get(row.event.id);
    if (known && !known.waiting && row.waiting) return; // another tab's older word
    this.#entries.set(row.event.id, { questions: [], refused: null, number: 0, ...row, at_us: micros(row.event.at) + (row.offset || 0) * 1000 });
  }

  #timed(more = []) {
    const rows = new Map(this.#entries);
    for (const row of more) rows.set(row.event.id, row);
    return [...rows.values()].filter((one) => !one.refused).map(({ event, offset }) => ({ event, offset: offset || 0 }));
  }

  #fold() {
    this.state = fold(this.#timed(), this.snapshot?.pain_rules ?? this.painRules ?? []);
    this.painRules = this.snapshot?.pain_rules ?? this.painRules;
    this.tally = tallyOf(this.state);
    const all = [...this.#entries.values()];
    this.delivery.recorded = all.length;
    this.delivery.waiting = all.filter((one) => one.waiting).length;
    this.delivery.refused = all.filter((one) => one.refused).length;
  }

  #tallyWith(rows) {
    return tallyOf(fold(this.#timed(rows), []));
  }

  /** How far the server said that this device's clock is off, for events that it has not heard of. */
  #lastOffset() {
    const own = [...this.#entries.values()].filter((one) => one.number && one.event.device === this.device);
    return own.length ? own.reduce((a, b) => (a.number > b.number ? a : b)).offset || 0 : 0;
  }

  #link(link, says) {
    const { delivery } = this;
    if (link === "sending" && delivery.link === "offline") return; // not before it is known to work again
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
    this.phase = phase;
    this.#tell("phase");
    return this;
  }

  #tell(what) {
    this.dispatchEvent(new CustomEvent("change", { detail: { what } }));
  }
}

function tallyOf(state) {
  const inside = state.insertions.filter((one) => one.is_in).map((one) => one.inserted_at_us);
  return {
    in: state.needles_in,
    out: state.needles_opened - state.needles_in,
    of: state.needles_opened,
    since: inside.length ? Math.min(...inside) / 1000 : null,
  };
}

export { NotKept };
