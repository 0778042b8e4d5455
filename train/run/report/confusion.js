// A classifier's mistakes: the confusion matrix as a shaded table, and the mistakes it was surest of.

function write_confusion(data) {
  const {insight} = data;
  if (insight.task !== "classification") return remove_section("confusion");
  const {labels, confusion} = insight;
  const wrong = [];
  confusion.forEach((row, label) => row.forEach((count, given) => {
    if (label !== given && count > 0) wrong.push({label, given, count});
  }));
  wrong.sort((a, b) => b.count - a.count);
  const total = wrong.reduce((sum, {count}) => sum + count, 0);
  const pairs = wrong.slice(0, 3).map(({label, given, count}) => `${labels[label]} as ${labels[given]} (${count})`);
  say("confusion-text", total === 0
    ? "The int8 network made no mistake on the test set."
    : `The int8 network made ${grouped(total)} mistakes on ${grouped(data.test.samples)} test samples. ` +
      `Most often it took ${list(pairs)}.`);
  place("confusion").append(confusion_table(labels, confusion));
  write_mistakes(insight);
}

function confusion_cell(count, right, share) {
  if (count === 0) {
    const dot = make("span", {"aria-hidden": true}, "·");
    return make("td", {class: "none"}, dot, make("span", {class: "unseen"}, "0"));
  }
  const cell = make("td", {class: right ? "right" : "wrong"}, grouped(count));
  cell.style.setProperty("--share", share.toFixed(3));
  return cell;
}

function rate_cell(right, all) {
  return make("td", {class: "rate"}, all === 0 ? "–" : (100 * right / all).toFixed(1));
}

function confusion_table(labels, confusion) {
  const sum = (values) => values.reduce((a, b) => a + b, 0);
  const most_wrong = Math.max(1, ...confusion.flatMap((row, k) => row.filter((_, given) => given !== k)));
  const head = make("tr", {}, make("th", {scope: "col"}, make("span", {class: "unseen"}, "True class")),
    ...labels.map((label) => make("th", {scope: "col", title: label}, label)), make("th", {scope: "col"}, "Recall, %"));
  // Mistakes are few: the root lets the rare ones show beside the frequent ones.
  const share = (row, k, given) => (given === k ? row[k] / sum(row) : Math.sqrt(row[given] / most_wrong));
  const rows = confusion.map((row, k) => make("tr", {}, make("th", {scope: "row", title: labels[k]}, labels[k]),
    ...row.map((count, given) => confusion_cell(count, given === k, share(row, k, given))),
    rate_cell(row[k], sum(row))));
  const precision = make("tr", {class: "sum"}, make("th", {scope: "row", class: "rate"}, "Precision, %"),
    ...labels.map((_, k) => rate_cell(confusion[k][k], sum(confusion.map((row) => row[k])))), make("td"));
  return make("div", {class: "scroll confusion", tabindex: 0, role: "region", "aria-label": "Confusion matrix"},
    make("table", {}, make("caption", {}, "Rows: the true class. Columns: the class given by int8."),
      make("thead", {}, head), make("tbody", {}, ...rows, precision)));
}

function mistake_item({labels, picture_shape}, mistake) {
  const [label, given] = [labels[mistake.label], labels[mistake.given]];
  const words = `Test sample ${mistake.index}: true ${label}, given ${given}`;
  return make("li", {},
    ...(mistake.picture ? [picture(mistake.picture, picture_shape, words)] : []),
    make("span", {}, make("strong", {}, label), " taken for ", make("strong", {}, given)),
    make("span", {class: "beside"}, `${percent(mistake.confidence, 0)} sure`),
    make("span", {class: "beside"}, mistake.source ?? `sample ${grouped(mistake.index)}`));
}

function picture(digits, [height, width], label) {
  const canvas = make("canvas", {width, height, role: "img", "aria-label": label});
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let k = 0; k < width * height; ++k) {
    const grey = parseInt(digits.slice(2 * k, 2 * k + 2), 16);
    image.data.set([grey, grey, grey, 255], 4 * k);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

function write_mistakes(insight) {
  if (insight.mistakes.length === 0) return;
  const at_once = 12;
  const items = insight.mistakes.map((mistake) => mistake_item(insight, mistake));
  const grid = (some) => make("ul", {class: "mistakes"}, ...some);
  const rest = items.slice(at_once);
  place("mistakes").append(make("h3", {}, "The mistakes it was surest of"), grid(items.slice(0, at_once)),
    ...(rest.length > 0 ? [make_details(`${rest.length} more`, grid(rest))] : []));
}
