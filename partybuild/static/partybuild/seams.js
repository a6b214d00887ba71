// The page of borders with keys and buttons: the boxes stay what is sent.
"use strict";

(() => {
  const form = document.querySelector("form.seams");
  if (!form) return;
  const boxes = [...form.querySelectorAll("input[name=start]")];
  const count = form.querySelector(".seam-count");
  const before = Number(form.dataset.count);
  form.querySelector(".seam-keys").hidden = false;

  const show = () => {
    for (const box of boxes) box.closest("li").classList.toggle("begins", box.checked);
    const now = boxes.filter((box) => box.checked).length;
    count.textContent = now === before ? `共 ${now} 篇` : `共 ${now} 篇（原 ${before} 篇）`;
  };

  const shift = (box, by) => {
    const other = boxes[boxes.indexOf(box) + by];
    if (!box.checked || box.disabled || !other || other.disabled || other.checked) return;
    box.checked = false;
    other.checked = true;
    place(other);
    show();
    other.focus();
  };

  // The two buttons stand at the border that was touched last.
  const tools = document.createElement("span");
  tools.className = "seam-tools";
  for (const [text, name, by] of [["↑", "上移一行", -1], ["↓", "下移一行", 1]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.title = name;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", () => {
      const box = tools.closest("li").querySelector("input[name=start]");
      shift(box, by);
      tools.children[by < 0 ? 0 : 1].focus();
    });
    tools.append(button);
  }
  const place = (box) => {
    if (box.checked && !box.disabled) box.closest("li").append(tools);
    else tools.remove();
  };

  form.addEventListener("change", (event) => {
    place(event.target);
    show();
  });
  form.addEventListener("focusin", (event) => {
    if (event.target.name === "start") place(event.target);
  });
  form.addEventListener("keydown", (event) => {
    const box = event.target;
    if (box.name !== "start" || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const by = event.key === "ArrowUp" ? -1 : 1;
    event.preventDefault();
    if (event.altKey) {
      shift(box, by);
      return;
    }
    const next = boxes[boxes.indexOf(box) + by];
    if (next && !next.disabled) next.focus();
  });
})();
