/* Starts the one block of a page of ours, as XBlock's own script starts it in a unit. */
const block = document.querySelector("[data-ment-block]");
const args = JSON.parse(document.getElementById("ment-arguments").textContent);
window.MentXBlock(null, block, args);
