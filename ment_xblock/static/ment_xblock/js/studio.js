/* The settings form in Studio: sends JSON, shows problems beside their fields, tells Studio when it is saved. */
function MentStudio(runtime, element) {
  "use strict";
  var node = element instanceof Element ? element : element[0];
  var form = node.querySelector("form");

  function cookie(name) {
    var found = document.cookie.split("; ").find(function (pair) { return pair.startsWith(name + "="); });
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  }

  function values() {
    var data = {};
    new FormData(form).forEach(function (value, key) {
      data[key] = key in data ? [].concat(data[key], value) : value;
    });
    return data;
  }

  function clear() {
    form.querySelectorAll(".error, [data-checked] > *").forEach(function (message) { message.remove(); });
    form.querySelectorAll("[aria-invalid]").forEach(function (field) {
      field.removeAttribute("aria-invalid");
      field.setAttribute("aria-describedby", field.dataset.hints || "");
    });
  }

  function showProblem(where, text, id) {
    var message = document.createElement("p");
    message.className = "error";
    message.setAttribute("role", "alert");
    message.id = id;
    message.textContent = text;
    where.append(message);
  }

  function unfold(element) {
    for (var box = element.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  }

  function showProblems(html) {
    var answer = new DOMParser().parseFromString(html, "text/html");
    var problems = answer.querySelectorAll("[data-field]");
    problems.forEach(function (problem) {
      var field = form.elements[problem.dataset.field];
      if (field && !field.tagName) field = field[0];
      if (!field) return;
      var id = field.name + "-problem";
      showProblem(field.closest(".field, fieldset"), problem.textContent.trim(), id);
      unfold(field);
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", ((field.dataset.hints || "") + " " + id).trim());
    });
    var first = form.querySelector("[aria-invalid]");
    if (first) first.focus();
    else showProblem(form, answer.querySelector("[data-message]").textContent.trim(), "ment-problem");
  }

  function send(url) {
    return fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": cookie(form.dataset.csrfCookie) },
      body: JSON.stringify(values()),
      credentials: "same-origin"
    });
  }

  function showLost() {
    showProblem(form, form.dataset.offline, "ment-problem");
  }

  function check(button) {
    clear();
    send(button.dataset.check).then(function (response) {
      return response.text().then(function (html) {
        if (!response.ok) { showProblems(html); return; }
        var place = button.closest(".field").querySelector("[data-checked]");
        place.innerHTML = html;
        place.querySelector("[data-focus]").focus();
      });
    }).catch(showLost);
  }

  /* Buttons may come with rows that the server adds. */
  form.addEventListener("click", function (event) {
    var button = event.target.closest("[data-move], [data-rebuild], [data-check]");
    if (!button) return;
    if (button.dataset.move) move(button);
    else if (button.dataset.rebuild) rebuild(button);
    else check(button);
  });

  function move(button) {
    var line = button.closest("li");
    if (button.dataset.move === "up") { if (line.previousElementSibling) line.previousElementSibling.before(line); }
    else if (line.nextElementSibling) line.nextElementSibling.after(line);
    var isLast = getComputedStyle(button).visibility === "hidden";
    (isLast ? line.querySelector('[data-move]:not([data-move="' + button.dataset.move + '"])') : button).focus();
    var list = line.parentElement;
    var place = Array.prototype.indexOf.call(list.children, line) + 1;
    form.querySelector("[data-live]").textContent =
      list.dataset.moved.replace("%1", place).replace("%2", list.children.length);
  }

  function rebuild(button) {
    clear();
    send(button.dataset.rebuild).then(function (response) {
      return response.text().then(function (html) {
        if (!response.ok) { showProblems(html); return; }
        var place = button.closest("[data-editor]");
        place.innerHTML = html;
        var focus = place.querySelector("[data-focus]");
        unfold(focus);
        focus.focus();
      });
    }).catch(showLost);
  }

  form.addEventListener("change", function (event) {
    form.querySelectorAll("[data-opens-with]").forEach(function (box) {
      if (box.dataset.opensWith === event.target.name) box.open = box.dataset.value === event.target.value;
    });
  });

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    clear();
    runtime.notify("save", { state: "start" });
    send(form.dataset.url).then(function (response) {
      return response.text().then(function (html) {
        if (response.ok) runtime.notify("save", { state: "end" });
        else { runtime.notify("error", { msg: "", title: "" }); showProblems(html); }
      });
    }).catch(function () {
      runtime.notify("error", { msg: "", title: "" });
      showLost();
    });
  });

  node.querySelector("[data-cancel]").addEventListener("click", function () {
    runtime.notify("cancel", {});
  });
}
