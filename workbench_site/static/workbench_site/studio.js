// What Studio gives a block beyond the LMS: a jQuery object as its element, and runtime.notify.
(function () {
  "use strict";
  const news = document.getElementById("studio-news");

  function say(text) {
    news.textContent = text;
    news.hidden = !text;
  }

  RuntimeProvider.versions[1].notify = function (name, data) {
    if (name === "save" && data.state === "start") say(data.message || news.dataset.saving);
    if (name === "save" && data.state === "end") {
      say(news.dataset.saved);
      location.reload();
    }
    if (name === "error") say([data.title, data.message].filter(Boolean).join(" ") || news.dataset.failed);
    if (name === "cancel") location.reload();
  };

  function withJquery(start) {
    const wrapped = function (runtime, element, ...rest) {
      return start(runtime, $(element), ...rest);
    };
    // The workbench counts the declared parameters.
    return Object.defineProperty(wrapped, "length", { value: start.length });
  }

  const names = [...document.querySelectorAll("[data-init]")].map((block) => block.dataset.init);
  for (const name of new Set(names)) window[name] = withJquery(window[name]);
})();
