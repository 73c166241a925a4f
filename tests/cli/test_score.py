"""`geoprofile score`: what a user types and reads."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from geoprofile.cli import cli
from geoprofile.errors import GeoprofileError


@pytest.fixture(scope="module")
def trained(demo_files, tmp_path_factory):
    folder = tmp_path_factory.mktemp("scores") / "score"
    told = CliRunner().invoke(
        cli,
        ["score", "train", str(demo_files / "prospects.csv"), "--outcome", "became_customer", "--time",
         "contact_date", "--id", "prospect_id", "-o", str(folder), "--language", "en"],
        catch_exceptions=False,
    )  # fmt: skip
    return folder, told


def run(*words):
    return CliRunner().invoke(cli, ["score", *(str(word) for word in words)], catch_exceptions=False)


def test_training_says_what_the_score_is_worth_and_what_it_may_not_be_used_for(trained):
    folder, told = trained
    assert told.exit_code == 0
    assert {path.name for path in folder.iterdir()} == {"score.json", "score.npz", "score.html", "score.xlsx"}
    parts = [
        "Among the",
        "times as often as average",
        "225-1",
        "Use the scorecard",
        "the latest 30%",
        f"result: {folder}",
    ]
    said = [told.stdout.index(part) for part in parts]
    assert said == sorted(said)
    assert "not used: nationalite: refused: nationality" in told.stderr


def test_applying_says_how_many_were_scored_and_the_drift(trained, demo_files, tmp_path):
    out = tmp_path / "scored.csv"
    told = run("apply", demo_files / "prospects.csv", "--model", trained[0], "-o", out, "--language", "en")
    assert told.exit_code == 0
    assert "prospects scored by the scorecard" in told.stdout
    assert "drift of the score (PSI): 0.0" in told.stdout
    header = out.read_text("utf-8-sig").splitlines()[0]
    assert header.endswith('"score";"probability";"grade";"reason_1";"reason_2";"reason_3"')


def test_quiet_says_nothing(trained, demo_files, tmp_path):
    out = tmp_path / "scored.parquet"
    told = run(
        "apply", demo_files / "prospects.csv", "--model", trained[0], "-o", out, "--quiet", "--method", "boosted"
    )
    assert (told.exit_code, told.output) == (0, "")
    assert out.is_file()


def test_columns_can_be_left_out_or_named_and_a_forbidden_one_stops_the_command(demo_files, tmp_path):
    start = ("train", demo_files / "prospects.csv", "--outcome", "became_customer", "-o", tmp_path)
    told = run(*start, "--criteria", "interet_deco, visites_site", "--exclude", "visites_site")
    assert "interet_deco" in told.stdout
    assert "visites_site" not in told.stdout
    with pytest.raises(GeoprofileError, match="nationalite"):
        run(*start, "--criteria", "nationalite")


def test_a_folder_without_a_score_is_refused(demo_files, tmp_path):
    with pytest.raises(GeoprofileError, match="score train"):
        run("apply", demo_files / "prospects.csv", "--model", tmp_path, "-o", tmp_path / "out.csv")


def test_the_lines_and_warnings_of_apply_are_in_the_language_of_the_training(trained, demo_files, tmp_path):
    told = run("apply", demo_files / "prospects.csv", "--model", trained[0], "-o", tmp_path / "scored.csv")
    asked = run(
        "apply", demo_files / "prospects.csv", "--model", trained[0], "-o", tmp_path / "s.csv", "--language", "fr"
    )
    assert "result: " in told.stdout
    assert "very file" in told.stdout
    assert "résultat : " in asked.stdout
    assert "le fichier même" in asked.stdout
