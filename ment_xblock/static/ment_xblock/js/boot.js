/* XBlock calls this global function with its runtime and the block's element; all else is in the ES module page.js. */
function MentXBlock(runtime, element, urls) {
  "use strict";
  // Studio and the workbench hand over a jQuery object, the LMS a DOM node.
  var node = element instanceof Element ? element : element[0];
  var root = node.querySelector(".ment") || node;
  var early = null;

  // On a slow line people tap before the page is ready: what they tapped last is done then.
  function remember(event) {
    early = event.target.closest("button") || early;
  }

  root.addEventListener("click", remember);
  import(urls.page).then(function (page) {
    return page.start(root, urls.htmx);
  }).then(function () {
    return Promise.all(urls.more.map(function (address) { return import(address); }));
  }).then(function (modules) {
    modules.forEach(function (module) { module.start(root); });
  }).then(function () {
    root.removeEventListener("click", remember);
    if (early && early.isConnected) early.click();
  });
}
