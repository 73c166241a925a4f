"""Power says what a test would show, and counts show how unlike zones are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.leaflets.power import detectable_lift, pair_variation, power_sentence, zone_variation


def test_variation_beyond_chance_is_found_again():
    rng = np.random.default_rng(0)
    expected = rng.uniform(5, 40, 20_000)
    for true in (0.0, 0.04, 0.25):
        rates = rng.gamma(1 / true, true, 20_000) if true else np.ones(20_000)
        counts = rng.poisson(expected * rates)
        assert zone_variation(counts, expected * 3) == pytest.approx(true, abs=0.01)


def test_variation_of_twins_is_found_again_though_pairs_differ():
    rng = np.random.default_rng(1)
    usual, boxes = rng.uniform(0.005, 0.05, (20_000, 1)), rng.uniform(400, 1500, (20_000, 2))
    for true in (0.0, 0.04, 0.25):
        rates = rng.gamma(1 / true, true, (20_000, 2)) if true else np.ones((20_000, 2))
        counts = rng.poisson(usual * boxes * rates)
        # Who divides by the rate of the pair itself counts a part of the variation as rate.
        assert pair_variation(*counts.T, *boxes.T) == pytest.approx(true, rel=0.15, abs=0.01)


@given(st.integers(3, 60), st.floats(1, 100), st.floats(0, 0.3))
def test_more_zones_more_customers_and_likelier_twins_show_smaller_lifts(pairs, mean, variation):
    lift = detectable_lift(np.full(pairs, mean), np.full(pairs, mean), variation=variation)
    more_zones = detectable_lift(np.full(2 * pairs, mean), np.full(2 * pairs, mean), variation=variation)
    more_people = detectable_lift(np.full(pairs, 2 * mean), np.full(pairs, 2 * mean), variation=variation)
    less_alike = detectable_lift(np.full(pairs, mean), np.full(pairs, mean), variation=variation + 0.1)
    assert lift > 0
    assert (np.isinf(lift) and np.isinf(less_alike)) or lift < less_alike
    assert more_zones < lift or np.isinf(lift)
    assert more_people < lift or np.isinf(lift)


def test_the_size_agrees_with_the_normal_approximation_where_zones_are_many_and_alike():
    lift = detectable_lift(np.full(2000, 50.0), np.full(2000, 50.0), variation=0.0)
    assert lift == pytest.approx((1.95996 + 0.84162) * np.sqrt(2 / 100_000), rel=0.01)


def test_too_little_shows_nothing():
    assert np.isinf(detectable_lift([1.0], [1.0]))
    assert np.isinf(detectable_lift([0.01, 0.01], [0.01, 0.01]))
    with pytest.raises(TableError, match="one of each a pair"):
        detectable_lift([1.0, 2.0], [1.0])


def test_the_sentence_is_french_or_english():
    told = {"pairs": 20, "letterboxes": 11_000, "customers": 120}
    english, french = (power_sentence(0.35, **told, language=language) for language in ("en", "fr"))
    assert english == (
        "With 20 zones served and 20 held out (11,000 letterboxes served, 120 customers expected without leaflets), "
        "a lift of +35% or more could be seen (power 80%, risk 5%)."
    )
    assert "un effet d'au moins +35\N{NO-BREAK SPACE}% serait visible" in french
    assert "customers" not in power_sentence(0.35, **{**told, "customers": None}, language="en")
    assert "no effect could be seen" in power_sentence(float("inf"), **told, language="en")
    assert "aucun effet" in power_sentence(float("inf"), **told, language="fr")
    with pytest.raises(UnknownNameError, match="language"):
        power_sentence(0.1, **told, language="de")
