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

const NOTHING = { own: [], others: 0, refused: [] };

/**
 * What waits: ``own`` of ``member``, by visit; ``others`` is how many of other members; ``refused`` what the
 * server did not take of ``member``. Of whom is not known counts as own.
 * @returns {Promise<{own: {visit: string, n: number}[], others: number, refused: {visit: string, n: number}[]}>}
 */
export function waiting(member = null) {
  return withVault((vault) => standing(vault, member), NOTHING);
}

async function standing(vault, member) {
  const isOwn = (row) => member === null || row.member === member;
  const rows = await vault.waiting();
  const own = rows.filter(isOwn);
  const others = total(rows.filter((row) => !isOwn(row)));
  return { own, others, refused: (await vault.refused()).filter(isOwn) };
}

export function total(rows) {
  return rows.reduce((sum, one) => sum + one.n, 0);
}

export function howMany({ own }) {
  return total(own);
}

/** Sends what waits of who is signed in, as far as network and server let it; then tells what still waits. */
export function carry(keysUrl) {
  return withVault(async (vault) => {
    const before = await standing(vault, null);
    if (!before.own.length) return before;
    const device = await vault.device(() => "");
    const { status, said } = await ask(`${keysUrl}?device=${encodeURIComponent(device)}`, { patience: PATIENCE_MS });
    if (status !== 200 || !said?.key) return before;
    const { member } = said;
    const raw = Uint8Array.from(atob(said.key), (letter) => letter.charCodeAt(0));
    if (await vault.fits(member, raw)) {
      await vault.use(member, raw);
      for (const { visit } of (await standing(vault, member)).own) {
        await inTurn(eventsUrl(visit), () => sendVisit(vault, { member, visit, device }));
      }
    }
    return standing(vault, member);
  }, NOTHING);
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
