// The part of a page that shows a job renews itself. Without this file there is a link to refresh.
"use strict";

const EVERY = 1000; // milliseconds between two questions
const SPOKEN = 5000; // milliseconds between two lines that a screen reader says

function follow(box) {
  const said = box.querySelector(".desk-said");
  let spoken = 0;

  async function ask() {
    const answer = await fetch(box.dataset.poll).catch(() => null);
    if (!answer?.ok || answer.redirected) return later(); // away for a moment, or logged out
    const frame = document.createElement("template");
    frame.innerHTML = await answer.text();
    const now = frame.content.querySelector(".desk-job");
    if (!now) return later();
    if (!["waiting", "running"].includes(now.dataset.state)) return location.reload();
    box.querySelector(".desk-job").replaceWith(now);
    now.querySelector(".desk-log").scrollTop = Number.MAX_SAFE_INTEGER;
    if (performance.now() - spoken >= SPOKEN) {
      spoken = performance.now();
      said.textContent = now.querySelector("p").textContent;
    }
    return later();
  }

  function later() {
    setTimeout(ask, EVERY);
  }

  later();
}

document.querySelectorAll("[data-poll]").forEach(follow);
