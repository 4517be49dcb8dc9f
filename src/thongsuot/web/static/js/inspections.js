// Findings taken without a line: kept on this machine with a key of their own, sent once when the line is back.
"use strict";
(() => {
  const form = document.querySelector("form[data-findings]");
  if (!form || !window.indexedDB) return;
  const one = (selector) => document.querySelector(selector);
  const words = JSON.parse(form.dataset.words);
  const who = document.body.dataset.who || "";
  const KEPT = "kiem-tra", LARGEST_SIDE = 1920, AGAIN = 20000, DAY = 864e5;
  let draftsShown = [], needsSignIn = false, kept = "";

  /* --- What is kept on this machine --- */
  const wait = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  let base;
  const store = async (mode) => {
    if (!base) {
      const opening = indexedDB.open(KEPT, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("phat-hien", { keyPath: "key" });
      base = await wait(opening);
    }
    return base.transaction("phat-hien", mode).objectStore("phat-hien");
  };
  const put = async (draft) => wait((await store("readwrite")).put(draft));
  const drop = async (key) => wait((await store("readwrite")).delete(key));
  const mine = async () => (await wait((await store("readonly")).getAll()))
    .filter((draft) => draft.who === who).sort((a, b) => a.at.localeCompare(b.at));

  const newKey = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const octets = crypto.getRandomValues(new Uint8Array(16));
    octets[6] = (octets[6] & 15) | 64; octets[8] = (octets[8] & 63) | 128;
    const hex = [...octets].map((octet) => octet.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  /* Drawn anew a photo is small, and no longer says where and by which phone it was taken. */
  const photo = async (file) => {
    try {
      const seen = await createImageBitmap(file);
      const scale = Math.min(1, LARGEST_SIDE / Math.max(seen.width, seen.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(seen.width * scale); canvas.height = Math.round(seen.height * scale);
      canvas.getContext("2d").drawImage(seen, 0, 0, canvas.width, canvas.height);
      const drawn = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      if (drawn) return { name: file.name.replace(/\.\w+$/, "") + ".jpg", type: "image/jpeg", octets: await drawn.arrayBuffer() };
    } catch { /* a kind that this browser cannot draw: as it is */ }
    return { name: file.name, type: file.type, octets: await file.arrayBuffer() };
  };

  const take = async () => {
    const values = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken" && !name.startsWith("_")) values[name] = value;
    }
    const files = form.querySelector("input[type=file]");
    const target = form.querySelector("[name=target]:checked, select[name=target]");
    const label = target?.selectedOptions?.[0]?.textContent
      || (target && form.querySelector(`label[for="${target.id}"]`)?.textContent) || "";
    const photos = await Promise.all([...files.files].map(photo));
    await put({ key: newKey(), who, at: new Date().toISOString(), label, values, photos, state: "waiting", sentence: "" });
    for (const name of ["title", "provision", "where", "procedure"]) if (form.elements[name]) form.elements[name].value = "";
    files.value = "";
  };

  /* --- Sending --- */
  const token = () => /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] || form.elements.csrfmiddlewaretoken?.value || "";
  const send = async (draft) => {
    const parts = new FormData();
    for (const [name, value] of Object.entries(draft.values)) parts.append(name, value);
    for (const seen of draft.photos) parts.append("tep", new Blob([seen.octets], { type: seen.type }), seen.name);
    parts.append("_key", draft.key);
    parts.append("taken_at", draft.at);
    let answer, told = null;
    try {
      answer = await fetch(form.action, {
        method: "POST", body: parts, credentials: "same-origin",
        headers: { Accept: "application/json", "X-CSRFToken": token() },
      });
      needsSignIn = answer.status === 401;
      if (answer.headers.get("content-type")?.includes("json")) told = await answer.json();
    } catch { /* no line, or it broke before the answer came: again later, with the same key */ }
    if (!told) return false;
    if (answer.ok) await put({ ...draft, state: "sent", sentence: "", photos: [], code: told.code, address: told.address });
    else await put({ ...draft, state: "refused", sentence: told.sentence || "" });
    return true;
  };

  let busy = false;
  const sendAll = async () => {
    if (busy) return;
    busy = true;
    try {
      for (const draft of (await mine()).filter((one) => one.state === "waiting")) {
        if (!(await send(draft))) break;
        await show();
      }
    } finally {
      busy = false;
      await show();
    }
  };

  /* --- What the page shows of it --- */
  const button = (label, work) => {
    const made = document.createElement("button");
    made.type = "button"; made.className = "link"; made.textContent = label;
    made.addEventListener("click", work);
    return made;
  };
  const edit = async (draft) => {
    for (const [name, value] of Object.entries(draft.values)) {
      const field = form.elements[name];
      if (field instanceof RadioNodeList || (field && field.type !== "file")) field.value = value;
    }
    await drop(draft.key);
    kept = draft.photos.length ? words.retake : "";
    await show();
    form.elements.title.focus();
  };
  const row = (draft) => {
    const item = document.createElement("li");
    const told = document.createElement("div");
    const title = document.createElement("b");
    title.textContent = draft.values.title || "";
    const more = document.createElement("p");
    more.className = "quiet small";
    const when = new Date(draft.at).toLocaleString("vi", { dateStyle: "short", timeStyle: "short" });
    const many = draft.photos.length ? `, ${draft.photos.length} ${words.photos}` : "";
    more.textContent = `${draft.label.trim()}, ${when}${many}`;
    told.append(title, more);
    if (draft.sentence) {
      const why = document.createElement("p");
      why.className = "error"; why.textContent = draft.sentence;
      told.append(why);
    }
    const state = document.createElement("div");
    state.className = "row";
    const word = document.createElement("span");
    word.className = "tag"; word.textContent = draft.state === "sent" ? `${words.sent} ${draft.code}` : words[draft.state];
    state.append(word);
    if (draft.state === "sent") {
      const link = document.createElement("a");
      link.href = draft.address; link.textContent = words.open;
      state.append(link);
    } else {
      if (form.elements.title) state.append(button(words.edit, () => edit(draft)));
      state.append(button(words.drop, async () => {
        if (confirm(words.sure)) { await drop(draft.key); await show(); }
      }));
    }
    item.append(told, state);
    return item;
  };
  const show = async () => {
    draftsShown = await mine();
    const waiting = draftsShown.filter((draft) => draft.state !== "sent");
    one("[data-waiting]").hidden = !draftsShown.length;
    one("[data-how-many]").textContent = waiting.length;
    one("[data-send-now]").hidden = !waiting.length;
    one("[data-drafts]").replaceChildren(...draftsShown.map(row));
    one("[data-said]").textContent = needsSignIn ? words.sign_in : waiting.length ? kept : "";
    const off = one("[data-offline]");
    off.hidden = navigator.onLine;
    one("[data-offline] p").textContent = words.offline;
  };

  /* What cannot be missing is asked for at once: a finding that comes back after hours helps nobody. */
  const lacking = () => {
    const given = new FormData(form);
    const name = ["target", "title", "severity", "field"].find((asked) => !String(given.get(asked) ?? "").trim());
    const told = one("[data-missing]");
    told.hidden = !name;
    if (!name) return false;
    const field = form.querySelector(`[name=${name}]`);
    const label = field.closest("fieldset, .field").querySelector("legend, label.name").textContent.trim();
    told.textContent = `${words.missing} ${label}`;
    field.focus();
    return true;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const send = form.querySelector(".actions button");
    if (lacking()) return;
    if (send.getAttribute("aria-disabled")) return;
    send.setAttribute("aria-disabled", "true");
    try {
      await take();
      kept = words.kept;
    } catch { kept = words.full; one("[data-waiting]").hidden = false; one("[data-said]").textContent = kept; return; }
    finally { send.removeAttribute("aria-disabled"); }
    await show();
    await sendAll();
  });
  one("[data-send-now]").addEventListener("click", sendAll);
  addEventListener("online", sendAll);
  addEventListener("offline", show);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sendAll(); });
  setInterval(() => { if (draftsShown.some((draft) => draft.state === "waiting")) sendAll(); }, AGAIN);

  /* --- The page itself without a line --- */
  const keepPage = async () => {
    if (!("serviceWorker" in navigator) || !("caches" in window)) return;
    await navigator.serviceWorker.register(form.dataset.worker);
    const page = await fetch(location.pathname, { credentials: "same-origin" });
    if (!page.ok || page.redirected) return;
    const cache = await caches.open(KEPT);
    await cache.put(location.pathname, page);
    const needed = [...document.querySelectorAll("link[rel=stylesheet], link[rel=preload], link[rel=icon], script[src]")];
    await cache.addAll(needed.map((element) => element.href || element.src));
    document.documentElement.dataset.kept = "1";
  };
  document.querySelector("form[data-forget]")?.addEventListener("submit", () => { if (window.caches) caches.delete(KEPT); });

  const start = async () => {
    for (const draft of await mine()) if (draft.state === "sent" && Date.now() - Date.parse(draft.at) > DAY) await drop(draft.key);
    await show();
    await sendAll();
    if (navigator.onLine) await keepPage().catch(() => { /* the page then needs a line, what is kept does not */ });
    navigator.storage?.persist?.();
  };
  start();
})();
