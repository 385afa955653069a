// The recorder's disk: IndexedDB with strict durability, everything of anybody encrypted (AES-GCM).
// In the clear stand only ids, counts of needles and whether an event still waits to be sent.

const NAME = "drypoint-recorder";
const VERSION = 1;
const ROUNDS = 600_000; // of PBKDF2-HMAC-SHA256, as OWASP's Password Storage Cheat Sheet asks
const FREE_TRIES = 5;
const LONGEST_WAIT_S = 60;
const text = new TextEncoder();

/** A press could not be kept: the page must say so at once. */
export class NotKept extends Error {
  constructor(cause) {
    super("The device could not keep it.", { cause });
    this.name = "NotKept";
  }
}

export class Vault {
  /** @returns {Promise<Vault>} rejects where the browser has no usable storage */
  static async open(indexed = indexedDB) {
    const db = await new Promise((resolve, reject) => {
      const asked = indexed.open(NAME, VERSION);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("meta");
        asked.result.createObjectStore("keys", { keyPath: "member" });
        asked.result.createObjectStore("visits", { keyPath: ["member", "visit"] });
        const events = asked.result.createObjectStore("events", { keyPath: ["member", "visit", "id"] });
        events.createIndex("waiting", ["waiting", "member", "visit"]);
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
      asked.onblocked = () => reject(new Error("Another tab holds an older version open."));
    });
    db.onversionchange = () => db.close();
    return new Vault(db);
  }

  constructor(db) {
    this.db = db;
    this.locks = new Map();
  }

  close() {
    this.db.close();
  }

  /** The device's own name, made once. */
  async device(make) {
    const known = await this.#read("meta", "device");
    if (known) return known;
    const name = make();
    await this.#write(["meta"], (stores) => stores.meta.put(name, "device"));
    return name;
  }

  async setting(name) {
    return this.#read("meta", `setting ${name}`);
  }

  async set(name, value) {
    await this.#write(["meta"], (stores) => stores.meta.put(value, `setting ${name}`));
  }

  // Keys -------------------------------------------------------------------

  /** What is known of a member's key on this device: whether there is one, whether it is locked, when to try again. */
  async keyOf(member) {
    const row = await this.#read("keys", member);
    return row ? { locked: row.locked, escrowed: row.escrowed, tries: row.tries, notBefore: row.notBefore } : null;
  }

  /** A new data key under a PIN; returns its bytes once, for the server to keep sealed. */
  async makeKey(member, pin) {
    const raw = crypto.getRandomValues(new Uint8Array(32));
    await this.#wrap(member, raw, pin, { escrowed: false });
    await this.use(member, raw);
    return raw;
  }

  /** Opens with the PIN; ``false`` for a wrong one, which slows the next try down and never erases anything. */
  async unlock(member, pin, now = Date.now()) {
    const row = await this.#read("keys", member);
    if (!row || now < row.notBefore) return null;
    try {
      const kek = await derived(pin, row.salt, row.rounds);
      const raw = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, kek, row.box));
      await this.use(member, raw);
      await this.#keyRow({ ...row, tries: 0, notBefore: 0, locked: false });
      return raw;
    } catch {
      const tries = row.tries + 1;
      const wait = tries < FREE_TRIES ? 0 : Math.min(2 ** (tries - FREE_TRIES), LONGEST_WAIT_S);
      await this.#keyRow({ ...row, tries, notBefore: now + wait * 1000 });
      return null;
    }
  }

  /** A new PIN for a key that the server gave back. */
  async rewrap(member, raw, pin) {
    await this.#wrap(member, raw, pin, { escrowed: true });
    await this.use(member, raw);
  }

  async escrowed(member) {
    const row = await this.#read("keys", member);
    if (row) await this.#keyRow({ ...row, escrowed: true });
  }

  /** Imported twice, so that a locked device can still write down that all needles are out, and read nothing. */
  async use(member, raw) {
    const [write, read] = await Promise.all(
      ["encrypt", "decrypt"].map((use) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, [use])),
    );
    this.locks.set(member, { write, read });
  }

  async lock(member) {
    const held = this.locks.get(member);
    if (held) this.locks.set(member, { write: held.write, read: null });
    const row = await this.#read("keys", member);
    if (row) await this.#keyRow({ ...row, locked: true });
  }

  canRead(member) {
    return Boolean(this.locks.get(member)?.read);
  }

  async #wrap(member, raw, pin, more) {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const kek = await derived(pin, salt, ROUNDS);
    const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, kek, raw);
    await this.#keyRow({ member, salt, rounds: ROUNDS, iv, box, tries: 0, notBefore: 0, locked: false, ...more });
  }

  async #keyRow(row) {
    await this.#write(["keys"], (stores) => stores.keys.put(row));
  }

  // Visits and events --------------------------------------------------------

  /** Keeps events on disk before it resolves; ``tally`` stands in the clear beside them. */
  async keep(member, visit, rows, tally = null) {
    const sealed = await Promise.all(rows.map((row) => this.#sealedEvent(member, visit, row)));
    const before = tally ? await this.#read("visits", [member, visit]) : null;
    try {
      await this.#write(["events", "visits"], (stores) => {
        for (const row of sealed) stores.events.put(row);
        if (tally) stores.visits.put({ ...(before ?? { member, visit }), tally });
      });
    } catch (wrong) {
      throw new NotKept(wrong);
    }
  }

  async #sealedEvent(member, visit, { event, offset = 0, waiting = 0, number = 0, questions = [], by = null, refused = null }) {
    const box = await this.#seal(member, [visit, event.id], { event, questions, by, refused });
    return { member, visit, id: event.id, waiting: waiting ? 1 : 0, refused: refused ? 1 : 0, offset, number, ...box };
  }

  /** Every event of a visit that this member recorded or heard of on this device. */
  async events(member, visit) {
    const range = IDBKeyRange.bound([member, visit], [member, visit, []]);
    const rows = await this.#all("events", range);
    return Promise.all(
      rows.map(async (row) => ({
        ...(await this.#unseal(member, [visit, row.id], row)),
        offset: row.offset,
        number: row.number,
        waiting: row.waiting === 1,
      })),
    );
  }

  /** How many events wait on this device, by member and visit. Needs no key. */
  async waiting() {
    const rows = await this.#all("events", IDBKeyRange.bound([1], [1, []]), "waiting");
    const found = new Map();
    for (const { member, visit } of rows) {
      const key = `${member} ${visit}`;
      found.set(key, { member, visit, n: (found.get(key)?.n ?? 0) + 1 });
    }
    return [...found.values()];
  }

  async keepVisit(member, visit, snapshot, more) {
    const box = await this.#seal(member, [visit, "snapshot"], snapshot);
    const before = await this.#read("visits", [member, visit]);
    await this.#write(["visits"], (stores) => stores.visits.put({ ...before, member, visit, ...box, ...more }));
  }

  async noteVisit(member, visit, more) {
    const before = await this.#read("visits", [member, visit]);
    await this.#write(["visits"], (stores) => stores.visits.put({ ...before, member, visit, ...more }));
  }

  async snapshot(member, visit) {
    const row = await this.#read("visits", [member, visit]);
    return row?.box ? this.#unseal(member, [visit, "snapshot"], row) : null;
  }

  /** Counts, cursor and state of a visit on this device, readable while it is locked. */
  async note(member, visit) {
    const row = await this.#read("visits", [member, visit]);
    return row ? { tally: row.tally ?? null, cursor: row.cursor ?? 0, ended: Boolean(row.ended), has: Boolean(row.box) } : null;
  }

  /** Members with a copy of the visit here, the last to open it first. */
  async membersWith(visit) {
    const rows = await this.#all("visits");
    return rows
      .filter((row) => row.visit === visit && row.box)
      .sort((a, b) => (b.openedAt ?? 0) - (a.openedAt ?? 0))
      .map((row) => row.member);
  }

  /** Takes visits off the device that ended before ``before``, with nothing waiting and nothing refused. */
  async forgetEnded(before) {
    for (const row of await this.#all("visits")) {
      if (!row.ended || row.ended > before) continue;
      const range = IDBKeyRange.bound([row.member, row.visit], [row.member, row.visit, []]);
      const events = await this.#all("events", range);
      if (events.some((event) => event.waiting || event.refused)) continue;
      await this.#write(["events", "visits"], (stores) => {
        stores.events.delete(range);
        stores.visits.delete([row.member, row.visit]);
      });
    }
  }

  // Below ------------------------------------------------------------------

  async #seal(member, about, content) {
    const key = this.locks.get(member)?.write;
    if (!key) throw new NotKept(new Error("The key is not open."));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const additionalData = text.encode([member, ...about].join("|"));
    const box = await crypto.subtle.encrypt(
      { name: "AES-GCM", iv, additionalData },
      key,
      text.encode(JSON.stringify(content)),
    );
    return { iv, box };
  }

  async #unseal(member, about, { iv, box }) {
    const key = this.locks.get(member)?.read;
    if (!key) throw new Error("The device is locked.");
    const additionalData = text.encode([member, ...about].join("|"));
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, box);
    return JSON.parse(new TextDecoder().decode(plain));
  }

  #read(store, key) {
    return answered(this.db.transaction(store).objectStore(store).get(key));
  }

  #all(store, range, index) {
    const opened = this.db.transaction(store).objectStore(store);
    return answered((index ? opened.index(index) : opened).getAll(range));
  }

  #write(names, change) {
    return new Promise((resolve, reject) => {
      const transaction = this.db.transaction(names, "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("The write was given up."));
      transaction.onerror = () => reject(transaction.error);
      change(Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)])));
    });
  }
}

function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function derived(pin, salt, iterations) {
  const base = await crypto.subtle.importKey("raw", text.encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
