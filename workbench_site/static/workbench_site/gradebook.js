// Reads the page again and puts in only the cells that changed: scrolling, focus and marked text stay.
(function () {
  "use strict";
  const every = 3000;
  const shown = document.getElementById("grades");
  const isOn = document.getElementById("refresh");

  function putIn(fresh) {
    const cells = [...fresh.querySelectorAll("td[id]")];
    const isSameShape =
      cells.length === shown.querySelectorAll("td[id]").length &&
      cells.every((cell) => document.getElementById(cell.id));
    if (!isSameShape) {
      shown.replaceChildren(...fresh.childNodes);
      return;
    }
    for (const cell of cells) {
      const old = document.getElementById(cell.id);
      const isNews = old.innerHTML !== cell.innerHTML;
      if (isNews) old.innerHTML = cell.innerHTML;
      old.classList.toggle("changed", isNews);
    }
  }

  async function look() {
    if (!isOn.checked || document.hidden) return;
    const response = await fetch(location.href);
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    putIn(page.getElementById("grades"));
  }

  // A server that is away for a moment is no news.
  setInterval(() => look().catch(() => {}), every);
})();
