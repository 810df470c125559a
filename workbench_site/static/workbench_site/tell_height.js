// Tells the page around this frame how tall the content is, with the message that the LMS sends to the learning MFE.
(function () {
  "use strict";
  const tell = () =>
    parent.postMessage(
      { type: "plugin.resize", payload: { height: document.documentElement.offsetHeight } },
      location.origin
    );
  new ResizeObserver(tell).observe(document.documentElement);
})();
