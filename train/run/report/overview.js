// The top of the page: what came out, in one sentence, five figures and one table.

function shown_target(data) {
  const counted = data.costs.targets.filter((target) => target.instructions !== undefined);
  return counted.find(({target}) => target === "esp32") ?? counted[0];
}

function ram_parts(data) {
  const {arena_bytes, input_bytes, output_bytes} = data.artifact;
  const static_bytes = data.costs.targets[0]?.static_bytes ?? 0;
  return {arena: arena_bytes, input: input_bytes, output: output_bytes, static: static_bytes,
    total: arena_bytes + input_bytes + output_bytes + static_bytes};
}

function write_lead(data) {
  const {test, insight: {networks}} = data;
  const says = test.measure === "accuracy"
    ? `is right on ${percent(test.int8)} of ${grouped(test.samples)} test samples`
    : `errs by ${significant(test.int8)} (root mean square) over ${grouped(test.samples)} test samples`;
  const others = [["the float student", test.float], ["its teacher", test.teacher]]
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} reaches ${score_text(test.measure, value)}`);
  say("name", data.name);
  document.title = `${data.name} – bitstill report`;
  say("lead", `The ${networks.student.widths} student in int8 ${says}; ${list(others)}.`);
}

function write_verdicts(data) {
  const verdicts = Object.entries(data.verified);
  const items = verdicts.map(([target, equal]) => equal
    ? make("li", {class: "good"}, `✓ ${target}: every byte equal`)
    : make("li", {class: "bad"}, `✗ ${target}: bytes differ`));
  const none = make("li", {}, "Not verified yet: bitstill run proves the generated module");
  place("verdicts").append(...(items.length > 0 ? items : [none]));
}

function figure(title, value, unit, beside) {
  const small = unit ? [" ", make("small", {}, unit)] : [];
  return make("div", {}, make("dt", {}, title), make("dd", {class: "value"}, value, ...small),
    make("dd", {class: "beside"}, beside));
}

function byte_figure(title, count, beside) {
  const [value, unit] = bytes(count).split(" ");
  return figure(title, value, unit, beside);
}

function write_figures(data) {
  const {test, artifact, insight: {networks}} = data;
  const ram = ram_parts(data);
  const target = shown_target(data);
  const loss = test.measure === "accuracy"
    ? `${signed(100 * (test.int8 - test.float), 2)} points against float`
    : `float student ${significant(test.float)}`;
  const [value, unit] = score_text(test.measure, test.int8).split(" ");
  const figures = [
    figure(`${measure_title(test.measure)}, int8`, value, unit ?? "", loss),
    byte_figure("Flash, constants", artifact.flash_bytes, `${grouped(networks.student.parameters)} parameters`),
    byte_figure("RAM", ram.total, `arena ${grouped(ram.arena)}, input and output ${grouped(ram.input + ram.output)}`),
    figure("Multiply-adds", short_count(artifact.macs), "", "for one inference"),
  ];
  if (target) {
    const per_mac = artifact.macs > 0 ? `, ${(target.instructions / artifact.macs).toFixed(1)} per multiply-add` : "";
    figures.push(figure("Instructions", short_count(target.instructions), "", `${target.target}, emulated${per_mac}`));
  }
  place("figures").append(...figures);
}

function chain_row(name, value, size, data, kind) {
  return {kind, cells: [name, score_text(data.test.measure, value), size.bytes, size.macs, size.instructions ?? "–"]};
}

function write_chain(data) {
  const {test, artifact, insight: {networks: {teacher, student}}} = data;
  const target = shown_target(data);
  const in_float = ({parameters, macs}) => ({bytes: grouped(4 * parameters), macs: grouped(macs)});
  const rows = [
    chain_row("Float student", test.float, in_float(student), data),
    chain_row("Fake-quant student", test.fake_quant, {bytes: "–", macs: grouped(student.macs)}, data),
    chain_row("Int8 student", test.int8, {bytes: grouped(artifact.flash_bytes), macs: grouped(artifact.macs),
      instructions: target && grouped(target.instructions)}, data, "chosen"),
  ];
  if (test.teacher !== undefined) {
    const size = teacher ? in_float(teacher) : {bytes: "–", macs: "–"};
    rows.unshift(chain_row("Teacher", test.teacher, size, data));
  }
  const columns = [{title: "Network"}, {title: measure_title(test.measure), number: true},
    {title: "Constants, bytes", number: true}, {title: "MACs", number: true},
    {title: target ? `Instructions (${target.target})` : "Instructions", number: true}];
  place("chain").append(make_table({label: "From teacher to device", columns, rows}));

  const times = teacher ? 4 * teacher.parameters / artifact.flash_bytes : 0;
  const factor = times.toFixed(times < 10 ? 1 : 0);
  const smaller = times > 1 ? ` What ships is ${factor} times smaller than the teacher.` : "";
  say("chain-text", `The same ${grouped(test.samples)} test samples through every network on the way.${smaller}`);
  write_agreement(test);
}

function write_agreement(test) {
  const differing = Object.entries(test.differing_by_steps);
  if (differing.length === 0) {
    return say("agreement", `All ${grouped(test.logits)} outputs are equal between fake-quant and int8.`);
  }
  const parts = differing.map(([steps, count]) => `${grouped(count)} by ${steps} step${steps === "1" ? "" : "s"}`);
  say("agreement", `Of ${grouped(test.logits)} outputs some differ between fake-quant and int8: ${list(parts)}.`);
}
