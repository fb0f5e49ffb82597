
// A page that is watched asks a script beside it which version is the newest, and shows that one in the same place.
(() => {
  const { live, stamp } = document.body.dataset;
  if (!live) return;
  let missed = 0;

  globalThis.timelineLive = (newest) => {
    missed = 0;
    if (newest <= Number(stamp)) return;
    const open = [...document.querySelectorAll("details")].map((part) => part.open);
    history.replaceState({ top: scrollY, open }, "");
    location.reload();
  };

  function ask() {
    if (document.hidden) return;
    const script = document.createElement("script");
    script.src = `${encodeURIComponent(live)}?${Date.now()}`;
    script.addEventListener("load", () => script.remove());
    script.addEventListener("error", () => { script.remove(); missed += 1; if (missed > 2) clearInterval(asking); });
    document.head.append(script);
  }

  if (history.state) {
    history.scrollRestoration = "manual";
    document.querySelectorAll("details").forEach((part, n) => { part.open = Boolean(history.state.open[n]); });
    scrollTo(0, history.state.top);
    document.querySelector(".live").textContent = "New version";
    setTimeout(() => { document.querySelector(".live").textContent = ""; }, 2000);
    history.replaceState(null, "");
  }
  const asking = setInterval(ask, 1000);
})();
