// Every layer's size, work and quantisation noise.

function write_layers(data) {
  const {artifact, insight} = data;
  const target = shown_target(data);
  const counts = new Map((target?.layers ?? []).map(({name, instructions}) => [name, instructions]));
  const noise = new Map(insight.layers.map(({tensor, sqnr_db}) => [tensor, sqnr_db]));
  const noise_text = (tensor) => noise.has(tensor) ? noise.get(tensor)?.toFixed(1) ?? "exact" : "–";
  const columns = [{title: "Layer"}, {title: "Operator"}, {title: "Output"}, {title: "Constants, bytes", number: true},
    {title: "MACs", number: true}, ...(target ? [{title: `Instructions (${target.target})`, number: true}] : []),
    {title: "SQNR, dB", number: true}];
  const rows = artifact.layers.map((layer) => ({cells: [layer.name, layer.operator.toLowerCase().replaceAll("_", " "),
    layer.output_shape.join(" × "), grouped(layer.flash_bytes), grouped(layer.macs),
    ...(target ? [grouped(counts.get(layer.name) ?? 0)] : []), noise_text(layer.tensor)]}));
  rows.push({kind: "sum", cells: ["One inference", "", "", grouped(artifact.flash_bytes), grouped(artifact.macs),
    ...(target ? [grouped(target.instructions)] : []), ""]});
  place("layers").append(make_table({label: "Layers", columns, rows}));
  say("layers-text", "What each layer weighs and works, and how far its integers stray from the float student.");
  write_noise(artifact, noise, insight.noise_samples);
}

function write_noise(artifact, noise, samples) {
  const layers = artifact.layers.filter(({tensor}) => Number.isFinite(noise.get(tensor)));
  if (layers.length === 0) return;
  const decibels = layers.map(({tensor}) => noise.get(tensor));
  const least = Math.min(...decibels);
  place("noise").append(make_chart({
    title: "Signal to quantisation noise",
    summary: `over ${grouped(samples)} test samples, longer is better; the noisiest layer is ` +
      `${layers[decibels.indexOf(least)].name} with ${least.toFixed(1)} dB`,
    height: `${5.5 + 1.9 * layers.length}rem`,
    configure: (colors) => ({
      type: "bar",
      data: {
        labels: layers.map(({name}) => name),
        datasets: [{data: decibels, backgroundColor: colors.int8, barThickness: 14}],
      },
      options: {
        indexAxis: "y",
        plugins: {legend: {display: false}, tooltip: {callbacks: {label: ({parsed}) => `${parsed.x.toFixed(1)} dB`}}},
        scales: {x: axis({title: "dB", beginAtZero: true}), y: {grid: {display: false}, ticks: {color: colors.text}}},
      },
    }),
  }));
}
