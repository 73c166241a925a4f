"""The command line, run as a user would: what it says, what it returns, what it leaves."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import pytest

from geoprofile.cli import main


@dataclass(frozen=True)
class Run:
    """What one call did."""

    code: int
    out: str
    err: str


@pytest.fixture
def geoprofile(monkeypatch, capfd):
    """Run `geoprofile` with arguments, in this process."""

    def run(*arguments: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["geoprofile", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capfd.readouterr()
        return Run(int(ended.value.code or 0), told.out, told.err)

    return run


@pytest.fixture
def home(monkeypatch, tmp_path):
    """Give an empty folder of named territories."""
    folder = tmp_path / "territories"
    monkeypatch.setenv("GEOPROFILE_TERRITORIES", str(folder))
    return folder
