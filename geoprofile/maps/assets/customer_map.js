// Draws zones coloured by a value, and customers over them.
(function (map) {
  "use strict";
  const data = gp.data, canvas = gp.canvas, card = gp.card;
  const layers = {};

  function drawZones() {
    const missing = gp.hatch();
    const plain = { color: "#5d6b79", weight: 0.8 };
    layers.zones = L.featureGroup(data.zones.map(function (zone) {
      const fill = zone.k < 0 ? missing : data.colours[zone.k];
      const shape = L.polygon(zone.r, Object.assign({ renderer: canvas, fillColor: fill, fillOpacity: 1 }, plain));
      shape.bindTooltip(function () { return card(zone.n, data.labels, zone.t); }, { sticky: true });
      shape.on("mouseover", function () { shape.setStyle({ color: "#111820", weight: 2.4 }); });
      shape.on("mouseout", function () { shape.setStyle(plain); });
      return shape;
    }));
    layers.zones.on("add", function () { layers.zones.bringToBack(); });
    layers.zones.addTo(map);
  }

  function dotRadius() {
    const zoom = map.getZoom();
    return zoom < 12 ? 2 : zoom < 14 ? 2.8 : zoom < 15.5 ? 4 : 6;
  }

  function drawPoints() {
    const points = data.points, dots = [];
    // Coarse matches first, so that the finest lie on top.
    for (let rank = data.levels.length - 1; rank >= 0; rank -= 1) {
      const level = data.levels[rank], group = L.featureGroup();
      points.l.forEach(function (own, i) {
        if (own !== rank) return;
        const dot = L.circleMarker([points.y[i], points.x[i]], {
          renderer: canvas, radius: dotRadius(), color: "#ffffff", weight: 0.7, fillColor: level.colour, fillOpacity: 0.92,
        });
        const texts = points.t.map(function (column) { return column[i]; });
        dot.bindTooltip(function () { return card(level.name, points.h, texts); });
        dots.push(dot);
        group.addLayer(dot);
      });
      layers[level.key] = group.addTo(map);
    }
    map.on("zoomend", function () {
      const radius = dotRadius();
      dots.forEach(function (dot) { dot.setRadius(radius); });
    });
    return dots.length;
  }

  function drawCounts() {
    const most = Math.max.apply(null, data.counts.concat(1)), last = data.labels.length - 1;
    layers.circles = L.featureGroup();
    data.counts.forEach(function (count, i) {
      if (!count) return;
      const zone = data.zones[i];
      L.circleMarker(zone.c, {
        renderer: canvas, radius: 24 * Math.sqrt(count / most), color: "#ffffff", weight: 1,
        fillColor: data.levels[0].colour, fillOpacity: 0.75,
      }).bindTooltip(function () { return card(zone.n, [data.labels[last]], [zone.t[last]]); }).addTo(layers.circles);
    });
    layers.circles.addTo(map);
    return layers.circles.getLayers().length;
  }

  function listen() {
    document.querySelectorAll("[data-layer]").forEach(function (box) {
      box.addEventListener("change", function () {
        const layer = layers[box.dataset.layer];
        if (layer) (box.checked ? map.addLayer(layer) : map.removeLayer(layer));
      });
    });
  }

  gp.start();
  drawZones();
  gp.outlines();
  const drawn = data.points ? drawPoints() : drawCounts();
  listen();
  document.body.dataset.drawn = data.zones.length + " zones, " + drawn + " marks";
})(map_customers);
