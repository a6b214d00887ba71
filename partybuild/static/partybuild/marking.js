// Characters of an article are selected, by mouse or by keys; a kind opens its form with them.
"use strict";

(() => {
  const room = document.querySelector(".marking");
  if (!room) return;
  const picked = room.querySelector(".mark-picked");
  const kinds = [...room.querySelectorAll(".mark-kind")];
  const asked = picked.textContent;
  const LONGEST = 300; // characters that an address takes well
  room.querySelector(".mark-help").hidden = false;

  const partOf = (node) =>
    (node && (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".mark-text")) || null;

  const before = (part, node, offset) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    range.setEnd(node, offset);
    return range.toString().length;
  };

  // What is selected within one part, blanks at its ends left out.
  const chosen = () => {
    const selection = document.getSelection();
    if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const part = partOf(range.startContainer);
    if (!part || part !== partOf(range.endContainer)) return null;
    const text = part.textContent;
    let start = before(part, range.startContainer, range.startOffset);
    let end = before(part, range.endContainer, range.endOffset);
    while (start < end && /\s/u.test(text[start])) start += 1;
    while (end > start && /\s/u.test(text[end - 1])) end -= 1;
    return start < end ? { part: part.dataset.part, quote: text.slice(start, end), start, text } : null;
  };

  // At which of its places, from 1, the quote stands; overlapping ones count, as the form counts.
  const occurrence = ({ text, quote, start }) => {
    let count = 0;
    for (let at = text.indexOf(quote); at >= 0 && at <= start; at = text.indexOf(quote, at + 1)) count += 1;
    return count;
  };

  const show = () => {
    const now = chosen();
    const long = now && now.quote.length > LONGEST;
    picked.textContent = long ? `选得太长（至多 ${LONGEST} 字）` : now ? `已选：${now.quote}` : asked;
    for (const kind of kinds) kind.setAttribute("aria-disabled", String(!now || long));
    return now && !long ? now : null;
  };

  const open = (kind) => {
    const now = show();
    if (!now) return;
    const address = new URL(kind.href);
    address.searchParams.set("part", now.part);
    address.searchParams.set("quote", now.quote);
    address.searchParams.set("occurrence", String(occurrence(now)));
    location.assign(address);
  };

  for (const kind of kinds) {
    kind.addEventListener("click", (event) => {
      event.preventDefault();
      open(kind);
    });
    // A click must not take the selection away.
    kind.addEventListener("mousedown", (event) => event.preventDefault());
  }
  document.addEventListener("selectionchange", show);

  const WAYS = {
    ArrowLeft: ["backward", "character"],
    ArrowRight: ["forward", "character"],
    ArrowUp: ["backward", "line"],
    ArrowDown: ["forward", "line"],
    Home: ["backward", "lineboundary"],
    End: ["forward", "lineboundary"],
  };
  const enter = (part) => {
    const selection = document.getSelection();
    if (partOf(selection.focusNode) !== part) selection.collapse(part, 0);
    return selection;
  };
  room.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const kind = kinds.find((one) => one.dataset.key === event.key);
    if (kind) {
      event.preventDefault();
      open(kind);
      return;
    }
    const part = event.target.closest(".mark-text");
    const way = WAYS[event.key];
    if (!part || !way) return;
    event.preventDefault();
    const selection = enter(part);
    if (!event.shiftKey && !selection.isCollapsed && event.key !== "Home" && event.key !== "End") {
      if (way[0] === "backward") selection.collapseToStart();
      else selection.collapse(selection.getRangeAt(0).startContainer, selection.getRangeAt(0).startOffset);
    }
    selection.modify(event.shiftKey ? "extend" : "move", ...way);
    if (partOf(selection.focusNode) !== part) selection.collapse(part, 0);
    // Without Shift, the character at the caret is selected, so that the place can be seen.
    if (!event.shiftKey) selection.modify("extend", "forward", "character");
    show();
  });
  show();
})();
