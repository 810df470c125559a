/* What a MENT page does in the browser: JSON instead of forms, errors beside their fields, focus on what changed. */

const loading = new Map();
let problems = 0;

function load(address) {
  // Without this, htmx would take over the back button of the page that hosts us.
  if (!document.querySelector('meta[name="htmx-config"]')) {
    const config = document.createElement("meta");
    config.name = "htmx-config";
    config.content = '{"history": false}';
    document.head.append(config);
  }
  if (!loading.has(address)) loading.set(address, import(address).then((module) => module.default));
  return loading.get(address);
}

/** Bring one block to life. Called once for each block on the page. */
export async function start(root, htmxAddress) {
  if (root.dataset.started) return;
  root.dataset.started = "true";
  root.addEventListener("htmx:before:request", beforeRequest);
  root.addEventListener("htmx:after:request", afterRequest);
  root.addEventListener("htmx:error", showLostConnection);
  root.addEventListener("input", noteTyping);
  root.addEventListener("change", noteTyping);
  root.addEventListener("change", readFile);
  root.addEventListener("reset", (event) => setTimeout(startAnew, 0, event.target));
  root.addEventListener("click", choose);
  root.addEventListener("click", move);
  root.addEventListener("click", copy);
  root.addEventListener("keydown", leaveForm);
  window.addEventListener("beforeunload", (event) => {
    if (root.isConnected && unsavedForms(root).length) event.preventDefault();
  });
  new MutationObserver(() => afterSwap(root)).observe(root, { childList: true, subtree: true });
  noLongerFresh(root);
  showWhatApplies(root);
  (await load(htmxAddress)).process(root);
}

/* ---- requests ---- */

function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(name + "="));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

function asObject(body) {
  const object = {};
  for (const [key, value] of body) {
    if (key in object) object[key] = [].concat(object[key], value);
    else object[key] = value;
  }
  return object;
}

/** Of a form that two people may edit, send only what this person changed: the rest is not theirs to overwrite. */
function onlyChanged(form, data) {
  if (!form || !data.fields) return data;
  const named = (name) => inputsOf(form).filter((input) => input.name === name);
  const changed = data.fields.split(" ").filter((name) => named(name).some(isChanged));
  const untouched = data.fields.split(" ").filter((name) => !changed.includes(name));
  untouched.forEach((name) => delete data[name]);
  return { ...data, fields: changed.join(" ") };
}

function beforeRequest(event) {
  const { ctx } = event.detail;
  const inTheWay = openChoice(ctx) || unsavedElsewhere(ctx);
  if (inTheWay) {
    event.preventDefault();
    point(inTheWay, this.dataset.unsaved);
    return;
  }
  clearMessages(ctx.sourceElement.closest("form") || this);
  say(this, "");
  if (ctx.request.method === "GET") return;
  // The platform's tracking log keeps what forms send; JSON it leaves alone. The cookie changes, so it is read each time.
  ctx.request.body = JSON.stringify(onlyChanged(ctx.request.form, asObject(ctx.request.body || [])));
  ctx.request.headers["Content-Type"] = "application/json";
  ctx.request.headers["X-CSRFToken"] = cookie(this.dataset.csrfCookie || "csrftoken");
}

/** The first place in this form where the person has yet to choose between two answers. */
function openChoice(ctx) {
  return ctx.sourceElement.matches("form") ? ctx.sourceElement.querySelector(".theirs") : null;
}

/** A form with unsaved words that this request would wipe off the page. */
function unsavedElsewhere(ctx) {
  const target = typeof ctx.target === "string" ? document.querySelector(ctx.target) : ctx.target;
  return target && unsavedForms(target).find((form) => !form.contains(ctx.sourceElement));
}

function point(place, text) {
  if (place.matches("form")) showMessage(place, text);
  (place.matches("form") ? inputsOf(place).find(isChanged) || inputsOf(place)[0] : place).focus();
}

function afterRequest(event) {
  const { ctx } = event.detail;
  const { headers, status } = ctx.response;
  if (headers.get("HX-Reswap") === "none") showProblems(ctx, status);
  else if (!headers.has("X-Ment")) {
    // A login page or an error page of the host: it must not replace what somebody typed.
    event.preventDefault();
    showMessage(around(ctx.sourceElement), this.dataset.refused);
  } else showCurrent(ctx.sourceElement);
}

/** Say which part of a page is open. */
function showCurrent(button) {
  const parts = button.closest("[data-parts]");
  if (!parts) return;
  parts.querySelector("[aria-current]")?.removeAttribute("aria-current");
  button.setAttribute("aria-current", "true");
}

/* ---- messages ---- */

function around(element) {
  return element.closest("form") || element.closest(".card, .next, section") || element.parentElement;
}

function paragraph(text) {
  const message = document.createElement("p");
  message.className = "error";
  message.setAttribute("role", "alert");
  message.textContent = text;
  return message;
}

function showMessage(where, text) {
  clearMessages(where);
  unfold(where);
  const message = paragraph(text);
  message.tabIndex = -1;
  where.append(message);
  message.focus();
  return message;
}

/** Unfold whatever hides an element. */
function unfold(element) {
  for (let box = element.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
}

function showLostConnection(event) {
  const element = event.detail.ctx?.sourceElement;
  if (element?.isConnected) showMessage(around(element), this.dataset.offline);
}

function showProblems(ctx, status) {
  const answer = new DOMParser().parseFromString(ctx.text, "text/html");
  const where = around(ctx.sourceElement);
  clearMessages(where);
  let first = null;
  for (const problem of answer.querySelectorAll("[data-field]")) {
    const field = inputsOf(where).find((input) => input.name === problem.dataset.field);
    if (!field) continue;
    markWrong(field, problem.textContent.trim());
    first ??= field;
  }
  if (first) return first.focus();
  const message = showMessage(where, answer.querySelector("[data-message]")?.textContent.trim() || "");
  if (status === 404 || status === 409) offerReload(message);
}

/** The page is not what the server knows by now. */
function offerReload(message) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = message.closest(".ment").dataset.reload;
  button.addEventListener("click", () => location.reload());
  message.append(" ", button);
}

function markWrong(field, text) {
  const box = field.closest(".field, fieldset") || field.parentElement;
  const message = paragraph(text);
  message.id = `ment-problem-${++problems}`;
  box.hidden = false;
  unfold(field);
  box.classList.add("wrong");
  // Below a long list of answers nobody would see it.
  const legend = box.matches("fieldset") && box.querySelector("legend");
  if (legend) legend.after(message);
  else box.append(message);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", `${field.dataset.hints || ""} ${message.id}`.trim());
}

function clearMessages(where) {
  where.querySelectorAll(".error").forEach((message) => message.remove());
  where.querySelectorAll(".wrong").forEach((box) => box.classList.remove("wrong"));
  for (const field of where.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    if (field.dataset.hints) field.setAttribute("aria-describedby", field.dataset.hints);
    else field.removeAttribute("aria-describedby");
  }
}

/* ---- what changed ---- */

function afterSwap(root) {
  showWhatApplies(root);
  const fresh = root.querySelector("[data-fresh]");
  if (!fresh) return;
  const focus = fresh.querySelector("[data-focus]") || fresh;
  noLongerFresh(root);
  unfold(focus);
  focus.focus({ preventScroll: true });
  focus.scrollIntoView({ block: "nearest" });
  say(root, fresh.dataset.say);
}

function noLongerFresh(root) {
  root.querySelectorAll("[data-fresh]").forEach((element) => element.removeAttribute("data-fresh"));
}

/** Copy a text; where the browser does not let us, mark it, so that one key does it. */
async function copy(event) {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = button.dataset.copied;
  } catch {
    getSelection().selectAllChildren(text);
    button.textContent = button.dataset.marked;
  }
  say(this, button.textContent);
}

function say(root, text) {
  const region = root.querySelector("[data-live]");
  if (region.textContent !== text) region.textContent = text || "";
}

/* ---- forms ---- */

function inputsOf(where) {
  return [...where.querySelectorAll("input:not([type=hidden]), select, textarea")];
}

function isChanged(input) {
  if (input.closest("[data-unsaved-words]")) return true;
  if (input.type === "checkbox" || input.type === "radio") return input.checked !== input.defaultChecked;
  if (input.tagName === "SELECT") return input.selectedIndex !== initialIndex(input);
  return input.value !== input.defaultValue;
}

function initialIndex(select) {
  return Math.max(0, [...select.options].findIndex((option) => option.defaultSelected));
}

function isUnsaved(form) {
  return inputsOf(form).some(isChanged);
}

function unsavedForms(where) {
  return [...where.querySelectorAll("form[data-keep]")].filter(isUnsaved);
}

function noteTyping(event) {
  const form = event.target.closest("form");
  if (form) showWhatApplies(form);
}

function startAnew(form) {
  clearMessages(form);
  showWhatApplies(form);
  const fold = form.closest("details");
  if (fold) fold.open = false;
  (fold?.querySelector("summary") || inputsOf(form)[0]).focus();
}

/** The text of a chosen file goes where its lines can be read, and from there into the request. */
async function readFile(event) {
  const into = event.target.dataset?.textInto;
  if (!into || !event.target.files.length) return;
  const text = document.getElementById(into);
  text.value = await event.target.files[0].text();
  event.target.value = "";
  text.focus();
}

/** Escape leaves a form as Cancel does, but never throws away what somebody typed. */
function leaveForm(event) {
  const form = event.key === "Escape" && event.target.closest("form[data-keep]");
  if (form && !isUnsaved(form)) form.querySelector("[data-cancel]")?.click();
}

/**
 * Show only what matters now: data-only-with="field=value" waits for an answer elsewhere in the form, "field=" for any
 * answer, "field=one|other" for any of these, "…&…" for several; data-when-changed waits for a change.
 */
function showWhatApplies(where) {
  for (const box of where.querySelectorAll("[data-only-with]")) {
    const answers = new FormData(box.closest("form"));
    const wanted = [...new URLSearchParams(box.dataset.onlyWith)];
    box.hidden = !wanted.every(([name, value]) => (value ? value.split("|").includes(answers.get(name)) : answers.get(name)));
  }
  for (const box of where.querySelectorAll("[data-when-changed]")) box.hidden = !isUnsaved(box.closest("form"));
}

/** Take over what the partner wrote, or keep one's own. */
function choose(event) {
  const button = event.target.closest("[data-take]");
  if (!button) return;
  const box = button.closest(".field, fieldset");
  if (button.dataset.take === "theirs") setValue(box, JSON.parse(button.dataset.value));
  box.querySelector(".theirs").remove();
  inputsOf(box)[0].focus();
}

function setValue(box, value) {
  for (const input of inputsOf(box)) {
    if (input.type === "checkbox" || input.type === "radio") {
      input.checked = [].concat(value).includes(input.value);
    } else input.value = value;
  }
  showWhatApplies(box.closest("form"));
}

/** Move a line of a list up or down. The order of its hidden inputs is what the form sends. */
function move(event) {
  const button = event.target.closest("[data-move]");
  if (!button) return;
  const line = button.closest("li");
  const list = line.parentElement;
  if (button.dataset.move === "up") line.previousElementSibling?.before(line);
  else line.nextElementSibling?.after(line);
  const place = [...list.children].indexOf(line) + 1;
  const isLast = getComputedStyle(button).visibility === "hidden";
  (isLast ? line.querySelector(`[data-move]:not([data-move="${button.dataset.move}"])`) : button).focus();
  say(list.closest(".ment"), list.dataset.moved.replace("%1", place).replace("%2", list.children.length));
}
