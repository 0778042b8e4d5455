// RAM as one bar, and the arena as a person would draw it: tensors as rectangles over time and address.

function write_memory(data) {
  const ram = ram_parts(data);
  say("memory-text", `${bytes(ram.total)} of RAM in all.`);
  place("memory").append(...ram_bar(ram));
  const {memory, arena_bytes} = data.artifact;
  if (memory.length === 0) {
    place("memory").append(make("p", {class: "note"}, "No layer hands anything to another: there is no arena."));
    return;
  }
  place("memory").append(make("h3", {}, `The arena: ${bytes(arena_bytes)}`),
    make("p", {}, "What layers hand to each other. Tensors that are never needed together share addresses."),
    arena_plan(data.artifact), arena_table(memory, data.artifact.layers));
}

function ram_bar(ram) {
  const parts = [["Arena", ram.arena, "rgb(var(--right))"], ["Input", ram.input, "rgb(var(--right) / 0.55)"],
    ["Output", ram.output, "rgb(var(--right) / 0.28)"], ["Static", ram.static, "var(--muted)"]]
    .filter(([, count]) => count > 0);
  const pieces = parts.map(([, count, color]) => {
    const piece = make("div");
    piece.style.cssText = `flex: ${count} 0 0; background: ${color}`;
    return piece;
  });
  const entries = parts.map(([name, count, color]) => {
    const entry = make("li", {}, `${name} ${exact_bytes(count)}`);
    entry.style.setProperty("--swatch", color);
    return entry;
  });
  return [make("div", {class: "ram", "aria-hidden": true}, ...pieces), make("ul", {class: "key"}, ...entries)];
}

function styled(element, style) {
  Object.assign(element.style, style);
  return element;
}

function arena_plan({memory, layers, arena_bytes}) {
  const width = 100 / layers.length;
  const height = 100 / arena_bytes;
  const moments = layers.map((_, k) =>
    styled(make("div", {class: "moment"}), {left: `${k * width}%`, width: `${width}%`}));
  const tensors = memory.map(({written_by, bytes: count, offset, first, last}) => {
    const title = `${written_by}: ${grouped(count)} bytes at ${grouped(offset)}`;
    return styled(make("div", {class: "tensor", title}, `${written_by}, ${grouped(count)}`), {
      left: `calc(${first * width}% + 2px)`,
      width: `calc(${(last - first + 1) * width}% - 4px)`,
      bottom: `${offset * height}%`,
      height: `${count * height}%`,
    });
  });
  const addresses = marked_addresses(memory, arena_bytes)
    .map((mark) => styled(make("span", {}, grouped(mark)), {bottom: `${mark * height}%`}));
  const words = memory.map(({written_by, bytes: count, offset, first, last}) =>
    `${written_by}, ${count} bytes at ${offset}, from layer ${first + 1} to ${last + 1}`);
  const plan = make("div", {class: "plan", role: "img", "aria-label": `Arena plan. ${words.join("; ")}.`},
    make("div", {class: "addresses"}, ...addresses), make("div", {class: "field"}, ...moments, ...tensors),
    make("div", {class: "moments"}, ...layers.map(({name}) => make("span", {title: name}, name))));
  plan.style.setProperty("--layers", layers.length);
  const scroll = make("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": "Arena plan"}, plan);
  return make("figure", {}, scroll,
    make("figcaption", {}, "Time runs to the right, one column per layer; addresses run upwards, in bytes."));
}

// Both ends of the arena, and where tensors begin as far as the numbers do not touch.
function marked_addresses(memory, arena_bytes) {
  const least_apart = 0.07 * arena_bytes;
  const marks = [0];
  for (const offset of memory.map((tensor) => tensor.offset).sort((a, b) => a - b)) {
    if (offset - marks[marks.length - 1] > least_apart && arena_bytes - offset > least_apart) marks.push(offset);
  }
  return [...marks, arena_bytes];
}

function arena_table(memory, layers) {
  const columns = [{title: "Tensor of"}, {title: "Bytes", number: true}, {title: "At", number: true},
    {title: "Written by"}, {title: "Last read by"}];
  const rows = memory.map(({written_by, bytes: count, offset, first, last}) =>
    ({cells: [written_by, grouped(count), grouped(offset), layers[first].name, layers[last].name]}));
  return make_details("The numbers", make_table({label: "Arena plan: the numbers", columns, rows}));
}
