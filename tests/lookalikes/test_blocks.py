"""Blocks of neighbouring zones and folds of blocks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.lookalikes.blocks import FOLDS, deal_folds, zone_blocks


@given(st.integers(1, 400), st.integers(1, 30), st.integers(0, 99))
def test_every_zone_is_in_one_block_and_one_fold_and_no_block_is_divided(zones, parents, seed):
    parent = np.sort(np.random.default_rng(seed).integers(0, parents, zones)).astype(str).astype(object)
    blocks = zone_blocks(parent)
    folds = deal_folds(blocks, np.ones(zones), seed=seed)
    assert len(blocks) == len(folds) == zones
    assert all(len(set(folds[blocks == block])) == 1 for block in set(blocks))
    assert all(len(set(parent[blocks == block])) == 1 for block in set(blocks))
    assert set(folds) <= set(range(FOLDS))


def test_a_block_of_places_is_compact():
    places = np.random.default_rng(0).uniform(0, 1, (2000, 2))
    blocks = zone_blocks(np.full(2000, "", dtype=object), places)
    extents = [np.ptp(places[blocks == block], axis=0).max() for block in np.unique(blocks)]
    assert len(extents) >= 20
    assert max(extents) < 0.4


def test_zones_without_a_place_share_no_block_with_those_that_have_one():
    places = np.random.default_rng(0).uniform(0, 1, (100, 2))
    places[::5] = np.nan
    blocks = zone_blocks(np.full(100, "x", dtype=object), places)
    assert not set(blocks[::5]) & set(np.delete(blocks, np.s_[::5]))


def test_folds_hold_about_as_many_households_each():
    blocks = np.repeat(np.arange(60), 20)
    households = np.random.default_rng(0).integers(100, 900, 1200).astype(float)
    load = np.bincount(deal_folds(blocks, households, seed=3), weights=households)
    assert load.max() / load.min() < 1.2


def test_the_seed_alone_decides_the_folds():
    blocks, households = np.repeat(np.arange(40), 5), np.ones(200)
    assert (deal_folds(blocks, households, seed=1) == deal_folds(blocks, households, seed=1)).all()
    assert (deal_folds(blocks, households, seed=1) != deal_folds(blocks, households, seed=2)).any()


@pytest.mark.parametrize("count", [1, 2, 9])
def test_a_handful_of_zones_is_no_crash(count):
    assert len(zone_blocks(np.full(count, "a", dtype=object), np.zeros((count, 2)))) == count
