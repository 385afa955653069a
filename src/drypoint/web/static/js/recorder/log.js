// The session log on the device: the same fold as the server's (drypoint.needling), event for event.
// Nothing here knows of a page, a disk or a network. A test folds generated histories with both.

/**
 * @typedef {{id: string, at: string, device: string, type: string, needle?: string, insertion?: string,
 *   muscle?: string, side?: string, site?: string, data?: Record<string, any>}} Event
 * @typedef {{event: Event, offset: number}} Timed the event as written, and milliseconds to add to its clock
 */

const CLOCKS_MAY_DIFFER_US = 120_000_000; // as drypoint.needling.fold
const MOVES_A_NEEDLE = new Set(["needle_opened", "inserted", "removed", "removed_all", "broken", "dropped"]);

/** Microseconds since 1970 of an ISO time with its offset from UTC. */
export function micros(iso) {
  const [, whole, fraction = "", zone] = /^(.*?:\d\d)(?:\.(\d+))?(Z|[+-].*)$/.exec(iso) ?? [];
  if (whole === undefined) throw new RangeError("A time of the log cannot be read.");
  return Date.parse(whole + zone) * 1000 + Number(fraction.slice(0, 6).padEnd(6, "0"));
}

/** Events in reading order: by time, then by id; each once. Adds ``at_us`` by the server's clock. */
export function inOrder(timed) {
  const byId = new Map();
  for (const { event, offset } of timed) {
    if (!byId.has(event.id)) byId.set(event.id, { ...event, at_us: micros(event.at) + (offset || 0) * 1000 });
  }
  return [...byId.values()].sort((a, b) => a.at_us - b.at_us || (a.id < b.id ? -1 : 1));
}

/** What still stands after corrections; what was taken back; corrections whose target is not here. */
export function inForce(timed) {
  const merged = inOrder(timed);
  const known = new Map(merged.map((event) => [event.id, event]));
  const takenBack = new Map();
  let openCorrections = 0;
  for (const event of merged) {
    const target = event.type === "corrected" ? event.data?.corrects : undefined;
    if (target === undefined || target === null) continue;
    if (!known.has(target)) openCorrections += 1;
    else if (known.get(target).type !== "corrected" && !takenBack.has(target)) takenBack.set(target, event);
  }
  return {
    events: merged.filter((event) => !takenBack.has(event.id) && event.type !== "corrected"),
    corrections: merged.filter((event) => takenBack.has(event.id)).map((event) => [event, takenBack.get(event.id)]),
    openCorrections,
  };
}

/**
 * Where the session stands. ``blocked`` holds [code, number] pairs; the page has their words.
 * @param {Timed[]} timed
 * @param {any[]} painRules as the snapshot carries them
 */
export function fold(timed, painRules = []) {
  const { events, corrections, openCorrections } = inForce(timed);
  const insertions = foldInsertions(events, painRules);
  let count = last(events, "count_checked");
  if (count && events.some((event) => MOVES_A_NEEDLE.has(event.type) && event.at_us > count.at_us)) count = null;
  const account = accountOf(events, insertions, count ? (count.data?.sharps ?? null) : null);
  const blocked = [...blockedByNeedles(account, count), ...contradictions(events, insertions)];
  if (openCorrections) blocked.push(["correction_without_target", openCorrections]);
  return {
    state: status(events, account, blocked),
    needles_opened: account.opened.length,
    needles_in: account.inside.size,
    sharps: account.sharps,
    dropped_unused: account.dropped.size,
    broken: account.broken.size,
    unaccounted: account.unaccounted,
    count_checked: Boolean(count),
    insertions,
    needles: account.opened.map((needle) => ({ needle, place: account.place(needle) })),
    taken_back: corrections.map(([target, by]) => ({
      event: target.id,
      type: target.type,
      at_us: target.at_us,
      taken_back_at_us: by.at_us,
      device: by.device,
      why: by.data?.note ?? null,
    })),
    adverse_events: events.filter((event) => event.type === "adverse_event").map((event) => event.data?.kind ?? null),
    may_close: blocked.length === 0,
    blocked,
  };
}

function status(events, account, blocked) {
  const closing = last(events, "closed");
  if (closing) {
    if (!blocked.length) return account.broken.size ? "incident" : "closed";
    if (namesWhatIsMissing(closing, account)) return "incident";
  }
  const pause = last(events, "paused", "resumed");
  return pause?.type === "paused" ? "paused" : "open";
}

function namesWhatIsMissing(closing, account) {
  const named = new Set(closing.data?.missing ?? []);
  const lost = account.inside.size + account.unaccounted;
  const opened = new Set(account.opened);
  const knownLost = account.opened.filter(
    (needle) => !account.used.has(needle) && !account.dropped.has(needle) && !account.broken.has(needle),
  );
  return (
    lost > 0 &&
    named.size === lost &&
    knownLost.every((needle) => named.has(needle)) &&
    [...named].every((needle) => opened.has(needle))
  );
}

/** Two clocks may be a minute off each: what another device put in within two minutes stays in until it is taken out by name. */
function covers(allOut, inserted) {
  return inserted.device === allOut.device || allOut.at_us - inserted.at_us >= CLOCKS_MAY_DIFFER_US;
}

function foldInsertions(events, painRules) {
  const told = new Map();
  const removed = new Map();
  const waiting = new Map();
  for (const event of events) {
    const key = event.insertion;
    if (event.type === "removed_all") {
      for (const [one, { inserted }] of told) if (!removed.has(one) && covers(event, inserted)) removed.set(one, event);
    } else if (key === undefined || key === null) {
      continue;
    } else if (event.type === "removed") {
      if (!removed.has(key)) removed.set(key, event);
    } else if (told.has(key)) {
      if (event.type !== "inserted") hear(told.get(key), event);
    } else if (event.type === "inserted") {
      const one = { inserted: event, manipulations: 0, passes: 0, twitches: 0, said: [], current: false };
      told.set(key, one);
      hear(one, event);
      // By a slow clock a twitch may stand before its insertion.
      for (const early of waiting.get(key) ?? []) hear(one, early);
      waiting.delete(key);
    } else {
      waiting.set(key, [...(waiting.get(key) ?? []), event]);
    }
  }
  const broken = needlesOf(events, "broken");
  return [...told].map(([key, one]) => insertionState(one, removed.get(key) ?? null, broken, painRules));
}

function hear(one, { type, at_us, data = {} }) {
  if (type === "manipulated") {
    one.manipulations += 1;
    one.passes += data.passes || 1;
  } else if (type === "twitched") one.twitches += data.twitches || 1;
  else if (type === "estim_on" || type === "estim_off") one.current = type === "estim_on";
  else if (type === "inserted" || type === "sensation") {
    const sensation = data.sensation ?? null;
    const pain = data.pain_nprs ?? null;
    if (sensation !== null || pain !== null) one.said.push({ at_us, sensation, pain });
  }
}

function insertionState(one, removed, broken, painRules) {
  const { inserted } = one;
  const ended = removed !== null || broken.has(inserted.needle);
  const pains = one.said.filter((said) => said.pain !== null).map((said) => said.pain);
  return {
    insertion: inserted.insertion,
    needle: inserted.needle,
    muscle: inserted.muscle,
    side: inserted.side,
    site: inserted.site ?? null,
    inserted_at_us: inserted.at_us,
    removed_at_us: removed ? removed.at_us : null,
    dwell_seconds: removed ? dwell(inserted, removed) : null,
    manipulations: one.manipulations,
    passes: one.passes,
    twitches: one.twitches,
    sensations: one.said.filter((said) => said.sensation !== null).map((said) => said.sensation),
    pain_nprs: pains.length ? pains.at(-1) : null,
    current_on: one.current && !ended,
    asks_for: ended ? null : (askedBy(one.said, painRules)?.asks_for ?? null),
    is_broken: broken.has(inserted.needle),
    is_in: !ended,
  };
}

function dwell(inserted, removed) {
  if (inserted.data?.afterwards || removed.data?.afterwards) return null;
  const seconds = (removed.at_us - inserted.at_us) / 1e6;
  return seconds >= 0 ? seconds : null;
}

/** The first rule that what was said of one needle still calls for. */
export function askedBy(said, rules) {
  let lasting = [];
  for (const one of said) lasting = rules.some((rule) => fits(rule, one)) ? [...lasting, one] : [];
  return rules.find((rule) => {
    const own = lasting.filter((one) => fits(rule, one));
    if (!own.length || rule.said_again_after_seconds === null) return own.length > 0;
    return (own.at(-1).at_us - own[0].at_us) / 1e6 >= rule.said_again_after_seconds;
  });
}

function fits(rule, said) {
  const strong = rule.pain_nprs_at_least !== null && said.pain !== null && said.pain >= rule.pain_nprs_at_least;
  return strong || rule.sensations.includes(said.sensation);
}

function accountOf(events, insertions, countedSharps) {
  const opened = [...new Set(events.filter((event) => event.needle).map((event) => event.needle))];
  const broken = needlesOf(events, "broken");
  const without = (names, ...others) => new Set([...names].filter((name) => !others.some((one) => one.has(name))));
  const inside = without(
    insertions.filter((one) => one.removed_at_us === null).map((one) => one.needle),
    broken,
  );
  const used = without(
    insertions.map((one) => one.needle),
    inside,
    broken,
  );
  const dropped = without(needlesOf(events, "dropped"), inside, used, broken);
  const sharps = countedSharps === null ? used.size : countedSharps;
  const places = { broken, in: inside, sharps: used, dropped };
  return {
    opened,
    inside,
    used,
    dropped,
    broken,
    sharps,
    unaccounted: opened.length - inside.size - sharps - dropped.size - broken.size,
    place: (needle) => Object.keys(places).find((place) => places[place].has(needle)) ?? "ready",
  };
}

function blockedByNeedles(account, count) {
  const found = [];
  if (account.inside.size) found.push(["needles_in", account.inside.size]);
  if (account.unaccounted > 0) found.push(["needles_unaccounted", account.unaccounted]);
  if (account.unaccounted < 0) found.push(["needles_never_recorded", -account.unaccounted]);
  if (account.opened.length && !count) found.push(["count", 0]);
  return found;
}

function contradictions(events, insertions) {
  const known = new Set(insertions.map((one) => one.insertion));
  const used = new Set(insertions.map((one) => one.needle));
  const found = [];
  if (events.some((event) => event.insertion && !known.has(event.insertion))) found.push(["unknown_insertion", 0]);
  if (events.filter((event) => event.type === "inserted").length > insertions.length) {
    found.push(["insertion_twice", 0]);
  }
  if ([...needlesOf(events, "dropped")].some((needle) => used.has(needle))) found.push(["dropped_and_used", 0]);
  return found;
}

function needlesOf(events, type) {
  return new Set(events.filter((event) => event.type === type && event.needle).map((event) => event.needle));
}

function last(events, ...types) {
  return events.findLast((event) => types.includes(event.type)) ?? null;
}
