// Charts in figures: each with a text for who cannot see it, and its numbers as a table behind a click.

const charts = [];  // {canvas, configure, chart}

function palette() {
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(`--${name}`).trim();
  return {text: color("text"), muted: color("muted"), line: color("line"), int8: color("int8"), float: color("float")};
}

// `configure(palette)` gives Chart.js its configuration, anew whenever the colours change.
function make_chart({title, summary, table, configure, low, height}) {
  const canvas = make("canvas", {role: "img", "aria-label": `${title}. ${summary}`});
  const drawing = make("div", {class: low ? "drawing low" : "drawing"}, make("div", {}, canvas));
  if (height) drawing.style.height = height;
  charts.push({canvas, configure});
  return make("figure", {}, drawing, make("figcaption", {}, make("strong", {}, title), ` – ${summary}`),
    ...(table ? [make_details("The numbers", make_table({label: `${title}: the numbers`, ...table}))] : []));
}

// Draws every chart that was made; their canvases must be in the page by now. Returns how many.
function draw_charts() {
  const colors = palette();
  Chart.defaults.color = colors.muted;
  Chart.defaults.borderColor = colors.line;
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.animation = false;
  Chart.defaults.maintainAspectRatio = false;
  for (const entry of charts) {
    entry.chart?.destroy();
    entry.chart = new Chart(entry.canvas, entry.configure(colors));
  }
  return charts.filter(({chart}) => chart.chartArea.width > 0 && chart.chartArea.height > 0).length;
}

// A line through {x, y} points.
function line_series(label, color, data, style = {}) {
  return {label, data, borderColor: color, backgroundColor: color, borderWidth: 1.75,
    pointRadius: data.length === 1 ? 3 : 0, pointHitRadius: 6, ...style};
}

function point_series(label, color, data) {
  return {label, data, showLine: false, borderColor: color, backgroundColor: color, pointRadius: 2};
}

function line_chart({series, x, y}) {
  return {
    type: "line",
    data: {datasets: series},
    options: {
      parsing: false,
      interaction: {mode: "nearest", axis: "x", intersect: false},
      plugins: {
        legend: {align: "start", labels: {boxWidth: 22, boxHeight: 0, color: palette().text}},
        tooltip: {callbacks: {title: ([first]) => `${x.title} ${significant_or_whole(first.parsed.x)}`}},
      },
      scales: {x: axis({type: "linear", ...x}), y: axis(y)},
    },
  };
}

function significant_or_whole(value) {
  return Number.isInteger(value) ? grouped(value) : significant(value);
}

function axis({type = "linear", title, ...rest}) {
  const ticks = {maxRotation: 0, autoSkipPadding: 16, ...rest.ticks};
  if (type === "logarithmic") ticks.callback = log_tick;
  return {type, title: {display: Boolean(title), text: title}, ...rest, ticks};
}

// Powers of ten get a label; so do 2 and 5 where the axis spans little more than one.
function log_tick(value) {
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  const lead = Math.round(value / 10 ** exponent);
  const decades = Math.log10(this.max / this.min);
  if (lead !== 1 && !(decades < 1.5 && (lead === 2 || lead === 5))) return null;
  return exponent < -3 || exponent > 4 ? `${lead}e${exponent}` : String(Number(value.toPrecision(1)));
}

// Logarithmic where values are all above zero and span more than a factor of twenty.
function scale_for(values) {
  const known = values.filter((value) => value !== null && value !== undefined);
  const least = Math.min(...known);
  return least > 0 && Math.max(...known) / least > 20 ? "logarithmic" : "linear";
}
