/*
 * What somebody types stays on their device until it is sent. A form asks for it with data-draft="<key>"; the frame
 * says whose draft it is (data-owner). Kept is what differs from the form as the server made it, and hidden inputs with
 * data-drafted, such as the revision it was typed on. A client_id tells a second sending from a second entry. What
 * somebody folds away (data-fold) stays folded.
 */

const PREFIX = "ment-draft:";
const PAUSE = 400; // milliseconds
const OLDEST = 30 * 24 * 60 * 60 * 1000;
const DRAFTED = "input[type=hidden][data-drafted]";

/** Bring the drafts of one block to life. Called once for each block on the page. */
export function start(root) {
  const { owner, draftKept, draftAnew, draftsStarted } = root.dataset;
  if (!owner || draftsStarted) return;
  root.dataset.draftsStarted = "true";
  forgetOthers(owner);
  const seen = new WeakSet();
  const waiting = new Map();
  const keyOf = (form) => `${PREFIX}${owner}:${root.id}:${form.dataset.draft}`;

  const foldKey = (fold) => `${PREFIX}${owner}:fold:${fold.dataset.fold}`;

  function adopt() {
    for (const hint of root.querySelectorAll("[data-draft-waits]")) {
      hint.hidden = !read(`${PREFIX}${owner}:${root.id}:${hint.dataset.draftWaits}`);
    }
    for (const fold of root.querySelectorAll("details[data-fold][open]")) fold.open = !read(foldKey(fold));
    for (const form of root.querySelectorAll("form[data-draft]")) {
      const fresh = [...fieldsOf(form), ...draftedOf(form)].filter((field) => !seen.has(field));
      const draft = read(keyOf(form));
      fresh.forEach((field) => seen.add(field));
      identify(form, draft?.id || clientId(form)?.value);
      if (draft && restore(form, fresh, draft.fields)) tell(form);
      // The server sent the form back with words that are stored nowhere, or somebody was quicker than this script.
      else if (fresh.some(isChanged)) keep(form);
    }
  }

  function typed(event) {
    const form = event.target.closest("form[data-draft]");
    if (!form) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(keep, PAUSE, form));
  }

  function settle(form, draft) {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    write(keyOf(form), draft);
  }

  function keep(form) {
    const changed = fieldsOf(form).filter(isChanged);
    // Fields that the page will bring later keep what is known of them.
    const fields = { ...read(keyOf(form))?.fields };
    for (const field of fieldsOf(form)) delete fields[slot(form, field)];
    for (const field of [...changed, ...draftedOf(form)]) fields[slot(form, field)] = state(field);
    settle(form, changed.length ? { at: Date.now(), id: clientId(form).value, fields } : null);
  }

  function keepAll() {
    [...waiting.keys()].forEach(keep);
  }

  /** Sent, or thrown away by its person: the draft has done its work. */
  function answered({ sourceElement, response }) {
    const form = sourceElement.closest("form[data-draft]");
    const isOurs = response.headers.has("X-Ment") && response.headers.get("HX-Reswap") !== "none";
    if (form && isOurs && sourceElement.matches("form, [data-cancel], [data-sends]")) forget(form);
  }

  function forget(form) {
    settle(form, null);
    identify(form);
    form.querySelector("[data-draft-kept]")?.remove();
  }

  function tell(form) {
    if (form.querySelector("[data-draft-kept]")) return;
    const note = make("div", { className: "notice row" });
    note.dataset.draftKept = "";
    const anew = make("button", { type: "button", textContent: draftAnew, onclick: () => startAnew(form) });
    note.append(make("span", { textContent: draftKept }), anew);
    form.prepend(note);
    root.querySelector("[data-live]").textContent = draftKept;
  }

  function startAnew(form) {
    fieldsOf(form).forEach((field) => apply(field, initial(field)));
    forget(form);
    announceInput(form);
    fieldsOf(form)[0]?.focus();
  }

  function folded({ target: fold }) {
    if (fold.dataset.fold) write(foldKey(fold), fold.open ? null : { at: Date.now() });
  }

  root.addEventListener("input", typed);
  root.addEventListener("change", typed);
  root.addEventListener("reset", (event) => setTimeout(typed, 0, event));
  root.addEventListener("toggle", folded, true);
  root.addEventListener("htmx:before:request", keepAll);
  root.addEventListener("htmx:after:request", (event) => answered(event.detail.ctx));
  window.addEventListener("pagehide", keepAll);
  document.addEventListener("visibilitychange", keepAll);
  new MutationObserver(adopt).observe(root, { childList: true, subtree: true });
  adopt();
}

/* ---- forms and fields ---- */

function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

function fieldsOf(form) {
  return [...form.querySelectorAll("input:not([type=hidden], [type=file], [type=password]), select, textarea")];
}

function draftedOf(form) {
  return [...form.querySelectorAll(DRAFTED)];
}

function isCheckable(field) {
  return field.type === "checkbox" || field.type === "radio";
}

/** A name for a field that is still right when the form is made again. */
function slot(form, field) {
  const alike = [...form.querySelectorAll("[name]")].filter((other) => other.name === field.name);
  return `${field.name}:${isCheckable(field) ? field.value : alike.indexOf(field)}`;
}

const values = (options) => options.map((option) => option.value);

function state(field) {
  if (isCheckable(field)) return field.checked;
  return field.tagName === "SELECT" ? values([...field.selectedOptions]) : field.value;
}

function initial(field) {
  if (isCheckable(field)) return field.defaultChecked;
  if (field.tagName !== "SELECT") return field.defaultValue;
  const chosen = values([...field.options].filter((option) => option.defaultSelected));
  return chosen.length || field.multiple ? chosen : values([...field.options].slice(0, 1));
}

function apply(field, value) {
  if (isCheckable(field)) field.checked = value;
  else if (field.tagName !== "SELECT") field.value = value;
  else for (const option of field.options) option.selected = value.includes(option.value);
}

function isUnsaved(field) {
  return field.closest("[data-unsaved-words]");
}

function isChanged(field) {
  return isUnsaved(field) || String(state(field)) !== String(initial(field));
}

/** Put what was kept into new fields; tells whether that changed anything that a person sees. */
function restore(form, fresh, kept) {
  const differs = (field) => slot(form, field) in kept && String(kept[slot(form, field)]) !== String(state(field));
  const different = fresh.filter(differs);
  different.forEach((field) => apply(field, kept[slot(form, field)]));
  const visible = different.filter((field) => !field.matches(DRAFTED));
  visible.forEach(unfold);
  if (visible.length) announceInput(form);
  return visible.length > 0;
}

function unfold(field) {
  for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
}

function announceInput(form) {
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function clientId(form) {
  return form.querySelector("input[name=client_id]");
}

function identify(form, id) {
  if (!clientId(form)) form.append(make("input", { type: "hidden", name: "client_id" }));
  const random = [...crypto.getRandomValues(new Uint8Array(16))];
  clientId(form).value = id || random.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* ---- the device's memory, which may be switched off or full ---- */

function read(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(key));
    return draft?.at > Date.now() - OLDEST ? draft : null;
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    if (draft) localStorage.setItem(key, JSON.stringify(draft));
    else localStorage.removeItem(key);
  } catch {
    // The words are still on the page.
  }
}

/** Whoever opens a page of ours wipes the drafts of everybody else, and their own old ones. */
function forgetOthers(owner) {
  try {
    const drafts = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    drafts.filter((key) => !key.startsWith(`${PREFIX}${owner}:`) || !read(key)).forEach((key) => write(key));
  } catch {
    // No storage, no drafts.
  }
}
