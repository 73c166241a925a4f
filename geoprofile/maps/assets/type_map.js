// Colours zones by group or type, and shows one class alone where its row of the legend is pressed.
(function () {
  "use strict";
  const data = gp.data;
  let kind = "group", alone = "", fade = false;

  function classOf(i, which) {
    return data.classes[which][data.of[which][i]];
  }

  function colourOf(i) {
    const own = classOf(i, kind);
    return own ? own.colour : gpZones.missing;
  }

  function words(i) {
    return ["group", "type"].map(function (which) {
      const own = classOf(i, which);
      return [data.words[which], own ? own.code + " " + own.name : data.words.none];
    });
  }

  function hidden(i) {
    const own = classOf(i, kind);
    return alone && !(own && own.code === alone);
  }

  function shadeOf(i) {
    if (hidden(i)) return 1;
    const sure = fade && data.sure ? data.sure[i] : 1;
    return sure === null ? 0.25 : 0.25 + 0.75 * sure;
  }

  gp.start();
  const shapes = gpZones.draw(colourOf, words);
  gp.outlines();

  function paint() {
    shapes.forEach(function (shape, i) { shape.setStyle({ fillColor: hidden(i) ? "#dde2e6" : colourOf(i), fillOpacity: shadeOf(i) }); });
    document.querySelectorAll(".gp-pick").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.code === alone));
    });
    document.getElementById("gp-all").disabled = !alone;
    document.body.dataset.shown = kind + ":" + (alone || "all");
  }

  document.querySelectorAll(".gp-pick").forEach(function (button) {
    button.addEventListener("click", function () {
      alone = button.dataset.code === alone ? "" : button.dataset.code;
      paint();
    });
  });
  document.querySelectorAll("[name=gp-kind]").forEach(function (choice) {
    choice.addEventListener("change", function () {
      kind = choice.value;
      alone = "";
      document.querySelectorAll("[data-kind]").forEach(function (list) { list.hidden = list.dataset.kind !== kind; });
      paint();
    });
  });
  document.getElementById("gp-all").addEventListener("click", function () { alone = ""; paint(); });
  const pale = document.getElementById("gp-pale");
  if (pale) pale.addEventListener("change", function () { fade = pale.checked; paint(); });
  document.body.dataset.drawn = shapes.length + " zones";
})();
