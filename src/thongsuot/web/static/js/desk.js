/* What the desk does beyond plain pages: keys, kept text, one sending, live counts. All of it can be missing. */
"use strict";
(() => {
  const root = document.documentElement;
  const body = document.body;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (selector, from = document) => from.querySelector(selector);
  const words = (name) => body.dataset[name] || "";
  root.classList.add("js");

  /* Storage may be refused (private windows): then nothing is kept, and nothing breaks. */
  const store = {
    get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or refused */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* refused */ } },
    keys() { try { return Object.keys(localStorage); } catch { return []; } },
  };

  /* Faults first: the summary takes the focus, as a screen reader needs. */
  const errors = one("[data-errors]");
  if (errors) errors.focus();

  /* --- Text kept while it is typed, per person and page --- */
  const PREFIX = "ban-thao:";
  let leaving = false;
  const DAYS = 3;
  const draftKey = (form) => `${PREFIX}${words("who")}:${form.dataset.keep || location.pathname}`;
  const kept = (form) => [...form.elements].filter((field) =>
    field.name && !field.name.startsWith("_") && field.name !== "csrfmiddlewaretoken" &&
    !["file", "password", "hidden", "submit", "button"].includes(field.type));

  const read = (form) => {
    const values = {};
    for (const field of kept(form)) {
      const value = ["checkbox", "radio"].includes(field.type) ? (field.checked ? field.value : null) : field.value;
      (values[field.name] ||= []).push(value);
    }
    return values;
  };

  const write = (form, values) => {
    for (const set of all("[data-lines]", form)) {
      const name = one("textarea", set).name;
      while ((values[name] || []).length > all("li", set).length) addLine(set);
    }
    const seen = {};
    for (const field of kept(form)) {
      const at = (seen[field.name] = (seen[field.name] ?? -1) + 1);
      const value = (values[field.name] || [])[at];
      if (value === undefined) continue;
      if (["checkbox", "radio"].includes(field.type)) field.checked = value === field.value;
      else if (value !== null) field.value = value;
    }
  };

  const keep = (form) => {
    const first = JSON.stringify(read(form));
    const key = draftKey(form);
    const draft = store.get(key);
    const fresh = draft && !draft.sent && Date.now() - draft.at < DAYS * 864e5;
    if (fresh && !form.hasAttribute("data-answered") && JSON.stringify(draft.values) !== first) {
      write(form, draft.values);
      restored(form, key, draft.at, JSON.parse(first));
    }
    let timer;
    const save = () => store.set(key, { at: Date.now(), values: read(form) });
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 300); });
    addEventListener("pagehide", () => { if (timer && !form.dataset.sent && !leaving) save(); });
  };

  const restored = (form, key, at, first) => {
    const note = document.createElement("div");
    note.className = "notice";
    note.setAttribute("role", "status");
    const when = new Date(at).toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit" });
    const text = document.createElement("p");
    text.textContent = `${words("restored")} ${when}. `;
    const drop = document.createElement("button");
    drop.type = "button"; drop.className = "link"; drop.textContent = words("discard");
    drop.onclick = () => { store.drop(key); write(form, first); note.remove(); };
    text.append(drop); note.append(text); form.before(note);
  };

  /* A page that is neither the form again nor the sign-in means that the text arrived. */
  const settle = () => {
    if (one("[data-login]")) return;
    for (const key of store.keys().filter((name) => name.startsWith(PREFIX))) {
      const draft = store.get(key);
      if (!draft || Date.now() - draft.at > DAYS * 864e5) store.drop(key);
      else if (draft.sent) {
        const still = all("form[data-keep]").some((form) => draftKey(form) === key);
        if (still) store.set(key, { ...draft, sent: false }); else store.drop(key);
      }
    }
  };

  /* --- Repeatable rows --- */
  const relabel = (set) => all("li", set).forEach((item, at) => {
    const area = one("textarea", item);
    area.id = at ? `${area.name}-${at}` : `f-${area.name}`;
    area.setAttribute("aria-label", area.getAttribute("aria-label").replace(/\d+$/, at + 1));
    const button = one("[data-remove]", item);
    button.value = `${area.name}:${at}`;
    one(".hide", button).textContent = one(".hide", button).textContent.replace(/\d+$/, at + 1);
  });
  const addLine = (set) => {
    const item = one("li", set).cloneNode(true);
    one("textarea", item).value = "";
    one("ol", set).append(item);
    relabel(set);
    return one("textarea", item);
  };
  const grow = (area) => { area.style.height = "auto"; area.style.height = `${area.scrollHeight + 2}px`; };
  document.addEventListener("click", (event) => {
    const set = event.target.closest("[data-lines]");
    if (!set) return;
    if (event.target.closest("[data-add]")) { event.preventDefault(); addLine(set).focus(); }
    const remove = event.target.closest("[data-remove]");
    if (remove) {
      event.preventDefault();
      if (all("li", set).length > 1) remove.closest("li").remove(); else one("textarea", set).value = "";
      relabel(set);
      one("textarea", set).focus();
      set.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  document.addEventListener("input", (event) => { if (event.target.matches(".lines textarea")) grow(event.target); });

  /* --- One sending: a second press of a button does nothing --- */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (form.hasAttribute("data-forget")) {
      leaving = true;
      store.keys().filter((name) => name.startsWith(PREFIX)).forEach(store.drop);
    }
    if (form.method !== "post" || button?.formNoValidate) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    if (form.hasAttribute("data-keep")) store.set(draftKey(form), { at: Date.now(), values: read(form), sent: true });
    if (button) setTimeout(() => { button.setAttribute("aria-disabled", "true"); }, 0);
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of all("form[data-sent]")) delete form.dataset.sent;
    for (const button of all("[aria-disabled]")) button.removeAttribute("aria-disabled");
  });

  /* --- Choose all rows --- */
  const picks = () => all(".work tbody .pick input");
  const chosen = () => {
    const many = picks().filter((box) => box.checked).length;
    for (const place of all("[data-chosen]")) place.textContent = many;
    for (const place of all("[data-when-chosen]")) place.hidden = !many;
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) for (const box of picks()) box.checked = event.target.checked;
    if (event.target.matches(".pick input")) chosen();
    if (event.target.matches("select[data-go]")) event.target.form.requestSubmit();
  });

  /* --- Keys --- */
  const rows = () => all(".work tbody tr[data-href]");
  const here = () => one(".work tr.here") || document.activeElement?.closest?.(".work tr[data-href]");
  const walk = (step) => {
    const list = rows();
    if (!list.length) return false;
    const at = list.indexOf(here());
    const next = list[Math.max(0, Math.min(list.length - 1, at < 0 ? (step > 0 ? 0 : list.length - 1) : at + step))];
    for (const row of list) row.classList.toggle("here", row === next);
    one("a", next).focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  };
  const press = (letter) => {
    const target = one(`[data-key="${letter}"]`);
    if (target) { target.click(); return true; }
    const row = here();
    if (row && "FBK".includes(letter)) { location.href = `${row.dataset.href}?phim=${letter}`; return true; }
    return false;
  };
  const help = one("dialog[data-help]");
  const keysOff = one("[data-keys-off]");
  if (keysOff) {
    keysOff.checked = store.get("khong-phim") === true;
    keysOff.addEventListener("change", () => store.set("khong-phim", keysOff.checked));
  }
  const typing = (target) => target.closest?.("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target)) { if (event.key === "Escape") event.target.blur(); return; }
    if (one("dialog[open]")) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (rows().length && walk(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
      return;
    }
    if (store.get("khong-phim") === true && event.key !== "?") return;
    if (event.key === "?" && help) { event.preventDefault(); help.showModal(); return; }
    if (event.key === "/") { const box = one("[data-search]"); if (box) { event.preventDefault(); box.focus(); } return; }
    if (event.key === " " && here() && event.target.matches("a")) {
      const box = one(".pick input", here());
      if (box) { event.preventDefault(); box.checked = !box.checked; chosen(); }
      return;
    }
    if (/^[a-z]$/i.test(event.key) && press(event.key.toUpperCase())) event.preventDefault();
  });
  for (const opener of all("[data-open-help]")) opener.addEventListener("click", () => help && help.showModal());

  /* --- Live counts: asked with an ETag while the page is seen; rows never move by themselves --- */
  const counts = one("[data-counts-from]");
  if (counts) {
    let etag = "";
    const ask = async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(counts.dataset.countsFrom, { headers: etag ? { "If-None-Match": etag } : {}, credentials: "same-origin", cache: "no-store" });
        if (answer.status !== 200 || !answer.headers.get("content-type")?.includes("json")) return;
        const first = !etag;
        etag = answer.headers.get("etag") || "";
        const found = await answer.json();
        let changed = false;
        for (const place of all("[data-count]")) {
          const now = new Intl.NumberFormat("vi").format(found[place.dataset.count] ?? 0);
          if (place.textContent.trim() !== now) { place.textContent = now; changed = true; }
        }
        if (changed && !first) one("[data-changed]")?.removeAttribute("hidden");
      } catch { /* the line is down: ask again later */ }
    };
    setInterval(ask, Number(counts.dataset.every || 30) * 1000);
    document.addEventListener("visibilitychange", ask);
  }

  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });

  settle();
  for (const form of all("form[data-keep]")) keep(form);
  for (const area of all(".lines textarea")) grow(area);
  chosen();
})();
