// What waits on this device, sent from any page: the server gives who is signed in their key back.

import { ask, lockOf, post } from "./outbox.js";
import { Kept, tallyOf } from "./kept.js";
import { Vault } from "./vault.js";

const BATCH = 200;
const PATIENCE_MS = 4_000;

/** Opens the vault, hands it on, and closes it; ``otherwise`` where this browser keeps nothing. */
async function withVault(what, otherwise) {
  let vault;
  try {
    vault = await Vault.open();
  } catch {
    return otherwise;
  }
  try {
    return await what(vault);
  } finally {
    vault.close();
  }
}

/**
 * What waits: ``own`` of ``member``, by visit; ``others`` is how many of other members. Of whom is not known
 * counts as own.
 * @returns {Promise<{own: {visit: string, n: number}[], others: number}>}
 */
export function waiting(member = null) {
  return withVault(async (vault) => split(await vault.waiting(), member), { own: [], others: 0 });
}

function split(rows, member) {
  const own = rows.filter((row) => member === null || row.member === member);
  const others = rows.filter((row) => !own.includes(row)).reduce((sum, row) => sum + row.n, 0);
  return { own, others };
}

export function howMany({ own }) {
  return own.reduce((sum, one) => sum + one.n, 0);
}

/** Sends what waits of who is signed in, as far as network and server let it; then tells what still waits. */
export function carry(keysUrl) {
  return withVault(async (vault) => {
    const before = await vault.waiting();
    if (!before.length) return split(before, null);
    const device = await vault.device(() => "");
    const { status, said } = await ask(`${keysUrl}?device=${encodeURIComponent(device)}`, { patience: PATIENCE_MS });
    if (status !== 200 || !said?.key) return split(before, null);
    const { member } = said;
    const raw = Uint8Array.from(atob(said.key), (letter) => letter.charCodeAt(0));
    if (await vault.fits(member, raw)) {
      await vault.use(member, raw);
      for (const { visit } of split(before, member).own) {
        await inTurn(eventsUrl(visit), () => sendVisit(vault, { member, visit, device }));
      }
    }
    return split(await vault.waiting(), member);
  }, { own: [], others: 0 });
}

function eventsUrl(visit) {
  return `/visits/${visit}/session/events/`;
}

/** Not beside the session's own page in another tab, which sends the same. */
function inTurn(url, what) {
  return navigator.locks ? navigator.locks.request(lockOf(url), what) : what();
}

async function sendVisit(vault, { member, visit, device }) {
  const kept = new Kept();
  for (const row of await vault.events(member, visit)) kept.take(row);
  const { cursor } = (await vault.note(member, visit)) ?? { cursor: 0 };
  for (let events = kept.waiting(BATCH); events.length; events = kept.waiting(BATCH)) {
    const { status, said } = await post(eventsUrl(visit), { device, member, after: cursor, events });
    if (status !== 200 || !said?.stored) return;
    const rows = kept.answered(events, said);
    if (!rows.length) return;
    for (const row of rows) kept.take(row);
    await vault.keep(member, visit, rows, tallyOf(kept.fold()));
  }
}
