// What each step of compression changed.

function write_compression(data) {
  if (data.steps.length === 0) return remove_section("compression");
  const score = (step, name) => score_text(step.measure, step[name]);
  const rows = data.steps.map((step, index) => ({
    kind: index === data.steps.length - 1 ? "chosen" : undefined,
    cells: [step.step.replaceAll("_", " "), grouped(step.parameters), grouped(step.nonzero), grouped(step.file_bytes),
      grouped(step.zipped_bytes), grouped(step.flash_bytes), grouped(step.macs), grouped(step.arena_bytes),
      score(step, "float"), score(step, "fake_quant"), score(step, "int8")],
  }));
  const titles = ["Parameters", "Not zero", ".tflite", "zipped", "Flash", "MACs", "Arena", "Float", "Fake-quant", "Int8"];
  const columns = [{title: "After"}, ...titles.map((title) => ({title, number: true}))];
  place("compression").append(make_table({label: "Steps of compression", columns, rows}));
  place("compression").append(make_details("Layer by layer, as shipped", layers_table(data.steps.at(-1))));
}

function layers_table(step) {
  return make_table({
    label: "Weights of each layer",
    columns: [{title: "Layer"}, ...["Weights", "Not zero", "Different values"].map((title) => ({title, number: true}))],
    rows: step.layers.map(({layer, weights, nonzero, different}) =>
      ({cells: [layer, grouped(weights), grouped(nonzero), grouped(different)]})),
  });
}
