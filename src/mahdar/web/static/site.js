// "/" leads to the search field. Everything works without this.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = document.querySelector("#ask, #quick");
  if (field) {
    event.preventDefault();
    field.focus();
  }
});
