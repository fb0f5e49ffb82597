"use strict";
(() => {
  const live = document.querySelector(".live");
  const readout = document.querySelector(".readout");
  let quiet = 0;

  // Announced to a screen reader and shown in a corner, then gone.
  function say(words) {
    live.textContent = words;
    clearTimeout(quiet);
    quiet = setTimeout(() => { live.textContent = ""; }, 2000);
  }

  // The clipboard of a page opened from a disk may be closed to scripts; then a selected field is copied the old way.
  async function copy(words) {
    try {
      await navigator.clipboard.writeText(words);
      return true;
    } catch {
      const field = document.createElement("textarea");
      field.value = words;
      field.setAttribute("readonly", "");
      field.className = "skip";
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".tc");
    if (!button) return;
    const done = await copy(button.dataset.copy);
    button.focus();
    say(done ? `Copied ${button.dataset.copy}` : `Could not copy; select ${button.dataset.copy} by hand`);
    if (done) {
      button.classList.add("done");
      setTimeout(() => button.classList.remove("done"), 600);
    }
  });

  // Sorting: a header's button sorts by its column, again turns the order round; equal rows keep programme order.
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    const rows = [...body.rows];
    heads.forEach((head, column) => {
      head.querySelector("button").addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        const value = (row) => row.cells[column].dataset.v;
        const numbers = rows.every((row) => value(row) !== "" && !Number.isNaN(Number(value(row))));
        const order = (a, b) => numbers ? Number(value(a)) - Number(value(b)) : value(a).localeCompare(value(b));
        const sorted = [...rows].sort(down ? (a, b) => order(b, a) : order);
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        body.append(...sorted);
        say(`Sorted by ${head.textContent.trim()}, ${down ? "largest" : "smallest"} first`);
      });
    });
  }

  // Paper cannot be unfolded.
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((part) => { part.open = true; }));

  // The strip is one stop for the Tab key; arrow keys walk along its shots.
  const tiles = [...document.querySelectorAll(".tile:not([aria-hidden])")];
  const told = (tile) => { readout.textContent = tile.getAttribute("aria-label"); };
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  document.querySelector(".rows").addEventListener("keydown", (event) => {
    const at = tiles.indexOf(event.target.closest(".tile"));
    if (at < 0 || !(event.key in steps)) return;
    event.preventDefault();
    const next = tiles[Math.max(0, Math.min(tiles.length - 1, at + steps[event.key]))];
    tiles[at].setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });
  for (const tile of document.querySelectorAll(".tile")) {
    tile.addEventListener("focus", () => told(tile));
    tile.addEventListener("mouseenter", () => told(tile));
    tile.addEventListener("click", (event) => {
      event.preventDefault();
      const row = document.getElementById(`shot-${tile.dataset.shot}`);
      document.querySelectorAll("tr.here").forEach((other) => other.classList.remove("here"));
      row.classList.add("here");
      row.focus();
      row.scrollIntoView({ block: "center" });
    });
  }
})();
