// The portal works without this file; it only saves a press here and there.
"use strict";
document.documentElement.classList.add("js");

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// Results while somebody types: the same page's results, asked for when the keys rest.
(() => {
  const form = document.querySelector("form[data-live]");
  const results = document.querySelector("[data-results]");
  if (!form || !results) return;
  const box = form.querySelector("input[type=search]");
  let waiting = 0, asked = box.value.trim(), latest = 0;

  const ask = async () => {
    const text = box.value.trim();
    if (text === asked) return;
    asked = text;
    const number = ++latest;
    const address = new URL(form.action);
    for (const [name, value] of new FormData(form)) if (value) address.searchParams.set(name, value);
    const part = new URL(address);
    part.searchParams.set("phan", "ket-qua");
    try {
      const answer = await fetch(part);
      if (!answer.ok) return;
      const found = await answer.text();
      if (number !== latest) return;
      results.innerHTML = found;
      history.replaceState(null, "", address);
    } catch {
      // No line just now: the button still asks.
    }
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 250);
  });
})();
