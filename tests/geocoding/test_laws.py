"""Laws that hold for any file: every row answered, whatever stands in it, beside whatever other rows."""

import gc
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geoprofile.geocoding import gather, geocode
from geoprofile.geocoding.geocode import geocode_batch
from geoprofile.geocoding.plain import PlainRows
from geoprofile.tables import MATCH_LEVELS, QUERY_COLUMNS
from tests.geocoding.conftest import FRENCH

ANY_TEXT = (
    st.text(max_size=40)
    | st.text(alphabet="0123456789", max_size=30)
    | st.text(alphabet="\x00\x1f\x7f\x85\u2028\ufeff\u200b\t\n\r ,;/-'\"\\", max_size=12)
    | st.text(alphabet=st.characters(codec="utf-8"), max_size=60)
    | st.builds(lambda text, times: text * times, st.text(min_size=1, max_size=12), st.integers(50, 400))
)
LIKELY = st.sampled_from(
    ["12 av gal de gaulle", "3 rue de l'eglise", "10 rivoli", "rue voltair", "1 place de la mairie", "36 ponts",
     "2 bis rue de rivoli bat C", "les cazes", "x", ""]
)  # fmt: skip
PLACES = st.sampled_from(["12400", "75004", "12100", "12150", ""])
CITIES = st.sampled_from(["Saint-Affrique", "Paris", "Millau", "Lapanouse", "SEVERAC", "PARIS 4", ""])
CODES = st.sampled_from(["", "", "12208", "75056", "12145"])
ROWS = st.lists(
    st.tuples(LIKELY | ANY_TEXT, PLACES | ANY_TEXT, CITIES | ANY_TEXT, CODES | ANY_TEXT), min_size=1, max_size=8
)


@settings(max_examples=50)
@given(ROWS)
@example([("\ud7ff\U0010ffff", "\x00", "0" * 400, "é" * 400)])
@example([("12 - 14, 12400", "12400-", "12400", "12400 12400")])
@pytest.mark.parametrize("country", ["fr", "be"])
def test_any_text_in_any_field_is_answered(ask, geocoder, belgian, country, rows):
    answers = ask(*rows, using=geocoder if country == "fr" else belgian)
    assert len(answers) == len(rows)
    assert set(answers.result_status) <= {"ok", "not-found", "skipped"}
    found = answers[answers.result_status == "ok"]
    assert set(found.result_type) <= set(MATCH_LEVELS)
    assert found[["longitude", "latitude"]].notna().all(axis=None)
    assert found.result_score.between(0, 1).all()
    assert (found.result_score_next <= found.result_score).all()
    lost = answers[answers.result_status != "ok"]
    assert (lost.result_type == "").all()
    assert lost[["longitude", "latitude", "result_score"]].isna().all(axis=None)
    assert (answers.result_match_reason != "").all()


@settings(max_examples=20)
@given(ROWS, st.randoms(use_true_random=False), st.integers(1, 8))
def test_order_of_rows_duplicates_and_batch_size_change_nothing(ask, rows, random, size):
    whole = ask(*rows)
    order = [random.randrange(len(rows)) for _ in range(2 * len(rows))]
    pd.testing.assert_frame_equal(ask(*(rows[place] for place in order)), whole.take(order).reset_index(drop=True))
    parts = [ask(*rows[start : start + size]) for start in range(0, len(rows), size)]
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole)


def none_is_plain(address, _country):
    nothing = np.empty(0, dtype=np.int64)
    return PlainRows(nothing, nothing, [], nothing, [])


def written(street: str, number: str) -> str:
    digits = number.rstrip("abcdefghijklmnopqrstuvwxyz")
    return " ".join(part for part in (digits, number[len(digits) :], street) if part != "0")


CLEAN = [
    (written(street, number), postcode, old or city, "")
    for _, street, numbers, postcode, _, city, old in FRENCH
    for number in numbers.split()
]
ABBREVIATED = [(address.replace("Rue", "r").replace("Avenue", "av").upper(), *place) for address, *place in CLEAN]
NUMBERS = ("6", "13 ter", "99")
OTHERWISE = [(f"{number} {address.split(' ', 1)[-1]}", *place) for number in NUMBERS for address, *place in CLEAN]
ELSEWHERE = [(address, *place) for address, *_ in CLEAN for place in (("12100", "Millau", ""), ("75000", "PARIS", ""))]


@pytest.mark.parametrize("rows", [CLEAN, ABBREVIATED, OTHERWISE, ELSEWHERE], ids=["clean", "short", "other", "away"])
def test_rows_read_in_one_way_only_are_answered_as_by_the_full_reading(ask, monkeypatch, rows):
    at_once = ask(*rows)
    monkeypatch.setattr(gather, "read_plain", none_is_plain)
    pd.testing.assert_frame_equal(ask(*rows), at_once)


def test_the_customers_of_the_demo_get_one_answer_in_both_ways_of_reading(demo, demo_files, monkeypatch):
    from geoprofile.geocoding.geocode import make_geocoder

    rows = pd.read_csv(demo_files / "customers.csv", sep=";", encoding="cp1252", dtype="str", keep_default_na=False)
    asked = pd.DataFrame(
        {"address": rows["adresse"], "postcode": rows["code_postal"], "city": rows["ville"], "citycode": ""},
        dtype="str",
    )[list(QUERY_COLUMNS)]
    prepared = make_geocoder(demo.addresses, demo.country)
    at_once = geocode_batch(asked, prepared)
    monkeypatch.setattr(gather, "read_plain", none_is_plain)
    in_full = geocode_batch(asked, prepared)
    scores = ["result_score", "result_score_next"]  # a misspelt name is compared in fewer readings where it is plain
    pd.testing.assert_frame_equal(in_full.drop(columns=scores), at_once.drop(columns=scores))
    same = at_once.result_match_reason.str.contains("street: same ")
    assert same.mean() > 0.5
    pd.testing.assert_frame_equal(in_full[same], at_once[same])


NOISE = {
    "a floor": "{0}, 2e étage".format,
    "a floor in front": "3ème étage, {0}".format,
    "a box": "{0} BP 12".format,
    "a long box": "{0} BP 10023".format,
    "a CS": "{0} CS 40012".format,
    "a building": "{0} Bât C".format,
    "a building in front": "Bâtiment 2, {0}".format,
    "a flat": "APPT 104 {0}".format,
    "a company": "SARL DUPONT ET FILS, {0}".format,
    "a person": "chez M. Martin, {0}".format,
    "a residence": "{0}, Résidence des Pins".format,
    "a residence in front": "RES LES LILAS {0}".format,
    "capitals": str.upper,
    "a lost letter": lambda text: text[:-2] + text[-1:],
    "a doubled letter": lambda text: text + text[-1:],
    "swapped letters": lambda text: text[:-3] + text[-2] + text[-3] + text[-1],
}
LEVELS = {level: rank for rank, level in enumerate((*MATCH_LEVELS, ""))}


@pytest.mark.parametrize("noise", NOISE)
def test_noise_never_makes_another_address_surer_than_the_clean_row_made_its_own(ask, noise):
    rows = [row for row in CLEAN if "Mairie" not in row[0]]
    clean, noisy = ask(*rows), ask(*((NOISE[noise](address), *place) for address, *place in rows))
    assert set(clean.result_type) == {"housenumber", "locality"}
    finer = noisy.result_type.map(LEVELS) <= clean.result_type.map(LEVELS)
    is_other = (noisy.result_id != clean.result_id) & finer
    assert not (is_other & (noisy.result_score > clean.result_score)).any()


@pytest.mark.parametrize("noise", NOISE)
def test_noise_leaves_a_clean_address_where_it_is(ask, noise):
    row = ("12 Avenue du Général de Gaulle", "12400", "Saint-Affrique")
    answer = ask((NOISE[noise](row[0]), *row[1:])).iloc[0]
    assert answer.result_id == "12208_0001_00012"


@pytest.mark.parametrize("was_on", [True, False])
def test_batches_that_overlap_leave_the_garbage_collector_as_it_was(geocoder, was_on, monkeypatch):
    went_on, both = threading.Barrier(2), []

    def gather_together(*told):
        went_on.wait(10)
        both.append(gc.isenabled())
        return gather_evidence(*told)

    gather_evidence = geocode.gather_evidence
    monkeypatch.setattr(geocode, "gather_evidence", gather_together)
    query = pd.DataFrame([("1 rue de Rivoli", "75004", "Paris", "")], columns=list(QUERY_COLUMNS), dtype="str")
    before = gc.isenabled()
    (gc.enable if was_on else gc.disable)()
    try:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda _: geocode.geocode_batch(query, geocoder), range(2)))
        assert both == [False, False]
        assert gc.isenabled() == was_on
    finally:
        (gc.enable if before else gc.disable)()
