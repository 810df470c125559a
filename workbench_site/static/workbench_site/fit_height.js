// Makes the frame as tall as the unit in it says it is.
(function () {
  "use strict";
  const frame = document.getElementById("unit-frame");
  addEventListener("message", (event) => {
    if (event.source === frame.contentWindow && event.data.type === "plugin.resize") {
      frame.style.blockSize = `${event.data.payload.height}px`;
    }
  });
})();
