// Catchments over streets: filled by the minutes from the nearest place, one alone when it is picked, or zones of customers.
(function (map) {
  "use strict";
  const data = gp.data, all = gp.above("gp-all-bands", 404), fills = L.layerGroup();
  let shapes = [], kind = data.catchments ? "minutes" : "tiers";

  function fillOf(i) {
    return data.of[i] < 0 ? "#f4f6f7" : data.colours[data.of[i]];
  }

  // The widest bands first: what is nearest to any place lies on top.
  function bands() {
    if (!data.catchments) return;
    for (let k = data.catchments.minutes.length - 1; k >= 0; k -= 1) {
      data.marks.forEach(function (place, i) {
        const parts = gpPlaces.bandShapes(i)[k];
        if (!parts) return;
        fills.addLayer(L.polygon(parts, { renderer: all, stroke: false, fillColor: data.bandColours[k], fillOpacity: 1, interactive: false }));
      });
    }
  }

  function paint() {
    const minutes = kind === "minutes";
    fills[minutes ? "addTo" : "removeFrom"](map);
    shapes.forEach(function (shape, i) { shape.setStyle({ fillColor: minutes ? "#f4f6f7" : fillOf(i) }); });
    document.querySelectorAll("[data-kind]").forEach(function (part) { part.hidden = part.dataset.kind !== kind; });
    document.body.dataset.shown = kind;
  }

  gp.start();
  if (data.rings.length) shapes = gpZones.draw(fillOf);
  bands();
  gpPlaces.streets();
  gp.outlines(gp.above("gp-outlines", 405));
  gpPlaces.marks();
  gpPlaces.listen();
  document.querySelectorAll("[name=gp-kind]").forEach(function (choice) {
    choice.addEventListener("change", function () { kind = choice.value; paint(); });
  });
  paint();
  document.body.dataset.drawn = shapes.length + " zones, " + data.marks.length + " marks, " + fills.getLayers().length + " catchments";
})(map_customers);
