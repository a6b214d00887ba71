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
