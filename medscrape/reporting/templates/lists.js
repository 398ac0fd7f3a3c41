// A long list, a page at a time: filters and sorting work on the data, so the document stays small.
function pagedList(name, items, { size, fits, rows, order }) {
  const find = (part) => document.querySelector(`[data-${part}="${name}"]`);
  const [form, list, status, pager] = ["filters", "list", "status", "pager"].map(find);
  if (!list) return;
  for (const item of items) item.key = folded(`${item.title} ${item.id}`);
  let found = items;
  let start = 0;

  function show() {
    const end = Math.min(start + size, found.length);
    list.replaceChildren(...found.slice(start, end).flatMap(rows));
    const all = found.length === items.length ? "" : ` that fit, of ${items.length.toLocaleString("en")}`;
    status.textContent = found.length
      ? `${(start + 1).toLocaleString("en")} to ${end.toLocaleString("en")} of ${found.length.toLocaleString("en")}${all}`
      : "Nothing fits these filters.";
    back.disabled = start === 0;
    on.disabled = end === found.length;
    pager.hidden = found.length <= size;
  }

  function filter() {
    const wanted = new FormData(form);
    const text = folded(wanted.get("text").trim());
    found = items.filter((item) => item.key.includes(text) && fits(item, wanted));
    if (order) found.sort(order());
    start = 0;
    show();
  }

  function turn(pages) {
    start += pages * size;
    show();
    form.scrollIntoView({ block: "start" });
  }

  const back = element("button", { type: "button" }, "Previous");
  const on = element("button", { type: "button" }, "Next");
  back.addEventListener("click", () => turn(-1));
  on.addEventListener("click", () => turn(1));
  pager.append(back, on);
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
  return filter;
}

// The choices of a select, each with how many items it fits.
function offer(name, field, values, label) {
  const select = document.querySelector(`[data-filters="${name}"] [name="${field}"]`);
  if (!select) return;
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const names = [...counts.keys()].sort((one, other) => collator.compare(label(one), label(other)));
  select.append(...names.map((value) => element("option", { value }, `${label(value)} (${counts.get(value)})`)));
}
