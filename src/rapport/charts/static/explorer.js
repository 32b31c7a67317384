// A slider, and below it the sentence, the figure and the table that Python makes for its value.

const words = { r: (value) => (value / 100).toFixed(2).replace(/^0/, ""), "%": (value) => `${value} %` };
let made = 0;

function render({ model, el }) {
  made += 1;
  const root = document.createElement("div");
  root.className = "rapport-explorer";
  const id = `rapport-slider-${made}-${Math.random().toString(36).slice(2, 8)}`;

  const label = document.createElement("label");
  label.htmlFor = id;
  label.textContent = model.get("label");
  const value = document.createElement("output");
  value.htmlFor.add(id);
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", id, min: model.get("low"), max: model.get("high"), step: model.get("step") });
  const sentence = document.createElement("p");
  sentence.setAttribute("aria-live", "polite");
  const figure = document.createElement("div");
  root.append(label, value, slider, sentence, figure);

  const write = () => {
    const text = words[model.get("unit")](Number(slider.value));
    value.textContent = text;
    slider.setAttribute("aria-valuetext", text);
  };
  const draw = () => {
    figure.innerHTML = model.get("figure"); // made by Python, where every word is escaped
    sentence.textContent = model.get("sentence");
  };
  const place = () => {
    slider.value = model.get("value");
    write();
  };

  slider.addEventListener("input", write);
  // Drawing takes Python a moment, so the figure follows once the slider rests.
  slider.addEventListener("change", () => {
    model.set("value", Number(slider.value));
    model.save_changes();
  });
  // The notebook's single-key commands must not fire while the slider has the focus; Ctrl+S and its like must.
  // JupyterLab listens on the way up, Notebook 7 on the document on the way down: before it there is only the window.
  const shield = (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && event.composedPath().includes(root)) event.stopPropagation();
  };
  window.addEventListener("keydown", shield, true);
  model.on("change:figure", draw);
  model.on("change:value", place);
  place();
  draw();
  el.append(root);
  return () => {
    model.off("change:figure", draw);
    model.off("change:value", place);
    window.removeEventListener("keydown", shield, true);
  };
}

export default { render };
