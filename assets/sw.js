/* The service worker. It keeps the build's hashed files, which never change under their name, and one page that says
   that the server cannot be reached. Pages themselves, and whatever they are sent, are never kept. */
"use strict";
const BUILD = "{build}"; /* timetrack/api/installable.py writes the build's number here */
const PREFIX = "timetrack-";
const KEPT = PREFIX + BUILD;
const OFFLINE = "/offline.html";
const WITHOUT_SERVER = [OFFLINE, "/offline.js"];

addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(WITHOUT_SERVER.map((path) => new Request(path, { cache: "reload" })))));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith(PREFIX) && name !== KEPT;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))));
});

addEventListener("message", (event) => {
  if (event.data === "take over") skipWaiting();
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  else if (pathname === WITHOUT_SERVER[1]) event.respondWith(fetch(request).catch(() => caches.match(request)));
  else if (pathname.startsWith("/assets/")) event.respondWith(keptOrFetched(request));
});

async function keptOrFetched(request) {
  const kept = await caches.open(KEPT);
  const found = await kept.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.status === 200 && answer.type === "basic") await kept.put(request, answer.clone()).catch(() => null);
  return answer;
}
