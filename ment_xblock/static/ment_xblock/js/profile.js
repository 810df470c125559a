/* The profile: the order of the tasks that were ticked. */

export function start(root) {
  root.addEventListener("change", (event) => {
    if (event.target.name === "wanted") follow(event.target);
  });
  root.addEventListener("click", (event) => {
    const list = event.target.closest("[data-move]") && event.target.closest("[data-order]");
    if (list) list.closest("[data-wanted]").setAttribute("data-unsaved-words", "");
  });
  new MutationObserver(() => root.querySelectorAll("[data-wanted]").forEach(limit)).observe(root, { childList: true, subtree: true });
  root.querySelectorAll("[data-wanted]").forEach(limit);
}

/** A task that is ticked comes last in the order; one that is not leaves it. */
function follow(tick) {
  const box = tick.closest("[data-wanted]");
  const list = box.querySelector("[data-order]");
  if (tick.checked) list.append(lineFor(tick, box.querySelector("[data-line]")));
  else list.querySelector(`[value="${CSS.escape(tick.value)}"]`)?.closest("li").remove();
  limit(box);
  if (list.children.length >= Number(box.dataset.most)) say(box, box.dataset.full);
}

function lineFor(tick, template) {
  const line = template.content.cloneNode(true);
  const words = tick.closest("label").textContent.trim();
  line.querySelector("input").value = tick.value;
  line.querySelectorAll(".words, [data-words]").forEach((place) => { place.textContent = words; });
  return line;
}

function limit(box) {
  const chosen = box.querySelectorAll("[data-order] > li").length;
  const isFull = chosen >= Number(box.dataset.most);
  box.querySelectorAll("[name=wanted]").forEach((tick) => { tick.disabled = isFull && !tick.checked; });
  box.querySelector("[data-order-box]").hidden = chosen < 2;
  box.querySelector("[data-is-full]").hidden = !isFull;
}

function say(box, text) {
  box.closest(".ment").querySelector("[data-live]").textContent = text;
}
