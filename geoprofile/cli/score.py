"""`geoprofile score`: learn what prospects who became customers have in common, and score others by it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geoprofile.atomic import check_folder, make_folder
from geoprofile.cli.options import reading_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geoprofile.recipes.scoring import ApplyReport, ScoreResult
    from geoprofile.scoring.model import ScoreModel

__all__ = ["score_group"]

LANGUAGE = click.option(
    "--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Language of what is written."
)


@click.group("score")
def score_group() -> None:
    """Learn a score from prospects whose outcome is known, and apply it to others."""


@score_group.command("train")
@click.argument("prospects", type=click.Path(path_type=Path))
@click.option("--outcome", required=True, metavar="COL", help="Column that says who became a customer.")
@click.option("--positive", metavar="VALUE", help="Its value that means yes, where it is not yes and no.")
@click.option("--time", metavar="COL", help="Column of a date: judge on the latest prospects.")
@click.option("--block", metavar="COL", help="Column of zones: judge on whole zones that were not learned from.")
@click.option("--id", "id_column", metavar="COL", help="Column that names each prospect; never a criterion.")
@click.option("--exclude", default="", metavar="COLS", help="Columns to leave out, with commas between.")
@click.option("--criteria", default="", metavar="COLS", help="Use these columns alone, with commas between.")
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="Folder of the score; made if absent."
)
@LANGUAGE
@reading_options
def train_command(
    prospects: Path,
    outcome: str,
    positive: str | None,
    time: str | None,
    block: str | None,
    id_column: str | None,
    exclude: str,
    criteria: str,
    out: Path,
    language: str,
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    quiet: bool,  # noqa: FBT001  click calls by name
) -> None:
    """Learn what those of PROSPECTS who became customers have in common.

    PROSPECTS is a CSV, XLSX or Parquet file, a row a prospect, of numbers and categories as they are.

    The folder gets the score (score.json, score.npz) and its report (score.html, score.xlsx): a scorecard of points,
    grades A to E, and what they are worth on prospects that were held out. Origin, religion, politics, health, sex and
    names are refused as criteria.
    """
    from geoprofile.files import open_address_file  # noqa: PLC0415  --help answers at once
    from geoprofile.recipes.scoring import train_score  # noqa: PLC0415
    from geoprofile.recipes.scoring.page import save_score_page, score_workbook  # noqa: PLC0415
    from geoprofile.scoring.store import save_score  # noqa: PLC0415

    check_folder(out)
    opened = open_address_file(prospects, encoding=encoding, delimiter=delimiter, sheet=sheet)
    result = train_score(
        opened, outcome=outcome, positive=positive, time=time, block=block, id_column=id_column,
        exclude=_names(exclude), criteria=_names(criteria), language=language,
    )  # fmt: skip
    make_folder(out)
    save_score(out, result.model)
    score_workbook(result, out / "score.xlsx", language=language)
    save_score_page(result, out / "score.html", language=language)
    if not quiet:
        click.echo("\n".join(_lines_on_left_out(result, language)), err=True)
        click.echo("\n".join(_lines_on_result(result, out, language)))


@score_group.command("apply")
@click.argument("prospects", type=click.Path(path_type=Path))
@click.option("--model", "folder", required=True, type=click.Path(path_type=Path), help="Folder of a trained score.")
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="The result: .csv, .xlsx or .parquet."
)
@click.option(
    "--method",
    type=click.Choice(["scorecard", "boosted"]),
    help="Model to use (default: the one that training advised).",
)
@click.option(
    "--allow-missing", is_flag=True, help="Go on where the file lacks columns of more than half of what the score says."
)
@click.option(
    "--language", type=click.Choice(["fr", "en"]), help="Language of what is written (default: that of the training)."
)
@reading_options
def apply_command(
    prospects: Path,
    folder: Path,
    out: Path,
    method: str | None,
    allow_missing: bool,  # noqa: FBT001  click calls by name
    language: str | None,
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    quiet: bool,  # noqa: FBT001  click calls by name
) -> None:
    """Give each row of PROSPECTS a score, a probability, a grade and three reasons.

    PROSPECTS is a CSV, XLSX or Parquet file with the columns that the score was trained on. Every row is in the result,
    in order; a row of which no criterion is known has no score, and says so.
    """
    from geoprofile.files import open_address_file  # noqa: PLC0415  --help answers at once
    from geoprofile.recipes.scoring import apply_score  # noqa: PLC0415
    from geoprofile.scoring.store import load_score  # noqa: PLC0415

    model = load_score(folder)
    opened = open_address_file(prospects, encoding=encoding, delimiter=delimiter, sheet=sheet)
    report = apply_score(opened, model, out, method=method, language=language, allow_missing=allow_missing)
    if not quiet:
        click.echo("\n".join(_lines_on_report(report, model, out)))


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


def _lines_on_left_out(result: ScoreResult, language: str) -> Iterator[str]:
    """Say how the file was read and which columns were not used."""
    from geoprofile.recipes.scoring.sentences import line  # noqa: PLC0415  --help answers at once
    from geoprofile.recipes.scoring.tables import left_out_table  # noqa: PLC0415

    yield line("line_read", language, file=result.name, rows=result.rows, known=result.rows - result.unknown)
    yield from (line("line_note", language, note=note) for note in result.notes)
    frame, _ = left_out_table(result, language)
    yield from (line("line_unused", language, column=column, why=why) for column, why in frame.itertuples(index=False))


def _lines_on_result(result: ScoreResult, out: Path, language: str) -> Iterator[str]:
    """Sum up what came out."""
    from geoprofile.recipes.scoring.sentences import (  # noqa: PLC0415  --help answers at once
        advice,
        headline,
        line,
        loud_sentences,
        remarks,
    )

    yield headline(result, language)
    yield from (f"! {sentence}" for sentence in loud_sentences(result, language))
    yield advice(result, language)
    yield from remarks(result, language)
    yield line("line_result", language, path=out)


def _lines_on_report(report: ApplyReport, model: ScoreModel, out: Path) -> Iterator[str]:
    """Sum up what was scored, and whether those scored are still those learned from."""
    from geoprofile.recipes.scoring.sentences import apply_sentences, law_sentence, line  # noqa: PLC0415  as above

    yield from apply_sentences(report)
    if law := law_sentence(model.read_by(report.method), report.language):
        yield f"! {law}"
    yield line("line_result", report.language, path=out)
