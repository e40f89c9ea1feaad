const form = document.querySelector(".find");
if (form) {
  const field = form.querySelector("input"), said = form.querySelector("output");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = [...document.querySelectorAll("[data-row]")].map((row) => [row, plain(row.textContent)]);
  const count = (kind, one, many) => {
    const n = document.querySelectorAll(kind + ":not([hidden])").length;
    return n + " " + (n === 1 ? one : many);
  };
  const find = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    for (const [row, text] of rows) row.hidden = !words.every((word) => text.includes(word));
    for (const year of document.querySelectorAll(".year")) year.hidden = !year.querySelector("[data-row]:not([hidden])");
    said.textContent = words.length
      ? count(".reviews > li", "review", "reviews") + ", " + count("tr[data-row]", "open action", "open actions")
      : "";
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", find);
  find();
}
const reveal = () => {
  const target = document.getElementById(location.hash.slice(1)), closed = target && target.closest("details");
  if (closed && !closed.open) { closed.open = true; target.scrollIntoView(); }
};
addEventListener("hashchange", reveal);
reveal();
