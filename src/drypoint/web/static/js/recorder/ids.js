// Names that a device makes by itself: of events, needles and insertions, and of itself.

const MOST_IN_A_MILLISECOND = 0x1000;
let lastAt = 0;
let inThisOne = 0;

/**
 * A UUIDv7: sorted by the time at which it was made; of one millisecond, in the order of making (RFC 9562,
 * 6.2, method 1: the twelve bits after the version count).
 */
export function newId(now = Date.now()) {
  inThisOne = now === lastAt ? (inThisOne + 1) % MOST_IN_A_MILLISECOND : 0;
  lastAt = now;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 0; place < 6; place += 1) bytes[place] = Math.floor(now / 2 ** (8 * (5 - place))) & 0xff;
  bytes[6] = 0x70 | (inThisOne >> 8);
  bytes[7] = inThisOne & 0xff;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Such as ``tablet-7f3a91b2``: what the log calls this device. */
export function deviceName(agent = navigator.userAgent) {
  const kind = /ipad|tablet|android(?!.*mobile)/i.test(agent) ? "tablet" : /mobile/i.test(agent) ? "phone" : "computer";
  return `${kind}-${newId().slice(-8)}`;
}
