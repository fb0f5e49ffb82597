"use strict";
(() => {
  const marked = () => document.querySelectorAll("[data-ep].on");
  const mark = (number) => {
    marked().forEach((each) => each.classList.remove("on"));
    if (number) document.querySelectorAll(`[data-ep="${CSS.escape(number)}"]`).forEach((each) => each.classList.add("on"));
  };
  const of = (event) => event.target.closest && event.target.closest("[data-ep]");
  for (const kind of ["pointerover", "focusin"])
    document.addEventListener(kind, (event) => { const found = of(event); if (found) mark(found.dataset.ep); });
})();
