"""The dictionary of variables, and the laws of making them: numbers, codes, sums and shares."""

import math
import re
import tomllib

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import geoprofile.sources  # noqa: F401  registers the readers
from geoprofile.errors import SourceError
from geoprofile.reference import reference_path
from geoprofile.sources.codes import zone_codes
from geoprofile.sources.dictionary import Entry, Making, entries_for, load_dictionary
from geoprofile.sources.source import ADDRESS_SOURCES, COMMUNE_NAME_SOURCES, VARIABLE_SOURCES, ZONE_SOURCES, Source
from geoprofile.sources.values import MISSING_MARKERS, parse_numbers
from geoprofile.sources.variable_making import make_variables

SOURCE = Source("insee_census", reference_path("table.csv"))
ENTRIES = load_dictionary()
BY_NAME = {entry.name: entry for entry in ENTRIES}


class TestDictionary:
    def test_names_are_unique_lower_case_words(self):
        assert len(BY_NAME) == len(ENTRIES)
        assert all(re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) for name in BY_NAME)

    def test_labels_are_unique_in_each_language(self):
        for language in ("label_fr", "label_en"):
            labels = [getattr(entry, language) for entry in ENTRIES]
            assert len(set(labels)) == len(labels)
            assert all(label[0].isupper() for label in labels)

    @pytest.mark.parametrize("suffix", ["eur", "share", "rate", "m2"])
    def test_a_name_ends_with_its_unit(self, suffix):
        ends = {entry.name for entry in ENTRIES if entry.name.endswith(f"_{suffix}")}
        assert ends == {entry.name for entry in ENTRIES if entry.unit == suffix}

    def test_a_flag_is_named_so(self):
        assert {n for n in BY_NAME if n.endswith("_flag")} == {e.name for e in ENTRIES if e.kind == "flag"}

    def test_every_intensive_variable_is_weighed_by_an_extensive_one(self):
        for entry in ENTRIES:
            assert bool(entry.denominators) == (entry.kind == "intensive"), entry.name
            assert all(BY_NAME[name].kind == "extensive" for name in entry.denominators), entry.name

    def test_every_way_to_make_one_belongs_to_a_registered_kind(self):
        assert {making.source for entry in ENTRIES for making in entry.makings} == set(VARIABLE_SOURCES) - {"table"}

    def test_the_later_ways_of_a_kind_are_not_hidden_by_the_first(self):
        for kind in VARIABLE_SOURCES:
            for entry in entries_for(kind):
                for before, after in zip(entry.makings, entry.makings[1:], strict=False):
                    assert not set(before.needed) <= set(after.needed), entry.name


class TestRecipes:
    RECIPES = ("paris", "bano", "lembeek")

    @pytest.mark.parametrize("name", RECIPES)
    def test_a_recipe_says_what_it_is_and_where_each_source_comes_from(self, name):
        recipe = tomllib.loads(reference_path("recipes", f"{name}.toml").read_text(encoding="utf-8"))
        assert recipe["name"] == name
        assert recipe["title_fr"]
        assert recipe["title_en"]
        assert recipe["country"] in {"fr", "be"}
        for source in recipe["source"]:
            assert all(source[key] for key in ("kind", "path", "licence", "publisher"))

    @pytest.mark.parametrize("name", RECIPES)
    def test_its_kinds_are_registered(self, name):
        recipe = tomllib.loads(reference_path("recipes", f"{name}.toml").read_text(encoding="utf-8"))
        addresses = {"ban", "bano", "best"} | set(ADDRESS_SOURCES) | set(COMMUNE_NAME_SOURCES)
        assert {s["kind"] for s in recipe["source"]} <= addresses | set(ZONE_SOURCES) | set(VARIABLE_SOURCES)


class TestNumbers:
    @given(st.lists(st.floats(-1e9, 1e9), min_size=1), st.sampled_from([".", ","]))
    def test_a_number_is_read_back_with_point_or_comma(self, numbers, sign):
        column = pd.Series([repr(number).replace(".", sign) for number in numbers], name="x", dtype="str")
        assert parse_numbers(column, source=SOURCE).tolist() == numbers

    @given(st.sampled_from(sorted(MISSING_MARKERS)), st.sampled_from([str.upper, str.lower, str.title]))
    def test_a_marker_of_a_missing_value_is_missing_in_any_case(self, marker, case):
        column = pd.Series([f" {case(marker)} ", "1"], name="x", dtype="str")
        assert parse_numbers(column, source=SOURCE).isna().tolist() == [True, False]

    @given(st.text(max_size=8))
    def test_any_cell_is_a_finite_number_missing_or_refused(self, cell):
        column = pd.Series([cell], name="x", dtype="str")
        try:
            number = parse_numbers(column, source=SOURCE).iloc[0]
        except SourceError:
            return
        missing = cell.strip().lower() in MISSING_MARKERS
        assert math.isnan(number) == missing
        assert missing or math.isfinite(number)

    def test_thousands_may_be_spaced(self):
        column = pd.Series(["1 234,5", "1\u00a0234.5", "1\u202f234"], name="x", dtype="str")
        assert parse_numbers(column, source=SOURCE).tolist() == [1234.5, 1234.5, 1234.0]


class TestCodes:
    @given(
        st.integers(1_000_000, 999_999_999).filter(lambda n: n > 9_999_999),
        st.sampled_from([int, float, str]),
    )
    def test_restoring_zeros_is_idempotent_and_loses_no_code(self, number, form):
        column = pd.Series([form(number) if form is not str else str(number)], name="iris")
        once = zone_codes(column, zone_level="iris", source=SOURCE)
        assert once.tolist() == [f"{number:09d}"]
        assert zone_codes(once, zone_level="iris", source=SOURCE).equals(once)

    def test_a_code_is_not_padded_by_more_than_the_one_zero_that_gets_lost(self):
        with pytest.raises(SourceError, match="does not hold a commune code"):
            zone_codes(pd.Series(["75"], name="com"), zone_level="commune", source=SOURCE)


class TestMaking:
    PARTS = st.lists(st.tuples(*[st.none() | st.floats(0, 1e6)] * 3), min_size=1, max_size=6)

    @given(PARTS)
    def test_shares_of_one_whole_add_up_to_one_or_are_all_missing(self, rows):
        names = ["A", "B", "C"]
        frame = pd.DataFrame(rows, columns=names, dtype=float).assign(code=range(len(rows)))
        entries = [
            Entry(f"{n}_share", n, n, "share", "intensive", (), (Making("x", (n,), tuple(names)),)) for n in names
        ]
        values = make_variables(
            frame, {n: n for n in names}, entries, code_column="code", zone_level="own", source=SOURCE
        ).values
        whole = frame[names].sum(axis=1, skipna=False)
        for (_, shares), total in zip(values.iterrows(), whole, strict=True):
            assert shares.isna().all() == (not total > 0)
            assert shares.isna().all() or shares.sum() == pytest.approx(1)
            assert shares.isna().all() or shares.between(0, 1).all()

    @given(st.permutations(range(5)))
    def test_the_order_of_rows_changes_no_value(self, order):
        frame = pd.DataFrame({"code": list("abcde"), "P_POP": [1.0, 2.0, None, 4.0, 5.0]})
        made = [
            make_variables(
                rows, {"P_POP": "P_POP"}, ENTRIES[:1], code_column="code", zone_level="own", source=SOURCE
            ).values
            for rows in (frame, frame.iloc[list(order)])
        ]
        assert made[1].sort_index().equals(made[0].sort_index())
