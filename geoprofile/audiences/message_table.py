"""The table of messages for the user to fill in: who each is for, how they live and buy, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.audiences.messages import ANY
from geoprofile.significance import wilson_interval
from geoprofile.suppression import SMALLEST_CELL, hidden_cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geoprofile.audiences.messages import MessageMatrix

__all__ = ["RESPONSE", "TABLE_COLUMNS", "message_table"]

TABLE_COLUMNS = ("message_key", "type_name", "segment_name", "customers", "response_low", "response_high", "living",
                 "buying", "action", "text")  # fmt: skip
# The response that the interval is written for: what a mailing to own customers may bring.
RESPONSE = 0.02


def message_table(
    matrix: MessageMatrix,
    *,
    type_names: Mapping[str, str],
    segment_names: Mapping[str, str],
    everyone: str,
    living: Mapping[str, str] | None = None,
    buying: Mapping[str, str] | None = None,
    actions: Mapping[str, str] | None = None,
    smallest: int = SMALLEST_CELL,
) -> pd.DataFrame:
    """Lay out the messages that are needed, one row each, with an empty column for their text.

    Parameters
    ----------
    matrix : MessageMatrix
    type_names : mapping of type or group to name
    segment_names : mapping of segment to name
    everyone : str
        What stands where a message is for all types, or the segment is unknown ("all types").
    living : mapping of type or group to a line, optional
    buying, actions : mappings of segment to a line, optional
    smallest : int
        Counts that would tell of fewer are empty.

    Returns
    -------
    DataFrame
        `TABLE_COLUMNS`; `response_low` and `response_high` bound what a true response of 2 % would be seen as (Wilson,
        95 %): how much can be learnt from the message.
    """
    messages = matrix.messages
    count = messages["customers"].to_numpy(dtype=float)
    shown = ~hidden_cells(count, smallest=smallest) if len(count) else np.empty(0, dtype=bool)
    low, high = wilson_interval(RESPONSE * count, count)
    kind, segment = messages["type"], messages["segment"]
    columns = {
        "message_key": messages["message_key"],
        "type_name": kind.map(lambda code: everyone if code == ANY else type_names.get(code, code)),
        "segment_name": segment.map(lambda code: segment_names.get(code, code) or everyone),
        "customers": np.where(shown, count, np.nan),
        "response_low": np.where(shown, low, np.nan),
        "response_high": np.where(shown, high, np.nan),
        "living": kind.map(lambda code: (living or {}).get(code, "")),
        "buying": segment.map(lambda code: (buying or {}).get(code, "")),
        "action": segment.map(lambda code: (actions or {}).get(code, "")),
        "text": pd.Series("", index=messages.index),
    }
    texts = ("message_key", "type_name", "segment_name", "living", "buying", "action", "text")
    return pd.DataFrame(columns).astype(dict.fromkeys(texts, "str"))
