"""The streets of a territory: a directed network in arrays on disk, opened by memory map, shared by processes.

One uncompressed Arrow file a table:

nodes     easting, northing (metres, CRS of the country), along a space-filling curve: neighbours lie near in the file
streets   start, end (rows of nodes), length_m, first (row of points), highway, name (rows of words), and for each mode
          the minutes along the line (MODE_forward) and against it (MODE_backward), NaN where it may not go
points    easting, northing of the lines, those of a street from its `first` to that of the next
words     text: each class and name once
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from geoprofile.errors import TerritoryError, UnknownNameError
from geoprofile.sources.streets import MODES
from geoprofile.territory.street_speeds import street_minutes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import geopandas as gpd
    from numpy.typing import NDArray

__all__ = ["StreetNetwork", "build_street_network", "open_street_network", "save_street_network"]

VERSION = 1
TABLES = ("nodes", "streets", "points", "words")
# A street of no length would be taken for no street by a sparse matrix.
LEAST_MINUTES = np.float32(1e-6)


@dataclass(frozen=True, eq=False)
class StreetNetwork:
    """The tables above.

    Attributes
    ----------
    tables : mapping
    crs : str
        Metric CRS of all positions.
    left_out : mapping of mode to int
        Directed edges that the mode may use and that lie outside its biggest connected part: they were dropped, so
        that nobody is sent where there is no way back.
    """

    tables: Mapping[str, pa.Table]
    crs: str
    left_out: Mapping[str, int]

    def column(self, table: str, name: str) -> NDArray[np.generic]:
        """Give a numeric column as an array over the mapped file."""
        column = self.tables[table].column(name)
        array: NDArray[np.generic] = column.chunk(0).to_numpy(zero_copy_only=True) if column.num_chunks else np.empty(0)
        return array

    def minutes(self, mode: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Give the minutes of a mode along each street and against it, NaN where it may not go.

        Raises
        ------
        UnknownNameError
            For a mode that there is not.
        """
        if mode not in MODES:
            raise UnknownNameError("mode of travel", mode, MODES)
        forward, backward = (self.column("streets", f"{mode}_{way}") for way in ("forward", "backward"))
        return forward.astype(np.float32, copy=False), backward.astype(np.float32, copy=False)

    @property
    def node_count(self) -> int:
        """Count the nodes."""
        return int(self.tables["nodes"].num_rows)

    @property
    def street_count(self) -> int:
        """Count the streets: stretches between two nodes."""
        return int(self.tables["streets"].num_rows)

    @cached_property
    def lines(self) -> NDArray[np.object_]:
        """Give the line of each street."""
        points = np.column_stack([self.column("points", name) for name in ("easting", "northing")])
        first = self.column("streets", "first").astype(np.int64)
        size = np.diff(first, append=len(points))
        lines: NDArray[np.object_] = shapely.linestrings(points, indices=np.repeat(np.arange(len(first)), size))
        return lines

    def frame(self) -> gpd.GeoDataFrame:
        """Give the streets as a table to draw: name, highway (its class), length_m, geometry."""
        import geopandas as gpd  # noqa: PLC0415  a third of a second that opening does without

        words = self.tables["words"].column("text").to_pandas()
        texts = {name: words.take(self.column("streets", name).astype(np.int64)).array for name in ("name", "highway")}
        length = self.column("streets", "length_m").astype(float)
        return gpd.GeoDataFrame({**texts, "length_m": length}, geometry=self.lines, crs=self.crs)


def build_street_network(streets: gpd.GeoDataFrame, country: str) -> StreetNetwork:
    """Make the network of a table of streets.

    Parameters
    ----------
    streets : GeoDataFrame
        Columns of `sources.streets.street_schema()`, in the metric CRS of the country.
    country : str
        Its code, for the speeds.

    Returns
    -------
    StreetNetwork
        The order of the rows changes nothing.
    """
    # Two extracts that overlap hold the same street twice.
    shapes = shapely.to_wkb(streets.geometry.to_numpy())
    keys = pd.DataFrame(streets.drop(columns="geometry")).assign(shape=shapes)
    order = keys.drop_duplicates().sort_values(list(keys.columns), kind="stable").index
    streets = streets.loc[order].reset_index(drop=True)
    start, end, nodes = _nodes(streets)
    by_start = np.lexsort([np.arange(len(streets)), end, start])
    streets, start, end = streets.iloc[by_start].reset_index(drop=True), start[by_start], end[by_start]
    points, line = shapely.get_coordinates(streets.geometry.to_numpy(), return_index=True)
    first = np.searchsorted(line, np.arange(len(streets)))
    words = sorted({*streets["name"], *streets["highway"]})
    columns = {
        "start": start.astype(np.int32),
        "end": end.astype(np.int32),
        "length_m": streets["length_m"].to_numpy(dtype=np.float32),
        "first": first.astype(np.int64),
        **{name: pd.Index(words).get_indexer(streets[name]).astype(np.int32) for name in ("highway", "name")},
    }
    left_out = {}
    for mode, (forward, backward) in street_minutes(streets, country).items():
        kept_forward, kept_backward = _connected(start, end, forward, backward, len(nodes))
        columns[f"{mode}_forward"], columns[f"{mode}_backward"] = kept_forward, kept_backward
        left_out[mode] = int(np.isfinite([forward, backward]).sum() - np.isfinite([kept_forward, kept_backward]).sum())
    tables = {
        "nodes": _positions(nodes),
        "streets": pa.table(columns),
        "points": _positions(points),
        "words": pa.table({"text": pa.array(words, type=pa.string())}),
    }
    return StreetNetwork(tables, str(streets.crs.to_string()), left_out)


def _nodes(streets: gpd.GeoDataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Give the rows of the nodes that each street joins, and their positions, neighbours near each other."""
    import geopandas as gpd  # noqa: PLC0415

    lines = streets.geometry.to_numpy()
    names = pd.concat([streets["start_node"], streets["end_node"]], ignore_index=True)
    code, distinct = pd.factorize(names, sort=True)
    first = np.flatnonzero(~pd.Series(code).duplicated())
    ends = np.concatenate([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])
    points = np.empty(len(distinct), dtype=object)
    points[code[first]] = ends[first]
    distance = gpd.GeoSeries(points, crs=streets.crs).hilbert_distance().to_numpy()
    order = np.lexsort([np.arange(len(points)), distance])
    row = np.empty(len(order), dtype=np.int64)
    row[order] = np.arange(len(order))
    count = len(streets)
    return row[code[:count]], row[code[count:]], shapely.get_coordinates(points[order])


def _connected(
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    forward: NDArray[np.float32],
    backward: NDArray[np.float32],
    node_count: int,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Keep the biggest part of the network in which every node can be reached from every other."""
    from scipy.sparse import coo_array  # noqa: PLC0415  only building needs it
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    there, back = np.isfinite(forward), np.isfinite(backward)
    ends = np.concatenate([start[there], end[back]]), np.concatenate([end[there], start[back]])
    graph = coo_array((np.ones(len(ends[0])), ends), shape=(node_count, node_count)).tocsr()
    _, part = connected_components(graph, directed=True, connection="strong")
    inside = part == np.bincount(part).argmax()
    both = inside[start] & inside[end]
    kept = (np.where(both, np.maximum(one, LEAST_MINUTES), np.nan) for one in (forward, backward))
    one, other = (minutes.astype(np.float32) for minutes in kept)
    return one, other


def _positions(points: NDArray[np.float64]) -> pa.Table:
    return pa.table({name: np.ascontiguousarray(points[:, axis]) for axis, name in enumerate(("easting", "northing"))})


def save_street_network(network: StreetNetwork, folder: Path) -> None:
    """Write the tables and what is to be known of them to a new folder."""
    folder.mkdir(parents=True)
    for name, table in network.tables.items():
        with (
            pa.OSFile(str(folder / f"{name}.arrow"), "wb") as file,
            pa.ipc.new_file(file, table.schema) as writer,
        ):
            writer.write_table(table)
    told = {"version": VERSION, "crs": network.crs, "left_out": dict(network.left_out)}
    (folder / "index.json").write_text(json.dumps(told) + "\n", encoding="utf-8")


def open_street_network(folder: Path) -> StreetNetwork:
    """Map the tables of a saved network, reading nothing yet.

    Raises
    ------
    TerritoryError
        If it is of another version, or a table is missing.
    """
    try:
        told = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        if told.get("version") != VERSION:
            raise TerritoryError(
                f"The streets in {folder} are of version {told.get('version')}, this geoprofile reads version "
                f"{VERSION}: build the territory again."
            )
        tables = {}
        for name in TABLES:
            with pa.memory_map(str(folder / f"{name}.arrow")) as file:
                tables[name] = pa.ipc.open_file(file).read_all()
        return StreetNetwork(tables, told["crs"], told["left_out"])
    except (OSError, ValueError, KeyError, pa.ArrowInvalid) as error:
        raise TerritoryError(f"The streets in {folder} are damaged ({error}): build the territory again.") from error
