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

  // Names that would lie over a larger place's are left out until there is room.
  function thinNames(names) {
    const taken = [];
    names.forEach(function (name) {
      name.label.style.visibility = "";
      const box = name.label.getBoundingClientRect();
      const free = taken.every(function (other) {
        return box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom;
      });
      if (free) taken.push(box); else name.label.style.visibility = "hidden";
    });
  }

  function drawOutlines() {
    const names = [];
    data.outlines.forEach(function (place) {
      const outline = L.polygon(place.r, { renderer: canvas, fill: false, color: "#1d2733", weight: 2, interactive: false }).addTo(map);
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

  // What the panels cover is no room for the first view, unless the screen is narrow.
  function start() {
    map.invalidateSize();
    const wide = window.innerWidth > 640;
    const right = document.getElementById("gp-legend"), left = document.getElementById("gp-top");
    map.fitBounds(data.view, {
      paddingTopLeft: [wide && left ? left.offsetWidth + 30 : 20, 20],
      paddingBottomRight: [wide ? right.offsetWidth + 30 : 20, 20],
      animate: false,
    });
    const place = left ? "bottomleft" : "topleft";
    L.control.zoom({ zoomInTitle: data.words.in, zoomOutTitle: data.words.out, position: place }).addTo(map);
    L.control.scale({ imperial: false, maxWidth: 160 }).addTo(map);
  }

  return { data: data, canvas: canvas, element: element, card: card, hatch: hatch, outlines: drawOutlines, start: start };
})(map_customers);
