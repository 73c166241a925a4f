// A leaflet plan: served zones by store, wave or sector; the others pale, hatched or dotted.
(function (map) {
  "use strict";
  const data = gp.data, kinds = Object.keys(data.kinds);
  const leftOut = "#e9edf0", faded = "#dfe4e8";
  let kind = kinds[0], alone = "", borders = [], names = [];

  // Control zones: dots on white, for eyes and printers without colours.
  function dotted() {
    const tile = gp.element("canvas");
    tile.width = tile.height = 8;
    const pen = tile.getContext("2d");
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, 8, 8);
    pen.fillStyle = "#10181f";
    for (const spot of [[2, 2], [6, 6]]) {
      pen.beginPath();
      pen.arc(spot[0], spot[1], 1.2, 0, 7);
      pen.fill();
    }
    return pen.createPattern(tile, "repeat");
  }

  const looks = [null, leftOut, gp.hatch(), dotted()];
  const statuses = ["chosen", "left_out", "excluded", "control"];
  const lines = gp.above("gp-borders", 412);

  function fillOf(i) {
    if (data.status[i]) return looks[data.status[i]];
    const own = data.kinds[kind][data.of[kind][i]];
    if (!own) return leftOut;
    return alone && own.code !== alone ? faded : own.colour;
  }

  function words(i) {
    return [[data.words.status, data.words[statuses[data.status[i]]]]];
  }

  gp.start();
  const shapes = gpZones.draw(fillOf, words);
  gp.outlines(gp.above("gp-outlines", 415));
  gpPlaces.marks();
  gpPlaces.listen();

  // Names lie inside their class; where two would lie over each other the smaller waits for a nearer view.
  function thin() {
    const taken = [];
    names.forEach(function (name) {
      const box = name.getElement().firstChild;
      box.style.visibility = "";
      const edge = box.getBoundingClientRect();
      const free = taken.every(function (other) {
        return edge.right < other.left || edge.left > other.right || edge.bottom < other.top || edge.top > other.bottom;
      });
      if (free) taken.push(edge); else box.style.visibility = "hidden";
    });
    gp.thin();
  }

  function drawBorders() {
    borders.concat(names).forEach(function (layer) { layer.remove(); });
    borders = data.borders[kind].map(function (parts, k) {
      const off = alone && data.kinds[kind][k].code !== alone;
      const rings = parts.map(function (part) { return part.map(gp.ringOf); });
      return L.polygon(rings, { renderer: lines, fill: false, interactive: false, color: "#10181f", weight: off ? 0.6 : 1.8, opacity: 0.9 }).addTo(map);
    });
    names = kind !== "sector" ? [] : data.kinds.sector.map(function (own, k) {
      const html = gp.element("span", own.code);
      return L.marker(data.spots[k], { icon: L.divIcon({ html: html, className: "gp-code", iconSize: [0, 0] }), interactive: false, keyboard: false }).addTo(map);
    });
    thin();
  }

  function paint() {
    shapes.forEach(function (shape, i) { shape.setStyle({ fillColor: fillOf(i) }); });
    drawBorders();
    document.querySelectorAll(".gp-pick").forEach(function (button) {
      const own = button.classList.contains("gp-sector") ? "sector" : kind;
      button.setAttribute("aria-pressed", String(own === kind && button.dataset.code === alone));
    });
    document.querySelectorAll("[data-kind]").forEach(function (list) { list.hidden = list.dataset.kind !== kind; });
    document.querySelectorAll("[name=gp-kind]").forEach(function (choice) { choice.checked = choice.value === kind; });
    document.getElementById("gp-all").disabled = !alone;
    document.body.dataset.shown = kind + ":" + (alone || "all");
  }

  function go() {
    const k = data.kinds[kind].findIndex(function (own) { return own.code === alone; });
    gp.fit(k < 0 ? data.view : borders[k].getBounds(), 16);
  }

  document.querySelectorAll(".gp-pick").forEach(function (button) {
    button.addEventListener("click", function () {
      const own = button.classList.contains("gp-sector") ? "sector" : kind;
      alone = own === kind && button.dataset.code === alone ? "" : button.dataset.code;
      kind = own;
      paint();
      go();
    });
  });
  document.querySelectorAll("[name=gp-kind]").forEach(function (choice) {
    choice.addEventListener("change", function () { kind = choice.value; alone = ""; paint(); });
  });
  document.getElementById("gp-all").addEventListener("click", function () { alone = ""; paint(); go(); });
  map.on("zoomend moveend", thin);
  paint();
  document.body.dataset.drawn = shapes.length + " zones, " + data.marks.length + " marks";
})(map_customers);
