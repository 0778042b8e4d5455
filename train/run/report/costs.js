// What the module costs on each emulated target.

function write_costs(data) {
  const {targets, skipped} = data.costs;
  const notes = skipped.map((sentence) => make("p", {class: "note"}, sentence));
  if (targets.length === 0 && notes.length === 0) return remove_section("costs");
  if (targets.length > 0) place("costs").append(costs_table(targets));
  place("costs").append(...notes);
}

function costs_table(targets) {
  const line = (title, value) => ({cells: [title, ...targets.map((target) => value(target))]});
  const count = (value) => (value === undefined ? "–" : grouped(value));
  return make_table({
    label: "Costs per target",
    columns: [{title: "For one inference"}, ...targets.map(({target}) => ({title: target, number: true}))],
    rows: [
      line("Instructions", (target) => count(target.instructions)),
      line("Least, by sample", (target) => count(target.instructions_minimum)),
      line("Most, by sample", (target) => count(target.instructions_maximum)),
      line("Code bytes", (target) => count(target.code_bytes)),
      line("Parameter bytes", (target) => count(target.parameter_bytes)),
      line("RAM bytes", (target) => count(target.ram_bytes)),
      line("Stack bytes", (target) => count(target.stack_bytes)),
    ],
  });
}
