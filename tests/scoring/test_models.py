"""The scorecard, the trees, what judges them, and the folder that they are kept in."""

import json

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from threadpoolctl import threadpool_limits

from geoprofile.errors import AddressFileError, GeoprofileError, ScoreError
from geoprofile.scoring.boosted import BoostedScore
from geoprofile.scoring.drift import psi, reference_of, shares_of
from geoprofile.scoring.grades import GRADES, grade_cuts, grade_of, grade_table
from geoprofile.scoring.inputs import Input
from geoprofile.scoring.judge import auc, auc_difference, gains, judge
from geoprofile.scoring.leakage import find_leaks
from geoprofile.scoring.logistic import fit_logistic, sigmoid
from geoprofile.scoring.model import METHODS, ScoreModel
from geoprofile.scoring.reasons import top_reasons
from geoprofile.scoring.scorecard import Scorecard, probability_of_score
from geoprofile.scoring.splits import folds_of, row_keys
from geoprofile.scoring.store import load_score, save_score
from geoprofile.scoring.trees import trees_of

INPUTS = (
    Input("visites", "number", "behavioural"),
    Input("canal", "category", "behavioural"),
    Input("revenu", "number", "socio_demographic", ("economic",)),
    Input("bruit", "number", "other"),
)


def prospects(count, seed):
    rng = np.random.default_rng(seed)
    revenu = rng.normal(24_000, 6_000, count)
    values = {
        "visites": rng.poisson(2, count).astype(float),
        "canal": rng.choice(["web", "salon", "parrainage"], count, p=[0.6, 0.25, 0.15]).astype(object),
        "revenu": np.where(rng.random(count) < 0.15, np.nan, revenu),
        "bruit": rng.normal(size=count),
    }
    odds = -2 + 0.4 * values["visites"] + 1.2 * (values["canal"] == "parrainage") + (revenu - 24_000) / 12_000
    return values, (rng.random(count) < sigmoid(odds)).astype(float)


@pytest.fixture(scope="module")
def learned():
    values, yes = prospects(3000, 0)
    folds = folds_of(row_keys(map(str, range(len(yes)))), yes)
    card, boosted = Scorecard().fit(INPUTS, values, yes, folds), BoostedScore().fit(INPUTS, values, yes, folds)
    cuts = {"scorecard": grade_cuts(card.out_of_fold_), "boosted": grade_cuts(boosted.out_of_fold_)}
    bare = ScoreModel("client", INPUTS, card, boosted, "scorecard", cuts, {}, len(yes))
    references = {method: reference_of(bare.scores(values, method).astype(float)) for method in METHODS}
    return ScoreModel("client", INPUTS, card, boosted, "scorecard", cuts, references, len(yes))


@pytest.fixture(scope="module")
def others():
    return prospects(6000, 1)


def test_the_card_keeps_what_counts_and_leaves_out_noise(learned):
    assert {own.bins.of.name for own in learned.scorecard.criteria_} == {"visites", "canal", "revenu"}
    assert all(own.weight > 0 and own.points.dtype == np.int64 for own in learned.scorecard.criteria_)


@pytest.mark.parametrize("method", METHODS)
def test_both_models_tell_others_apart_and_say_true_probabilities(learned, others, method):
    values, yes = others
    judged = judge(learned.predict(values, method), yes)
    assert judged.auc.low > 0.67  # the true odds have 0.71
    assert judged.calibration_error < 0.025  # of which chance is 0.014
    assert judged.lifts[0].low > 1.5


def test_a_probability_follows_from_the_score_alone_and_twenty_points_double_the_odds(learned, others):
    values, _ = others
    card = learned.scorecard
    scores = card.base_points_ + card.points(values).sum(axis=1)
    np.testing.assert_array_equal(card.predict(values), probability_of_score(scores.astype(float), card.base_rate_))
    low, high = probability_of_score(np.array([100.0, 120.0]), 0.2)
    assert low == pytest.approx(0.2)
    assert high / (1 - high) == pytest.approx(2 * low / (1 - low))


def test_noise_alone_makes_no_score():
    rng = np.random.default_rng(0)
    yes = (rng.random(400) < 0.3).astype(float)
    folds = folds_of(row_keys(map(str, range(400))), yes)
    values = {"bruit": np.linspace(0, 1, 400)[rng.permutation(400)]}
    with pytest.raises(AddressFileError, match="no score is made"):
        Scorecard().fit(INPUTS[3:], values, yes, folds)


def test_trees_as_arrays_say_what_scikit_learn_says_with_missing_values_too():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(800, 4))
    x[rng.random(x.shape) < 0.2] = np.nan
    yes = (np.nan_to_num(x[:, 0]) + np.isnan(x[:, 1]) + rng.normal(size=800) > 0.5).astype(int)
    with threadpool_limits(1):  # threads of several tests at once wait for each other
        model = HistGradientBoostingClassifier(max_iter=40, random_state=0).fit(x, yes)
    trees = trees_of(model)
    new = rng.normal(size=(300, 4))
    new[rng.random(new.shape) < 0.3] = np.nan
    with threadpool_limits(1):
        said = model.predict_proba(new)[:, 1]
    np.testing.assert_allclose(sigmoid(trees.log_odds(new)), said, rtol=0, atol=1e-9)
    np.testing.assert_allclose(trees.contributions(new).sum(axis=1) + trees.expected, trees.log_odds(new), atol=1e-9)


def test_no_coefficient_is_negative_and_a_penalty_takes_some_away():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(1000, 3))
    yes = (rng.random(1000) < sigmoid(x[:, 0] - x[:, 1])).astype(float)
    free, held = fit_logistic(x, yes), fit_logistic(x, yes, penalty=0.05)
    assert free.coefficients[1] == 0
    assert 0 < held.coefficients[0] < free.coefficients[0]
    assert fit_logistic(x, yes, penalty=10).coefficients.sum() == 0


def test_auc_is_that_of_scikit_learn_with_ties(others):
    _, yes = others
    said = np.round(np.random.default_rng(0).random(len(yes)) * 0.8 + 0.2 * yes, 1)
    assert auc(said, yes) == pytest.approx(roc_auc_score(yes, said))
    rows, found = gains(said, yes)
    assert rows[0] == found[0] == 0
    assert rows[-1] == found[-1] == pytest.approx(1)


def test_the_same_score_is_not_better_than_itself_and_a_better_one_is(learned, others):
    values, yes = others
    said = learned.predict(values, "scorecard")
    same = auc_difference(said, said, yes)
    assert (same.value, same.low, same.high) == (0, 0, 0)
    worse = np.random.default_rng(0).permutation(said)
    assert auc_difference(said, worse, yes).low > 0.1


def test_grades_fall_from_a_to_e_in_rate_and_hold_every_row(learned, others):
    values, yes = others
    table = grade_table(learned.predict(values, "scorecard"), yes, learned.cuts["scorecard"])
    assert table["rows"].sum() == len(yes)
    assert (np.diff(table["rate"]) < 0).all()
    assert grade_of(np.array([np.nan, 1.0, 0.0]), learned.cuts["scorecard"]).tolist() == ["", GRADES[0], GRADES[-1]]


def test_scores_of_like_prospects_do_not_drift_and_of_others_do(learned, others):
    values, _ = others
    reference = learned.references["scorecard"]
    counts = np.array(reference.counts)
    scores = learned.scores(values, "scorecard").astype(float)
    same, chance = psi(counts, shares_of(reference, scores))
    assert same < 2 * chance
    assert psi(counts, shares_of(reference, scores + 20))[0] > 0.25


def test_reasons_name_the_strongest_criteria_and_their_points(learned, others):
    values, _ = others
    points = learned.points(values, "scorecard")
    told = top_reasons(learned, values, "scorecard", "en")
    row = int(np.argmax(points.max(axis=1)))
    best = learned.scorecard.criteria_[int(np.argmax(np.abs(points[row])))].bins.of.name
    assert told[row, 0].startswith(f"{best}: ")
    assert told[row, 0].endswith(f"(+{points[row].max()} points)")
    assert "points)" in top_reasons(learned, values, "boosted", "fr")[0, 0]


def test_a_kept_score_says_the_same_and_is_the_same_bytes(learned, others, tmp_path):
    values, _ = others
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        save_score(tmp_path / name, learned)
    again = load_score(tmp_path / "one")
    for method in METHODS:
        np.testing.assert_array_equal(again.predict(values, method), learned.predict(values, method))
    for file in ("score.json", "score.npz"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


@pytest.mark.parametrize(
    ("change", "word"),
    [({"version": 99}, "version 99"), ({"format": "x"}, "no score"), ({"inputs": []}, "damaged"),
     ({"arrays_sha256": "0"}, "not the file")],
)  # fmt: skip
def test_a_folder_of_another_version_or_a_damaged_one_is_refused(learned, tmp_path, change, word):
    save_score(tmp_path, learned)
    text = json.loads((tmp_path / "score.json").read_text("utf-8"))
    (tmp_path / "score.json").write_text(json.dumps(text | change), "utf-8")
    with pytest.raises(GeoprofileError, match=word):
        load_score(tmp_path)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text["scorecard"].update(base_rate=1.5),
        lambda text: text["scorecard"].update(base_rate=float("nan")),
        lambda text: text["scorecard"].update(base_points=float("inf")),
        lambda text: text["scorecard"].update(base_points=10**15),
        lambda text: text["scorecard"]["criteria"][0]["bins"]["woe"].__setitem__(0, float("inf")),
        lambda text: text["cuts"].update(scorecard=[0.1, 0.2, 0.3, 0.4]),
        lambda text: text["inputs"][0].update(kind="code"),
        lambda text: text["inputs"][0].update(family="x"),
        lambda text: text.update(inputs=[own | {"name": "sexe"} for own in text["inputs"]]),
    ],
)
def test_a_score_that_someone_wrote_over_is_refused_in_a_sentence(learned, tmp_path, spoil):
    save_score(tmp_path, learned)
    text = json.loads((tmp_path / "score.json").read_text("utf-8"))
    spoil(text)
    (tmp_path / "score.json").write_text(json.dumps(text), "utf-8")
    with pytest.raises(ScoreError, match="damaged"):
        load_score(tmp_path)


def test_what_drives_an_outcome_by_degrees_is_no_leak():
    rng = np.random.default_rng(1)
    x = rng.normal(size=4000)
    yes = (rng.random(4000) < sigmoid(-2 + 2.5 * x)).astype(float)
    assert find_leaks((Input("x", "number", "other"),), {"x": x}, yes) == ()


def test_chance_alone_gives_more_error_where_rows_of_a_block_are_alike():
    rng = np.random.default_rng(0)
    said = np.repeat(rng.uniform(0.1, 0.6, 500), 4)
    yes = np.repeat((rng.random(500) < said[::4]).astype(float), 4)
    block = np.repeat(np.arange(500).astype(str), 4).astype(object)
    alone, alike = judge(said, yes), judge(said, yes, block=block)
    assert alike.calibration_chance == pytest.approx(2 * alone.calibration_chance, rel=0.05)
    assert judge(said, yes, block=np.arange(2000).astype(str).astype(object)).calibration_chance == pytest.approx(
        alone.calibration_chance
    )


def test_columns_written_after_the_outcome_are_found():
    rng = np.random.default_rng(0)
    yes = (rng.random(1000) < 0.2).astype(float)
    values = {
        "montant_signe": np.where(yes == 1, 100.0, np.nan),
        "etat": np.where(yes == 1, "client", "prospect").astype(object),
        "etape": np.where((yes == 1) & (rng.random(1000) < 0.5), "signature", "contact").astype(object),
        "note": yes * 10 + rng.normal(size=1000),
        "honnete": yes + rng.normal(size=1000),
        "commandes": np.where((yes == 1) & (rng.random(1000) < 0.7), rng.integers(1, 5, 1000), 0).astype(float),
    }
    inputs = tuple(
        Input(name, "category" if cells.dtype == object else "number", "other") for name, cells in values.items()
    )
    found = {own.column: own.reason for own in find_leaks(inputs, values, yes)}
    expected = {"montant_signe": "leak_filled", "etat": "leak_alone", "etape": "leak_value", "note": "leak_alone",
                "commandes": "leak_value"}  # fmt: skip
    assert found == expected
