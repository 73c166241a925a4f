"""What several tests stand on: where the real open data lies, if it does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REAL_DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Give the folder of real open data, or skip the test with a clear word."""
    if not (REAL_DATA / "README.md").is_file():
        pytest.skip(f"the real open data folder is not here ({REAL_DATA}); set GEOPROFILE_REAL_DATA to use it")
    return REAL_DATA
