/* What a MENT page does in the browser: JSON instead of forms, errors beside their fields, focus on what changed. */

const loading = new Map();

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
  root.addEventListener("htmx:error", (event) => showLostConnection(event.detail.ctx.sourceElement));
  root.addEventListener("input", (event) => noteTyping(event));
  root.addEventListener("change", (event) => noteTyping(event));
  root.addEventListener("click", choose);
  root.addEventListener("click", move);
  new MutationObserver(() => afterSwap(root)).observe(root, { childList: true, subtree: true });
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
  const changed = data.fields.split(" ").filter((name) => isChanged(form, name));
  const untouched = data.fields.split(" ").filter((name) => !changed.includes(name));
  untouched.forEach((name) => delete data[name]);
  return { ...data, fields: changed.join(" ") };
}

function isChanged(form, name) {
  const inputs = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  return inputs.some((input) => {
    if (input.closest("[data-unsaved-words]")) return true;
    if (input.type === "checkbox" || input.type === "radio") return input.checked !== input.defaultChecked;
    if (input.tagName === "SELECT") return input.selectedIndex !== initialIndex(input);
    return input.value !== input.defaultValue;
  });
}

function initialIndex(select) {
  return Math.max(0, [...select.options].findIndex((option) => option.defaultSelected));
}

function beforeRequest(event) {
  const { ctx } = event.detail;
  const unsaved = unsavedForm(ctx);
  if (unsaved) {
    event.preventDefault();
    showMessage(unsaved, this.dataset.unsaved);
    (unsaved.querySelector("textarea, input:not([type=hidden]), select") || unsaved).focus();
    return;
  }
  clearMessages(ctx.sourceElement.closest("form") || this);
  if (ctx.request.method === "GET") return;
  // The platform's tracking log keeps what forms send; JSON it leaves alone. The cookie changes, so it is read each time.
  ctx.request.body = JSON.stringify(onlyChanged(ctx.request.form, asObject(ctx.request.body || [])));
  ctx.request.headers["Content-Type"] = "application/json";
  ctx.request.headers["X-CSRFToken"] = cookie(this.dataset.csrfCookie || "csrftoken");
}

/** A form with unsaved words that this request would wipe off the page. */
function unsavedForm(ctx) {
  const target = typeof ctx.target === "string" ? document.querySelector(ctx.target) : ctx.target;
  if (!target) return null;
  const forms = target.querySelectorAll("form[data-dirty]");
  return [...forms].find((form) => !form.contains(ctx.sourceElement)) || null;
}

function afterRequest(event) {
  const { ctx } = event.detail;
  if (ctx.response.headers.get("HX-Reswap") !== "none") return;
  const answer = new DOMParser().parseFromString(ctx.text, "text/html");
  showProblems(ctx.sourceElement, answer);
}

/* ---- messages ---- */

function place(element) {
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
  const message = paragraph(text);
  message.tabIndex = -1;
  where.append(message);
  message.focus({ preventScroll: false });
}

function showLostConnection(element) {
  const root = element.closest(".ment");
  showMessage(place(element), root.dataset.offline);
}

function showProblems(element, answer) {
  const where = place(element);
  clearMessages(where);
  let first = null;
  for (const problem of answer.querySelectorAll("[data-field]")) {
    const field = where.querySelector(`[name="${CSS.escape(problem.dataset.field)}"]`);
    if (!field) continue;
    markWrong(field, problem.textContent.trim());
    first ??= field;
  }
  if (first) first.focus();
  else showMessage(where, answer.querySelector("[data-message]")?.textContent.trim() || "");
}

function markWrong(field, text) {
  const box = field.closest(".field, fieldset") || field.parentElement;
  const message = paragraph(text);
  message.id = `${field.id || field.name}-problem`;
  box.classList.add("wrong");
  box.append(message);
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
  const focus = fresh.matches("[data-focus]") ? fresh : fresh.querySelector("[data-focus]") || fresh;
  root.querySelectorAll("[data-fresh]").forEach((element) => element.removeAttribute("data-fresh"));
  focus.focus({ preventScroll: true });
  focus.scrollIntoView({ block: "nearest" });
  say(root, fresh.dataset.say);
}

function say(root, text) {
  const region = root.querySelector("[data-live]");
  if (region && text) region.textContent = text;
}

/* ---- forms ---- */

function noteTyping(event) {
  const form = event.target.closest("form");
  if (!form) return;
  if (form.hasAttribute("data-keep")) form.setAttribute("data-dirty", "true");
  showWhatApplies(form);
}

/** Some fields matter only with a certain answer elsewhere: data-only-with="field=value", or "field=" for any. */
function showWhatApplies(where) {
  for (const box of where.querySelectorAll("[data-only-with]")) {
    const [name, wanted] = box.dataset.onlyWith.split("=");
    const other = box.closest("form")?.elements[name];
    if (other) box.hidden = wanted ? other.value !== wanted : !other.value;
  }
}

/** Take over what the partner wrote, or keep one's own. */
function choose(event) {
  const button = event.target.closest("[data-take]");
  if (!button) return;
  const box = button.closest(".field, fieldset");
  if (button.dataset.take === "theirs") setValue(box, JSON.parse(button.dataset.value));
  box.querySelector(".theirs").remove();
  box.querySelector("input:not([type=hidden]), textarea, select")?.focus();
}

function setValue(box, value) {
  for (const input of box.querySelectorAll("input:not([type=hidden]), textarea, select")) {
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
