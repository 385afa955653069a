// Names that a device makes by itself: of events, needles and insertions, and of itself.

/** A UUIDv7: sorted by the time at which it was made. */
export function newId(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 0; place < 6; place += 1) bytes[place] = Math.floor(now / 2 ** (8 * (5 - place))) & 0xff;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Such as ``tablet-7f3a91``: what the log calls this device. */
export function deviceName(agent = navigator.userAgent) {
  const kind = /mobile/i.test(agent) ? "phone" : /ipad|tablet|android/i.test(agent) ? "tablet" : "computer";
  return `${kind}-${newId().slice(-8)}`;
}
