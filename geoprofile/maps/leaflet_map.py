"""The map of a leaflet plan: which zones are served, from which store, in which wave, by which sector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from geoprofile.crs import identify_crs
from geoprofile.errors import TableError
from geoprofile.maps.layers import centres_of
from geoprofile.maps.page import aside
from geoprofile.maps.place_marks import check_places, mark_data
from geoprofile.maps.place_order import by_name
from geoprofile.maps.plan_classes import PLAN_KINDS, STATUSES, code_texts, plan_classes
from geoprofile.maps.plan_legend import plan_legend, sector_list
from geoprofile.maps.words import words_of
from geoprofile.maps.zone_data import box_of, ring_steps
from geoprofile.maps.zone_map import check_zones, shared_data, zone_page
from geoprofile.tables import Variable

if TYPE_CHECKING:
    from collections.abc import Sequence

    import folium
    import geopandas as gpd

    from geoprofile.maps.plan_classes import PlanClass

__all__ = ["leaflet_map"]

FIGURES = ("letterboxes", "expected_response")


def leaflet_map(
    zones: gpd.GeoDataFrame,
    *,
    title: str,
    stores: pd.DataFrame | None = None,
    outlines: gpd.GeoDataFrame | None = None,
    tooltip: Sequence[Variable] = (),
    withheld: Sequence[str] = ("own_customers",),
    cost_eur: float | None = None,
    subtitle: str = "",
    attribution: Sequence[str] = (),
    note: str = "",
    language: str = "fr",
) -> folium.Map:
    """Draw a leaflet plan; a switch colours the served zones by store, wave or sector.

    Zones that were not chosen are pale, excluded ones hatched, control zones dotted. A press on a class shows it
    alone, one on a sector goes there. The page makes no request, and no text of the tables is ever run. The order
    of the rows changes nothing.

    Parameters
    ----------
    zones : GeoDataFrame of shape (z, ...)
        `zone_id`, `zone_name`, `status` (`chosen`, `left_out`, `excluded`, `control`), `letterboxes`,
        `expected_response` (NaN where unknown), at least one of `store`, `wave`, `sector` (missing where none;
        only those that are there can be switched to), the columns of `tooltip`, `place` (the commune) if it is
        there; polygons in a metric CRS.
    title, subtitle : str
    stores : DataFrame, optional
        `place_id`, `place_name`, `easting`, `northing` in the CRS of the zones. A store of the zones that is one
        of these ids is called by its name.
    outlines : GeoDataFrame, optional
        Coarser zones (communes), drawn as lines with their `zone_name`.
    tooltip : sequence of Variable
        Further columns shown when a zone is pointed at.
    withheld : sequence of str
        Columns of `tooltip` that count customers: a count under 11 is not told.
    cost_eur : float, optional
        Cost of the whole plan.
    attribution, note, language
        As for `site_map`.

    Returns
    -------
    folium.Map
        To be written by `save_map`.

    Raises
    ------
    TableError
        If a column is lacking or not made of numbers, a status is unknown, or there is no zone.
    UnknownNameError
        If the language is unknown.
    CrsError
        If the zones have no CRS.
    """
    words = words_of(language)
    ordered = _checked(zones, tooltip)
    names = _store_names(stores)
    kinds = [kind for kind in PLAN_KINDS if kind in ordered.columns]
    for kind in kinds:
        texts = code_texts(ordered[kind])
        ordered[kind] = texts.map(lambda code: names.get(code, code)).astype("str") if kind == "store" else texts
    classes = {kind: plan_classes(ordered, kind) for kind in kinds}
    shown = [
        *(Variable(kind, words[f"by_{kind}"], words[f"by_{kind}"], "", "categorical") for kind in kinds),
        Variable("letterboxes", words["letterboxes"], words["letterboxes"], "", "extensive"),
        Variable("expected_response", words["expected"], words["expected"], "", "extensive"),
    ]
    told = [*shown, *(own for own in tooltip if own.name not in {*kinds, *FIGURES})]
    borders = {kind: _borders(ordered, kind, classes[kind]) for kind in kinds}
    planned = ordered[ordered["status"] != "left_out"]
    identify_crs(zones.crs, source="The table of zones")
    base = shared_data(ordered, told, outlines, language, withheld=withheld)
    marks = [] if stores is None else mark_data(by_name(stores), [], zones.crs, language, kind="store")
    data: dict[str, Any] = {
        **base,
        "words": {**base["words"], **{status: words[status] for status in STATUSES}, "status": words["status"]},  # type: ignore[dict-item]
        "status": [STATUSES.index(status) for status in ordered["status"]],
        "kinds": {kind: [_class_data(own) for own in classes[kind]] for kind in kinds},
        "of": {kind: _numbers(ordered[kind], classes[kind]) for kind in kinds},
        "borders": {kind: ring_steps(shapes) for kind, shapes in borders.items()},
        "spots": centres_of(_largest_parts(borders["sector"])) if "sector" in borders else [],
        "view": box_of(planned if len(planned) else ordered),
        "marks": marks, "catchments": None, "streets": None,
    }  # fmt: skip
    panels = [aside("gp-legend", plan_legend(ordered, classes, language, cost_eur=cost_eur, stores=len(marks)))]
    if classes.get("sector"):
        panels.insert(0, aside("gp-top", sector_list(classes["sector"], language)))
    return zone_page(
        title, subtitle, panels, note, attribution, data, language, ("places.js", "plan_map.js"),
        styles=("places.css", "plan_map.css"),
    )  # fmt: skip


def _checked(zones: gpd.GeoDataFrame, tooltip: Sequence[Variable]) -> gpd.GeoDataFrame:
    """Refuse a plan that lacks something, and put its zones in the order of their ids."""
    check_zones(zones, ["status", *FIGURES, *(own.name for own in tooltip)])
    unknown = sorted(set(zones["status"].astype("str")) - set(STATUSES))
    if unknown:
        raise TableError(f"A zone of the plan has status {unknown[0]!r}; choose from {', '.join(STATUSES)}.")
    for column in FIGURES:
        if not pd.api.types.is_numeric_dtype(zones[column].dtype):
            raise TableError(f"Column {column!r} of the plan is not made of numbers.")
    if not set(PLAN_KINDS) & set(zones.columns):
        raise TableError(f"The plan has none of the columns {', '.join(PLAN_KINDS)}, by which its map is coloured.")
    return zones.sort_values("zone_id", kind="stable").reset_index(drop=True)


def _store_names(stores: pd.DataFrame | None) -> dict[str, str]:
    """Give the names of stores by their ids; two of one name keep their ids beside it."""
    if stores is None:
        return {}
    check_places(stores, ["place_id", "place_name"], what="stores")
    ids, names = stores["place_id"].astype("str"), stores["place_name"].fillna("").astype("str")
    twice = names.duplicated(keep=False) | (names == "")
    return {
        own: f"{name} {own}".strip() if double else name for own, name, double in zip(ids, names, twice, strict=True)
    }


def _class_data(own: PlanClass) -> dict[str, str]:
    return {"code": own.code, "colour": own.colour}


def _numbers(codes: pd.Series, classes: Sequence[PlanClass]) -> list[int]:
    """Give the place of each zone's class, -1 for none."""
    numbered: list[int] = codes.map({own.code: row for row, own in enumerate(classes)}).fillna(-1).astype(int).tolist()
    return numbered


def _borders(zones: gpd.GeoDataFrame, kind: str, classes: Sequence[PlanClass]) -> gpd.GeoDataFrame:
    """Give the outline of each class, in their order."""
    import geopandas as gpd  # noqa: PLC0415  only where a map is drawn
    import shapely  # noqa: PLC0415

    served = zones[zones["status"] == "chosen"]
    rows = served.groupby(kind).indices
    shapes = [shapely.union_all(served.geometry.to_numpy()[rows[own.code]]) for own in classes]
    return gpd.GeoDataFrame(geometry=shapes, crs=zones.crs)


def _largest_parts(shapes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the largest piece of each shape, where its name stands."""
    import shapely  # noqa: PLC0415  only where a map is drawn

    parts = [max(shapely.get_parts(shape), key=lambda part: float(part.area)) for shape in shapes.geometry]
    return shapes.set_geometry(parts, crs=shapes.crs)
