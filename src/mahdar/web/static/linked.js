// Extras of a report's page, which works without them: a click on marked words leads to their line of the record, and
// an address such as #c12-40 of words that nothing was read in is asked for again, so that they are marked.
(() => {
  const text = document.querySelector(".text.marked");
  const wanted = /^#c(\d+-\d+)$/.exec(location.hash);
  if (wanted && !document.getElementById(location.hash.slice(1))) {
    const address = new URL(location.href);
    if (address.searchParams.get("at") !== wanted[1]) {
      address.searchParams.set("at", wanted[1]);
      location.replace(address);
    }
  }
  if (!text) return;
  text.addEventListener("click", (event) => {
    if (event.target.closest("a") || String(getSelection())) return;
    const piece = event.target.closest("span[class]");
    const own = piece && [...piece.classList].filter((name) => /^n\d+$/.test(name));
    if (own && own.length) location.hash = own[own.length - 1];
  });
})();
