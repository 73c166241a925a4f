import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import TableError
from geoprofile.siting.forecast import StoreForecast, fit_forecast, forecast
from geoprofile.siting.note import Note


def draw_stores(rng, count, slope=0.8, noise=0.3):
    predictors = pd.DataFrame(np.exp(rng.normal(8, 0.6, (count, 2))), columns=["expected", "income"])
    logs = np.log(predictors["expected"].to_numpy())
    return predictors, np.exp(5 + slope * logs + rng.normal(0, noise, count))


def test_seven_stores_are_refused_in_both_languages():
    told = fit_forecast(*draw_stores(np.random.default_rng(0), 7))
    assert isinstance(told, Note)
    assert "stores whose turnover is known: 7, and it takes 8" in told.en
    assert "in a column turnover_eur or ca" in told.en
    assert "il en faut 8" in told.fr


def test_a_predictor_that_most_stores_lack_is_named():
    predictors, turnover = draw_stores(np.random.default_rng(0), 9)
    told = fit_forecast(predictors.assign(size=[90.0, 80.0, *[np.nan] * 7]), turnover)
    assert isinstance(told, Note)
    assert "known for 9 stores, but only 2 of them also have size, and it takes 8" in told.en
    assert "2 d'entre eux seulement ont aussi size" in told.fr


def test_stores_that_do_not_differ_are_refused():
    told = fit_forecast(pd.DataFrame({"expected": [5.0] * 9}), np.arange(1.0, 10.0))
    assert isinstance(told, Note)
    assert "no predictor tells the stores apart" in told.en


def test_turnover_in_proportion_is_found():
    predictors, _ = draw_stores(np.random.default_rng(1), 20)
    fitted = fit_forecast(predictors, 3 * predictors["expected"].to_numpy())
    told = forecast(fitted, predictors)
    assert told["forecast"].to_numpy() == pytest.approx(3 * predictors["expected"].to_numpy(), rel=1e-6)
    assert fitted.explained_share == pytest.approx(1)


def test_a_predictor_that_says_nothing_is_shrunk_away():
    rng = np.random.default_rng(2)
    predictors, _ = draw_stores(rng, 12)
    fitted = fit_forecast(predictors[["expected"]], np.exp(rng.normal(10, 0.3, 12)))
    assert np.abs(fitted.coefficients).max() < 0.1


@pytest.mark.parametrize("stores", [8, 12, 20])
def test_the_interval_holds_as_often_as_it_says(stores):
    """Three hundred draws: the standard error of a coverage of 0.80 is 0.023."""
    held = []
    for seed in range(300):
        predictors, turnover = draw_stores(np.random.default_rng([stores, seed]), stores + 1)
        told = forecast(fit_forecast(predictors[:-1], turnover[:-1]), predictors[-1:]).iloc[0]
        held.append(told["low"] <= turnover[-1] <= told["high"])
    assert 0.73 <= np.mean(held) <= 0.9


def test_a_left_out_store_is_missed_by_what_a_fit_without_it_says():
    predictors, turnover = draw_stores(np.random.default_rng(3), 10)
    fitted = fit_forecast(predictors[["expected"]], turnover)
    logs = np.log(predictors["expected"].to_numpy())
    z = (logs - logs.mean()) / logs.std()
    others = np.arange(10) != 4
    design = np.column_stack([np.ones(9), z[others]])
    precision = np.diag([0.0, 10 * fitted.ridge])
    beta = np.linalg.solve(design.T @ design + precision, design.T @ np.log(turnover[others]))
    assert fitted.missed[4] == pytest.approx(np.log(turnover[4]) - beta @ [1, z[4]])


def test_a_place_unlike_every_store_is_marked_and_less_sure():
    predictors, turnover = draw_stores(np.random.default_rng(4), 16)
    fitted = fit_forecast(predictors, turnover)
    middle = predictors.median().to_frame().T
    told = forecast(fitted, pd.concat([middle, 50 * middle], ignore_index=True))
    assert told["beyond"].tolist() == ["", "expected, income"]
    assert told["high"][1] / told["low"][1] > told["high"][0] / told["low"][0]


def test_stores_without_turnover_are_left_out_and_counted():
    predictors, turnover = draw_stores(np.random.default_rng(5), 12)
    turnover[[2, 5]] = np.nan
    fitted = fit_forecast(predictors, turnover)
    assert fitted.stores == 10
    assert fitted.notes[0].en.startswith("2 stores without turnover")


def test_one_predictor_for_four_stores_in_the_order_given():
    predictors, turnover = draw_stores(np.random.default_rng(6), 8)
    third = predictors.assign(rivals=np.arange(8.0))
    fitted = fit_forecast(third, turnover)
    assert fitted.names == ("expected", "income")
    assert "rivals had no part" in fitted.notes[-1].en


def test_a_predictor_of_which_some_store_has_none_is_counted_from_one():
    rng = np.random.default_rng(7)
    fitted = fit_forecast(pd.DataFrame({"rivals": np.arange(12.0)}), np.exp(rng.normal(10, 0.2, 12)))
    assert fitted.plus_one.tolist() == [True]
    assert np.isfinite(forecast(fitted, pd.DataFrame({"rivals": [0.0]}))["forecast"]).all()


def test_a_candidate_with_a_missing_predictor_has_no_forecast():
    predictors, turnover = draw_stores(np.random.default_rng(8), 12)
    told = forecast(fit_forecast(predictors, turnover), predictors[:1].assign(income=np.nan))
    assert told[["forecast", "low", "high"]].isna().all(axis=None)


def test_an_absent_text_or_negative_predictor_is_refused():
    predictors, turnover = draw_stores(np.random.default_rng(9), 12)
    fitted = fit_forecast(predictors, turnover)
    assert isinstance(fitted, StoreForecast)
    with pytest.raises(TableError, match="no column 'income'"):
        forecast(fitted, predictors[["expected"]])
    with pytest.raises(TableError, match="not made of numbers"):
        fit_forecast(predictors.assign(income="rich"), turnover)
    with pytest.raises(TableError, match="negative in row 0"):
        fit_forecast(predictors.assign(income=-1.0), turnover)
