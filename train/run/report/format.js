// Numbers as people read them.

function grouped(value) {
  return value.toLocaleString("en", {maximumFractionDigits: 0});
}

function percent(share, digits = 2) {
  return `${(100 * share).toFixed(digits)} %`;
}

function signed(value, digits) {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;
}

// Three digits that count: 0.00850, 12.3, 1.20e-7.
function significant(value) {
  if (value === null || value === undefined) return "–";
  const size = Math.abs(value);
  if (size === 0) return "0";
  const digits = size < 1e-5 || size >= 1e6 ? size.toExponential(2) : size.toPrecision(3);
  return value < 0 ? `−${digits}` : digits;
}

function exact_bytes(count) {
  return `${grouped(count)} ${count === 1 ? "byte" : "bytes"}`;
}

function bytes(count) {
  if (count < 10000) return exact_bytes(count);
  if (count < 1024 * 1024) return `${(count / 1024).toFixed(1)} KiB`;
  return `${(count / 1024 / 1024).toFixed(1)} MiB`;
}

function short_count(count) {
  if (count < 100000) return grouped(count);
  if (count < 1e6) return `${(count / 1e3).toFixed(0)} k`;
  return `${(count / 1e6).toFixed(count < 1e7 ? 2 : 1)} M`;
}

// A score with its unit: an accuracy as a percentage, an error as it is.
function score_text(measure, value) {
  return measure === "accuracy" ? percent(value) : significant(value);
}

function measure_title(measure) {
  return measure === "accuracy" ? "Accuracy" : measure === "rmse" ? "RMSE" : measure;
}

function list(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
