// A regression's outcome: the curve and its error where there is one input, predicted against target otherwise.

function write_curve(data) {
  const {insight} = data;
  if (insight.task !== "regression") return remove_section("curve");
  const many = insight.outputs.length > 1;
  insight.outputs.forEach((output, index) => {
    const name = many ? `Output ${index + 1}` : "Output";
    place("curve").append(...(insight.x ? curve_and_error(insight.x, output, name) : [scatter(output, name)]));
  });
  say("curve-text", insight.x
    ? "The test set by its input: what was asked, what the float student says, and what the integers say."
    : "Test samples by what was asked and what was said; on the line both are the same.");
}

function points(x, y) {
  return x.map((value, index) => ({x: value, y: y[index] ?? NaN}));
}

function difference(from, to) {
  return from.map((value, index) => value - to[index]);
}

function largest(values) {
  return Math.max(...values.map(Math.abs));
}

// At most `count` rows, evenly, the first and the last among them.
function chosen_rows(length, count) {
  if (length <= count) return [...Array(length).keys()];
  return [...Array(count).keys()].map((k) => Math.round(k * (length - 1) / (count - 1)));
}

function curve_and_error(x, {target, float, int8}, name) {
  const float_error = difference(float, target);
  const int8_error = difference(int8, target);
  const columns = ["Input", "Target", "Float", "Int8", "Int8 error"].map((title) => ({title, number: true}));
  const rows = chosen_rows(x.length, 25)
    .map((k) => ({cells: [x[k], target[k], float[k], int8[k], int8_error[k]].map(significant)}));
  const bounds = {min: x[0], max: x[x.length - 1], ticks: {includeBounds: false}};
  const curve = make_chart({
    title: `${name} over input`,
    summary: `the target goes from ${significant(Math.min(...target))} to ${significant(Math.max(...target))}`,
    table: {columns, rows},
    configure: (colors) => line_chart({
      x: {title: "Input", ...bounds}, y: {title: name},
      series: [line_series("Int8", colors.int8, points(x, int8)),
        line_series("Float student", colors.float, points(x, float), {borderDash: [6, 3]}),
        line_series("Target", colors.text, points(x, target), {borderDash: [2, 3], borderWidth: 1.25})],
    }),
  });
  const error = make_chart({
    title: "Error",
    summary: `what was said minus the target; at most ${significant(largest(int8_error))} in int8, ` +
      `${significant(largest(float_error))} in float`,
    low: true,
    configure: (colors) => line_chart({
      x: {title: "Input", ...bounds}, y: {title: "Error"},
      series: [line_series("Int8", colors.int8, points(x, int8_error), {borderWidth: 1.25}),
        line_series("Float student", colors.float, points(x, float_error), {borderDash: [6, 3]})],
    }),
  });
  return [curve, error];
}

function scatter({target, float, int8}, name) {
  const ends = [Math.min(...target), Math.max(...target)];
  const columns = ["Target", "Float", "Int8"].map((title) => ({title, number: true}));
  const rows = chosen_rows(target.length, 25).map((k) => ({cells: [target[k], float[k], int8[k]].map(significant)}));
  return make_chart({
    title: `${name}: said against target`,
    summary: `int8 is off by at most ${significant(largest(difference(int8, target)))}`,
    table: {columns, rows},
    configure: (colors) => line_chart({
      x: {title: "Target"}, y: {title: name},
      series: [point_series("Int8", colors.int8, points(target, int8)),
        point_series("Float student", colors.float, points(target, float)),
        line_series("Equal", colors.text, points(ends, ends), {borderDash: [2, 3], borderWidth: 1.25})],
    }),
  });
}
