"""A file of prospects becomes a score, a page and a workbook, and the score is applied to others."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import AddressFileError
from geoprofile.recipes.scoring import apply_score, train_score
from geoprofile.recipes.scoring.page import save_score_page, score_workbook
from geoprofile.recipes.scoring.sentences import advice, apply_sentences, remarks
from geoprofile.recipes.scoring.tables import grades_table
from geoprofile.scoring.grades import grade_table
from geoprofile.scoring.judge import Figure
from geoprofile.scoring.store import load_score, save_score


def prospects(count: int = 1500, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    visites, canal = rng.poisson(2, count), rng.choice(["web", "salon", "parrainage"], count)
    yes = rng.random(count) < 1 / (1 + np.exp(2 - 0.5 * visites - 1.2 * (canal == "parrainage")))
    days = pd.date_range("2025-01-01", periods=200).strftime("%Y-%m-%d").to_numpy(dtype=object)
    return pd.DataFrame(
        {
            "prospect_id": [f"P{i:05d}" for i in range(count)],
            "nom": [f"Canari{i}" for i in range(count)],
            "contact_date": rng.choice(days, count),
            "visites": visites.astype(str),
            "canal": np.where(rng.random(count) < 0.1, "", canal),
            "tranche_age": rng.choice(["18-30", "31-60", "61+"], count),
            "zone": rng.choice([f"Z{i:02d}" for i in range(30)], count),
            "religion": rng.choice(["a", "b"], count),
            "signature": np.where(yes, "ok", ""),
            "client": np.where(yes, "oui", "non"),
        },
        dtype="str",
    )


@pytest.fixture(scope="module")
def trained():
    return train_score(prospects(), outcome="client", id_column="prospect_id")


@pytest.fixture(scope="module")
def newcomers(tmp_path_factory):
    frame = prospects(300, 9).drop(columns=["client", "signature"]).assign(score="mine")
    frame.loc[5, ["visites", "canal", "tranche_age", "zone"]] = ""
    path = tmp_path_factory.mktemp("new") / "new.csv"
    frame.to_csv(path, sep=";", index=False, encoding="utf-8-sig")
    return path


def test_forbidden_columns_and_those_written_afterwards_are_left_out_and_said(trained):
    reasons = {own.column: own.reason for own in trained.left_out}
    assert reasons == {
        "nom": "forbidden", "religion": "forbidden", "signature": "leak_filled", "contact_date": "date",
    }  # fmt: skip
    assert {own.bins.of.name for own in trained.model.scorecard.criteria_} >= {"visites", "canal"}


def test_the_order_of_rows_changes_no_byte_of_the_score(trained, tmp_path):
    shuffled = prospects().sample(frac=1, random_state=1).reset_index(drop=True)
    again = train_score(shuffled, outcome="client", id_column="prospect_id")
    for name, result in (("one", trained), ("two", again)):
        (tmp_path / name).mkdir()
        save_score(tmp_path / name, result.model)
        save_score_page(result, tmp_path / name / "score.html")
    for file in ("score.json", "score.npz", "score.html"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_holds_no_prospect_and_the_workbook_is_written(trained, tmp_path, language):
    page = save_score_page(trained, tmp_path / "score.html", language=language).read_text("utf-8")
    score_workbook(trained, tmp_path / "score.xlsx", language=language)
    assert "Canari" not in page
    assert not re.search(r"P\d{5}", page)
    assert "225-1" in page
    assert "signature" in page
    assert "{" not in re.sub(r"<(style|script).*?</\1>", "", page, flags=re.DOTALL)


def test_bins_and_grades_of_fewer_than_eleven_are_not_published(tmp_path):
    from geoprofile.recipes.scoring.tables import card_table

    frame = prospects(220, 3)
    result = train_score(frame, outcome="client", id_column="prospect_id")
    card, _ = card_table(result, "en")
    counts = np.concatenate([np.minimum(own.bins.yes, own.bins.rows - own.bins.yes)
                             for own in result.model.scorecard.criteria_])  # fmt: skip
    assert (counts < 11).any()
    assert card["rate"][counts < 11].isna().all()
    assert card["share"][counts < 11].isna().all()
    grades, _ = grades_table(result, "en")
    kept = grades.dropna(subset="rows")
    assert (np.minimum(kept["yes"], kept["rows"] - kept["yes"]) >= 11).all()


def test_the_split_can_be_by_time_or_by_zone_and_its_column_is_no_criterion():
    for option, column in (("time", "contact_date"), ("block", "zone")):
        result = train_score(prospects(), outcome="client", id_column="prospect_id", **{option: column})
        assert result.split.by == option
        assert column not in {own.name for own in result.model.inputs}
        assert result.judged["scorecard"].auc.low > 0.6


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"outcome": "absent"}, "no column 'absent'"),
        ({"outcome": "religion"}, "no score may be made of"),
        ({"outcome": "client", "criteria": ["nom"]}, "a person's name"),
        ({"outcome": "client", "time": "contact_date", "block": "zone"}, "not by both"),
        ({"outcome": "client", "criteria": ["signature"]}, "No column is left"),
        ({"outcome": "client", "criteria": ["tranche_age"]}, "no score is made"),
        ({"outcome": "canal"}, "--positive"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(options, word):
    with pytest.raises(AddressFileError, match=word):
        train_score(prospects(), **options)


@pytest.mark.parametrize("method", ["scorecard", "boosted"])
def test_every_row_is_scored_in_order_or_says_why_not(trained, newcomers, tmp_path, method):
    report = apply_score(newcomers, trained.model, tmp_path / "out.csv", method=method, language="en")
    out = pd.read_csv(tmp_path / "out.csv", sep=";", encoding="utf-8-sig", dtype="str", keep_default_na=False)
    before = pd.read_csv(newcomers, sep=";", encoding="utf-8-sig", dtype="str", keep_default_na=False)
    pd.testing.assert_frame_equal(out[before.columns], before)
    assert report.columns == ("score_2", "probability", "grade", "reason_1", "reason_2", "reason_3")
    assert (report.rows, report.scored, sum(report.grades.values())) == (300, 299, 299)
    assert out.loc[5, ["score_2", "probability", "grade", "reason_1"]].tolist() == [
        "", "", "", "no criterion is known: no score",
    ]  # fmt: skip
    assert out["reason_1"].str.contains("points?\\)").sum() > 250
    assert report.psi < 0.25
    assert report.expected == pytest.approx(out["probability"].replace("", "0").astype(float).sum(), abs=0.01)


def test_a_prospect_of_several_rows_stands_on_one_side():
    rng = np.random.default_rng(1)
    person = np.repeat(np.arange(400), 5)
    yes = (rng.random(400) < 0.3)[person]
    noise = {f"bruit{i}": rng.normal(size=400).round(3)[person].astype(str) for i in range(3)}
    frame = prospects(2000).drop(columns=["signature", "visites", "canal"]).assign(
        prospect_id=[f"P{i}" for i in person], client=np.where(yes, "oui", "non"), **noise
    )  # fmt: skip
    frame["avis"] = np.where(yes & (rng.random(2000) < 0.6), "bon", rng.choice(["bon", "mauvais"], 2000))
    result = train_score(frame, outcome="client", id_column="prospect_id")
    assert (result.split.by, result.prospects, result.on_both_sides) == ("id", 400, 0)
    card = {own.bins.of.name for own in result.model.scorecard.criteria_}
    assert "avis" in card
    assert not card & {*noise}  # what is alike in the rows of a prospect says no more for standing in five of them
    assert result.difference.high < 0.1
    assert any("400 prospects" in sentence for sentence in remarks(result, "en"))
    later = train_score(frame, outcome="client", id_column="prospect_id", time="contact_date")
    assert (later.split.by, later.on_both_sides) == ("time", 0)


def test_a_column_of_time_that_cannot_be_read_is_refused_and_a_few_cells_are_said():
    frame = prospects()
    months_first = pd.to_datetime(frame["contact_date"]).dt.strftime("%m/%d/%Y")
    with pytest.raises(AddressFileError, match="the month stands first"):
        train_score(frame.assign(contact_date=months_first), outcome="client", time="contact_date")
    frame.loc[:29, "contact_date"] = "en mars"
    result = train_score(frame, outcome="client", time="contact_date")
    assert result.undated == 30
    assert any("30 lines without a date" in sentence for sentence in remarks(result, "en"))


def test_columns_renamed_in_capitals_are_found_and_cells_that_are_no_numbers_counted(trained, newcomers, tmp_path):
    frame = pd.read_csv(newcomers, sep=";", encoding="utf-8-sig", dtype="str")
    frame.to_csv(tmp_path / "same.csv", sep=";", index=False)
    frame.rename(columns=str.upper).to_csv(tmp_path / "upper.csv", sep=";", index=False)
    reports = [apply_score(tmp_path / f"{name}.csv", trained.model, tmp_path / f"{name}_out.csv")
               for name in ("same", "upper")]  # fmt: skip
    assert reports[0].renamed == {}
    assert reports[1].renamed["visites"] == "VISITES"
    assert (reports[1].lacking, reports[1].grades) == ((), reports[0].grades)
    frame["visites"] = frame["visites"] + " fois"
    frame.to_csv(tmp_path / "words.csv", sep=";", index=False)
    assert apply_score(tmp_path / "words.csv", trained.model, tmp_path / "out.csv").unread == {"visites": 1.0}


def test_a_lacking_column_is_said_and_a_file_without_any_is_refused(trained, newcomers, tmp_path):
    frame = pd.read_csv(newcomers, sep=";", encoding="utf-8-sig", dtype="str")
    frame.drop(columns="canal").to_csv(tmp_path / "less.csv", sep=";", index=False)
    report = apply_score(tmp_path / "less.csv", trained.model, tmp_path / "out.parquet")
    assert report.lacking == ("canal",)
    assert report.scored == 299
    frame[["prospect_id", "nom"]].to_csv(tmp_path / "none.csv", sep=";", index=False)
    with pytest.raises(AddressFileError, match="none of the columns"):
        apply_score(tmp_path / "none.csv", trained.model, tmp_path / "out.csv")


def test_a_file_that_lacks_most_of_what_the_score_goes_by_is_refused_unless_asked_for(trained, newcomers, tmp_path):
    frame = pd.read_csv(newcomers, sep=";", encoding="utf-8-sig", dtype="str")
    told = {own.bins.of.name: own.bins.information for own in trained.model.scorecard.criteria_}
    best = max(told, key=told.__getitem__)
    frame.drop(columns=best).to_csv(tmp_path / "less.csv", sep=";", index=False)
    with pytest.raises(AddressFileError, match="--allow-missing"):
        apply_score(tmp_path / "less.csv", trained.model, tmp_path / "out.csv", method="scorecard")
    report = apply_score(tmp_path / "less.csv", trained.model, tmp_path / "out.csv", allow_missing=True)
    said = " ".join(apply_sentences(replace(report, psi=9.0, psi_chance=0.1)))
    assert report.lacking_share > 0.5
    assert "il manque au fichier" in said
    assert "réapprenez" not in said


def test_a_score_applied_to_the_very_file_it_was_learned_on_says_so_in_its_own_language(tmp_path):
    prospects().to_csv(tmp_path / "all.csv", sep=";", index=False)
    prospects().sample(frac=1, random_state=2).to_csv(tmp_path / "shuffled.csv", sep=";", index=False)
    prospects()[1:].to_csv(tmp_path / "fewer.csv", sep=";", index=False)
    result = train_score(tmp_path / "all.csv", outcome="client", id_column="prospect_id", language="en")
    save_score(tmp_path, result.model)
    for name, same in (("all", True), ("shuffled", True), ("fewer", False)):
        report = apply_score(tmp_path / f"{name}.csv", load_score(tmp_path), tmp_path / "out.csv")
        assert (report.as_learned, report.language) == (same, "en")
        assert ("very file" in " ".join(apply_sentences(report))) is same


def test_trees_surely_worse_are_not_said_to_be_perhaps_as_good_and_one_pair_of_figures_is_given(trained):
    worse = replace(trained, choice=Figure(-0.017, -0.026, -0.007), difference=Figure(0.007, -0.006, 0.02))
    assert "sûrement moins bien" in advice(worse, "fr")
    assert "surely worse" in advice(worse, "en")
    assert "0.006" not in advice(worse, "en")
    unsure = replace(trained, choice=Figure(0.0, -0.01, 0.01))
    assert "not surely better" in advice(unsure, "en")


def test_a_grade_that_strays_beyond_chance_from_what_was_expected_is_flagged_and_said(trained):
    told, cuts = np.repeat([0.7, 0.5, 0.3, 0.16, 0.08], 400), (0.6, 0.4, 0.2, 0.1)
    for found, beyond in ((120, False), (160, True)):
        yes = np.concatenate([np.arange(400) < count for count in (280, 200, found, 64, 32)]).astype(float)
        own = grade_table(told, yes, cuts)
        assert own["beyond_chance"].tolist() == [False, False, beyond, False, False]
        # Forty blocks of ten alike say less than four hundred prospects.
        alike = np.array([str(i // 10) for i in range(len(yes))], dtype=object)
        assert not grade_table(told, yes, cuts, block=alike)["beyond_chance"].any()
        result = replace(trained, grades={trained.model.method: own})
        said = [text for text in remarks(result, "fr") if text.startswith("Note C")]
        assert len(said) == beyond
        shown, _ = grades_table(result, "en")
        assert shown["check"].tolist()[2] == ("beyond chance" if beyond else "within chance")
