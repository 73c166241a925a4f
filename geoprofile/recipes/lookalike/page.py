"""A ranking of lookalike zones as a page and as a map beside it: both are made of one table."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import numpy as np

from geoprofile.columns import Column
from geoprofile.lookalikes.blocks import FOLDS
from geoprofile.lookalikes.ranking import GIVES_COUNTS_BACK, SORT_ORDERS
from geoprofile.lookalikes.verdict import STANDARD_ERRORS
from geoprofile.pages.blocks import Figure, KeyFigure, KeyFigures, Note, Paragraph, Table
from geoprofile.pages.curves import Curve, calibration_chart, gains_chart
from geoprofile.pages.page import Page, Section
from geoprofile.pages.svg import Plot, attribute, drawing, element
from geoprofile.recipes.lookalike.flow import zone_labels
from geoprofile.recipes.lookalike.reasons import REASONS
from geoprofile.recipes.lookalike.words import COLUMN_LABELS, LEVEL_NAMES, LOOKALIKE_WORDS, METHOD_NAMES
from geoprofile.tables import Variable
from geoprofile.words import number_text, share_text

if TYPE_CHECKING:
    import folium
    import geopandas as gpd
    import pandas as pd
    from markupsafe import Markup

    from geoprofile.lookalikes.validation import Validation
    from geoprofile.pages.blocks import Block
    from geoprofile.recipes.lookalike.flow import LookalikeResult

__all__ = [
    "TOP_ZONES",
    "lookalike_map",
    "lookalike_page",
    "method_name",
    "ranked_zones",
    "shown_table",
    "title_of",
]

TOP_ZONES = 50
# Detail of the small map: no line is told apart below half a pixel.
PREVIEW_WIDTH, HALF_A_PIXEL = 380.0, 0.5
DARKEST, LIGHTEST = (16, 58, 110), (143, 190, 222)
# The list on the map must not reach down to its buttons on a small screen.
LISTED_ON_MAP = 10
COLUMN_KINDS = {"type": "code", "households": "count", "own_customers": "count", "index": "count", "rank": "count"}
POINTED_AT = (
    ("households", "count"), ("own_customers", "count"), ("expected_prospects", ""), ("interval", "code"),
    ("prospects_per_thousand", ""), ("index", "index"), ("type_label", "code"),
)  # fmt: skip


def title_of(result: LookalikeResult) -> tuple[str, str]:
    """Give title and subtitle of the page, the map and the workbook."""
    words, territory = LOOKALIKE_WORDS[result.language], result.territory.package
    named = str((territory.get("title_fr") if result.language == "fr" else None) or territory["title"])
    zones = number_text(len(result.ranking), result.language)
    order = words[f"by_{result.sort_by}"]
    level = LEVEL_NAMES[result.language].get(result.level, result.level)
    return words["title"], words["subtitle"].format(territory=named, zones=zones, level=level, order=order)


def method_name(name: str, language: str) -> str:
    """Name a method as a reader would."""
    return METHOD_NAMES[language].get(name, name)


def shown_table(result: LookalikeResult) -> pd.DataFrame:
    """Lay out the ranking for a reader: zones by name, intervals and reasons as one text."""
    frame, language = result.ranking, result.language
    ends = zip(frame["expected_prospects_low"], frame["expected_prospects_high"], strict=True)
    texts = (tuple(filter(None, row)) for row in zip(*(frame[name].tolist() for name in REASONS), strict=True))
    zones = zone_labels(frame)
    shown = frame.assign(
        zone_name=zones,
        place=[zone if town in zone else f"{zone}, {town}" for zone, town in zip(zones, frame["commune"], strict=True)],
        interval=[f"{number_text(low, language)} – {number_text(high, language)}" for low, high in ends],  # noqa: RUF001  a range
        reasons=[", ".join(row) for row in texts],
    )
    if "type" in frame.columns:
        shown["type_label"] = (frame["type"] + " " + frame["type_name"]).str.strip()
    return shown


def lookalike_page(result: LookalikeResult, *, linked_map: str = "") -> Page:
    """Compose the report: what the ranking is worth, the first zones and why, the test, method and limits.

    Parameters
    ----------
    result : LookalikeResult
    linked_map : str
        Name of the file of the map beside the page; "" for none.
    """
    words = LOOKALIKE_WORDS[result.language]
    title, subtitle = title_of(result)
    top = number_text(min(TOP_ZONES, len(result.ranking)), result.language)
    sections = [
        Section(words["short"], _short(result, linked_map)),
        Section(words["first"].format(top=top), (_first(result),)),
    ]
    if result.validation is not None:
        sections.append(Section(words["worth"], _worth(result, result.validation)))
    sections.append(Section(words["method"], _method(result)))
    note = words["published" if result.is_published else "private"]
    return Page(title, result.language, tuple(sections), subtitle=subtitle, sources=result.sources, note=note)


def _short(result: LookalikeResult, linked_map: str) -> tuple[Block, ...]:
    """Say first what must not be missed, then what the ranking is worth, then how much there is."""
    words = LOOKALIKE_WORDS[result.language]
    blocks: list[Block] = [Note(text, "warning") for text in result.warnings]
    if result.verdict and not result.is_too_small:
        blocks.append(Note(result.verdict, "warning" if result.is_chance else "note"))
    blocks.append(_figures(result))
    blocks.append(_preview(result, linked_map) if linked_map else Paragraph(words["no_map"]))
    if result.validation is not None and not result.is_too_small:
        blocks.append(_gains(result, result.validation))
    return tuple(blocks)


def _figures(result: LookalikeResult) -> KeyFigures:
    """Write the key figures; sums are those of the table."""
    words, language, frame = LOOKALIKE_WORDS[result.language], result.language, result.ranking
    first, counts = frame.head(TOP_ZONES), result.counts
    all_prospects, households = frame["expected_prospects"].sum(), frame["households"].sum()
    note = words["figure_top_note"].format(
        share=share_text(first["expected_prospects"].sum() / all_prospects if all_prospects else 0.0, language),
        households=share_text(first["households"].sum() / households, language),
    )
    figures = [
        KeyFigure(words["figure_customers"], float(counts.used), "",
                  words["figure_customers_note"].format(rows=number_text(counts.rows, language))),
        KeyFigure(words["figure_top"].format(top=len(first)), float(first["expected_prospects"].sum()), "", note),
    ]  # fmt: skip
    if result.validation is not None and not result.is_too_small:
        lift = float(result.validation.summary.set_index("method")["lift_10"][result.method])
        figures.insert(1, KeyFigure(words["figure_lift"], lift, "", words["figure_lift_note"]))
    return KeyFigures(tuple(figures))


def _first(result: LookalikeResult) -> Table:
    """Show the first zones."""
    labels, value = COLUMN_LABELS[result.language], SORT_ORDERS[result.sort_by]
    named = ["rank", "place", "type", "households", "own_customers", "expected_prospects", "interval"]
    named += [*filter(lambda name: name != "expected_prospects", [value]), "index", "reasons"]
    shown = shown_table(result)
    texts = {"place", "interval", "reasons"}
    columns = tuple(
        Column(name, labels[name], COLUMN_KINDS.get(name, "text" if name in texts else "number"))  # type: ignore[arg-type]
        for name in named
        if name in shown.columns
    )
    note = " ".join([LOOKALIKE_WORDS[result.language]["first_note"], *_type_key(result)])
    return Table(shown, columns, note=note, limit=TOP_ZONES)


def _type_key(result: LookalikeResult) -> list[str]:
    """Name the types that occur among the first zones."""
    if "type" not in result.ranking:
        return []
    first = result.ranking.head(TOP_ZONES)
    found = first.loc[first["type"] != "", ["type", "type_name"]].drop_duplicates("type").sort_values("type")
    named = " ; ".join(f"{code} {name}".strip() for code, name in found.itertuples(index=False))
    return [LOOKALIKE_WORDS[result.language]["types_are"].format(names=named)] if named else []


def _worth(result: LookalikeResult, validation: Validation) -> tuple[Block, ...]:
    """Show how all methods did on blocks that they had not seen."""
    words, labels, language = LOOKALIKE_WORDS[result.language], COLUMN_LABELS[result.language], result.language
    ordered = _chosen_first(result, validation)
    frame = ordered.assign(name=[method_name(name, language) for name in ordered["method"]])
    columns = (
        Column("name", labels["method"]),
        *(Column(name, labels[name], "number") for name in ("lift_10", "lift_10_spread", "auc")),
        Column("calibration_error", labels["calibration_error"], "share"),
        Column(f"verdict_{language}", labels["verdict"]),
    )
    blocks: list[Block] = [Paragraph(words["worth_how"]), Table(frame, columns, note=words["worth_note"])]
    blocks += [Note(text) for text in _better(ordered, result)]
    own = validation.calibration
    rates = own[own["method"] == result.method]
    if not result.is_too_small and rates["observed_rate"].notna().any():
        blocks.append(calibration_chart(rates, language=language, caption=words["calibration_caption"]))
    return tuple(blocks)


def _better(summary: pd.DataFrame, result: LookalikeResult) -> list[str]:
    """Name a method that did clearly better and needs nothing that is not given."""
    rows = summary.set_index("method")
    lift, spread = rows["lift_10"], rows["lift_10_spread"]
    wanted = lift[result.method] + STANDARD_ERRORS * spread[result.method] / np.sqrt(FOLDS)
    refused = GIVES_COUNTS_BACK if result.is_published else ()
    rivals = lift.drop(index=[result.method, "twin_zones", *refused], errors="ignore")
    if not (rivals > wanted).any():
        return []
    name = str(rivals.idxmax())
    text = LOOKALIKE_WORDS[result.language]["better"]
    return [text.format(method=method_name(name, result.language), name=name)]


def _chosen_first(result: LookalikeResult, validation: Validation) -> pd.DataFrame:
    """Give the measures of all methods, those of the method chosen first."""
    summary = validation.summary
    return summary.iloc[np.argsort(summary["method"].to_numpy() != result.method, kind="stable")]


def _gains(result: LookalikeResult, validation: Validation) -> Figure:
    """Draw the gains curves, that of the method chosen first."""
    words, language = LOOKALIKE_WORDS[result.language], result.language
    ordered, curves = _chosen_first(result, validation), []
    for method, area in zip(ordered["method"], ordered["auc"], strict=True):
        points = validation.gains[validation.gains["method"] == method]
        curves.append(
            Curve(
                method_name(method, language),
                points["households_share"].to_numpy(),
                points["customers_share"].to_numpy(),
                note=words["auc_note"].format(auc=number_text(area, language)),
            )
        )
    return gains_chart(curves, language=language, caption=words["gains_caption"])


def _method(result: LookalikeResult) -> tuple[Block, ...]:
    words = LOOKALIKE_WORDS[result.language]
    how = words.get(f"how_{result.method}", "")
    texts = [f"{method_name(result.method, result.language)}. {how}".strip(), *words["how"].split("\n")]
    texts += [words["counted_by"].format(label=result.counted_by), *result.notes]
    return tuple(Paragraph(text) for text in texts)


def ranked_zones(result: LookalikeResult) -> gpd.GeoDataFrame:
    """Give the ranking with its polygons, in the metric CRS of the country, by rank.

    The territory must have outlines at the level.
    """
    outlines = result.territory.levels[result.level].zones[["zone_id", "geometry"]]
    joined: gpd.GeoDataFrame = outlines.merge(shown_table(result), on="zone_id", validate="1:1")
    return joined.sort_values("rank", kind="stable", ignore_index=True)


def lookalike_map(result: LookalikeResult) -> folium.Map:
    """Draw the whole ranking: the value that it is sorted by, and all that the table says of each zone."""
    from geoprofile.maps.zone_map import ranking_map  # noqa: PLC0415  only where a map is drawn

    labels, words = COLUMN_LABELS[result.language], LOOKALIKE_WORDS[result.language]
    title, subtitle = title_of(result)
    value = SORT_ORDERS[result.sort_by]
    zones = ranked_zones(result).assign(place=lambda frame: frame["commune"])
    told = {**labels, "type_label": labels["type"]}
    tooltip = [(name, unit) for name, unit in POINTED_AT if name in zones.columns and name != value]
    tooltip += [(name, "code") for name in REASONS]
    return ranking_map(
        zones,
        title=title,
        subtitle=subtitle,
        label=labels[value],
        value=value,
        tooltip=[Variable(name, told[name], told[name], unit, "intensive") for name, unit in tooltip],
        withheld=("own_customers",) if result.is_published else (),
        outlines=_outlines(result),
        top=LISTED_ON_MAP,
        attribution=result.sources,
        note=f"{result.verdict} {words['published' if result.is_published else 'map_note']}".strip(),
        language=result.language,
    )


def _outlines(result: LookalikeResult) -> gpd.GeoDataFrame | None:
    """Give the communes, with their names where these have room."""
    commune = result.territory.levels.get("commune")
    if commune is None or result.level == "commune":
        return None
    return commune.zones


def _preview(result: LookalikeResult, linked_map: str) -> Figure:
    """Draw the first zones small, as a link to the map."""
    import shapely  # noqa: PLC0415  only where there are outlines

    words, first = LOOKALIKE_WORDS[result.language], ranked_zones(result).head(TOP_ZONES)
    coarse = result.territory.levels.get("commune") or result.territory.levels[result.level]
    west, south, east, north = coarse.zones.total_bounds
    scale = PREVIEW_WIDTH / (east - west)
    plot = Plot(width=PREVIEW_WIDTH, height=(north - south) * scale)

    def ways(shape: object) -> str:
        parts = shapely.get_parts(shapely.simplify(shape, HALF_A_PIXEL / scale))
        rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
        moved = [(shapely.get_coordinates(ring) - (west, north)) * (scale, -scale) for ring in rings]
        return "".join(
            "M" + "L".join(f"{attribute(round(x, 1))} {attribute(round(y, 1))}" for x, y in ring.tolist()) + "Z"
            for ring in moved
        )

    ground = "".join(ways(shape) for shape in coarse.zones.geometry)
    drawn = [element("path", d=ground, fill="#f1f4f6", stroke="#b9c4cd", stroke_width=0.6)]
    for place, (shape, label) in enumerate(zip(first.geometry, first["zone_name"], strict=True)):
        told = element("title", f"{place + 1}. {label}")
        drawn.insert(1, element("path", told, d=ways(shape), fill=_shade(place), stroke="#103a6e", stroke_width=0.5))
    caption = words["map_caption"].format(top=len(first))
    picture: Markup = drawing(plot, drawn, alt=caption)
    link = element("a", picture, element("strong", words["map_open"]), href=quote(linked_map))
    return Figure(link, caption)


def _shade(place: int) -> str:
    """Colour the zone at a place of the ranking, the first darkest."""
    part = place / TOP_ZONES
    return "#" + "".join(f"{round(d + (light - d) * part):02x}" for d, light in zip(DARKEST, LIGHTEST, strict=True))
