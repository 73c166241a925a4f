// What every map draws with. Texts of the data go into textContent only, never into HTML.
const gp = (function (map) {
  "use strict";
  const data = JSON.parse(document.getElementById("gp-data").textContent);
  document.documentElement.lang = document.querySelector(".gp-title").lang;
  const canvas = L.canvas({ padding: 0.3 });

  function element(tag, text, className) {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function card(name, labels, texts) {
    const box = element("div", "", "gp-card");
    if (name) box.appendChild(element("strong", name));
    const table = box.appendChild(element("table"));
    labels.forEach(function (label, i) {
      const row = table.insertRow();
      row.insertCell().textContent = label;
      row.insertCell().textContent = texts[i];
    });
    return box;
  }

  // A missing value is hatched: a canvas takes a pattern where it takes a colour.
  function hatch() {
    const tile = element("canvas");
    tile.width = tile.height = 9;
    const pen = tile.getContext("2d");
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, 9, 9);
    pen.strokeStyle = "#8b98a5";
    pen.lineWidth = 1.4;
    for (const shift of [-9, 0, 9]) {
      pen.moveTo(shift, 9);
      pen.lineTo(shift + 9, 0);
    }
    pen.stroke();
    return pen.createPattern(tile, "repeat");
  }

  // Names that would lie over a mark or a larger place's name are left out until there is room.
  function thinNames(names) {
    const marks = Array.from(document.querySelectorAll(".gp-rank, .gp-store, .gp-code span"));
    const taken = marks.filter(function (mark) { return mark.style.visibility !== "hidden"; })
      .map(function (mark) { return mark.getBoundingClientRect(); });
    names.forEach(function (name) {
      name.label.style.visibility = "";
      const box = name.label.getBoundingClientRect();
      const free = taken.every(function (other) {
        return box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom;
      });
      if (free) taken.push(box); else name.label.style.visibility = "hidden";
    });
  }

  const names = [];

  function drawOutlines(renderer) {
    data.outlines.forEach(function (place) {
      const outline = L.polygon(place.r, { renderer: renderer || canvas, fill: false, color: "#1d2733", weight: 2, interactive: false }).addTo(map);
      const mark = element("div");
      const label = element("span", place.n);
      mark.appendChild(label);
      L.marker(place.c, { icon: L.divIcon({ html: mark, className: "gp-place" }), interactive: false, keyboard: false }).addTo(map);
      const edges = outline.getBounds();
      names.push({ label: label, size: edges.getNorthEast().distanceTo(edges.getSouthWest()) });
    });
    names.sort(function (one, other) { return other.size - one.size; });
    map.on("zoomend moveend resize", function () { thinNames(names); });
  }

  // Pixels on the left and right that panels cover.
  function paddings() {
    const wide = window.innerWidth > 640;
    const right = document.getElementById("gp-legend"), left = document.getElementById("gp-top");
    return [wide && left ? left.offsetWidth + 30 : 20, wide ? right.offsetWidth + 30 : 20];
  }

  // What the panels cover is no room for what is to be seen, unless the screen is narrow.
  function fit(bounds, maxZoom) {
    const covered = paddings();
    map.fitBounds(bounds, {
      paddingTopLeft: [covered[0], 20],
      paddingBottomRight: [covered[1], 20],
      maxZoom: maxZoom,
      animate: false,
    });
  }

  function start() {
    map.invalidateSize();
    const left = document.getElementById("gp-top");
    fit(data.view);
    const place = left ? "bottomleft" : "topleft";
    L.control.zoom({ zoomInTitle: data.words.in, zoomOutTitle: data.words.out, position: place }).addTo(map);
    L.control.scale({ imperial: false, maxWidth: 160 }).addTo(map);
  }

  // On paper the panels stand under the map, which is shrunk as it is: drawn anew it might be printed half done.
  window.addEventListener("beforeprint", function () {
    const size = map.getSize(), style = document.body.style;
    style.setProperty("--gp-wide", size.x + "px");
    style.setProperty("--gp-high", size.y + "px");
    style.setProperty("--gp-shrink", String(Math.min(1, 700 / size.x)));
    document.body.classList.add("gp-paper");
  });
  window.addEventListener("afterprint", function () { document.body.classList.remove("gp-paper"); });

  // Above the zones, and out of the way of the pointer, which asks the zones.
  function above(name, height) {
    const pane = map.createPane(name);
    pane.style.zIndex = height;
    pane.style.pointerEvents = "none";
    return L.canvas({ pane: name, padding: 0.3 });
  }

  // A ring is latitude, longitude, then steps, all in 1e-5 degrees.
  function ringOf(steps) {
    const ring = [];
    let y = 0, x = 0;
    for (let i = 0; i < steps.length; i += 2) {
      y += steps[i];
      x += steps[i + 1];
      ring.push([y / 1e5, x / 1e5]);
    }
    return ring;
  }

  return {
    data: data, canvas: canvas, element: element, card: card, hatch: hatch, outlines: drawOutlines, start: start,
    thin: function () { thinNames(names); }, fit: fit, above: above, ringOf: ringOf,
  };
})(map_customers);
