// A, E, R, N, U and S are the buttons of the line that waits; Escape leaves a field. Everything works without this.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing) {
    if (event.key === "Escape") typing.blur();
    return;
  }
  // The place on the keyboard and not the letter: under an Arabic layout A gives ش.
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.code)}"]`);
  if (!wanted) return;
  event.preventDefault();
  if (wanted.tagName === "SUMMARY") {
    wanted.parentElement.open = true;
    wanted.parentElement.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  } else {
    wanted.click();
  }
});
