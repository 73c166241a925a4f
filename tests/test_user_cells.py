"""Cells of users' files as numbers, days and names."""

import numpy as np

from geoprofile.user_cells import commas_are_decimal, month_first, read_days, read_loose_numbers, same_name


def texts(*cells):
    return np.array(cells, dtype=object)


def test_numbers_have_decimal_commas_spaces_and_signs_of_money():
    found = read_loose_numbers(texts("1 234,5 €", "0,125", "12.5", "-3", "abc", "", "7,125"))
    np.testing.assert_array_equal(found, [1234.5, 0.125, 12.5, -3, np.nan, np.nan, 7.125])
    np.testing.assert_array_equal(read_loose_numbers(texts("1,234", "5")), [np.nan, 5])


def test_what_commas_mean_can_be_told_and_then_each_cell_is_read_by_itself():
    assert commas_are_decimal(texts("4,868", "5,2"))
    assert not commas_are_decimal(texts("4,868", "5.2"))
    np.testing.assert_array_equal(read_loose_numbers(texts("4,868"), comma=True), [4.868])
    np.testing.assert_array_equal(read_loose_numbers(texts("4,868", "5,2"), comma=False), [np.nan, 5.2])


def test_days_are_read_as_iso_or_european_dates_and_nothing_else():
    found = read_days(texts("1970-01-02", "02/01/1970", "31/02/2020", "12", ""))
    np.testing.assert_array_equal(found, [1, 1, np.nan, np.nan, np.nan])


def test_a_month_at_the_first_place_is_noticed_where_a_day_shows_it():
    assert month_first(texts("03/04/2026", "03/31/2026"))
    assert not month_first(texts("03/04/2026", "31/03/2026", "2026-03-31", ""))


def test_names_of_columns_are_the_same_without_capitals_accents_spaces_and_underscores():
    assert same_name("Durée de Visite") == same_name("DUREE_DE-VISITE") == "dureedevisite"
