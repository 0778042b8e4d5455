// RAM as one bar, and the arena as a person would draw it: tensors as rectangles over time and address.

function write_memory(data) {
  const ram = ram_parts(data);
  say("memory-text", `${bytes(ram.total)} of RAM in all. Tensors that are never needed at the same time share addresses of the arena.`);
  place("memory").append(...ram_bar(ram));
  const {memory, arena_bytes} = data.artifact;
  if (memory.length === 0) {
    place("memory").append(make("p", {class: "note"}, "No layer hands anything to another: there is no arena."));
    return;
  }
  place("memory").append(make("h3", {}, `The arena: ${bytes(arena_bytes)}`), arena_plan(data.artifact), arena_table(memory, data.artifact.layers));
}

function ram_bar(ram) {
  const parts = [["Arena", ram.arena, "var(--int8)"], ["Input", ram.input, "var(--float)"],
    ["Output", ram.output, "var(--teacher)"], ["Static", ram.static, "var(--muted)"]].filter(([, count]) => count > 0);
  const pieces = parts.map(([, count, color]) => {
    const piece = make("div");
    piece.style.cssText = `flex: ${count} 0 0; background: ${color}`;
    return piece;
  });
  const entries = parts.map(([name, count, color]) => {
    const entry = make("li", {}, `${name} ${grouped(count)} bytes`);
    entry.style.setProperty("--swatch", color);
    return entry;
  });
  return [make("div", {class: "ram", "aria-hidden": true}, ...pieces), make("ul", {class: "key"}, ...entries)];
}

function arena_plan({memory, layers, arena_bytes}) {
  const width = 100 / layers.length;
  const height = 100 / arena_bytes;
  const at = (element, style) => Object.assign(element.style, style) && element;
  const moments = layers.map((_, k) => at(make("div", {class: "moment"}), {left: `${k * width}%`, width: `${width}%`}));
  const tensors = memory.map(({written_by, bytes: count, offset, first, last}) =>
    at(make("div", {class: "tensor", title: `${written_by}: ${count} bytes at ${offset}`}, `${written_by}, ${grouped(count)}`), {
      left: `calc(${first * width}% + 2px)`,
      width: `calc(${(last - first + 1) * width}% - 4px)`,
      bottom: `${offset * height}%`,
      height: `${count * height}%`,
    }));
  const marks = [...new Set([0, arena_bytes, ...memory.map(({offset}) => offset)])].sort((a, b) => a - b);
  const apart = marks.filter((mark, k) => k === 0 || mark === arena_bytes || ((mark - marks[k - 1]) * height > 7 && (arena_bytes - mark) * height > 7));
  const addresses = apart.map((mark) => at(make("span", {}, grouped(mark)), {bottom: `${mark * height}%`}));
  const words = memory.map(({written_by, bytes: count, offset, first, last}) =>
    `${written_by}, ${count} bytes at ${offset}, from layer ${first + 1} to ${last + 1}`);
  const plan = make("div", {class: "plan", role: "img", "aria-label": `Arena plan. ${words.join("; ")}.`},
    make("div", {class: "addresses"}, ...addresses), make("div", {class: "field"}, ...moments, ...tensors),
    make("div", {class: "moments"}, ...layers.map(({name}) => make("span", {title: name}, name))));
  return make("figure", {}, plan,
    make("figcaption", {}, "Time runs to the right, one column per layer; addresses run upwards, in bytes."));
}

function arena_table(memory, layers) {
  const columns = [{title: "Tensor of"}, {title: "Bytes", number: true}, {title: "At", number: true},
    {title: "Written by"}, {title: "Last read by"}];
  const rows = memory.map(({written_by, bytes: count, offset, first, last}) =>
    ({cells: [written_by, grouped(count), grouped(offset), layers[first].name, layers[last].name]}));
  return make_details("The numbers", make_table({label: "Arena plan", columns, rows}));
}
