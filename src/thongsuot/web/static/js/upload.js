/* Files sent at once, in pieces, going on after a dropped line or a reload (tus 1.0.0). Without it the form sends them.

   One file at a time. What is remembered in this browser is an id and a mark of the content, never a name: the name of
   a file comes from the server, which tells it to its owner alone. */
"use strict";
(() => {
  const LARGEST = 20 * 2 ** 20;
  const PIECE = 256 * 1024;
  const SMALLEST = 32 * 1024;
  const SLOW = 8000;
  const SILENCE = 60000;
  const WAITS = [1, 2, 4, 8, 15, 30];
  const HOURS = 47;
  const TUS = { "Tus-Resumable": "1.0.0" };

  const store = {
    all(key) {
      try { return JSON.parse(localStorage.getItem(key)).filter((one) => Date.now() - one.at < HOURS * 36e5); } catch { return []; }
    },
    put(key, list) {
      try { if (list.length) localStorage.setItem(key, JSON.stringify(list)); else localStorage.removeItem(key); } catch { /* full or refused */ }
    },
  };

  /* What tells a file from another of the same name and size: a hash over its beginning, middle and end. */
  const markOf = async (file) => {
    const at = [0, Math.max(0, (file.size >> 1) - 2 ** 15), Math.max(0, file.size - 2 ** 16)];
    let one = 0xdeadbeef, two = 0x41c6ce57;
    for (const start of at) {
      for (const octet of new Uint8Array(await file.slice(start, start + 2 ** 16).arrayBuffer())) {
        one = Math.imul(one ^ octet, 2654435761);
        two = Math.imul(two ^ octet, 1597334677);
      }
    }
    return [file.size, file.lastModified, (one >>> 0).toString(36), (two >>> 0).toString(36)].join("-");
  };

  const encoded = (name) => btoa(String.fromCharCode(...new TextEncoder().encode(name)));
  const sized = (octets) => octets < 1e6 ? `${Math.max(1, Math.round(octets / 1000))} KB`
    : `${(octets / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;

  /* One request. XMLHttpRequest, because fetch does not tell how far a piece has come. Resolves to null without an answer. */
  const send = (method, to, headers, body, moved, ask) => new Promise((done) => {
    const request = new XMLHttpRequest();
    let timer;
    const alive = () => { clearTimeout(timer); timer = setTimeout(() => request.abort(), SILENCE); };
    const over = (answer) => { clearTimeout(timer); done(answer); };
    request.open(method, to);
    for (const [name, value] of Object.entries({ ...TUS, ...headers })) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => { alive(); moved?.(event.loaded); };
    request.onload = () => over(request);
    request.onerror = request.onabort = request.ontimeout = () => over(null);
    ask?.(request);
    alive();
    request.send(body);
  });
  const number = (answer, name) => Number(answer.getResponseHeader(name));
  const spoken = (answer) => { try { return JSON.parse(answer.responseText).sentence || ""; } catch { return ""; } };

  class Sending {
    constructor(field, file, known) {
      Object.assign(this, { field, file, id: known?.id, mark: known?.mark, received: 0, tries: 0, piece: PIECE, state: "waiting" });
      this.item = field.item(file.name, sized(file.size), () => this.cancel());
      this.say(field.words.waiting);
    }

    get to() { return `${this.field.words.to}/${this.id}`; }
    say(words, aloud) { this.item.how.textContent = words; if (aloud) this.field.say(`${this.file.name}: ${words}`); }

    async run() {
      this.state = "sending";
      this.item.again.hidden = true;
      if (!this.file.size || this.file.size > LARGEST) return this.fail(this.file.size ? this.field.words.tooLarge : this.field.words.empty);
      try { this.mark ||= await markOf(this.file); } catch { return this.fail(this.field.words.unread); }
      this.id ||= this.field.remembered(this.mark);
      if (!this.field.input.multiple) this.field.giveUpHalves();
      let asked = Boolean(this.id);
      while (this.state === "sending") {
        const answer = asked ? await this.look() : await this.step();
        if (this.state !== "sending") return null;
        asked = await this.heard(answer, asked);
      }
      return null;
    }

    look() { return send("HEAD", this.to, {}, null, null, (request) => { this.request = request; }); }

    /* The next piece; the first comes along with the announcement. */
    step() {
      const body = this.file.slice(this.received, this.received + this.piece);
      this.began = Date.now();
      const headers = { "Content-Type": "application/offset+octet-stream", "X-CSRFToken": this.field.token };
      const moved = (loaded) => this.show(this.received + loaded);
      const keep = (request) => { this.request = request; };
      if (this.id) return send("PATCH", this.to, { ...headers, "Upload-Offset": this.received }, body, moved, keep);
      const about = { "Upload-Length": this.file.size, "Upload-Metadata": `filename ${encoded(this.file.name)}` };
      return send("POST", this.field.words.to, { ...headers, ...about }, body, moved, keep);
    }

    /* What an answer means. Returns whether the server must be asked first where the upload stands. */
    async heard(answer, asked) {
      const status = answer?.status || 0;
      if (!status || status >= 500) return this.wait();
      if (!answer.getResponseHeader("Tus-Resumable")) {
        return this.stop(status === 403 ? this.field.words.reload : this.field.words.signedOut);
      }
      if (status === 404 && this.id) { this.field.forget(this.id); this.id = undefined; this.received = 0; return false; }
      if (status === 409) return this.wait();
      if (status === 460) return true;
      if (status >= 400) { this.fail(spoken(answer) || this.field.words.reload); return false; }
      if (!this.id) {
        this.id = answer.getResponseHeader("Location").split("/").pop();
        this.field.remember(this.id, this.mark);
      }
      this.received = number(answer, "Upload-Offset");
      this.tries = 0;
      if (!asked) {
        const slow = Date.now() - this.began > SLOW;
        this.piece = slow ? Math.max(SMALLEST, this.piece / 2) : Math.min(PIECE, this.piece * 2);
      }
      if (this.received === this.file.size) this.finish(); else this.show(this.received);
      return false;
    }

    show(octets) {
      const done = Math.min(100, Math.floor(octets * 100 / this.file.size));
      this.item.bar.value = done;
      const words = done === 100 ? this.field.words.checking : this.field.words.sending.replace("{}", done);
      this.say(words, this.quarter !== (this.quarter = Math.floor(done / 25)));
    }

    /* The line is gone, or the server is busy: again after a while, and at once when the network comes back. */
    async wait() {
      const seconds = WAITS[Math.min(this.tries, WAITS.length - 1)] * (0.75 + Math.random() / 2);
      if (this.tries++) this.say(this.field.words.broken, this.tries === 2);
      await new Promise((done) => {
        const timer = setTimeout(done, seconds * 1000);
        this.wake = () => { clearTimeout(timer); done(); };
        addEventListener("online", this.wake, { once: true });
      });
      removeEventListener("online", this.wake);
      this.quarter = undefined;
      return Boolean(this.id);
    }

    stop(words) {
      this.state = "stopped";
      this.item.again.hidden = false;
      this.item.again.onclick = () => { this.state = "waiting"; this.say(this.field.words.waiting); this.field.go(); };
      this.say(words, true);
      this.field.release(false);
      return true;
    }

    fail(words) {
      this.state = "refused";
      this.item.li.classList.add("bad");
      this.item.bar.hidden = true;
      this.item.remove.firstChild.textContent = this.field.words.remove;
      if (this.id) this.field.forget(this.id);
      this.say(words, true);
      this.field.release(false);
    }

    finish() {
      this.state = "sent";
      this.item.sent(this.id);
      this.say(this.field.words.sent, true);
    }

    cancel() {
      this.state = "gone";
      this.request?.abort();
      this.wake?.();
      this.field.drop(this.id, this.item, this.file.name);
    }
  }

  class Field {
    constructor(root) {
      this.root = root;
      this.words = root.dataset;
      this.input = root.querySelector("[data-upload]");
      this.list = root.querySelector("[data-uploads]");
      this.said = root.querySelector("[data-said]");
      this.held = root.querySelector("[data-held]");
      this.name = this.input.name;
      this.form = this.input.form;
      this.key = `tai-len:${location.pathname}:${this.name}`;
      this.token = root.querySelector("[data-token]").content.querySelector("input").value;
      this.queue = [];
      this.halves = new Map();
      // The script sends the files: the form carries their ids, not them.
      this.input.removeAttribute("name");
      this.input.addEventListener("change", () => this.add([...this.input.files]));
      this.form.addEventListener("submit", (event) => this.submit(event));
      for (const li of this.list.children) this.shown(li);
      this.restore();
    }

    say(words) { this.said.textContent = words; }

    item(name, size, removed) {
      const make = (tag, kind, text = "") => Object.assign(document.createElement(tag), { className: kind, textContent: text });
      const li = make("li", "");
      const [of, how, bar] = [make("span", "of", `${name} (${size})`), make("span", "how"), make("progress", "")];
      const [again, remove] = [make("button", "link", this.words.again), make("button", "link", this.words.cancel)];
      again.type = remove.type = "button";
      again.hidden = true;
      bar.max = 100;
      bar.value = 0;
      bar.setAttribute("aria-label", name);
      for (const button of [again, remove]) button.append(Object.assign(make("span", "hide", ` ${name}`)));
      remove.onclick = removed;
      li.append(of, bar, how, again, remove);
      this.list.append(li);
      const sent = (id) => {
        const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: `${this.name}-id`, value: id });
        li.append(hidden);
        bar.remove();
        again.remove();
        remove.firstChild.textContent = this.words.remove;
        li.classList.add("good");
      };
      return { li, how, bar, again, remove, sent };
    }

    /* A finished upload that the page brought along can be taken away again. */
    shown(li) {
      const name = li.querySelector(".of").textContent;
      const remove = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: this.words.remove });
      remove.append(Object.assign(document.createElement("span"), { className: "hide", textContent: ` ${name}` }));
      remove.onclick = () => this.drop(li.dataset.id, { li }, name);
      li.classList.add("good");
      li.append(remove);
    }

    add(files) {
      const halves = [...this.halves.values()].map((item) => item.li);
      const before = this.input.multiple ? [] : [...this.list.children].filter((li) => !halves.includes(li));
      for (const li of before) li.querySelector("button:last-of-type").click();
      for (const file of files) this.queue.push(new Sending(this, file));
      this.input.value = "";
      this.go();
    }

    async go() {
      if (this.busy) return;
      this.busy = true;
      for (let next; (next = this.queue.find((one) => one.state === "waiting"));) await next.run();
      this.busy = false;
      if (this.queue.every((one) => ["sent", "gone"].includes(one.state))) this.release(true);
    }

    remembered(mark) {
      const found = store.all(this.key).find((one) => one.mark === mark);
      if (found) { this.halves.get(found.id)?.li.remove(); this.halves.delete(found.id); }
      return found?.id;
    }
    /* Where one file is wanted, another choice replaces what was sent half. */
    giveUpHalves() {
      for (const [id, item] of this.halves) { item.li.remove(); this.giveUp(id); }
      this.halves.clear();
    }
    remember(id, mark) { store.put(this.key, [...store.all(this.key), { id, mark, at: Date.now() }]); }
    forget(id) { store.put(this.key, store.all(this.key).filter((one) => one.id !== id)); }

    drop(id, item, name) {
      item.li.remove();
      this.halves.delete(id);
      this.say(this.words.removed.replace("{}", name));
      if (id) this.giveUp(id);
      this.input.focus();
    }
    giveUp(id) {
      this.forget(id);
      send("DELETE", `${this.words.to}/${id}`, { "X-CSRFToken": this.token });
    }

    /* After a reload: what was finished is there again, what was cut waits for its file. */
    async restore() {
      for (const { id } of store.all(this.key)) {
        if (this.list.querySelector(`[data-id="${CSS.escape(id)}"]`)) continue;
        const answer = await send("GET", `${this.words.to}/${id}`, {});
        if (!answer || answer.status >= 500) continue;
        if (answer.status !== 200 || !answer.getResponseHeader("Tus-Resumable")) { this.forget(id); continue; }
        if (this.queue.some((one) => one.id === id)) continue;
        const { name, size, received, finished } = JSON.parse(answer.responseText);
        const item = this.item(name, sized(size), () => this.drop(id, item, name));
        const done = Math.floor(received * 100 / size);
        item.how.textContent = finished ? this.words.sent : this.words.half.replace("{}", done);
        item.bar.value = done;
        if (finished) item.sent(id); else this.halves.set(id, item);
        this.say(`${name}: ${item.how.textContent}`);
      }
    }

    /* The form waits for the files that are under way, and then goes by itself. */
    submit(event) {
      if (this.queue.some((one) => ["waiting", "sending"].includes(one.state))) {
        event.preventDefault();
        event.stopImmediatePropagation();
        this.pressed = event.submitter || true;
        this.held.hidden = false;
        this.held.textContent = this.words.hold;
        this.say(this.words.hold);
      } else if (!event.defaultPrevented) store.put(this.key, []);
    }

    release(all) {
      const pressed = this.pressed;
      this.pressed = undefined;
      this.held.hidden = true;
      if (all && pressed) this.form.requestSubmit(pressed === true ? undefined : pressed);
    }
  }

  const fields = [...document.querySelectorAll("[data-upload-field]")].map((root) => new Field(root));
  addEventListener("beforeunload", (event) => {
    if (fields.some((field) => field.queue.some((one) => one.state === "sending"))) event.preventDefault();
  });
})();
