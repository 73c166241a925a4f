// Lets a reader sort the tables. Without it they are plain tables in the order of their rows.
(function () {
  "use strict";
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  function valueOf(cell) {
    if (cell.dataset.v === undefined) return cell.textContent.trim();
    return cell.dataset.v === "" ? null : Number(cell.dataset.v);
  }

  // A missing value comes last whichever way a column is sorted.
  function compare(one, other, sign) {
    if (one === null || other === null) return (one === null) - (other === null);
    return sign * (typeof one === "number" && typeof other === "number" ? one - other : collator.compare(one, other));
  }

  function sortBy(table, place, head) {
    const firstDown = !head.matches(".gp-text, .gp-code");
    const was = head.getAttribute("aria-sort");
    const sign = (was ? was === "descending" : !firstDown) ? 1 : -1;
    table.querySelectorAll("th[aria-sort]").forEach(function (th) { th.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
    const body = table.tBodies[0];
    const rows = Array.from(body.rows, function (row, i) { return [valueOf(row.cells[place]), i, row]; });
    rows.sort(function (a, b) { return compare(a[0], b[0], sign) || a[1] - b[1]; });
    rows.forEach(function (entry) { body.appendChild(entry[2]); });
  }

  document.querySelectorAll("table[data-sort]").forEach(function (table) {
    if (table.tBodies[0].rows.length < 2) return;
    Array.from(table.tHead.rows[0].cells).forEach(function (head, place) {
      const label = head.querySelector(".gp-label");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label.textContent;
      button.title = table.dataset.sort + " " + label.textContent;
      button.addEventListener("click", function () { sortBy(table, place, head); });
      // Browsers print no buttons in a header that is repeated on each sheet: the plain label is kept for paper.
      label.classList.add("gp-paper");
      label.before(button);
    });
  });
  document.body.dataset.ready = "yes";
})();
