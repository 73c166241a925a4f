// Places over a map: streets, competitors, stores, candidates, and the catchment of the one that is picked.
const gpPlaces = (function (map) {
  "use strict";
  const data = gp.data, layers = {};
  const streetLooks = { minor: [0.7, 0.5], medium: [1.3, 0.6], major: [2.2, 0.65] };
  const bandLines = [{ weight: 3, dashArray: null }, { weight: 2.4, dashArray: "9 5" }, { weight: 2, dashArray: "2 5" }];
  const world = [[-85, -180], [-85, 180], [85, 180], [85, -180]];
  const towards = [[0, 1], [0.8, -0.6], [-0.8, -0.6], [0.9, 0.4], [-0.9, 0.4]];
  const signs = [];
  let picked = -1, shown = [];

  // Small streets come when there is room for them.
  function streets() {
    if (!data.streets) return;
    const renderer = gp.above("gp-streets", 410), group = layers.streets = L.layerGroup().addTo(map);
    const few = (data.streets.lines.minor || []).length < 6000;
    Object.keys(streetLooks).forEach(function (name) {
      const look = streetLooks[name], steps = data.streets.lines[name];
      if (!steps) return;
      const line = L.polyline(steps.map(gp.ringOf), { renderer: renderer, interactive: false, color: "#2b3743", weight: look[0], opacity: look[1], smoothFactor: 1.2 });
      const from = { minor: few ? 12 : 13.5, medium: few ? 0 : 11, major: 0 }[name];
      function thin() { map.getZoom() >= from ? group.addLayer(line) : group.removeLayer(line); }
      map.on("zoomend", thin);
      thin();
    });
  }

  function dotRadius(many) {
    const zoom = map.getZoom();
    return zoom < 13 ? (many ? 1.1 : 2) : zoom < 14 ? 1.9 : zoom < 15 ? 2.6 : zoom < 16 ? 3.6 : 5;
  }

  // Small marks that only say what they are.
  function dots(name, spots, title, look) {
    const many = spots.at.length > 400;
    const marks = spots.at.map(function (spot, i) {
      const mark = L.circleMarker(spot, Object.assign({ renderer: gp.canvas, radius: dotRadius(many) }, look));
      const own = spots.names ? spots.names.names[spots.names.of[i]] : "";
      return mark.bindTooltip(function () { return gp.card(own || title, own ? [title] : [], [""]); });
    });
    layers[name] = L.layerGroup(marks).addTo(map);
    map.on("zoomend", function () {
      const radius = dotRadius(many);
      marks.forEach(function (mark) { mark.setRadius(radius); });
    });
    return marks.length;
  }

  function signOf(place) {
    if (place.kind === "store") return L.divIcon({ html: gp.element("i", "", "gp-diamond"), className: "gp-store", iconSize: [20, 20] });
    return L.divIcon({ html: gp.element("div", place.rank === null ? "?" : String(place.rank)), className: "gp-rank", iconSize: [24, 24] });
  }

  function marks() {
    layers.stores = L.layerGroup().addTo(map);
    layers.candidates = L.layerGroup().addTo(map);
    data.marks.forEach(function (place, i) {
      if (!place.at) return;
      const high = place.kind === "store" ? 0 : 2000 - (place.rank || 999);
      const mark = L.marker(place.at, { icon: signOf(place), keyboard: false, zIndexOffset: high });
      mark.bindTooltip(function () { return gp.card(place.name, place.labels, place.lines); }, { offset: [8, 0] });
      if (document.querySelector(".gp-go")) mark.on("click", function () { pick(i); });
      signs[i] = mark;
      layers[place.kind === "store" ? "stores" : "candidates"].addLayer(mark);
    });
  }

  function bandShapes(i) {
    if (!data.catchments) return [];
    return data.catchments.of[i].map(function (parts) {
      return parts ? parts.map(function (part) { return part.map(gp.ringOf); }) : null;
    });
  }

  function bandText(k) {
    return data.catchments.minutes[k].toLocaleString(document.documentElement.lang) + " min";
  }

  // The name of a band stands on its line, each band's in another direction.
  function bandLabel(parts, k) {
    const way = towards[k % towards.length];
    let best = null, most = -Infinity;
    parts.forEach(function (part) {
      part[0].forEach(function (spot) {
        const far = spot[0] * 1.5 * way[1] + spot[1] * way[0];
        if (far > most) { most = far; best = spot; }
      });
    });
    const html = gp.element("span", bandText(k));
    return L.marker(best, { icon: L.divIcon({ html: html, className: "gp-band-name", iconSize: [0, 0] }), interactive: false, keyboard: false });
  }

  function bandLine(parts, k, renderer) {
    const look = bandLines[Math.min(k, bandLines.length - 1)];
    const base = { renderer: renderer, fill: false, interactive: false };
    return [
      L.polygon(parts, Object.assign({ color: "#ffffff", weight: look.weight + 2.5, opacity: 0.85 }, base)),
      L.polygon(parts, Object.assign({ color: "#7a0c2e", opacity: 1 }, look, base)),
    ];
  }

  // What lies outside the widest band is veiled: the colours inside stay what the legend says.
  function catchment(i, renderer) {
    const shapes = bandShapes(i), drawn = [];
    const widest = shapes.filter(Boolean).pop();
    if (!widest) return [];
    const rings = [].concat.apply([world], widest);
    drawn.push(L.polygon(rings, { renderer: renderer, stroke: false, fillColor: "#ffffff", fillOpacity: 0.62, interactive: false }));
    for (let k = shapes.length - 1; k >= 0; k -= 1) if (shapes[k]) drawn.push.apply(drawn, bandLine(shapes[k], k, renderer));
    shapes.forEach(function (parts, k) { if (parts) drawn.push(bandLabel(parts, k)); });
    return drawn;
  }

  let renderer = null;

  function goTo(i) {
    const shapes = bandShapes(i), widest = shapes.filter(Boolean).pop(), place = data.marks[i];
    if (widest) gp.fit(L.polygon(widest).getBounds(), 16);
    else if (place.at) gp.fit(L.latLngBounds([place.at, place.at]), 15);
  }

  function paintList() {
    document.querySelectorAll(".gp-go").forEach(function (button) {
      const own = Number(button.dataset.place), on = own === picked;
      button.setAttribute("aria-pressed", String(on));
      const facts = button.parentElement.querySelector(".gp-facts");
      facts.replaceChildren();
      facts.hidden = !on || !data.marks[own].labels.length;
      if (on && data.marks[own].labels.length) facts.appendChild(gp.card("", data.marks[own].labels, data.marks[own].lines));
      if (on) button.parentElement.scrollIntoView({ block: "nearest" });
    });
    signs.forEach(function (sign, i) {
      if (sign.getElement()) sign.getElement().classList.toggle("gp-picked", i === picked);
    });
    document.getElementById("gp-all").disabled = picked < 0;
    document.body.dataset.picked = picked < 0 ? "all" : data.marks[picked].name;
  }

  function pick(i) {
    picked = i === picked ? -1 : i;
    shown.forEach(function (layer) { layer.remove(); });
    renderer = renderer || gp.above("gp-bands", 420);
    shown = picked < 0 ? [] : catchment(picked, renderer);
    shown.forEach(function (layer) { layer.addTo(map); });
    paintList();
    picked < 0 ? gp.fit(data.view) : goTo(picked);
  }

  function listen() {
    document.querySelectorAll(".gp-go").forEach(function (button) {
      button.addEventListener("click", function () { pick(Number(button.dataset.place)); });
    });
    if (!document.querySelector(".gp-go")) return listenLayers();
    document.getElementById("gp-all").addEventListener("click", function () { if (picked >= 0) pick(picked); });
    listenLayers();
  }

  function listenLayers() {
    document.querySelectorAll("[data-layer]").forEach(function (box) {
      box.addEventListener("change", function () {
        const layer = layers[box.dataset.layer];
        if (layer) (box.checked ? layer.addTo(map) : layer.remove());
      });
    });
  }

  return {
    layers: layers, streets: streets, dots: dots, marks: marks, listen: listen, bandShapes: bandShapes,
  };
})(map_customers);
