"""Order files written on the spot, and read."""

from __future__ import annotations

import pytest

from geoprofile.files import open_address_file
from geoprofile.purchases import read_orders


@pytest.fixture
def read(tmp_path):
    """Give a function that writes lines of text to a CSV and reads it."""

    def read_text(*lines: str, encoding: str = "utf-8", name: str = "orders.csv", **options):
        path = tmp_path / name
        path.write_bytes("\n".join([*lines, ""]).encode(encoding))
        return read_orders(open_address_file(path), **options)

    return read_text
