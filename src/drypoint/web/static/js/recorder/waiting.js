// On every staff page: what a session recorded on this device and could not send yet is sent, or pointed at.
// Asks the disk only where this browser has ever recorded.

const notice = document.querySelector("[data-recorder-waiting]");

function everRecorded() {
  try {
    return localStorage.getItem("drypoint.recorder") !== null;
  } catch {
    return true;
  }
}

if (notice && everRecorded() && !document.querySelector("needling-recorder")) {
  const { carry, howMany } = await import("./carry.js");
  const { keys, own: ownWords, others: othersWords } = notice.dataset;
  const found = await carry(keys);
  const n = howMany(found);
  const lines = [n && ownWords.replace("{n}", n), found.others && othersWords.replace("{n}", found.others)];
  notice.querySelector("[data-words]").textContent = lines.filter(Boolean).join(" ");
  const link = notice.querySelector("a");
  link.hidden = n === 0;
  if (n) {
    const { visit } = found.own[0];
    const session = `/visits/${visit}/session/`;
    // A session that ended elsewhere has no recorder on its page: the device's own page opens what it holds.
    link.href = location.pathname === session ? `/recorder/?visit=${visit}` : session;
  }
  notice.hidden = n + found.others === 0;
}
