"""What several tests stand on: where the real open data lies, if it does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Laws are about answers, not about time: a busy machine breaks none.
settings.register_profile("geoprofile", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("geoprofile")

REAL_DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Give the folder of real open data, or skip the test with a clear word."""
    if not (REAL_DATA / "README.md").is_file():
        pytest.skip(f"the real open data folder is not here ({REAL_DATA}); set GEOPROFILE_REAL_DATA to use it")
    return REAL_DATA


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """Build the demo territory once a test process."""
    from geoprofile.territory.build import build_territory

    return build_territory("demo", out=tmp_path_factory.mktemp("territories") / "demo")


@pytest.fixture(scope="session")
def demo_files() -> Path:
    """Give the folder of the demo's files."""
    from geoprofile.reference import reference_path

    return reference_path("demo")
