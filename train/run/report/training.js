// Each stage's training: loss and score over the epochs.

function stage_title(stage) {
  const known = {teacher: "Teacher", student: "Student, float", quantized: "Student on int8 grids"};
  const words = stage.replaceAll("_", " ");
  return known[stage] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

function write_training(data) {
  const stages = data.training.filter(({epoch}) => epoch.length > 0);
  if (stages.length === 0) return remove_section("training");
  say("training-text", "Each stage keeps the weights of the epoch that validated best.");
  for (const stage of stages) place("training").append(...stage_charts(stage));
}

function score_key(stage) {
  return Object.keys(stage).find((key) => key.startsWith("validation_") && key !== "validation_loss");
}

function best_epoch(stage, key) {
  const better = key.endsWith("accuracy") ? (a, b) => a > b : (a, b) => a < b;
  let best = 0;
  stage[key].forEach((value, k) => {
    if (value !== null && (stage[key][best] === null || better(value, stage[key][best]))) best = k;
  });
  return best;
}

function stage_table(stage, best) {
  const titles = {epoch: "Epoch", learning_rate: "Learning rate", train_loss: "Training loss",
    validation_loss: "Validation loss", validation_accuracy: "Accuracy", validation_rmse: "RMSE"};
  const keys = ["epoch", ...Object.keys(stage).filter((key) => Array.isArray(stage[key]) && key !== "epoch")];
  const text = (key, value) => value === null ? "–" : key === "epoch" ? grouped(value)
    : key.endsWith("accuracy") ? percent(value) : significant(value);
  const chosen = [...new Set([...chosen_rows(stage.epoch.length, 15), best])].sort((a, b) => a - b);
  return {
    columns: keys.map((key) => ({title: titles[key] ?? key.replaceAll("_", " "), number: true})),
    rows: chosen.map((k) => ({
      kind: k === best ? "chosen" : undefined,
      cells: keys.map((key) => text(key, stage[key][k])),
    })),
  };
}

function epoch_axis({epoch}) {
  const ends = epoch.length > 1 ? {min: epoch[0], max: epoch[epoch.length - 1]} : {};
  return {title: "Epoch", ...ends, ticks: {precision: 0}};
}

function loss_chart(stage, title, best) {
  const losses = ["train_loss", "validation_loss"].filter((name) => stage[name]);
  const shown = stage[losses[losses.length - 1]];
  return make_chart({
    title: `${title}: loss`,
    summary: `in validation from ${significant(shown[0])} to ${significant(shown[shown.length - 1])}`,
    table: stage_table(stage, best),
    configure: (colors) => line_chart({
      x: epoch_axis(stage),
      y: {type: scale_for(losses.flatMap((name) => stage[name]))},
      series: losses.map((name) => name === "train_loss"
        ? line_series("Training", colors.float, points(stage.epoch, stage[name]), {borderDash: [5, 3]})
        : line_series("Validation", colors.int8, points(stage.epoch, stage[name]))),
    }),
  });
}

function score_chart(stage, title, best, key) {
  const measure = key.slice("validation_".length);
  const y = measure === "accuracy"
    ? {ticks: {callback: (value) => `${Number((100 * value).toPrecision(4))} %`}}
    : {type: scale_for(stage[key])};
  const reached = `${score_text(measure, stage[key][best])} at best, in epoch ${grouped(stage.epoch[best])}`;
  return make_chart({
    title: `${title}: ${measure === "rmse" ? "RMSE" : measure}`,
    summary: `in validation ${reached} of ${grouped(stage.epoch[stage.epoch.length - 1])}`,
    configure: (colors) => line_chart({
      x: epoch_axis(stage),
      y,
      series: [line_series("Validation", colors.int8, points(stage.epoch, stage[key]))],
    }),
  });
}

function stage_charts(stage) {
  const title = stage_title(stage.stage);
  const key = score_key(stage);
  const best = key ? best_epoch(stage, key) : 0;
  const loss = stage.train_loss || stage.validation_loss ? [loss_chart(stage, title, best)] : [];
  const score = key ? [score_chart(stage, title, best, key)] : [];
  return [make("h3", {}, title), make("div", {class: "pair"}, ...loss, ...score)];
}
