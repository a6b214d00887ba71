// Keys and suggested names for the review queue. Without this file it is plain forms and links.
"use strict";

const OFF = "keys-off"; // in localStorage, shared with the public pages
const PAUSE = 150; // milliseconds without a key before names are asked for

function stored() {
  try { return localStorage.getItem(OFF) === "1"; } catch { return false; } // no storage: they are on
}

let resting = stored(), sent = false;

// A held key must not decide on the item that comes next, nor twice on this one.
document.addEventListener("submit", () => { sent = true; });
addEventListener("pageshow", () => { sent = false; });

function press(key) {
  const target = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  target?.click();
  return Boolean(target);
}

function reason(number) {
  const radio = document.querySelectorAll(".review-reasons [type=radio]")[number - 1];
  if (!radio) return false;
  radio.checked = true;
  const note = document.querySelector(".review-reasons [type=text]");
  if (radio.value === "other" && !note.value) note.focus();
  else radio.form.querySelector("button").click();
  return true;
}

function first(selector) {
  const field = document.querySelector(selector);
  field?.focus();
  field?.select?.();
  return Boolean(field);
}

const ACTS = {
  e: () => first(".review-values :is(input:not([type=hidden]), select, textarea)"),
  r: () => first(".review-reasons [type=radio]"),
};

function act({ key, ctrlKey, target }) {
  if (ctrlKey) return key === "Enter" && press("Control+Enter");
  const choosing = target.matches(".review-reasons [type=radio]");
  if (choosing && /^[1-9]$/.test(key)) return reason(Number(key));
  if (key === "Escape" && target !== document.body) return target.blur() ?? true;
  if (resting || (!choosing && target.closest("input, textarea, select, [contenteditable]"))) return false;
  return Object.hasOwn(ACTS, key) ? ACTS[key]() : press(key);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || event.metaKey || event.repeat || sent) return;
  if (act(event)) event.preventDefault();
});

const toggle = document.getElementById("review-keys");
function tell() {
  toggle.textContent = resting ? "启用快捷键" : "停用快捷键";
  document.body.classList.toggle("keys-off", resting);
}
if (toggle) {
  toggle.closest("p").removeAttribute("hidden");
  toggle.addEventListener("click", () => {
    resting = !resting;
    try { localStorage.setItem(OFF, resting ? "1" : "0"); } catch { /* until the page is left */ }
    tell();
  });
  tell();
}

document.querySelector(".review-errors")?.focus();

function suggestFor(box, number) {
  const list = document.createElement("datalist");
  let timer, request;
  list.id = `names-${number}`;
  box.after(list);
  box.setAttribute("list", list.id);

  async function ask() {
    request?.abort();
    request = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.names}?q=${encodeURIComponent(box.value)}`, request);
      const { names } = await answer.json();
      list.replaceChildren(...names.map((name) => Object.assign(document.createElement("option"), { value: name })));
    } catch { /* a newer question is on its way, or the server is away */ }
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
}

document.querySelectorAll("input[data-names]").forEach(suggestFor);
