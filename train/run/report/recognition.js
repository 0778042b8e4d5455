// How well each class is told from the rest, by threshold, and each speaker's words from each other.

function write_recognition({insight}) {
  if (insight.task !== "classification") return;
  const {labels, roc = [], speakers = []} = insight;
  const curves = roc.filter(({points}) => points.length > 0);
  if (curves.length > 0) place("recognition").append(roc_chart(labels, curves));
  if (speakers.length > 0) place("recognition").append(speaker_table(speakers));
}

function roc_chart(labels, curves) {
  const hue = (k) => `hsl(${Math.round(360 * k / curves.length)} 60% 50%)`;
  const worst = curves.reduce((a, b) => (a.area < b.area ? a : b));
  const columns = [{title: "Class"}, {title: "Area under the curve", number: true}];
  return make_chart({
    title: "Hits over false alarms",
    summary: `each class against all others as its threshold falls; hardest to tell is ${labels[worst.label]}, ` +
      `area ${worst.area.toFixed(4)}`,
    table: {columns, rows: curves.map(({label, area}) => ({cells: [labels[label], area.toFixed(4)]}))},
    configure: () => line_chart({
      x: {title: "False alarms, % of other classes", min: 0, max: 20},
      y: {title: "Hits, %", max: 100},
      series: curves.map(({label, points}, k) =>
        line_series(labels[label], hue(k), points.map(([x, y]) => ({x: 100 * x, y: 100 * y})), {stepped: "before"})),
    }),
  });
}

function speaker_table(speakers) {
  const at_most = 30;
  const columns = [{title: "Speaker"}, {title: "Samples", number: true}, {title: "Right", number: true},
    {title: "Accuracy, %", number: true}];
  const rows = speakers.slice(0, at_most).map(({speaker, samples, right}) =>
    ({cells: [speaker, grouped(samples), grouped(right), (100 * right / samples).toFixed(1)]}));
  const more = speakers.length > at_most ? `, the ${at_most} worst of ${grouped(speakers.length)}` : "";
  return make_details(`Speaker by speaker${more}`, make_table({label: "Accuracy by speaker", columns, rows}));
}
