"""The geocoder: distinct rows -> evidence (see gather) -> choice -> result columns."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from geoprofile.geocoding.answer import Located, empty_answers, street_answers
from geoprofile.geocoding.choice import choose
from geoprofile.geocoding.columns import answer_frame
from geoprofile.geocoding.communes import commune_directory
from geoprofile.geocoding.evidence import features, load_weights, part_utilities
from geoprofile.geocoding.gather import Geocoder, gather_evidence
from geoprofile.geocoding.municipality import commune_or_nothing
from geoprofile.tables import QUERY_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from geoprofile.countries.country import Country
    from geoprofile.territory.address_index import AddressIndex

__all__ = ["Geocoder", "geocode_batch", "make_geocoder"]


# Batches that are at work in this process (threads); the first says whether the collector was on before them.
RESTS: list[bool] = []
RESTING = Lock()


def make_geocoder(index: AddressIndex, country: Country) -> Geocoder:
    """Prepare an index for geocoding (milliseconds for a departement, a second for France)."""
    return Geocoder(index, country, commune_directory(index, country))


def geocode_batch(queries: pd.DataFrame, geocoder: Geocoder) -> pd.DataFrame:
    """Geocode rows of text.

    Parameters
    ----------
    queries : DataFrame
        Columns `QUERY_COLUMNS` (address, postcode, city, citycode), text, empty where unknown.

    Returns
    -------
    DataFrame
        `result_schema()`, one row a row of `queries`, on its index.
    """
    if queries.empty:
        return answer_frame(empty_answers(0, status="ok", reason=[])).set_index(queries.index)
    row, distinct = _distinct(queries[list(QUERY_COLUMNS)].fillna(""))
    with _without_collector():
        answers = _geocode_distinct(distinct, geocoder)
    return answer_frame(answers.take(pa.array(row))).set_axis(queries.index)


def _distinct(queries: pd.DataFrame) -> tuple[NDArray[np.int64], pd.DataFrame]:
    """Number the distinct rows, and give each once."""
    row = np.zeros(len(queries), dtype=np.int64)
    for name in QUERY_COLUMNS:
        code, distinct = pd.factorize(queries[name])
        row = pd.factorize(row * (len(distinct) + 1) + code)[0]
    return row, queries.iloc[np.unique(row, return_index=True)[1]]


@contextmanager
def _without_collector() -> Iterator[None]:
    """Let the garbage collector rest: a batch makes millions of tuples and no cycle, a sixth of its time."""
    with RESTING:
        RESTS.append(gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with RESTING:
            was_enabled = RESTS[0]
            RESTS.pop()
            if was_enabled and not RESTS:
                gc.enable()


def _geocode_distinct(frame: pd.DataFrame, geocoder: Geocoder) -> pa.Table:
    """Gather the evidence for distinct rows, choose, and write the answers."""
    evidence = gather_evidence(frame, geocoder)
    weights = load_weights()
    parts = part_utilities(features(evidence.candidates, evidence.numbers), weights.address)
    utility = np.sum(list(parts.values()), axis=0)
    choice = choose(evidence.candidates, evidence.numbers, utility, len(frame), weights.threshold)

    with_street = np.flatnonzero(choice.candidate >= 0)
    best = choice.candidate[with_street]
    found = Located(
        evidence.candidates.take(best),
        evidence.numbers.take(best),
        [evidence.suffix[place] for place in best.tolist()],
        {part: values[best] for part, values in parts.items()},
        choice.street_only[with_street],
        choice.score[with_street],
        choice.next_score[with_street],
    )
    parts_of_rows = [
        (with_street, street_answers(found, geocoder.index, geocoder.country)),
        *commune_or_nothing(np.flatnonzero(choice.candidate < 0), choice.rivals, evidence, geocoder, weights),
    ]
    order = np.argsort(np.concatenate([rows for rows, _ in parts_of_rows]))
    return pa.concat_tables([answers for _, answers in parts_of_rows]).take(pa.array(order))
