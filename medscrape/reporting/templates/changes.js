function pieces(words) {
  const tags = { "-": "del", "+": "ins" };
  return words.map(([what, text]) => (tags[what] ? element(tags[what], null, text) : document.createTextNode(text)));
}

function side(label, words, kind, lang) {
  if (!words.length) return null;
  const hidden = element("span", { class: "hidden" }, `${label}: `);
  return element("p", { class: kind, lang, dir: "auto" }, hidden, ...pieces(words));
}

function passage(part, lang) {
  if (typeof part === "number") {
    return element("p", { class: "skipped" }, part === 1 ? "1 paragraph is the same" : `${part} paragraphs are the same`);
  }
  return element("div", { class: "pair" }, side("Before", part[0], "was", lang), side("After", part[1], "now", lang));
}

function changedRow(row, lang) {
  const shown = element("li", null, mark(row.what), " ", link(row.title, row.url, lang));
  if (row.was) {
    shown.append(element("div", { class: "detail" }, "led to ", element("del", null, link(row.was, row.was)), " and leads to ",
      element("ins", null, link(row.url ?? "nothing", row.url))));
  }
  for (const [name, before, after] of row.details ?? []) {
    shown.append(element("div", { class: "detail" }, `${name}: `, element("del", null, said(before, lang)), " ",
      element("ins", null, said(after, lang))));
  }
  return shown;
}

function place(found, lang) {
  return [
    element("h3", null, said(found.name)),
    found.note ? element("p", null, found.note) : null,
    ...(found.words ?? []).map((part) => passage(part, lang)),
    found.rows ? element("ul", { class: "rows" }, ...found.rows.map((row) => changedRow(row, lang))) : null,
  ];
}

function unfold(details, change) {
  if (details.childElementCount > 1) return;
  const address = element("p", { class: "quiet" }, link(change.url ?? change.id, change.url), ` (${change.id})`,
    change.from ? `, before: ${change.from}` : null);
  const parts = (change.places ?? []).flatMap((found) => place(found, change.lang)).filter(Boolean);
  details.append(element("div", { class: "body" }, address, change.note ? element("p", null, change.note) : null, ...parts));
}

function changeItem(change) {
  const details = element("details", null, element("summary", null, mark(change.weight), " ",
    element("strong", null, said(change.title, change.lang)), " ",
    element("span", { class: "quiet" }, said(`${languageName(change.lang)}, ${change.event}`),
      change.where.length ? `: ${change.where.join(", ")}` : "")));
  details.addEventListener("toggle", () => unfold(details, change));
  details.unfold = () => unfold(details, change);
  return [element("li", null, details)];
}

offer("changes", "lang", data.changes.map((change) => change.lang), languageName);
offer("changes", "event", data.changes.map((change) => change.event), String);
offer("changes", "area", data.changes.flatMap((change) => change.areas), String);
pagedList("changes", data.changes, {
  size: 25,
  rows: changeItem,
  fits: (change, wanted) =>
    wanted.getAll("weight").includes(change.weight) &&
    [change.lang, ""].includes(wanted.get("lang")) &&
    [change.event, ""].includes(wanted.get("event")) &&
    (wanted.get("area") === "" || change.areas.includes(wanted.get("area"))),
});

// Paper cannot be unfolded.
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll(".events details:not([open]), .gates:not([open])")];
  for (const details of opened) {
    details.unfold?.();
    details.open = true;
  }
});
addEventListener("afterprint", () => opened.forEach((details) => { details.open = false; }));
