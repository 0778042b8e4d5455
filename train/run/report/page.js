// Reads the data of the page and writes every section. `document.body.dataset.ready` is the number of charts drawn; it
// is absent where something went wrong, and the page then says so.

function write_about(data) {
  const facts = [["Seed", String(data.seed)], ["Artifact", `student.tflite, ${bytes(data.artifact_bytes)}`],
    ["SHA-256", data.artifact.artifact_sha256]];
  place("about").append(...facts.flatMap(([title, value]) => [make("dt", {}, title), make("dd", {}, value)]));
  say("config", data.config);
}

function write_page(data) {
  const sections = [write_lead, write_verdicts, write_figures, write_chain, write_compression, write_curve,
    write_confusion, write_recognition, write_layers, write_weights, write_memory, write_costs, write_training, write_about];
  for (const write of sections) write(data);
}

function start() {
  try {
    write_page(JSON.parse(place("data").textContent));
    document.body.dataset.ready = draw_charts();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw_charts);
  } catch (error) {
    place("damaged").textContent = `This report is damaged: ${error.message}`;
    place("damaged").hidden = false;
    throw error;
  }
}

addEventListener("DOMContentLoaded", start);
