// Suggestions under the search box, as a combobox with a list. Without this file it is a plain form.
"use strict";

const PAUSE = 150; // milliseconds without a key before the server is asked

function suggestFor(box) {
  const list = document.createElement("div");
  const said = document.createElement("p");
  let timer, request, options = [], current = -1;

  list.className = "suggest";
  said.className = "skip";
  said.setAttribute("role", "status");
  box.after(list, said);
  box.autocomplete = "off";
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", "suggestions");

  function close() {
    clearTimeout(timer);
    request?.abort();
    list.replaceChildren();
    said.textContent = "";
    options = [];
    choose(-1);
    box.setAttribute("aria-expanded", "false");
  }

  function choose(number) {
    options[current]?.setAttribute("aria-selected", "false");
    current = number;
    const option = options[current];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    const typed = box.value.trim();
    request?.abort();
    if (!typed) return close();
    request = new AbortController();
    const { signal } = request;
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal });
      const html = answer.ok ? await answer.text() : "";
      if (signal.aborted || document.activeElement !== box) return;
      list.innerHTML = html;
    } catch {
      return; // a newer question is on its way, or the server is away
    }
    options = [...list.querySelectorAll("[role=option]")];
    current = -1;
    choose(-1);
    box.setAttribute("aria-expanded", String(options.length > 0));
    const total = list.firstElementChild?.dataset.total;
    said.textContent = total > 0 ? `${total} 条建议，按上下键选择` : "没有建议";
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  function move(step) {
    if (!options.length) return ask();
    const places = options.length + 1; // the box itself is one
    choose((current + 1 + step + places) % places - 1);
  }

  const KEYS = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => location.assign(options[current].dataset.href),
    Escape: close,
  };

  box.addEventListener("keydown", (event) => {
    const { key } = event;
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || !(key in KEYS)) return;
    if ((key === "Enter" && current < 0) || (key === "Escape" && !options.length)) return;
    event.preventDefault();
    KEYS[key]();
  });
  box.addEventListener("input", (event) => event.isComposing || soon());
  box.addEventListener("compositionend", soon);
  box.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.href);
  });
  close();
}

document.querySelectorAll("input[data-suggest]").forEach(suggestFor);

// A link with data-part gives way to the list that it leads to, or to nothing if there is none.
async function putIn(link) {
  const answer = await fetch(link.href + link.dataset.part).catch(() => null);
  if (!answer?.ok) return;
  const frame = document.createElement("div");
  frame.innerHTML = await answer.text();
  link.parentElement.replaceWith(...frame.children);
}

document.querySelectorAll("a[data-part]").forEach(putIn);

// Shortcuts of one key. They rest while someone types, and can be switched off (WCAG 2.1.4).
const ROWS = "main .list h3 a, main .chronicle li > a:not(.flag), main .tally li a, main tbody th[scope=row] a";
const HITS = "article mark[id]"; // of a search; where there are none, n and p go by facts
const MARKS = document.querySelector(HITS) ? HITS : "article a.hl";
const OFF = "keys-off"; // in localStorage
const CHORD = 1000; // milliseconds between g and h

function step(selector, by) {
  const all = [...document.querySelectorAll(selector)].filter((link) => link.checkVisibility());
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function cite() {
  const citing = document.querySelector("details.citing");
  if (!citing) return;
  citing.open = true;
  citing.querySelector("summary").focus();
}

const SHORTCUTS = {
  "/": ["到检索框", () => document.querySelector("#q, [type=search]")?.focus()],
  j: ["下一条", () => step(ROWS, 1)],
  k: ["上一条", () => step(ROWS, -1)],
  o: ["打开所在的一条", () => document.activeElement?.matches("a") && document.activeElement.click()],
  n: ["下一处标注（报道页）", () => step(MARKS, 1)],
  p: ["上一处标注（报道页）", () => step(MARKS, -1)],
  c: ["引用（报道页）", cite],
  "?": ["显示本表", () => help()],
};
const CHORDED = { "g h": ["回到首页", () => location.assign("/")] };

function stored() {
  try { return localStorage.getItem(OFF) === "1"; } catch { return false; } // no storage: they are on
}

let resting = stored(), chord = -CHORD;

function element(name, text, ...inside) {
  const made = document.createElement(name);
  made.append(text, ...inside);
  return made;
}

function help() {
  const dialog = document.createElement("dialog");
  const title = element("h2", "快捷键");
  const list = element("dl", "");
  const toggle = element("button", resting ? "启用快捷键" : "停用快捷键");
  const close = element("button", "关闭");
  title.id = "keys-title";
  dialog.className = "keys";
  dialog.setAttribute("aria-labelledby", title.id);
  for (const [key, [said]] of Object.entries({ ...SHORTCUTS, ...CHORDED })) {
    list.append(element("div", "", element("dt", "", element("kbd", key)), element("dd", said)));
  }
  toggle.addEventListener("click", () => {
    resting = !resting;
    try { localStorage.setItem(OFF, resting ? "1" : "0"); } catch { /* until the page is left */ }
    dialog.close();
  });
  toggle.className = "quiet";
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(title, list, close, " ", toggle);
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (resting || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (target.closest("input, textarea, select, [contenteditable], dialog")) return;
  const chorded = event.timeStamp - chord < CHORD ? CHORDED[`g ${key}`] : undefined;
  chord = key === "g" ? event.timeStamp : -CHORD;
  const [, act] = chorded ?? (Object.hasOwn(SHORTCUTS, key) ? SHORTCUTS[key] : []);
  if (!act) return;
  event.preventDefault();
  act();
});

document.getElementById("keys-help")?.addEventListener("click", (event) => {
  event.preventDefault();
  help();
});

const printing = document.getElementById("print-page");
printing?.addEventListener("click", () => print());
printing?.parentElement.removeAttribute("hidden");

// The address of a list with all its filters; only where the browser lets pages write to the clipboard.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break;
  const said = button.nextElementSibling;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const address = new URL(location.href);
    address.hash = "";
    said.textContent = await navigator.clipboard.writeText(address.href).then(() => "已复制", () => "未能复制，请从地址栏复制");
  });
}
