// In which form the module holds each layer's weights, and what that costs.

function write_weights(data) {
  const layers = data.artifact.layers.filter(({coding}) => coding !== undefined);
  if (layers.every(({coding}) => coding.form === "raw")) return remove_section("weights");
  const raw = layers.reduce((sum, {coding}) => sum + coding.raw_flash_bytes, 0);
  const held = layers.reduce((sum, {coding}) => sum + coding.flash_bytes, 0);
  say("weights-text", `Coded at generate time, without loss: ${grouped(raw)} bytes are held in ${grouped(held)}. Values
    are the different ones. Plain, entropy (which no code for single weights can go below), held and RAM (working memory
    beside the arena's tensors) are bytes; instructions of one inference are predicted, in ratio to plain weights.`);
  const columns = [{title: "Layer"}, {title: "Form"}, ...["Weights", "Zero", "Values", "Plain", "Entropy", "Held", "RAM",
    "Instructions", "Ratio"].map((title) => ({title, number: true}))];
  const rows = layers.map(({name, coding}) => ({cells: [name, coding.form, grouped(coding.weights),
    percent(coding.zeros / coding.weights, 1), grouped(coding.different_values), grouped(coding.raw_flash_bytes),
    grouped(Math.ceil(coding.entropy_bits / 8)), grouped(coding.flash_bytes), grouped(coding.working_bytes),
    grouped(coding.instructions), (coding.instructions / coding.raw_instructions).toFixed(2)]}));
  place("weights").append(make_table({label: "Forms of the weights", columns, rows}));
}
