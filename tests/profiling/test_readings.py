"""Sentences say what the figures allow, in both languages, and no more."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import UnknownNameError
from geoprofile.profiling.best_customers import best_customers
from geoprofile.profiling.gains import gains_curve
from geoprofile.profiling.phrases import PHRASES
from geoprofile.profiling.profile import profile_classes
from geoprofile.profiling.readings import least_rows, read_best_customers, read_classes, read_gains, read_profile
from geoprofile.tables import Variable
from geoprofile.words import digits_text, percent_text

from .conftest import FEWER, make_area

CALLED = {"fr": re.compile("surreprésenté|sous-représenté"), "en": re.compile("over-represented|under-represented")}
CODES = ["A01", "A02", "A03", "B01", "B02", "C01"]
CELLS = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 5_000)), min_size=1, max_size=6)
BOTH = pytest.mark.parametrize("language", ["fr", "en"])


def plain(text):
    return re.sub(r"\s", " ", text)


@FEWER
@given(CELLS, st.sampled_from(["fr", "en"]), st.sampled_from([0, 11]))
def test_a_class_is_called_over_or_under_represented_only_when_it_is_significant(cells, language, smallest):
    profile = profile_classes(*make_area(dict(zip(CODES, cells, strict=False))), smallest_cell=smallest)
    sentences = read_classes(profile, language)
    for sentence, significant in zip(sentences, profile.table["significant"], strict=True):
        assert bool(CALLED[language].search(sentence)) == significant


@FEWER
@given(CELLS, st.sampled_from(["fr", "en"]))
def test_no_sentence_holds_a_figure_that_is_missing(cells, language):
    profile = profile_classes(*make_area(dict(zip(CODES, cells, strict=False))))
    for text in [read_profile(profile, language), *read_classes(profile, language)]:
        assert text.endswith(".")
        assert not re.search(r"\bnan\b|\{|\binf\b", text)


def test_a_strong_class_is_told_with_its_interval_and_counts(area):
    profile = profile_classes(*area({"A01": (90, 1_000), "B01": (110, 9_000)}))
    assert plain(read_classes(profile, "fr")["A01"]) == (
        "Type A01 « nom A01 » : surreprésenté, indice 450, entre 383 et 519 "
        "(45 % des clients pour 10 % des ménages ; 90 clients)."
    )
    assert read_classes(profile, "en")["B01"] == (
        "Type B01 “name B01”: under-represented, index 61, between 53 and 69 "
        "(55% of the customers against 90% of the households; 110 customers)."
    )


def test_few_customers_are_too_few_to_conclude_and_what_could_be_seen_is_told(area):
    sentence = read_classes(profile_classes(*area({"A01": (18, 1_000), "B01": (42, 3_000)})), "fr")["A01"]
    assert "18 clients, c'est trop peu pour conclure" in sentence
    assert re.search(r"seul un indice d'au moins \d+, ou d'au plus \d+, avait 4 chances sur 5 d'être vu", sentence)


def test_a_narrow_interval_about_100_is_near_the_average(area):
    sentences = read_classes(profile_classes(*area({"A01": (5_000, 10**6), "B01": (5_020, 10**6)})), "en")
    assert "near the average, index 100, between" in sentences["A01"]


def test_an_interval_without_100_that_does_not_outlast_the_comparisons_is_chance(area):
    counts = {f"A{number:02d}": (100, 1_000) for number in range(1, 20)} | {"B01": (128, 1_000)}
    profile = profile_classes(*area(counts))
    assert profile.table["index_low"].iloc[-1] > 100
    assert not profile.table["significant"].iloc[-1]
    assert "among 20 classes compared chance is enough to explain it" in read_classes(profile, "en")["B01"]


def test_a_small_class_is_told_without_a_figure_of_its_own(area):
    counts = {"A01": (3, 700), "A02": (50, 900), "B01": (60, 800)}
    sentence = read_classes(profile_classes(*area(counts)), "fr")["A01"]
    assert plain(sentence).startswith("Type A01 « nom A01 » : non publié")
    assert set(re.findall(r"\d+", sentence)) == {"01", "11"}


def test_the_whole_says_who_is_compared_who_is_left_apart_and_what_stands_out(area):
    classes, customers, population = area({"A01": (90, 1_000), "B01": (110, 9_000)})
    more = replace(
        customers, zone_id=np.append(customers.zone_id, ["", "x"]), weight=np.append(customers.weight, [1, 1])
    )
    text = plain(read_profile(profile_classes(classes, more, population), "fr"))
    assert text.startswith("Clients comparés : 200 sur plus de 200, à 10 000 ménages.")
    assert "Laissés à part : moins de 11 sans zone, moins de 11 hors du territoire étudié." in text
    assert "Surreprésentées : 1 ; sous-représentées : 1" in text


@given(st.integers(0, 25), st.integers(0, 25), st.sampled_from(["fr", "en"]))
def test_customers_left_apart_for_a_reason_that_few_have_cannot_be_counted(nowhere, outside, language):
    classes, customers, population = make_area({"A01": (90, 1_000), "B01": (110, 9_000)})
    zone_id = np.concatenate([customers.zone_id, [""] * nowhere, ["x"] * outside]).astype(object)
    profile = profile_classes(classes, replace(customers, zone_id=zone_id, weight=np.ones(len(zone_id))), population)
    told = least_rows(profile)
    assert told == 200 + sum(count for count in (nowhere, outside) if count >= 11)
    numbers = {int(text) for text in re.findall(r"\b\d{1,3}\b", read_profile(profile, language).split("Classes")[0])}
    assert numbers <= {200, 10, 0, 11, told, *(count for count in (nowhere, outside) if count >= 11)}


def test_small_cells_that_a_high_count_let_be_published_are_to_be_distrusted(area):
    chosen = profile_classes(*area({"A01": (12, 1_000), "A02": (11, 900), "B01": (30, 9_000), "B02": (40, 9_000)}))
    assert "fewer than 11 customers were expected: 2" in read_profile(chosen, "en")
    plenty = profile_classes(*area({"A01": (90, 1_000), "B01": (110, 9_000)}))
    assert "distrust" not in read_profile(plenty, "en")


def test_french_has_a_no_break_space_wherever_its_typography_wants_one(area):
    ordinary = re.compile(r" [:;?!%»]|« ")
    assert not [text for text in PHRASES["fr"].values() if ordinary.search(text)]
    profile = profile_classes(*area({"A01": (90, 1_000), "B01": (110, 9_000)}))
    assert not ordinary.search(" ".join([read_profile(profile, "fr"), *read_classes(profile, "fr")]))


@BOTH
def test_nothing_is_concluded_where_nothing_can_be(area, language):
    none = read_profile(profile_classes(*area({"A01": (0, 500), "B01": (0, 500)})), language)
    few = read_profile(profile_classes(*area({"A01": (5, 500), "B01": (2, 500)})), language)
    alone = read_profile(profile_classes(*area({"A01": (50, 500)})), language)
    weightless = read_profile(profile_classes(*area({"A01": (20, 500)}, weights=np.zeros(20))), language)
    assert none.endswith(PHRASES[language]["no_customer"])
    assert few == PHRASES[language]["compared_few"].format(smallest=11)
    assert alone.endswith(PHRASES[language]["one_class"])
    assert weightless.endswith(PHRASES[language]["no_weight"])


def test_weights_are_named_with_the_customers_that_they_are_worth(area):
    weights = np.random.default_rng(1).lognormal(3, 1, 200)
    profile = profile_classes(*area({"A01": (90, 1_000), "B01": (110, 9_000)}, weights=weights))
    assert f"autant d'information que {profile.effective_size:.0f} clients" in read_profile(profile, "fr")
    assert "of the value against" in read_classes(profile, "en")["A01"]


def test_a_class_of_a_variable_bears_its_name_and_persons_are_not_called_households(area):
    classes, customers, population = area({"A01": (90, 1_000), "B01": (110, 9_000)})
    classes = replace(classes, dimension="income_median_eur", label_fr="Revenu médian", label_en="Median income")
    persons = Variable("population", "Population", "Population", "persons", "extensive")
    profile = profile_classes(classes, customers, replace(population, counted_by=persons))
    assert read_classes(profile, "en")["A01"].startswith("Median income, name A01: over-represented")
    assert "of the inhabitants" in read_classes(profile, "en")["A01"]


@BOTH
def test_best_customers_are_told_apart_only_when_they_are(area, language):
    counts = {"A01": (150, 3_000), "B01": (150, 3_000), "C01": (200, 4_000)}
    rng = np.random.default_rng(3)
    weights = rng.uniform(1, 100, 500)
    weights[:150] *= 1.5
    profile = profile_classes(*area(counts, weights=weights))
    best = best_customers(profile)
    sentences = read_best_customers(profile, best, language)
    more = PHRASES[language]["best_more"].split("{noun}")[1].split(",")[0]
    assert more in sentences["A01"]
    assert [more in s for s in sentences] == (best.table["significant"] & (best.table["index"] > 100)).tolist()


def test_a_gains_curve_is_read_where_a_fifth_of_the_households_ends(area):
    profile = profile_classes(*area({"A01": (120, 1_000), "B01": (80, 4_000)}))
    text = read_gains(gains_curve(profile), "en")
    assert "up to 20% of the households, hold 60% of the customers" in text
    assert "(60% when counted on the very ones that chose them)" in text


@BOTH
def test_a_gains_curve_of_one_customer_is_none(area, language):
    profile = profile_classes(*area({"A01": (1, 1_000), "B01": (0, 4_000)}), smallest_cell=0)
    assert read_gains(gains_curve(profile), language) == PHRASES[language]["gains_none"]


def test_an_unknown_language_is_refused_with_the_choices(area):
    profile = profile_classes(*area({"A01": (50, 500)}))
    for read in (read_profile, read_classes):
        with pytest.raises(UnknownNameError, match="en, fr"):
            read(profile, "nl")


def test_both_languages_have_the_same_phrases_with_the_same_places():
    french, english = PHRASES["fr"], PHRASES["en"]
    assert french.keys() == english.keys()
    for key in french:
        assert set(re.findall(r"\{\w+\}", french[key])) == set(re.findall(r"\{\w+\}", english[key]))


@pytest.mark.parametrize(
    ("share", "french", "english"),
    [(0.4512, "45 %", "45%"), (0.0712, "7,1 %", "7.1%"), (0.0004, "< 0,1 %", "<0.1%"), (0, "0 %", "0%")],
)
def test_shares_are_written_as_each_language_does(share, french, english):
    assert (plain(percent_text(share, "fr")), percent_text(share, "en")) == (french, english)


@pytest.mark.parametrize(
    ("value", "text"), [(23_456, "23 456"), (0.1234, "0,123"), (1.5, "1,5"), (0, "0"), (100, "100")]
)
def test_numbers_have_three_digits_or_all_of_a_whole_number(value, text):
    assert plain(digits_text(value, "fr")) == text
