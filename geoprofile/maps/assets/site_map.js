// A siting: zones by a value, streets, competitors, stores, candidates, and the catchment of the place that is picked.
(function (map) {
  "use strict";
  const data = gp.data;
  gp.start();
  const shapes = gpZones.draw(function (i) { return data.of[i] < 0 ? null : data.colours[data.of[i]]; });
  gpPlaces.layers.zones = L.featureGroup(shapes).addTo(map);
  gpPlaces.layers.zones.on("add", function () { gpPlaces.layers.zones.bringToBack(); });
  gpPlaces.streets();
  let dots = 0;
  if (data.others) dots += gpPlaces.dots("others", data.others, data.words.other, { color: "#ffffff", weight: 1, fillColor: "#7a0c2e", fillOpacity: 1 });
  if (data.rivals) dots += gpPlaces.dots("rivals", data.rivals, data.words.rival, { stroke: false, fillColor: "#10181f", fillOpacity: 0.4 });
  gp.outlines(gp.above("gp-outlines", 405));
  gpPlaces.marks();
  gpPlaces.listen();
  document.body.dataset.drawn = shapes.length + " zones, " + data.marks.length + " marks, " + dots + " dots";
})(map_customers);
