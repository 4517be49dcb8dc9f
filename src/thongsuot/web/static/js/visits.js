/* The screen on the wall asks again and again with an ETag; without a script the page reloads itself. */
"use strict";
(() => {
  const place = document.querySelector("[data-screen]");
  const off = document.querySelector("[data-off]");
  let etag = "";
  const ask = async () => {
    try {
      const answer = await fetch(location.href, { headers: etag ? { "If-None-Match": etag } : {}, cache: "no-store" });
      off.hidden = answer.ok || answer.status === 304;
      if (!answer.ok) return;
      etag = answer.headers.get("etag") || "";
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-screen]");
      if (fresh && fresh.innerHTML !== place.innerHTML) place.replaceChildren(...fresh.childNodes);
    } catch { off.hidden = false; }
  };
  setInterval(ask, Number(place.dataset.screen) * 1000);
})();
