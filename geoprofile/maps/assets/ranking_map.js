// Colours zones by a value, numbers the first ones, and goes to the one that is pressed in the list.
(function (map) {
  "use strict";
  const data = gp.data;
  gp.start();
  const shapes = gpZones.draw(function (i) { return data.of[i] < 0 ? null : data.colours[data.of[i]]; });
  gp.outlines();

  function openAt(i) {
    map.fitBounds(shapes[i].getBounds(), { maxZoom: 15, padding: [60, 60] });
    shapes.forEach(function (shape) { shape.closeTooltip(); });
    shapes[i].openTooltip(data.centres[i]);
  }

  data.first.slice().reverse().forEach(function (pair) {
    const mark = gp.element("div", String(pair[1]));
    L.marker(data.centres[pair[0]], {
      icon: L.divIcon({ html: mark, className: "gp-rank", iconSize: [24, 24] }), keyboard: false, zIndexOffset: 1000 - pair[1],
    }).addTo(map).on("click", function () { openAt(pair[0]); });
  });
  document.querySelectorAll(".gp-go").forEach(function (button) {
    button.addEventListener("click", function () { openAt(Number(button.dataset.zone)); });
  });
  // The layer that colours the zones can be taken away, as on the map of customers.
  document.querySelectorAll("[data-layer=zones]").forEach(function (box) {
    box.addEventListener("change", function () {
      shapes.forEach(function (shape) { (box.checked ? shape.addTo(map) : shape.remove()); });
    });
  });
  document.body.dataset.drawn = shapes.length + " zones, " + data.first.length + " marks";
})(map_customers);
