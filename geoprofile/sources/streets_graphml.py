"""Street graphs as OSMnx saves them: GraphML, plain or gzipped."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

import numpy as np
import pandas as pd
import shapely

from geoprofile.crs import identify_crs
from geoprofile.errors import CrsError, SourceError
from geoprofile.sources.options import check_options, text_option
from geoprofile.sources.source import STREET_SOURCES
from geoprofile.sources.streets import MODES, access, limit_kmh, line_lengths_m, street_frame, tag_values

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import geopandas as gpd
    from numpy.typing import NDArray

    from geoprofile.sources.source import Source

__all__ = ["read_streets_graphml"]

BLOCK = 2**18
# A line that ends further from the nodes of its edge is another street's.
END_M = 20.0
# No coordinate on earth is as great, in whatever CRS.
FARTHEST = 1e9
KEPT = frozenset({"key", "graph", "node", "edge"})
ACCESS_TAGS = ("access", "vehicle", "motor_vehicle", "motorcar", "bicycle", "foot")


class Element(NamedTuple):
    """An element of the file, its attributes, and the texts of its `data` by key; `line` is where it ends."""

    tag: str
    attributes: dict[str, str]
    data: dict[str, str]
    line: int


@STREET_SOURCES.register("streets_graphml")
def read_streets_graphml(source: Source) -> gpd.GeoDataFrame:
    """Read a street graph.

    The two edges of a two-way street become one row. A street is one-way where the graph has an edge in one direction
    alone.

    Parameters
    ----------
    source : Source
        Options: `crs` (instead of what the graph says).

    Returns
    -------
    GeoDataFrame
        `street_schema()`, in the CRS of the graph.

    Raises
    ------
    SourceError
        If the file is no GraphML, holds no edges, an edge lacks its nodes, or its line does not lead from one to the
        other.
    CrsError
        If the CRS is unknown.
    """
    check_options(source, ("crs",))
    nodes: dict[str, tuple[float, float]] = {}
    names: dict[str, str] = {}
    edges: list[Element] = []
    graph: dict[str, str] = {}
    directed = True
    for element in _elements(source.path):
        named = {names.get(key, key): text for key, text in element.data.items()}
        if element.tag == "key":
            names[element.attributes.get("id", "")] = element.attributes.get("attr.name", "")
        elif element.tag == "node":
            nodes[element.attributes.get("id", "")] = _position(named, element, source)
        elif element.tag == "edge":
            edges.append(element._replace(data=named))
        else:
            graph.update(named)
            directed = element.attributes.get("edgedefault") != "undirected"
    if not edges:
        raise SourceError(f"{source.path.name} holds no streets: save the graph with osmnx.save_graphml.")
    crs = _crs(graph, source)
    lines = _lines(edges, nodes, crs, source)
    return _pair(_edge_table(edges, directed=directed), lines, crs)


def _elements(path: Path) -> Iterator[Element]:
    """Give the elements of the file as they end, a block of it in memory at a time."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            parser, done = _parser(path)
            while block := stream.read(BLOCK):
                parser.Parse(block, False)  # noqa: FBT003  expat takes it by position alone
                yield from done
                done.clear()
            parser.Parse(b"", True)  # noqa: FBT003
            yield from done
    except FileNotFoundError as error:
        raise SourceError(f"{path} is not there: check the path of this source and --sources.") from error
    except expat.ExpatError as error:
        raise SourceError(
            f"{path.name} is no whole GraphML file (line {error.lineno}): save the graph again with "
            "osmnx.save_graphml, or check that the download is complete."
        ) from error
    except (LookupError, ValueError) as error:
        raise SourceError(
            f"{path.name} declares an encoding that cannot be read ({error}): save the graph again with "
            "osmnx.save_graphml, which writes UTF-8."
        ) from error
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{path.name} cannot be read ({error}): check that the download is complete.") from error


def _parser(path: Path) -> tuple[expat.XMLParserType, list[Element]]:
    """Make a parser, and the list that it adds each finished element to."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    done: list[Element] = []
    open_: list[Element] = []
    texts: list[str] = []
    key: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name in KEPT:
            open_.append(Element(name, attributes, {}, 0))
        elif name == "data":
            key[:] = [attributes.get("key", "")]
            texts.clear()

    def end(tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name in KEPT:
            done.append(open_.pop()._replace(line=parser.CurrentLineNumber))
        elif name == "data" and key:
            if open_:
                open_[-1].data[key[0]] = "".join(texts)
            key.clear()

    def refuse(*_told: object) -> None:
        raise SourceError(f"{path.name} declares a document type, which GraphML never needs: it is not read.")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = texts.append, refuse
    return parser, done


def _position(data: dict[str, str], element: Element, source: Source) -> tuple[float, float]:
    try:
        x, y = float(data["x"]), float(data["y"])
    except (KeyError, ValueError):
        x = y = float("nan")
    if not (abs(x) < FARTHEST and abs(y) < FARTHEST):
        raise SourceError(
            f"{source.path.name}, line {element.line}: a node has no position (x and y): save the graph again with "
            "osmnx.save_graphml."
        )
    return x, y


def _lines(
    edges: list[Element], nodes: dict[str, tuple[float, float]], crs: str, source: Source
) -> NDArray[np.object_]:
    """Give the line of each edge, straight where the file draws none."""
    ends = np.empty((len(edges), 2, 2))
    for row, edge in enumerate(edges):
        try:
            ends[row] = nodes[edge.attributes["source"]], nodes[edge.attributes["target"]]
        except KeyError as error:
            raise SourceError(
                f"{source.path.name}, line {edge.line}: an edge names no node of the file ({error}): check that the "
                "download is complete."
            ) from error
    lines: NDArray[np.object_] = shapely.linestrings(ends)
    drawn = np.array([row for row, edge in enumerate(edges) if edge.data.get("geometry")], dtype=np.int64)
    texts = np.array([edges[row].data["geometry"] for row in drawn], dtype=object)
    with np.errstate(invalid="ignore"):
        shapes = shapely.force_2d(shapely.from_wkt(texts, on_invalid="ignore"))
    where = [edges[row].line for row in drawn]
    _refuse(~_are_lines(shapes), where, "is no LINESTRING of known positions", source)
    off = _ends_off_m(shapes, ends[drawn], crs) > END_M
    _refuse(off, where, f"ends more than {END_M:g} m from the nodes of the edge", source)
    lines[drawn] = shapes
    return lines


def _refuse(wrong: NDArray[np.bool_], where: list[int], what: str, source: Source) -> None:
    """Refuse the first geometry that is wrong, by its line in the file."""
    if wrong.any():
        raise SourceError(
            f"{source.path.name}, line {where[int(wrong.argmax())]}: the geometry of an edge {what}: save the graph "
            "again with osmnx.save_graphml."
        )


def _are_lines(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell which shapes are lines whose positions are all numbers, shape (n,)."""
    points, of = shapely.get_coordinates(shapes, return_index=True)
    are = (shapely.get_type_id(shapes) == shapely.GeometryType.LINESTRING) & ~shapely.is_empty(shapes)
    are[of[~np.isfinite(points).all(axis=1)]] = False
    return np.asarray(are)


def _ends_off_m(shapes: NDArray[np.object_], ends: NDArray[np.float64], crs: str) -> NDArray[np.float64]:
    """Give how far the ends of lines are from two nodes, whichever way round is nearer, shape (n,)."""
    from pyproj import CRS  # noqa: PLC0415

    told = np.stack([shapely.get_coordinates(shapely.get_point(shapes, place)) for place in (0, -1)], axis=1)
    geographic = CRS.from_user_input(crs).is_geographic

    def apart(nodes: NDArray[np.float64]) -> NDArray[np.float64]:
        pairs = np.stack([told, nodes], axis=2).reshape(-1, 2, 2)
        lengths = line_lengths_m(shapely.linestrings(pairs), is_geographic=geographic)
        return np.asarray(lengths.reshape(-1, 2).max(axis=1))

    # An undirected graph keeps one line for both ways.
    return np.minimum(apart(ends), apart(ends[:, ::-1]))


def _edge_table(edges: list[Element], *, directed: bool) -> pd.DataFrame:
    """Lay out the edges with what their tags say; `twin` where the way back is a street too."""
    tags = [{key: edge.data.get(key, "") for key in ACCESS_TAGS} for edge in edges]
    columns: dict[str, list[str] | list[float] | list[bool]] = {
        "start_node": [edge.attributes["source"] for edge in edges],
        "end_node": [edge.attributes["target"] for edge in edges],
        "name": ["|".join(tag_values(edge.data.get("name", ""))) for edge in edges],
        "highway": ["|".join(sorted(tag_values(edge.data.get("highway", "")))) for edge in edges],
        "limit_kmh": [limit_kmh(edge.data.get("maxspeed", "")) for edge in edges],
        "length_m": pd.to_numeric([edge.data.get("length", "") for edge in edges], errors="coerce").tolist(),
        "twin": [not directed and "True" not in tag_values(edge.data.get("oneway", "")) for edge in edges],
    }
    return pd.DataFrame(columns | {mode: [access(one, mode) for one in tags] for mode in MODES})


def _pair(edges: pd.DataFrame, lines: NDArray[np.object_], crs: str) -> gpd.GeoDataFrame:
    """Make one row of the two edges of a street: those that draw one line, in opposite directions."""
    shapes, back = shapely.to_wkb(lines), shapely.to_wkb(shapely.reverse(lines))
    flipped = np.array([one > other for one, other in zip(shapes, back, strict=True)], dtype=bool)
    ends = edges[["start_node", "end_node"]].to_numpy(dtype=object)
    key = {
        "one": np.where(flipped, ends[:, 1], ends[:, 0]),
        "other": np.where(flipped, ends[:, 0], ends[:, 1]),
        "shape": np.where(flipped, back, shapes),
        "limit": edges["limit_kmh"].fillna(0),
        **{name: edges[name] for name in ("highway", *MODES)},
    }
    street = pd.DataFrame(key).groupby(list(key), sort=False).ngroup().to_numpy()
    there, again = (np.zeros(street.max() + 1, dtype=bool) for _ in range(2))
    first = np.flatnonzero(~pd.Series(street).duplicated())
    same_way = flipped == flipped[first][street]
    there[street[same_way]] = True
    again[street[~same_way | edges["twin"].to_numpy()]] = True
    direction = np.where(there & again, "both", "forward")
    kept = edges.iloc[first].reset_index(drop=True).assign(direction=direction, bike_direction=direction)
    return street_frame({name: kept[name] for name in kept.columns}, lines[first], crs)


def _crs(graph: dict[str, str], source: Source) -> str:
    from pyproj import CRS  # noqa: PLC0415
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    told = text_option(source, "crs") or graph.get("crs", "")
    try:
        found = CRS.from_user_input(told) if told else None
    except CRSError as error:
        raise CrsError(f'{source.path.name}: crs = {told!r} names no CRS: write "EPSG:" and a code.') from error
    return identify_crs(found, source=source.path.name)
