"""The map of a siting: where the candidates lie, what they reach, and who is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.maps.legend import value_rows
from geoprofile.maps.page import aside, value_legend
from geoprofile.maps.place_marks import band_data, check_places, dot_data, mark_data
from geoprofile.maps.place_order import by_name
from geoprofile.maps.place_panels import band_legend, place_list, sign_legend, sign_row
from geoprofile.maps.street_lines import street_data
from geoprofile.maps.words import words_of
from geoprofile.maps.zone_data import box_of
from geoprofile.maps.zone_map import check_zones, shared_data, zone_page
from geoprofile.tables import Variable
from geoprofile.value_classes import pale, quantile_classes
from geoprofile.words import value_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    import folium
    import geopandas as gpd

__all__ = ["TOP_CANDIDATES", "site_map"]

TOP_CANDIDATES = 50
# Around the candidates and stores that the map opens on.
MARGIN_SHARE, MARGIN_M = 0.1, 500.0


def site_map(
    zones: gpd.GeoDataFrame,
    candidates: pd.DataFrame,
    *,
    title: str,
    value: str,
    label: str,
    unit: str = "",
    score: Variable | None = None,
    stores: pd.DataFrame | None = None,
    competitors: pd.DataFrame | None = None,
    catchments: gpd.GeoDataFrame | None = None,
    streets: gpd.GeoDataFrame | None = None,
    outlines: gpd.GeoDataFrame | None = None,
    tooltip: Sequence[Variable] = (),
    candidate_tooltip: Sequence[Variable] = (),
    store_tooltip: Sequence[Variable] = (),
    withheld: Sequence[str] = ("own_customers",),
    top: int = TOP_CANDIDATES,
    subtitle: str = "",
    attribution: Sequence[str] = (),
    note: str = "",
    language: str = "fr",
) -> folium.Map:
    """Draw candidate sites over zones coloured by a value, with stores, competitors, streets and catchments.

    A press on a place of the list (or on its mark) shows its figures and its catchment and goes there. The
    page makes no request, and no text of the tables is ever run. The order of the rows changes nothing. It opens on
    the candidates and the own stores.

    Parameters
    ----------
    zones : GeoDataFrame of shape (z, ...)
        `zone_id`, `zone_name`, `value`, the columns of `tooltip`, `place` (the commune) if it is there;
        polygons in the metric CRS that all positions are in.
    candidates : DataFrame of shape (c, ...)
        `place_id`, `place_name`, `easting`, `northing` (NaN where unknown), `rank` (1 is best, NaN for one that
        has no score), the columns of `score` and `candidate_tooltip`.
    title, subtitle : str
    value, label, unit : str
        Column of numbers that colours the zones in quantiles, what it is called, its unit; a missing one is hatched.
    score : Variable, optional
        What stands beside each candidate in the list.
    stores : DataFrame, optional
        Own stores: `place_id`, `place_name`, `easting`, `northing`, the columns of `store_tooltip`.
    competitors : DataFrame, optional
        `easting`, `northing`, `place_name` if it is there; thousands are fine.
    catchments : GeoDataFrame, optional
        `place_id` (of a candidate or store), `minutes`, polygons; one row a place and band.
    streets : GeoDataFrame, optional
        Lines in a metric CRS; `highway`.
    outlines : GeoDataFrame, optional
        Coarser zones (communes), drawn as lines with their `zone_name`.
    tooltip, candidate_tooltip, store_tooltip : sequence of Variable
        Further figures of zones, candidates and stores.
    withheld : sequence of str
        Columns of `tooltip` that count customers: a count under 11 is not told.
    top : int
        Candidates that are numbered and listed; the others are small marks.
    attribution : sequence of str
        One line a source.
    note : str
        What a reader must know: how the minutes were measured, who may see the map.
    language : {"fr", "en"}

    Returns
    -------
    folium.Map
        To be written by `save_map`.

    Raises
    ------
    TableError
        If a column is lacking or not made of numbers, there is no zone, or a catchment is of no place.
    UnknownNameError
        If the language is unknown.
    CrsError
        If the zones have no CRS.
    """
    words = words_of(language)
    own_figures = [*([score] if score else []), *candidate_tooltip]
    _check(zones, candidates, stores, value, tooltip, own_figures, store_tooltip)
    ordered = zones.sort_values("zone_id", kind="stable").reset_index(drop=True)
    classes = pale(quantile_classes(ordered[value].to_numpy(dtype=float, na_value=np.nan)))
    ranked = candidates.sort_values(["rank", "place_id"], kind="stable").reset_index(drop=True)
    first, others = ranked.head(top), ranked.iloc[top:]
    owned = None if stores is None else by_name(stores)
    marks = mark_data(first, own_figures, zones.crs, language, kind="candidate")
    own_marks = [] if owned is None else mark_data(owned, store_tooltip, zones.crs, language, kind="store")
    ids = [*first["place_id"].astype("str"), *([] if owned is None else owned["place_id"].astype("str"))]
    shown = [Variable(value, label, label, unit, "intensive"), *(own for own in tooltip if own.name != value)]
    listed = None if catchments is None else catchments[~catchments["place_id"].isin(others["place_id"])]
    base = shared_data(ordered, shown, outlines, language, withheld=withheld)
    data: dict[str, Any] = {
        **base,
        "view": _view(zones, candidates, stores),
        "words": {**base["words"], "rival": words["rival"], "other": words["other"]},  # type: ignore[dict-item]
        "colours": classes.colours,
        "of": classes.number.tolist(),
        "marks": [*marks, *own_marks],
        "catchments": band_data(listed, ids),
        "streets": street_data(streets),
        "others": dot_data(others, zones.crs) if len(others) else None,
        "rivals": None if competitors is None else dot_data(competitors, zones.crs),
    }
    missing = int((classes.number < 0).sum())
    legend = value_legend(label, value_rows(classes, unit, language), missing, language)
    legend += place_legend(data, language) + catchment_legend(data["catchments"], language)
    scores = [value_text(own, score.unit, language) for own in first[score.name]] if score else [""] * len(first)
    panel = _panel(marks, own_marks, scores, len(ranked), language)
    return zone_page(
        title, subtitle, [aside("gp-top", panel), aside("gp-legend", legend)], note, attribution, data, language,
        ("places.js", "site_map.js"), styles=("places.css",),
    )  # fmt: skip


def _view(zones: gpd.GeoDataFrame, candidates: pd.DataFrame, stores: pd.DataFrame | None) -> list[list[float]]:
    """Give the box of candidates and own stores with a margin around; that of the zones where none has a position."""
    import geopandas as gpd  # noqa: PLC0415  a third of a second that --help does without

    axes = ["easting", "northing"]
    spots = pd.concat([frame[axes].dropna() for frame in (candidates, stores) if frame is not None])
    if spots.empty:
        return box_of(zones)
    margin = max(MARGIN_SHARE * float(np.ptp(spots.to_numpy(dtype=float), axis=0).max()), MARGIN_M)
    points = gpd.points_from_xy(spots["easting"], spots["northing"], crs=zones.crs)
    return box_of(gpd.GeoDataFrame(geometry=points.buffer(margin)))


def _panel(
    marks: Sequence[dict[str, object]], own: Sequence[dict[str, object]], scores: Sequence[str], count: int,
    language: str,
) -> str:  # fmt: skip
    """Write the list of candidates, then that of own stores."""
    words = words_of(language)
    heading = words["candidates"] if len(marks) == count else words["first_candidates"].format(count=len(marks))
    button = f'<button type="button" id="gp-all" disabled>{words["show_all"]}</button>'
    body = place_list(heading, marks, 0, scores, language) if marks else ""
    return button + body + (place_list(words["stores"], own, len(marks), [""] * len(own), language) if own else "")


def place_legend(data: Mapping[str, Any], language: str, *, stores: str = "stores") -> str:
    """Write what the signs of places, streets and outlines stand for, each with its switch; `stores` is a word."""
    words = words_of(language)
    kinds = pd.Series([mark["kind"] for mark in data["marks"]], dtype="str")
    rows = []
    for kind, layer, swatch, word in (
        ("candidate", "candidates", '<i class="gp-pin">1</i>', "candidates"),
        ("store", "stores", '<i class="gp-diamond"></i>', stores),
    ):
        count = int((kinds == kind).sum())
        if count:
            rows.append(sign_row(swatch, words[word], count, language, layer=layer))
    for layer, swatch, word in (
        ("others", '<i class="gp-speck gp-warm"></i>', "other"),
        ("rivals", '<i class="gp-speck"></i>', "rivals"),
    ):
        if data.get(layer):
            rows.append(sign_row(swatch, words[word], len(data[layer]["at"]), language, layer=layer))
    if data["streets"]:
        word = "streets_thinned" if data["streets"]["left_out"] else "streets"
        rows.append(sign_row('<i class="gp-way"></i>', words[word], None, language, layer="streets"))
    if data["outlines"]:
        rows.append(sign_row('<i class="gp-edge"></i>', words["outlines"], len(data["outlines"]), language))
    return sign_legend(words["places"], rows)


def catchment_legend(catchments: Mapping[str, Any] | None, language: str) -> str:
    """Write the lines of the bands of minutes, if there are any."""
    if catchments is None:
        return ""
    return band_legend(catchments["minutes"], language, hint=words_of(language)["catchment_hint"])


def _check(
    zones: gpd.GeoDataFrame, candidates: pd.DataFrame, stores: pd.DataFrame | None, value: str,
    tooltip: Sequence[Variable], own: Sequence[Variable], of_stores: Sequence[Variable],
) -> None:  # fmt: skip
    """Refuse tables that lack what the map shows."""
    check_zones(zones, [value, *(variable.name for variable in tooltip)])
    if not pd.api.types.is_numeric_dtype(zones[value].dtype):
        raise TableError(f"Column {value!r} of the table of zones is not made of numbers: choose another.")
    named = ["place_id", "place_name"]
    check_places(candidates, [*named, "rank", *(variable.name for variable in own)], what="candidates")
    if stores is not None:
        check_places(stores, [*named, *(variable.name for variable in of_stores)], what="stores")
