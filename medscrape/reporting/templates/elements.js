// Words from pages become text nodes, never markup.
const data = JSON.parse(document.getElementById("data").textContent);
const collator = new Intl.Collator(undefined, { numeric: true });

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// A part of a page keeps its direction to itself, whatever marks it holds.
function said(text, lang) {
  return element("bdi", { lang }, text);
}

function link(text, url, lang) {
  if (!/^https?:\/\//.test(url ?? "")) return said(text, lang);
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, said(text, lang));
}

function mark(kind, text) {
  return element("span", { class: `mark ${kind}` }, text ?? kind);
}

function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function languageName(tag) {
  return data.languages[tag] ?? tag;
}
