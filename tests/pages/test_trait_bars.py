"""A card shows what marks a class most."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import TableError
from geoprofile.pages import trait_bars
from geoprofile.tables import Variable

VARIABLES = [
    Variable("executives_share", "Cadres", "Executives", "share", "intensive"),
    Variable("income_eur", "Revenu", "Income", "eur", "intensive"),
    Variable("income_d9_eur", "D9", "D9", "eur", "intensive"),
    Variable("age_share", "Âgés", "Elderly", "share", "intensive"),
]


@pytest.fixture
def traits() -> pd.DataFrame:
    """Give a group and its type over four variables."""
    return pd.DataFrame(
        {
            "code": ["A"] * 4 + ["A01"] * 4,
            "parent": [""] * 4 + ["A"] * 4,
            "variable": [variable.name for variable in VARIABLES] * 2,
            "mean": [0.5, 30000, 60000, 0.1, 0.62, 34000, 90000, 0.1],
            "base_mean": [0.31, 21000, 40000, 0.2] * 2,
            "index": [161.0, 143, 150, np.nan, 200, 162, 225, 50],
            "difference_sd": [1.0, 0.8, 0.9, -0.1, 1.2, -1.9, 1.4, -0.1],
            "significant": [True, True, True, False, True, True, True, False],
        }
    )


def test_the_furthest_from_the_base_come_first_on_either_side(traits):
    bars = trait_bars(traits, "A01", VARIABLES, language="fr")
    assert [bar.label for bar in bars] == ["Revenu", "D9", "Cadres"]
    assert (bars[2].value, bars[2].base, bars[2].index) == ("62\xa0%", "31\xa0%", 200)


def test_the_bars_of_a_type_bear_the_mark_of_its_group(traits):
    assert [bar.group_index for bar in trait_bars(traits, "A01", VARIABLES, language="en")] == [143, 150, 161]
    assert np.isnan([bar.group_index for bar in trait_bars(traits, "A", VARIABLES, language="en")]).all()


def test_one_theme_does_not_fill_a_card(traits):
    themes = {"income_eur": "income", "income_d9_eur": "income"}
    bars = trait_bars(traits, "A01", VARIABLES, language="en", themes=themes, per_theme=1)
    assert [bar.label for bar in bars] == ["Income", "Executives"]


def test_the_order_of_rows_changes_nothing(traits):
    mixed = traits.sample(frac=1, random_state=3)
    assert trait_bars(mixed, "A01", VARIABLES, language="fr") == trait_bars(traits, "A01", VARIABLES, language="fr")


def test_a_class_that_the_table_does_not_hold_has_no_bars(traits):
    assert trait_bars(traits, "Z", VARIABLES, language="fr") == ()


def test_a_lacking_column_is_named(traits):
    with pytest.raises(TableError, match="'difference_sd'"):
        trait_bars(traits.drop(columns="difference_sd"), "A", VARIABLES, language="fr")
