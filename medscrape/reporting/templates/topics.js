let sorting = { by: "title", sign: 1 };

function version(event) {
  const where = event.where.length ? `: ${event.where.join(", ")}` : "";
  return element("li", null, `${event.at} `, mark(event.weight), ` ${event.event}${where} `,
    element("span", { class: "quiet" }, `run ${event.run}${event.hash ? `, content ${event.hash}` : ""}`));
}

function versions(topic) {
  const older = topic.total - topic.versions.length;
  const groups = topic.groups.length ? element("p", null, "Groups: ", said(topic.groups.join("; "), topic.lang)) : null;
  return element("td", { colspan: 8 }, groups,
    element("p", { class: "narrow" }, `${languageName(topic.lang)}, ${topic.words} words in the summary, ${topic.sections} sections, ${topic.links} links`),
    topic.versions.length ? element("ol", { class: "versions" }, ...topic.versions.map(version)) : "No version is known.",
    older > 0 ? element("p", null, `and ${older} older: medscrape history ${topic.id}`) : null);
}

function topicRows(topic, index) {
  const place = `versions-${index}`;
  const more = element("tr", { id: place, class: "more", hidden: "" });
  const button = element("button", { type: "button", "aria-expanded": "false", "aria-controls": place },
    String(topic.total), element("span", { class: "hidden" }, ` versions of ${topic.title}`));
  button.addEventListener("click", () => {
    more.hidden = !more.hidden;
    button.setAttribute("aria-expanded", String(!more.hidden));
    if (!more.childElementCount) more.append(versions(topic));
  });
  const number = (value, kind) => element("td", { class: `number ${kind}` }, value ? value.toLocaleString("en") : "0");
  const title = element("th", { scope: "row" }, link(topic.title, topic.url, topic.lang),
    element("span", { class: "quiet block" }, topic.id));
  const cells = [element("td", { class: "wide" }, languageName(topic.lang)), element("td", null, topic.updated ?? "not stated"),
    ...[topic.words, topic.sections, topic.links, topic.odd].map((value) => number(value, "wide")),
    element("td", { class: "number" }, button)];
  return [element("tr", null, title, ...cells), more];
}

function inOrder() {
  const { by, sign } = sorting;
  const sorted = (topic) => topic[by] ?? "";
  return (one, other) => {
    const [first, second] = [sorted(one), sorted(other)];
    const result = typeof first === "number" ? first - second : collator.compare(first, second);
    return sign * result || collator.compare(one.id, other.id);
  };
}

offer("topics", "lang", data.topics.map((topic) => topic.lang), languageName);
offer("topics", "groups", data.topics.flatMap((topic) => topic.groups), String);
const showTopics = pagedList("topics", data.topics, {
  size: 50,
  rows: topicRows,
  order: inOrder,
  fits: (topic, wanted) =>
    [topic.lang, ""].includes(wanted.get("lang")) &&
    (wanted.get("groups") === "" || topic.groups.includes(wanted.get("groups"))),
});

for (const button of document.querySelectorAll("[data-sort]")) {
  button.addEventListener("click", () => {
    const by = button.dataset.sort;
    const first = typeof data.topics[0]?.[by] === "number" ? -1 : 1;
    sorting = { by, sign: sorting.by === by ? -sorting.sign : first };
    for (const other of document.querySelectorAll(".topics th")) other.removeAttribute("aria-sort");
    button.closest("th").setAttribute("aria-sort", sorting.sign === 1 ? "ascending" : "descending");
    showTopics();
  });
}
