"""One person whom no log, error, temporary name or published file may ever name, whatever goes wrong.

A command is one line of `COMMANDS`: its words, what it publishes (where the canary may never be) and what of hers a
file of the user's own may hold. Each is run as it should be, then made to fail in every way of `FAILURES`.
"""

from __future__ import annotations

import io
import logging
import sys
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from click.testing import CliRunner

from geoprofile.cli import cli
from geoprofile.errors import GeoprofileError
from geoprofile.reference import reference_path
from geoprofile.zones.profiles import zone_profiles

if TYPE_CHECKING:
    from pathlib import Path

NAME, EMAIL, PHONE, STREET, ID = "Zerbinette", "zerbinette.canari@example.org", "0653719284", "Xylophonie", "CANARI77"
# In whatever form: her number as a platform hashes it, her name in capitals, her street in a key.
MARKS = {
    "name": ("zerbinette",),
    "email": ("zerbinette.canari",),
    "phone": ("0653719284", "653719284", "06 53 71 92 84"),
    "street": ("xylophonie",),
    "id": ("canari77",),
}
ALL = frozenset(MARKS)
ROWS = 120


@dataclass(frozen=True)
class Command:
    """One way to run geoprofile on her file.

    Attributes
    ----------
    words : str
        With `{file}`, `{orders}`, `{territory}`, `{stock}`, `{out}` and `{list}` in it.
    out : str
        Name of its result, a file or a folder.
    own : frozenset of str
        Marks that the result holds: a file with a row a customer is the user's own.
    own_files : tuple of str
        Files of a folder that are the user's own.
    needs : str
        Column without which it fails, "" where it wants none.
    number : str
        Option, with its column, that reads a number in her row, "" where there is none.
    """

    words: str
    out: str
    own: frozenset[str] = frozenset()
    own_files: tuple[str, ...] = ()
    needs: str = ""
    number: str = ""


COMMANDS = {
    "enrich": Command("enrich {file} -t {territory} -o {out}", "enriched.csv", ALL, needs="--address nowhere"),
    "profile": Command("profile {file} -t {territory} -o {out}", "profile.html", needs="--weight nowhere",
                       number="--weight broken"),
    "profile xlsx": Command("profile {file} -t {territory} -o {out}", "profile.xlsx", needs="--weight nowhere"),
    "lookalike": Command("lookalike {file} -t {territory} -o {out}", "look.html", needs="--weight nowhere",
                         number="--weight broken"),
    "audience post": Command("audience export {file} --channel post --purpose x --opposition {list} -o {out}",
                             "post.csv", frozenset({"name", "street"}), needs="--column email=nowhere",
                             number="--column amount=broken"),
    "audience social": Command("audience export {file} --channel social --platform meta --consent-basis x --purpose x "
                               "--opposition {list} -o {out}", "social.csv", needs="--column phone=nowhere",
                               number="--column last_contact=broken"),
    "audience zones": Command("audience export {file} --channel zones --purpose x --opposition {list} -o {out}",
                              "zones.csv", needs="--where nowhere=1", number="--column last_contact=broken"),
    "segment": Command("segment {orders} --customers {file} -t {territory} -o {out}", "segments",
                       own_files=("customers.csv", "customers.parquet"), needs="--customer-id nowhere",
                       number="--column amount nom"),
    "score": Command("score train {file} --outcome devenu -o {out}", "score", needs="--outcome nowhere",
                     number="--time broken"),
    "firms": Command("firms {file} --sirene {stock} -o {out}", "professionals.csv", ALL, needs="--name nowhere",
                     number="--weight broken"),
}  # fmt: skip
# What goes wrong: a column that is not there, a number in her row that is none, a folder that is not there.
FAILURES = [
    (name, failure)
    for name, command in COMMANDS.items()
    for failure, more in (("column", command.needs), ("number", command.number), ("folder", "-"))
    if more and name != "profile xlsx" and not (failure == "folder" and "." not in command.out)
]


@pytest.fixture(scope="module")
def hers(demo, tmp_path_factory):
    """Write her among others, enriched as `enrich` does."""
    profiles = zone_profiles(demo, "iris")
    zone = profiles.zones["zone_id"].to_numpy(dtype=object)[:4].repeat(ROWS // 4)
    rows = pd.DataFrame(
        {
            "client_id": [f"C{k:03d}" for k in range(ROWS)],
            "nom": [f"Client {k}" for k in range(ROWS)],
            "adresse": [f"{k + 1} rue Haute" for k in range(ROWS)],
            "code_postal": "00100",
            "ville": "Valmorin-sur-Orvaise",
            "email": [f"client{k}@example.org" for k in range(ROWS)],
            "telephone": [f"01990{k:05d}" for k in range(ROWS)],
            "last_purchase": "",
            "broken": "1",
            "devenu": ["oui", "non", "non"] * (ROWS // 3),
            "interet": ["fort" if (k % 3 == 0) != (k % 5 == 0) else "faible" for k in range(ROWS)],
            "iris": zone,
        },
        dtype="str",
    )
    rows.loc[7, ["client_id", "nom", "adresse"]] = [ID, f"{NAME} Canari", f"9 rue de la {STREET}"]
    rows.loc[7, ["email", "telephone", "broken"]] = [EMAIL, PHONE, f"{NAME} {PHONE}"]
    folder = tmp_path_factory.mktemp("canary")
    rows.to_csv(folder / "customers.csv", sep=";", index=False, encoding="utf-8-sig")
    bought = rows.loc[rows.index.repeat(3), ["client_id", "nom"]].reset_index(drop=True)
    days = pd.Timestamp("2025-01-01") + pd.to_timedelta(bought.index * 37 % 300, unit="D")
    bought.assign(date=days.strftime("%Y-%m-%d"), montant=10 + bought.index % 50).to_csv(
        folder / "orders.csv", sep=";", index=False
    )
    (folder / "objections.csv").write_text("email\nclient3@example.org\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def opened():
    """Watch the name of every file that is opened; a hook stays for good, so that it is made once."""
    watched: list[str] = []
    sys.addaudithook(lambda event, args: watched.append(str(args[0])) if event in {"open", "os.rename"} else None)
    return watched


@pytest.fixture
def run(demo, hers, tmp_path, opened, caplog):
    """Run a command and give all that it said, and the names of all files that it opened."""
    caplog.set_level(logging.DEBUG)

    def go(words: str, out: Path, *more: str) -> tuple[bool, str]:
        filled = words.format(
            file=hers / "customers.csv", orders=hers / "orders.csv", territory=demo.folder, out=out,
            stock=reference_path("demo", "sirene_00.csv"), list=hers / "objections.csv",
        ).split()  # fmt: skip
        opened.clear()
        done = CliRunner().invoke(cli, [*filled, *more])
        failure = done.exception if isinstance(done.exception, GeoprofileError) else None
        assert failure or isinstance(done.exception, SystemExit | None), done.exception
        reasons = [str(one) for one in (failure, getattr(failure, "__cause__", None)) if one]
        return done.exit_code == 0, "\n".join([done.output, done.stderr, caplog.text, *reasons, *opened])

    return go


def marks_in(text: str) -> set[str]:
    """Say what of hers stands in a text."""
    plain = text.casefold()
    return {kind for kind, marks in MARKS.items() if any(mark in plain for mark in marks)}


def texts_of(path: Path) -> str:
    """Give all that a file holds as text, the parts of a workbook too."""
    content = path.read_bytes()
    if not content.startswith(b"PK"):
        return content.decode("utf-8", errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(book.read(name).decode("utf-8", errors="replace") for name in book.namelist())


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_that_is_said_or_published_names_her(name, run, tmp_path):
    command = COMMANDS[name]
    went_well, said = run(command.words, tmp_path / command.out)
    assert went_well, said
    assert marks_in(said) == set()
    assert (tmp_path / command.out).exists()
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        assert marks_in(path.name) == set()
        own = command.own if path.name == command.out else frozenset()
        if path.name not in command.own_files:
            assert marks_in(texts_of(path)) == own, path.name


@pytest.mark.parametrize(("name", "failure"), FAILURES)
def test_nothing_that_goes_wrong_names_her(name, failure, run, tmp_path):
    command = COMMANDS[name]
    more = {"column": command.needs, "number": command.number, "folder": ""}[failure].split()
    out = tmp_path / "nowhere" / command.out if failure == "folder" else tmp_path / command.out
    went_well, said = run(command.words, out, *more)
    assert not went_well
    assert len(said) > 10
    assert marks_in(said) == set()
    assert list(tmp_path.iterdir()) == []


def test_the_canary_would_be_heard(run, hers, tmp_path):
    """The watch is no use if it is deaf: her own file does name her, in every way."""
    assert marks_in(texts_of(hers / "customers.csv")) == ALL
    assert marks_in(f"Error in the row of {NAME.upper()}, +33{PHONE[1:]}") == {"name", "phone"}
