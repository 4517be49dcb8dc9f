// Opens the page of findings without a line, from what it kept when it was last seen. It keeps nothing itself.
"use strict";
const KEPT = "kiem-tra";
const PATIENCE = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const kept = async (request) => (await (await caches.open(KEPT)).match(request, { ignoreSearch: true, ignoreVary: true }));

// A weak line that never answers is as good as none.
const inTime = (request) => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  return fetch(request, { signal: stop.signal }).finally(() => clearTimeout(timer));
};

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (event.request.mode === "navigate") {
    event.respondWith(inTime(event.request).catch(async () => (await kept(event.request)) || Response.error()));
  } else if (address.pathname.startsWith("/static/")) {
    event.respondWith(kept(event.request).then((found) => found || fetch(event.request)));
  }
});
