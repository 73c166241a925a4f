"""Building the index keeps every address once, at its place, whatever the order it came in."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.countries import COUNTRIES
from geoprofile.errors import TerritoryError
from geoprofile.geocoding.geocode import geocode_batch, make_geocoder
from geoprofile.tables import ADDRESS_COLUMNS, QUERY_COLUMNS
from geoprofile.territory.address_build import build_address_index
from geoprofile.territory.address_index import TABLES, save_address_index

FRANCE = COUNTRIES["fr"]
METRE = 1 / 111_320  # degrees of latitude


def chunk(*rows: tuple, **more) -> pd.DataFrame:
    """Write rows of (street, number, suffix), all in one commune unless `more` says otherwise."""
    frame = pd.DataFrame([dict.fromkeys(ADDRESS_COLUMNS, "") for _ in rows], columns=list(ADDRESS_COLUMNS), dtype="str")
    frame["street"] = pd.array([row[0] for row in rows], dtype="str")
    frame["street_id"] = frame["street"]
    frame["housenumber"] = np.array([row[1] for row in rows], dtype=np.int64)
    frame["suffix"] = pd.array([row[2] for row in rows], dtype="str")
    frame["citycode"], frame["city"], frame["postcode"] = "12208", "Saint-Affrique", "12400"
    frame["longitude"], frame["latitude"] = [2.0 + row[1] / 1000 for row in rows], 44.0
    return frame.assign(**more)


def listed(index) -> list[tuple[str, int, str]]:
    """List street, number and suffix of every address of an index, in its order."""
    first = index.numbers("streets", "first")
    street = np.searchsorted(first, np.arange(index.tables["addresses"].num_rows), side="right") - 1
    suffix = index.text("suffixes", "suffix", index.suffix_codes(np.arange(len(street))))
    return list(zip(index.street_names(street), index.numbers("addresses", "number").tolist(), suffix, strict=True))


def positions(index):
    counts = np.diff([*index.numbers("streets", "first"), index.tables["addresses"].num_rows])
    return index.positions(np.arange(counts.sum()), np.repeat(np.arange(len(counts)), counts))


def test_addresses_are_sorted_by_street_number_and_suffix_and_stand_once():
    index = build_address_index(
        [
            chunk(("Rue B", 10, ""), ("Rue A", 2, "")),
            chunk(("Rue A", 1, "bis"), ("Rue A", 1, ""), ("Rue B", 10, "")),
        ],
        FRANCE,
    )
    assert listed(index) == [("Rue A", 1, ""), ("Rue A", 1, "bis"), ("Rue A", 2, ""), ("Rue B", 10, "")]
    assert [one.tolist() for one in index.address_bounds(np.array([0, 1]))] == [[0, 3], [3, 4]]


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Rue A", "Rue B", "Avenue B", "Les Cazes", "Rue de l'Église"]),
        st.integers(0, 30),
        st.sampled_from(["", "bis", "ter", "a", "1 ter"]),
    ),
    min_size=1,
    max_size=20,
    unique=True,
)


@settings(max_examples=25)
@given(ROWS)
def test_no_address_is_lost_and_none_is_added(rows):
    index = build_address_index([chunk(*rows)], FRANCE)
    assert sorted(listed(index)) == sorted((street, number, suffix.replace(" ", "")) for street, number, suffix in rows)


@settings(max_examples=25)
@given(ROWS, st.randoms(use_true_random=False), st.integers(1, 7))
def test_any_order_and_any_chunks_give_the_same_tables(rows, random, size):
    whole = build_address_index([chunk(*rows)], FRANCE)
    shuffled = random.sample(rows, len(rows))
    parts = [chunk(*shuffled[start : start + size]) for start in range(0, len(rows), size)]
    other = build_address_index(parts, FRANCE)
    assert all(other.tables[name].equals(whole.tables[name]) for name in TABLES)


def test_the_same_addresses_give_the_same_bytes(tmp_path):
    rows = [("Rue A", 1, ""), ("Rue B", 3, "bis"), ("Rue A", 2, "ter"), ("Rue C", 0, "")]
    save_address_index(build_address_index([chunk(*rows)], FRANCE), tmp_path / "one")
    save_address_index(build_address_index([chunk(row) for row in reversed(rows)], FRANCE), tmp_path / "other")
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(files) == len(TABLES) + 1
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes() for name in files)


# Positions


def street_of(length_m: float, count: int) -> pd.DataFrame:
    """Write a street that runs to the north-east, its numbers evenly spread."""
    along = np.linspace(0, length_m * METRE, count) / np.sqrt(2)
    rows = [("Rue A", number, "") for number in range(1, count + 1)]
    return chunk(*rows, longitude=2.0 + along, latitude=44.0 + along)


@settings(max_examples=30)
@given(st.floats(0, 600), st.integers(1, 60))
def test_positions_of_a_street_up_to_600_m_are_kept_to_a_centimetre(length_m, count):
    told = street_of(length_m, count)
    longitude, latitude = positions(build_address_index([told], FRANCE))
    assert np.abs(longitude - told["longitude"]).max() <= 0.011 * METRE
    assert np.abs(latitude - told["latitude"]).max() <= 0.011 * METRE


@settings(max_examples=30)
@given(st.floats(600, 2_800), st.integers(2, 60))
def test_positions_of_a_street_up_to_2800_m_are_kept_to_ten_centimetres(length_m, count):
    told = street_of(length_m, count)
    longitude, latitude = positions(build_address_index([told], FRANCE))
    off = np.hypot(longitude - told["longitude"].to_numpy(), latitude - told["latitude"].to_numpy())
    assert off.max() <= 0.1 * METRE


def test_an_address_out_of_the_reach_of_its_street_blurs_no_other():
    longitude = np.array([*(2 + number / 10_000 for number in range(20)), 0.0])
    told = chunk(
        *(("Rue A", number, "") for number in range(1, 22)),
        longitude=longitude,
        latitude=np.append(np.full(20, 44.0), 0.0),
    )
    index = build_address_index([told], FRANCE)
    assert positions(index)[0] == pytest.approx(longitude[:20], abs=1e-6)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.floats(2, 2.4), st.floats(44, 44.4)), min_size=1, max_size=12))
def test_positions_of_any_street_are_kept_to_a_thirty_thousandth_of_its_reach(places):
    longitude, latitude = (np.array(one) for one in zip(*places, strict=True))
    told = chunk(
        *(("Rue A", number, "") for number in range(1, len(places) + 1)), longitude=longitude, latitude=latitude
    )
    reach = max(np.ptp(longitude), np.ptp(latitude))
    for found, given_ in zip(positions(build_address_index([told], FRANCE)), (longitude, latitude), strict=True):
        assert np.abs(found - given_).max() <= reach / 30_000 + 1e-7


# Numbers, suffixes, identifiers


def test_a_number_too_large_for_a_house_leaves_the_street():
    index = build_address_index([chunk(("Rue A", 99_999, ""))], FRANCE)
    assert listed(index) == [("Rue A", 0, "")]


def test_suffixes_are_kept_as_spelt_without_their_spaces():
    index = build_address_index(
        [chunk(("Rue A", 1, "1 ter"), ("Rue A", 1, "bis"), ("Rue A", 1, "b"), ("Rue A", 1, ""))], FRANCE
    )
    assert [suffix for _, _, suffix in listed(index)] == ["", "1ter", "b", "bis"]


def test_a_base_without_suffixes_has_none():
    index = build_address_index([chunk(("Rue A", 1, ""), ("Rue A", 2, ""))], FRANCE)
    assert index.suffix_codes(np.array([0, 1])).tolist() == [0, 0]


@pytest.mark.parametrize(
    "street_id",
    ["12208_0001", "122080001A", "12208", "", "x12208_1", "https://data/best/12/8", "12209_0001", "75101_12208"],
)
def test_the_identifier_of_a_street_comes_back_as_its_base_wrote_it(street_id):
    rows = [chunk(("Rue A", 1, ""), street_id=street_id), chunk(("Rue B", 1, ""), street_id="12208_zz")]
    assert build_address_index(rows, FRANCE).street_ids(np.array([0, 1])).to_pylist() == [street_id, "12208_zz"]


@pytest.mark.parametrize(
    ("street_id", "expected"), [("12208_0001", "12208_0001_00004_bis"), ("122080001A", "122080001A-4B")]
)
def test_the_identifier_of_an_address_is_written_as_its_base_does(street_id, expected):
    index = build_address_index([chunk(("Rue A", 4, "bis"), street_id=street_id)], FRANCE)
    assert ask(index, "4 bis rue A", "12400", "Saint-Affrique").result_id == expected


# Communes


def ask(index, *parts: str):
    queries = pd.DataFrame([(*parts, "", "")[:4]], columns=list(QUERY_COLUMNS), dtype="str")
    return geocode_batch(queries, make_geocoder(index, FRANCE)).iloc[0]


def known(*rows: tuple) -> pd.DataFrame:
    texts = pd.DataFrame([row[:4] for row in rows], columns=["citycode", "city", "city_alias", "postcode"], dtype="str")
    return texts.assign(longitude=[float(row[4]) for row in rows], latitude=[float(row[5]) for row in rows])


OLT = [
    ("12224", "Saint-Geniez-d'Olt", "SAINT GENIEZ D OLT ET D AUBRAC|Olt", "12130", 2.97, 44.46),
    ("12224", "Saint-Geniez-d'Olt", "", "12560", 2.97, 44.46),
    ("12001", "Agen-d'Aveyron", "", "12630", np.nan, np.nan),
]


@pytest.fixture(scope="module")
def wider():
    return build_address_index([chunk(("Rue A", 1, ""))], FRANCE, known_communes=known(*OLT))


@pytest.mark.parametrize(
    ("postcode", "city"), [("12130", "Saint-Geniez-d'Olt"), ("12560", "ST GENIEZ D OLT"), ("", "Olt"),
                           ("12560", "saint geniez d'olt et d'aubrac")]
)  # fmt: skip
def test_a_known_commune_is_answered_by_each_of_its_names_and_postcodes(wider, postcode, city):
    answer = ask(wider, "1 rue A", postcode, city)
    assert (answer.result_type, answer.result_citycode, answer.result_city) == (
        "municipality",
        "12224",
        "Saint-Geniez-d'Olt",
    )
    assert (answer.longitude, answer.latitude) == pytest.approx((2.97, 44.46))


def test_a_known_commune_without_a_place_is_answered_without_one(wider):
    answer = ask(wider, "", "12630", "Agen d'Aveyron")
    assert (answer.result_type, answer.result_citycode, answer.result_status) == ("municipality", "12001", "ok")
    assert np.isnan(answer.longitude)
    assert np.isnan(answer.latitude)


def test_a_commune_that_has_addresses_stands_at_their_median_whatever_else_is_known():
    told = known(("12208", "Saint-Affrique", "", "12400", 9.0, 50.0))
    index = build_address_index([chunk(*(("Rue A", number, "") for number in (1, 2, 9)))], FRANCE, known_communes=told)
    assert index.commune_positions(np.array([0]))[0] == pytest.approx([2.002])
    assert ask(index, "2 rue A", "12400", "Saint-Affrique").result_type == "housenumber"


def test_known_communes_need_neither_other_names_nor_postcodes():
    told = known(*OLT)[["citycode", "city", "longitude", "latitude"]]
    index = build_address_index([chunk(("Rue A", 1, ""))], FRANCE, known_communes=told)
    assert ask(index, "", "", "Agen d'Aveyron").result_citycode == "12001"


def test_known_communes_alone_have_no_streets(wider):
    count = dict(
        zip(wider.texts("communes", "citycode").to_pylist(), wider.numbers("communes", "names_count"), strict=True)
    )
    assert count == {"12001": 0, "12208": 1, "12224": 0}


def test_a_base_without_commune_codes_tells_communes_by_postcode_and_name():
    rows = [
        chunk(("Rue A", 1, ""), citycode="", city=city, postcode=code)
        for city, code in (("Here", "12400"), ("There", "12100"))
    ]
    index = build_address_index(rows, FRANCE)
    assert index.texts("communes", "city").to_pylist() == ["There", "Here"]
    assert index.delivery(np.array([0, 1]), "postcode").to_pylist() == ["12100", "12400"]


def test_no_address_makes_no_index():
    for chunks in ([], [chunk()]):
        with pytest.raises(TerritoryError, match="no address"):
            build_address_index(chunks, FRANCE)
