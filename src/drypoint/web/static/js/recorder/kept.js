// The events of one visit that this device knows of: in memory what the vault holds on disk.

import { fold, micros } from "./log.js";

/**
 * @typedef {{event: any, offset: number, waiting: boolean, number: number, questions: string[],
 *   refused: string | null, by: string | null, at_us: number}} Entry
 */
export class Kept {
  /** @type {Map<string, Entry>} */
  #entries = new Map();

  take(row) {
    const known = this.#entries.get(row.event.id);
    if (known && !known.waiting && row.waiting) return; // an older word
    const at_us = micros(row.event.at) + (row.offset || 0) * 1000;
    this.#entries.set(row.event.id, { questions: [], refused: null, number: 0, ...row, at_us });
  }

  /** In reading order. */
  all() {
    return [...this.#entries.values()].sort((a, b) => a.at_us - b.at_us || (a.event.id < b.event.id ? -1 : 1));
  }

  /** Events that no answer has named yet, the first pressed first. */
  waiting(most) {
    const found = [];
    for (const one of this.#entries.values()) {
      if (one.waiting) found.push(one.event);
      if (found.length === most) break;
    }
    return found;
  }

  counts() {
    const all = [...this.#entries.values()];
    return {
      recorded: all.length,
      waiting: all.filter((one) => one.waiting).length,
      refused: all.filter((one) => one.refused).length,
    };
  }

  /** Where the session stands, with ``more`` as if it were kept; what the server refused does not count. */
  fold(painRules = [], more = []) {
    const rows = new Map(this.#entries);
    for (const row of more) rows.set(row.event.id, row);
    const counted = [...rows.values()].filter((one) => !one.refused);
    return fold(counted.map(({ event, offset }) => ({ event, offset: offset || 0 })), painRules);
  }

  /** The rows to keep after an answer to what was ``sent``. */
  answered(sent, { stored, refused }) {
    return sent.flatMap((event) => {
      const entry = this.#entries.get(event.id);
      const known = stored[event.id];
      if (!entry || (!known && refused[event.id] === undefined)) return [];
      const more = known
        ? { number: known.number, offset: known.clock_offset_ms, questions: known.questions, refused: null }
        : { refused: refused[event.id] };
      return [{ ...entry, ...more, waiting: false }];
    });
  }

  /** The rows to keep of what the server tells of others, or of ourselves when an answer was lost. */
  heard(events) {
    return events
      .filter((one) => {
        const known = this.#entries.get(one.event.id);
        return !known || known.waiting || known.number !== one.number;
      })
      .map(({ event, clock_offset_ms, number, questions, by }) => ({
        event, offset: clock_offset_ms, number, questions, by, refused: null, waiting: false,
      }));
  }

  /** How far the server's clock was ahead of this device's when it last took something from it, in ms. */
  lastOffset(device) {
    const own = [...this.#entries.values()].filter((one) => one.number && one.event.device === device);
    return own.length ? own.reduce((a, b) => (a.number > b.number ? a : b)).offset || 0 : 0;
  }
}

/** The needle count that stands beside the events in the clear. */
export function tallyOf(state) {
  const inside = state.insertions.filter((one) => one.is_in).map((one) => one.inserted_at_us);
  return {
    in: state.needles_in,
    out: state.needles_opened - state.needles_in,
    of: state.needles_opened,
    since: inside.length ? Math.min(...inside) / 1000 : null,
  };
}

/** The count on a locked device that cannot read what it holds. */
export function tallyAfter(tally, pressed) {
  return pressed.some((one) => one.type === "removed_all") ? { ...tally, in: 0, out: tally.of, since: null } : tally;
}
