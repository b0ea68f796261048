// Service worker: the page works without a connection after the first visit. Every file is asked for with the build in its
// address (?v=…), so files of two builds never mix; index.html comes from the network while there is one.
// The build tool fills in the two constants.
const kBuild = '__BUILD__';
const kFiles = ['__FILES__'];
const kCache = `rizbin-${kBuild}`;

addEventListener('install', (e) => {
  e.waitUntil((async () => {
    const cache = await caches.open(kCache);
    await cache.addAll(kFiles.map((file) => new Request(file, { cache: 'no-cache' })));
    await skipWaiting();  // safe: pages of another build ask for other addresses
  })());
});
addEventListener('activate', (e) => {
  e.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith('rizbin-') && name !== kCache) await caches.delete(name);
    await clients.claim();
  })());
});
addEventListener('fetch', (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== 'GET' || url.origin !== location.origin) return;
  e.respondWith((async () => {
    const cache = await caches.open(kCache);
    if (e.request.mode === 'navigate') {
      try {
        return await fetch(e.request);
      } catch {
        return (await cache.match('./')) ?? Response.error();
      }
    }
    if (url.searchParams.get('v') === kBuild) {
      const kept = await cache.match(e.request);
      if (kept) return kept;
    }
    return fetch(e.request);
  })());
});
