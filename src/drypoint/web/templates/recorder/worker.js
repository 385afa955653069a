// The recorder's service worker: keeps its page and files, and nothing of anybody. Written by the server
// with the list of files and a version that changes with their content.

const KEPT = {{ kept|safe }};
const CACHE = `drypoint-recorder ${KEPT.version}`;
const SESSION = /^\/visits\/[0-9a-f-]{36}\/session\/$/;
const PAGE_PATIENCE_MS = 4000;
const FILE_PATIENCE_MS = 2000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) =>
      cache.addAll([KEPT.page, ...KEPT.files].map((url) => new Request(url, { cache: "reload" }))),
    ).then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && SESSION.test(pathname)) {
    event.respondWith(networkFirst(request, KEPT.page, PAGE_PATIENCE_MS));
  } else if (KEPT.files.includes(pathname)) {
    event.respondWith(networkFirst(request, pathname, FILE_PATIENCE_MS));
  }
});

/** The network's answer; what is kept when there is none in time, or the server is ill. */
async function networkFirst(request, kept, patience) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, patience, null);
  });
  const answer = await Promise.race([fetch(request).catch(() => null), late]);
  clearTimeout(timer);
  if (answer && answer.status < 500) return answer;
  const found = await (await caches.open(CACHE)).match(kept);
  return found ?? answer ?? Response.error();
}
