// Building blocks of the page. Data becomes text nodes, never markup.

// make("td", {class: "number"}, "12", another_element); attributes that are undefined are left out.
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function place(id) {
  return document.getElementById(id);
}

function say(id, text) {
  place(id).textContent = text;
}

// A section that has nothing to show leaves the page.
function remove_section(name) {
  place(`${name}-section`).remove();
}

// columns: [{title, number?}]; rows: [{cells: [text or element], kind?}], the first cell heads its row.
function make_table({caption, label, columns, rows}) {
  const kind = (index) => (columns[index].number ? "number" : undefined);
  const head = columns.map(({title}, index) => make("th", {scope: "col", class: kind(index)}, title));
  const body = rows.map(({cells, kind: row_kind}) => {
    const line = cells.map((cell, index) =>
      index === 0 ? make("th", {scope: "row", class: kind(0)}, cell) : make("td", {class: kind(index)}, cell));
    return make("tr", {class: row_kind}, ...line);
  });
  const table = make("table", {}, ...(caption ? [make("caption", {}, caption)] : []),
    make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...body));
  return make("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": label ?? caption}, table);
}

function make_details(summary, ...content) {
  return make("details", {}, make("summary", {}, summary), ...content);
}
