// The recorder's disk: IndexedDB with strict durability, everything of anybody encrypted (AES-GCM).
// In the clear stand only ids, counts of needles, whether an event still waits to be sent, and what a locked
// device without its key may write down: that all needles are out, that something is wrong.

const NAME = "drypoint-recorder";
const VERSION = 1;
const ROUNDS = 600_000; // of PBKDF2-HMAC-SHA256, as OWASP's Password Storage Cheat Sheet asks
const FREE_TRIES = 5;
const LONGEST_WAIT_S = 60;
const PROOF = "drypoint";
const text = new TextEncoder();
const USED = "drypoint.recorder";

/** Whether this browser has ever recorded: asked on every page, so without opening the disk. */
export function wasUsed() {
  try {
    return localStorage.getItem(USED) !== null;
  } catch {
    return true;
  }
}

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
    const vault = new Vault(indexed);
    await vault.#opened();
    return vault;
  }

  constructor(indexed) {
    this.indexed = indexed;
    this.db = null;
    this.isClosed = false;
    this.locks = new Map();
  }

  close() {
    this.isClosed = true;
    this.db?.close();
    this.db = null;
  }

  /** The open database. A browser may close it by itself, as when another tab brings a newer version. */
  async #opened() {
    if (this.db) return this.db;
    if (this.isClosed) throw new Error("The recorder was closed.");
    const db = await new Promise((resolve, reject) => {
      const asked = this.indexed.open(NAME, VERSION);
      asked.onupgradeneeded = ({ oldVersion }) => upgrade(asked.result, oldVersion);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
      asked.onblocked = () => reject(new Error("Another tab holds an older version open."));
    });
    const forget = () => {
      if (this.db === db) this.db = null;
    };
    db.onversionchange = () => {
      db.close();
      forget();
    };
    db.onclose = forget;
    this.db = db;
    return db;
  }

  /** The device's own name, made once. */
  async device(make) {
    const name = make();
    let found = name;
    await this.#write(["meta"], ({ meta }) => {
      const asked = meta.get("device");
      asked.onsuccess = () => {
        found = asked.result ?? name; // of two tabs at once the first names it
        if (!asked.result) meta.put(name, "device");
      };
    });
    return found;
  }

  // Keys -------------------------------------------------------------------

  /** What is known of a member's key on this device: whether there is one, whether it is locked, when to try again. */
  async keyOf(member) {
    const row = await this.#read("keys", member);
    return row ? { locked: row.locked, escrowed: row.escrowed, tries: row.tries, notBefore: row.notBefore } : null;
  }

  /** Seconds until a PIN may be tried again; a clock that was put back holds nobody up. */
  async mustWait(member) {
    const row = await this.#read("keys", member);
    const wait = Math.ceil(((row?.notBefore ?? 0) - Date.now()) / 1000);
    return wait > LONGEST_WAIT_S ? 0 : Math.max(0, wait);
  }

  /**
   * A new data key under a PIN; returns its bytes once, for the server to keep sealed. Rejects when there is one
   * already, of another tab: what was encrypted with a key that is overwritten could never be read again.
   */
  async makeKey(member, pin) {
    const raw = crypto.getRandomValues(new Uint8Array(32));
    const row = await wrapped(member, raw, pin, { escrowed: false });
    await this.#write(["keys"], (stores) => stores.keys.add(row));
    await this.use(member, raw);
    try {
      localStorage.setItem(USED, "1");
    } catch {
      // Then wasUsed() says yes of itself.
    }
    return raw;
  }

  /** Opens with the PIN; ``false`` for a wrong one, which slows the next try down and never erases anything. */
  async unlock(member, pin) {
    const row = await this.#read("keys", member);
    if (!row || (await this.mustWait(member))) return null;
    const kek = await derived(pin, row.salt, row.rounds);
    let raw;
    try {
      raw = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, kek, row.box));
    } catch {
      await this.#keyRow(member, (known) => {
        const tries = known.tries + 1;
        const wait = tries < FREE_TRIES ? 0 : Math.min(2 ** (tries - FREE_TRIES), LONGEST_WAIT_S);
        return { tries, notBefore: Date.now() + wait * 1000 };
      });
      return null;
    }
    await this.use(member, raw);
    // A full disk must not keep out who knows the PIN.
    await this.#keyRow(member, () => ({ tries: 0, notBefore: 0, locked: false })).catch(() => {});
    return raw;
  }

  /** Whether a PIN opens what another member keeps here: on a page without a sign-in it would not tell whose it is. */
  async isOfAnother(member, pin) {
    const others = (await this.#all("keys")).filter((row) => row.member !== member);
    const tried = await Promise.allSettled(
      others.map(async ({ salt, rounds, iv, box }) =>
        crypto.subtle.decrypt({ name: "AES-GCM", iv }, await derived(pin, salt, rounds), box),
      ),
    );
    return tried.some((one) => one.status === "fulfilled");
  }

  /** A new PIN for a key that the server gave back. */
  async rewrap(member, raw, pin) {
    const row = await wrapped(member, raw, pin, { escrowed: true });
    await this.#write(["keys"], (stores) => stores.keys.put(row));
    await this.use(member, raw);
  }

  async escrowed(member) {
    await this.#keyRow(member, () => ({ escrowed: true }));
  }

  /** Whether these bytes are the member's key on this device: the server may have given another's. */
  async fits(member, raw) {
    const row = await this.#read("keys", member);
    if (!row) return false;
    try {
      const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
      await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.proof.iv }, key, row.proof.box);
      return true;
    } catch {
      return false;
    }
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
    await this.#keyRow(member, () => ({ locked: true }));
  }

  canRead(member) {
    return Boolean(this.locks.get(member)?.read);
  }

  canWrite(member) {
    return Boolean(this.locks.get(member)?.write);
  }

  #keyRow(member, more) {
    return this.#write(["keys"], ({ keys }) => amend(keys, member, (row) => row && { ...row, ...more(row) }));
  }

  // Visits and events --------------------------------------------------------

  /** Keeps events on disk before it resolves; ``tally`` stands in the clear beside them. */
  async keep(member, visit, rows, tally = null) {
    try {
      const sealed = await Promise.all(rows.map((row) => this.#sealedEvent(member, visit, row)));
      await this.#write(["events", "visits"], (stores) => {
        for (const row of sealed) stores.events.put(row);
        if (tally) amend(stores.visits, [member, visit], (before) => ({ ...before, member, visit, tally }));
      });
    } catch (wrong) {
      throw wrong instanceof NotKept ? wrong : new NotKept(wrong);
    }
  }

  async #sealedEvent(member, visit, { event, offset = 0, waiting = 0, number = 0, questions = [], by = null, refused = null }) {
    const content = { event, questions, by, refused };
    const box = this.canWrite(member) || !namesNobody(event) ? await this.#seal(member, [visit, event.id], content) : { open: content };
    return { member, visit, id: event.id, waiting: waiting ? 1 : 0, refused: refused ? 1 : 0, offset, number, ...box };
  }

  /** Every event of a visit that this member recorded or heard of on this device. */
  async events(member, visit) {
    const rows = await this.#all("events", IDBKeyRange.bound([member, visit], [member, visit, []]));
    // One row that cannot be read holds up no other; it stays on the disk.
    const read = await Promise.allSettled(rows.map((row) => this.#readable(member, visit, row)));
    return read.filter((one) => one.status === "fulfilled").map((one) => one.value);
  }

  /** Some of them, by id. */
  async eventsOf(member, visit, ids) {
    const rows = await Promise.all(ids.map((id) => this.#read("events", [member, visit, id])));
    return Promise.all(rows.filter(Boolean).map((row) => this.#readable(member, visit, row)));
  }

  async #readable(member, visit, row) {
    const content = row.open ?? (await this.#unseal(member, [visit, row.id], row));
    return { ...content, offset: row.offset, number: row.number, waiting: row.waiting === 1, isOpen: Boolean(row.open) };
  }

  /** How many events wait on this device, by member and visit. Needs no key. */
  async waiting() {
    return counted(await this.#all("events", IDBKeyRange.bound([1], [1, []]), "waiting"));
  }

  /** How many the server refused: they stay here until somebody has looked. Needs no key. */
  async refused() {
    return counted((await this.#all("events")).filter((row) => row.refused));
  }

  async keepVisit(member, visit, snapshot, more) {
    const box = await this.#seal(member, [visit, "snapshot"], snapshot);
    // Not in the visit's own row: that is written again at every press.
    await this.#write(["visits", "snapshots"], ({ visits, snapshots }) => {
      snapshots.put({ member, visit, ...box });
      amend(visits, [member, visit], (before) => ({ ...before, member, visit, ...more, has: true }));
    });
  }

  async noteVisit(member, visit, more) {
    await this.#write(["visits"], ({ visits }) =>
      amend(visits, [member, visit], (before) => ({ ...before, member, visit, ...more })),
    );
  }

  async snapshot(member, visit) {
    const row = await this.#read("snapshots", [member, visit]);
    return row ? this.#unseal(member, [visit, "snapshot"], row) : null;
  }

  /** Counts, cursor and state of a visit on this device, readable while it is locked. */
  async note(member, visit) {
    const row = await this.#read("visits", [member, visit]);
    return row ? { tally: row.tally ?? null, cursor: row.cursor ?? 0, ended: Boolean(row.ended), has: Boolean(row.has) } : null;
  }

  /** Members with a copy of the visit here, the last to open it first. */
  async membersWith(visit) {
    const rows = await this.#all("visits");
    return rows
      .filter((row) => row.visit === visit && row.has)
      .sort((a, b) => (b.openedAt ?? 0) - (a.openedAt ?? 0))
      .map((row) => row.member);
  }

  /** Takes visits off the device that ended before ``before``, with nothing waiting and nothing refused. */
  async forgetEnded(before) {
    // One transaction from looking to taking away: an event that another tab keeps meanwhile is seen or comes after.
    await this.#write(["events", "visits", "snapshots"], ({ events, visits, snapshots }) => {
      const asked = visits.getAll();
      asked.onsuccess = () => {
        for (const { member, visit } of asked.result.filter((row) => row.ended && row.ended <= before)) {
          const range = IDBKeyRange.bound([member, visit], [member, visit, []]);
          const found = events.getAll(range);
          found.onsuccess = () => {
            if (found.result.some((event) => event.waiting || event.refused)) return;
            events.delete(range);
            for (const store of [visits, snapshots]) store.delete([member, visit]);
          };
        }
      };
    });
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

  async #read(store, key) {
    const db = await this.#opened();
    return answered(db.transaction(store).objectStore(store).get(key));
  }

  async #all(store, range, index) {
    const db = await this.#opened();
    const opened = db.transaction(store).objectStore(store);
    return answered((index ? opened.index(index) : opened).getAll(range));
  }

  /** One transaction that is on disk when this resolves. */
  async #write(names, change) {
    const db = await this.#opened();
    return new Promise((resolve, reject) => {
      const transaction = db.transaction(names, "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("The write was given up."));
      try {
        change(Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)])));
      } catch (wrong) {
        transaction.abort(); // half a press is worse than none
        reject(wrong);
      }
    });
  }
}

/** What a locked device may note without a key: it says nothing of whom. */
export const WHILE_LOCKED = new Set(["removed_all", "paused", "adverse_event"]);

function counted(rows) {
  const found = new Map();
  for (const { member, visit } of rows) {
    const key = `${member} ${visit}`;
    found.set(key, { member, visit, n: (found.get(key)?.n ?? 0) + 1 });
  }
  return [...found.values()];
}

function namesNobody(event) {
  return WHILE_LOCKED.has(event.type) && !event.data?.note;
}

/** Brings a database of any earlier version up to this one, step by step; nothing in it is lost. */
function upgrade(db, from) {
  if (from < 1) {
    db.createObjectStore("meta");
    db.createObjectStore("keys", { keyPath: "member" });
    for (const name of ["visits", "snapshots"]) db.createObjectStore(name, { keyPath: ["member", "visit"] });
    const events = db.createObjectStore("events", { keyPath: ["member", "visit", "id"] });
    events.createIndex("waiting", ["waiting", "member", "visit"]);
  }
}

/** Reads and writes a row in one go, so that two writers at once lose nothing of each other's. */
function amend(store, key, change) {
  const asked = store.get(key);
  asked.onsuccess = () => {
    const row = change(asked.result);
    if (row) store.put(row);
  };
}

function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function wrapped(member, raw, pin, more) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await derived(pin, salt, ROUNDS), raw);
  const own = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  const proof = { iv: crypto.getRandomValues(new Uint8Array(12)) };
  proof.box = await crypto.subtle.encrypt({ name: "AES-GCM", iv: proof.iv }, own, text.encode(PROOF));
  return { member, salt, rounds: ROUNDS, iv, box, proof, tries: 0, notBefore: 0, locked: false, ...more };
}

async function derived(pin, salt, iterations) {
  const base = await crypto.subtle.importKey("raw", text.encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
