// Zones of a map, made from compact data: gpZones.shapes[i] is zone i.
const gpZones = (function (map) {
  "use strict";
  const data = gp.data;
  const plain = { color: "#ffffff", weight: 0.6, opacity: 0.85 };
  const missing = gp.hatch();

  // Seen from afar, borders would whiten small zones.
  function borderWeight() {
    const across = map.getSize().x / Math.sqrt(data.names.length) * Math.pow(2, map.getZoom() - map.getBoundsZoom(data.view));
    return across < 30 ? 0.25 : across < 70 ? 0.6 : 1;
  }

  function heading(i) {
    return data.places && data.places.names[data.places.of[i]]
      ? data.names[i] + " – " + data.places.names[data.places.of[i]] : data.names[i];
  }

  // `extra(i)` gives pairs of label and text that stand before those of the data.
  function cardOf(i, extra) {
    const first = extra ? extra(i) : [];
    return gp.card(heading(i),
      first.map(function (pair) { return pair[0]; }).concat(data.labels),
      first.map(function (pair) { return pair[1]; }).concat(data.lines.map(function (column) { return column[i]; })));
  }

  function draw(fillOf, extra) {
    plain.weight = borderWeight();
    // The zone that is pointed at gets a frame of its own: brought to the front, it would hide what lies over it.
    const pointed = L.polygon([], { renderer: gp.above("gp-pointed", 450), fill: false, color: "#111820", weight: 2.4, interactive: false });
    const shapes = data.rings.map(function (parts, i) {
      const rings = parts.map(function (part) { return part.map(gp.ringOf); });
      const style = { renderer: gp.canvas, fillColor: fillOf(i) || missing, fillOpacity: 1, smoothFactor: 0.6 };
      const shape = L.polygon(rings, Object.assign(style, plain)).addTo(map);
      shape.bindTooltip(function () { return cardOf(i, extra); }, { sticky: true });
      shape.on("mouseover", function () { pointed.setLatLngs(rings).addTo(map); });
      shape.on("mouseout remove", function () { pointed.remove(); });
      return shape;
    });
    map.on("zoomend", function () {
      plain.weight = borderWeight();
      shapes.forEach(function (shape) { shape.setStyle({ weight: plain.weight }); });
    });
    return shapes;
  }

  return { draw: draw, missing: missing };
})(map_customers);
