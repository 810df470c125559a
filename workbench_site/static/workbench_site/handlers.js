// Addresses of handlers carry on who is visiting. Loaded after the workbench's runtime and before the blocks start.
(function () {
  "use strict";
  const { handlers, visit } = document.currentScript.dataset;
  RuntimeProvider.versions[1].handlerUrl = function (element, name, suffix, query) {
    const node = element instanceof Element ? element : element[0];
    const path = `${handlers}${node.dataset.usage}/${name}/${suffix || ""}`;
    const asked = [visit, query].filter(Boolean).join("&");
    return asked ? `${path}?${asked}` : path;
  };
})();
