/*
 * A survey says before it is sent how many questions are open. One question per screen: the form is whole, and one of its
 * parts is shown at a time.
 */

export function start(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) show(button.closest("form"), Number(button.closest("form").dataset.now) + Number(button.dataset.step));
  });
  root.addEventListener("submit", goOnFirst, true);
  root.addEventListener("focusin", bringUp);
  root.addEventListener("input", (event) => tellOpen(event.target.closest("form")));
  new MutationObserver(() => begin(root)).observe(root, { childList: true, subtree: true });
  begin(root);
  // A draft that came back before this script was there.
  root.querySelectorAll("form.survey").forEach(tellOpen);
}

function begin(root) {
  root.querySelectorAll("form[data-steps]:not([data-now])").forEach((form) => show(form, 0, false));
}

function stepsOf(form) {
  return [...form.querySelectorAll(".step")];
}

function show(form, number, moveFocus = true) {
  const steps = stepsOf(form);
  form.dataset.now = number;
  steps.forEach((step, index) => (step.hidden = index !== number));
  form.querySelector("[data-step='-1']").hidden = number === 0;
  form.querySelector("[data-step='1']").hidden = number === steps.length - 1;
  form.querySelector("[type=submit]").hidden = number < steps.length - 1;
  const words = form.dataset.steps.replace("%1", number + 1).replace("%2", steps.length);
  form.querySelector("[data-where]").textContent = words;
  Object.assign(form.querySelector("progress"), { max: steps.length, value: number + 1 });
  tellOpen(form);
  if (moveFocus) focusOn(steps[number], form);
}

/** Nobody shall send by mistake what they have hardly begun. */
function tellOpen(form) {
  const note = form?.querySelector("[data-still-open]");
  if (!note) return;
  const steps = stepsOf(form);
  const open = steps.filter(isOpen).length;
  const isLast = !form.querySelector("[type=submit]").hidden;
  note.hidden = !isLast || !open || !form.querySelector("input:checked");
  note.textContent = note.dataset.stillOpen.replace("%1", open).replace("%2", steps.length);
}

/** A question to choose from, without a choice; what is typed or ticked may stay empty. */
function isOpen(step) {
  const names = new Set([...step.querySelectorAll("input[type=radio]")].map((choice) => choice.name));
  return [...names].some((name) => !step.querySelector(`[name="${CSS.escape(name)}"]:checked`));
}

function focusOn(step, form) {
  const heading = step.querySelector("legend, label");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  form.scrollIntoView({ block: "nearest" });
}

/** Enter sends a form; before the last question it goes on instead. */
function goOnFirst(event) {
  const form = event.target.closest("form[data-steps]");
  if (!form || Number(form.dataset.now) === stepsOf(form).length - 1) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  show(form, Number(form.dataset.now) + 1);
}

/** A question that is not right yet gets the focus, and so its screen. */
function bringUp(event) {
  const step = event.target.closest(".step");
  const form = step?.closest("form[data-steps]");
  if (!form) return;
  const number = stepsOf(form).indexOf(step);
  if (number !== Number(form.dataset.now)) show(form, number, false);
}
