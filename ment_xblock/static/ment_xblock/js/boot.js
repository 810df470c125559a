/* XBlock calls this global function with its runtime and the block's element; all else is in the ES module page.js. */
function MentXBlock(runtime, element, urls) {
  "use strict";
  // Studio and the workbench hand over a jQuery object, the LMS a DOM node.
  var node = element instanceof Element ? element : element[0];
  import(urls.page).then(function (page) {
    page.start(node.querySelector(".ment") || node, urls.htmx);
  });
}
