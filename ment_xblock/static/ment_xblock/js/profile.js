/* The profile: the order of the tasks that were ticked. Start it after the drafts, which bring an order back. */

export function start(root) {
  const boxes = () => root.querySelectorAll("[data-wanted]");
  root.addEventListener("change", (event) => {
    if (event.target.name === "wanted") tell(follow(event.target.closest("[data-wanted]")));
  });
  root.addEventListener("click", (event) => {
    // A new order is something to save, though no input shows it.
    const box = event.target.closest("[data-order] [data-move]") && event.target.closest("[data-wanted]");
    if (!box) return;
    box.setAttribute("data-unsaved-words", "");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
  new MutationObserver(() => boxes().forEach(follow)).observe(root, { childList: true, subtree: true });
  // On a slow line people tick before this script is there.
  boxes().forEach(follow);
}

/** A task that is ticked comes last in the order; one that is not leaves it. */
function follow(box) {
  const list = box.querySelector("[data-order]");
  const ticks = [...box.querySelectorAll("[name=wanted]")];
  const lineOf = (tick) => list.querySelector(`[value="${CSS.escape(tick.value)}"]`)?.closest("li");
  for (const tick of ticks) {
    const line = lineOf(tick);
    if (tick.checked && !line) list.append(lineFor(tick, box.querySelector("[data-line]")));
    if (!tick.checked && line) line.remove();
  }
  keepOrder(box, list);
  const isFull = list.children.length >= Number(box.dataset.most);
  ticks.forEach((tick) => { tick.disabled = isFull && !tick.checked; });
  box.querySelector("[data-order-box]").hidden = list.children.length < 2;
  box.querySelectorAll("[data-is-full]").forEach((note) => { note.hidden = !isFull; });
  return box;
}

/** A hidden input has the order for the draft; where it says something else than we wrote, a draft was brought back. */
function keepOrder(box, list) {
  const kept = box.querySelector("[data-order-kept]");
  const valueOf = (line) => line.querySelector("input").value;
  if (kept.value !== (box.dataset.written ?? "")) {
    const wanted = kept.value.split(" ");
    const place = (line) => (wanted.includes(valueOf(line)) ? wanted.indexOf(valueOf(line)) : wanted.length);
    list.append(...[...list.children].sort((one, other) => place(one) - place(other)));
    box.setAttribute("data-unsaved-words", "");
  }
  box.dataset.written = [...list.children].map(valueOf).join(" ");
  kept.value = box.dataset.written;
}

function lineFor(tick, template) {
  const line = template.content.cloneNode(true);
  const words = tick.closest("label").textContent.trim();
  line.querySelector("input").value = tick.value;
  line.querySelectorAll(".words, [data-words]").forEach((place) => { place.textContent = words; });
  return line;
}

function tell(box) {
  const full = box.querySelector("[data-is-full]");
  box.closest(".ment").querySelector("[data-live]").textContent = full.hidden ? "" : full.textContent;
}
