"""From places to catchments: what is counted, what is kept back, what cannot be told, and that all files agree."""

from __future__ import annotations

import zipfile
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from geoprofile.errors import OutputError, TableError, UnknownNameError
from geoprofile.recipes.catchment import find_catchments
from geoprofile.recipes.catchment.clientele import hide_small_cells
from geoprofile.recipes.catchment.files import CATCHMENT_FILES, write_catchments
from geoprofile.recipes.catchment.flow import share_column
from geoprofile.recipes.catchment.maps import catchments_map, tier_zones
from geoprofile.recipes.catchment.page import catchments_page, curve_sentence
from geoprofile.recipes.catchment.tables import customer_zone_table, ring_table, tier_table, wide_tiers, zone_table
from geoprofile.recipes.catchment.words import CATCHMENT_LABELS, CATCHMENT_WORDS, TIER_NAMES
from geoprofile.recipes.enriched import find_zones
from geoprofile.recipes.places import read_places
from geoprofile.siting.decay import DecayCurve
from geoprofile.siting.note import Note
from geoprofile.territory.build import build_territory
from geoprofile.territory.territory import open_territory
from geoprofile.travel.straight import basis_sentence

BANDS = (5.0, 10.0, 15.0)


@pytest.fixture(scope="module")
def stores(demo, demo_files):
    return read_places(demo_files / "stores.csv", demo)


@pytest.fixture(scope="module")
def customers(demo, stores):
    """Draw customers who use the store that is near and come less from afar; some have no zone, some no store."""
    zones = demo.levels["iris"].zones
    middle = np.column_stack([zones.geometry.centroid.x, zones.geometry.centroid.y])
    spots = stores.rows[["easting", "northing"]].to_numpy()
    km = np.hypot(*(middle[:, None] - spots[None]).transpose(2, 0, 1)) / 1000
    pull = np.exp(-2 * km)
    rng = np.random.default_rng(8)
    drawn = rng.choice(pull.size, 900, p=(pull / pull.sum()).ravel())
    zone, store = np.divmod(drawn, len(spots))
    frame = pd.DataFrame({
        "iris": zones["zone_id"].to_numpy(object)[zone], "store_id": stores.rows["place_id"].to_numpy(object)[store],
    })  # fmt: skip
    frame.loc[:19, "iris"], frame.loc[20:49, "store_id"] = "", "S99"
    return find_zones(frame.astype("str"), demo)


@pytest.fixture(scope="module")
def result(demo, stores, customers):
    return find_catchments(stores, demo, by="foot", bands=BANDS, enriched=customers, store_column="store_id")


@pytest.fixture(scope="module")
def published(demo, stores, customers):
    return find_catchments(
        stores, demo, by="foot", bands=BANDS, enriched=customers, store_column="store_id", publish=True, language="en"
    )


@pytest.fixture(scope="module")
def streets_only(tmp_path_factory, demo_files):
    """Build a territory that has streets and no zones."""
    folder = tmp_path_factory.mktemp("streets")
    recipe = folder / "streets.toml"
    recipe.write_text(
        'name = "streets"\ncountry = "fr"\n[[source]]\nkind = "streets_graphml"\npath = "streets.graphml.gz"\n'
        'vintage = "2024"\nlicence = "CC0-1.0"\npublisher = "demo"\n', "utf-8"
    )  # fmt: skip
    return build_territory(recipe, sources=demo_files, out=folder / "built")


def test_a_household_counts_by_the_share_of_its_zone_within_the_minutes(result):
    for band in BANDS:
        summed = (result.zones["households"] * result.zones[share_column(band)]).groupby(result.zones["place_id"]).sum()
        told = result.bands[result.bands["minutes"] == band].set_index("place_id")["households"]
        assert told[summed.index].to_numpy() == pytest.approx(summed.to_numpy())


def test_bands_hold_each_other(result):
    for _, own in result.bands.groupby("place_id"):
        assert own["households"].is_monotonic_increasing
        assert own["persons"].is_monotonic_increasing
    for _, own in result.polygons.groupby("place_id"):
        assert own["area_km2"].is_monotonic_increasing


def test_together_a_household_counts_once(result, demo):
    together = result.bands[result.bands["place_id"] == ""].set_index("minutes")["households"]
    own = result.bands[result.bands["place_id"] != ""].groupby("minutes")["households"]
    assert (together <= own.sum() + 1e-6).all()
    assert (together >= own.max() - 1e-6).all()
    assert together.max() <= demo.levels["iris"].variables["households"].sum()


def test_the_order_of_the_places_changes_only_that_of_the_rows(result, demo, stores, customers):
    turned = replace(
        stores, rows=stores.rows.iloc[::-1].reset_index(drop=True), table=stores.table.iloc[::-1].reset_index(drop=True)
    )
    again = find_catchments(turned, demo, by="foot", bands=BANDS[::-1], enriched=customers, store_column="store_id")
    keys = ["place_id", "minutes"]
    assert_frame_equal(
        again.bands.sort_values(keys, ignore_index=True), result.bands.sort_values(keys, ignore_index=True)
    )
    keys = ["place_id", "tier"]
    one, other = (
        clientele.tiers.sort_values(keys, ignore_index=True) for clientele in (again.clientele, result.clientele)
    )
    assert_frame_equal(one, other)


def test_each_customer_is_counted_once(result, customers):
    counts = result.clientele.counts
    assert counts.rows == len(customers.rows) == counts.used + counts.without_zone + counts.without_place
    assert (counts.without_zone, counts.without_place) == (20, 30)
    for table in (result.clientele.zones, result.clientele.tiers, result.clientele.rings):
        assert table["customers"].sum() == pytest.approx(counts.used)


def test_half_of_the_customers_live_in_the_primary_catchment(result):
    tiers = result.clientele.tiers
    assert (tiers.loc[tiers["tier"] == "primary", "customers_share"] >= 0.5).all()
    rates = tiers[tiers["tier"].isin(["primary", "beyond"])].pivot_table(
        index="place_id", columns="tier", values="penetration_rate", observed=True
    )
    assert (rates["primary"] > rates["beyond"]).all()


def test_customers_get_rarer_with_distance_and_the_curve_says_how_fast(result):
    curves = [curve for curve in result.clientele.curves.values() if isinstance(curve, DecayCurve)]
    assert curves
    assert all(curve.half_low <= curve.half_minutes <= curve.half_high for curve in curves)


def test_without_a_column_of_stores_all_are_held_against_the_nearest(demo, stores, customers):
    found = find_catchments(stores, demo, by="foot", bands=BANDS, enriched=customers)
    assert set(found.clientele.tiers["place_id"]) == {""}
    assert found.clientele.counts.used == 880
    households = found.bands[found.bands["place_id"] == ""]["households"].to_numpy()
    assert found.clientele.rings["households"].cumsum().to_numpy()[:3] == pytest.approx(households)
    assert any("--store-column" in note for note in found.notes)


def test_places_off_the_network_or_without_a_position_stay_with_their_reason(demo):
    frame = pd.DataFrame({
        "id": ["in", "far", "blank"], "longitude": ["-5.477838", "-5.0", ""], "latitude": ["46.942387", "46.9", ""],
    })  # fmt: skip
    found = find_catchments(read_places(frame, demo), demo, by="car", language="en")
    reasons = found.places.set_index("place_id")["reason"]
    assert reasons["in"] == ""
    assert "250 m" in reasons["far"]
    assert "position" in reasons["blank"]
    assert set(found.polygons["place_id"]) == {"in"}
    assert any("far" in text for text in found.warnings)


def test_as_the_crow_flies_says_so_and_has_no_edge(demo, stores):
    found = find_catchments(stores, demo, by="straight", bands=[5])
    assert found.basis == "straight"
    assert basis_sentence("straight", "straight", "fr") in found.measured
    assert found.polygons["edge_share"].isna().all()
    assert not any("OSM" in line for line in found.sources)


def test_a_catchment_that_the_end_of_the_streets_cuts_is_warned_of(result, demo, stores):
    near = find_catchments(stores, demo, by="foot", bands=[2])
    assert near.warnings == ()
    cut = find_catchments(stores, demo, by="car", bands=[15])
    assert cut.polygons["edge_share"].max() > 0.2
    assert any("bord du réseau" in text for text in cut.warnings)


def test_streets_without_zones_give_land_and_say_so(streets_only, demo_files, tmp_path):
    places = read_places(demo_files / "stores.csv", streets_only)
    found = find_catchments(places, streets_only, by="bike", bands=[5], language="en")
    assert found.market is None
    assert (found.bands["reached_km"] > 0).all()
    assert any("no zones" in text for text in found.warnings)
    written = write_catchments(found, tmp_path / "out")
    assert {path.name for path in written} == set(CATCHMENT_FILES) - {"zones.csv"}


def test_customers_need_zones(streets_only, demo_files, customers):
    places = read_places(demo_files / "stores.csv", streets_only)
    with pytest.raises(TableError, match="--customers"):
        find_catchments(places, streets_only, by="foot", enriched=customers)


def test_small_counts_are_kept_back_and_cannot_be_worked_out(result, published):
    clientele = published.clientele
    for table in (clientele.zones, clientele.tiers):
        assert not table["customers"].between(0, 11, inclusive="left").any()
    hidden = clientele.zones[clientele.zones["customers"].isna()]
    assert len(hidden) > 20
    assert (hidden["tier"] == "").all()
    assert hidden["penetration_rate"].isna().all()
    true = result.clientele.zones.set_index(["place_id", "zone"])["customers"]
    for place, own in clientele.tiers.groupby("place_id"):
        for tier in own.loc[own["customers"].notna(), "tier"]:
            whole = result.clientele.zones
            mine = whole[(whole["place_id"] == place) & (whole["tier"] == tier)].set_index(["place_id", "zone"]).index
            lost = mine.intersection(hidden.set_index(["place_id", "zone"]).index)
            assert len(lost) == 0 or true[lost].sum() >= 11
    assert clientele.zones["cumulative_share"].isna().all()


def test_no_output_that_is_handed_on_tells_of_a_hidden_zone(published):
    told = customer_zone_table(published, published.clientele)
    assert told["customers"].min() >= 11
    table = zone_table(published)
    assert not table["customers"].between(0, 11, inclusive="left").any()
    assert (table.loc[table["customers"].isna(), "tier"] == "").all()
    drawn = tier_zones(published)
    assert not drawn["customers"].between(0, 11, inclusive="left").any()


def test_published_rings_are_tens_that_no_zone_can_be_solved_from(result, published):
    exact, told = result.clientele.rings, published.clientele.rings
    shown = told["customers"].notna()
    assert shown.any()
    assert (exact.loc[shown, "customers"] >= 11).all()
    assert (told.loc[shown, "customers"] % 10 == 0).all()
    assert (told["customers"] - exact["customers"]).abs().max() <= 5
    homes = told["households"]
    np.testing.assert_allclose((told["penetration_rate"] * homes)[shown], told.loc[shown, "customers"], rtol=0.05)
    assert told.loc[~shown, ["penetration_rate", "low", "high"]].isna().all(axis=None)
    for name in ("penetration_rate", "low", "high"):
        assert all(float(f"{rate:.2g}") == pytest.approx(rate, rel=1e-9) for rate in told.loc[shown, name])
    assert (told["low"] <= told["penetration_rate"])[shown].all()


def test_published_shares_and_tiers_are_too_coarse_to_tell_who_is_in_them(published):
    shares = published.zones[[share_column(band) for band in BANDS]].to_numpy()
    np.testing.assert_allclose(shares, shares.round(2), atol=1e-12)
    tiers = published.clientele.tiers
    assert tiers[["households", "zone_count"]].isna().all(axis=None)
    names = [column.name for column in wide_tiers(published, published.clientele)[1]]
    assert "households" not in names
    assert "primary" in names


def test_hiding_changes_nothing_of_what_is_shown(result, published):
    again = hide_small_cells(result.clientele)
    assert_frame_equal(again.tiers, published.clientele.tiers)
    assert_frame_equal(again.zones, published.clientele.zones)


def test_fewer_than_eleven_customers_are_not_published(demo, stores):
    few = pd.DataFrame({"iris": demo.levels["iris"].table["zone_id"].head(9)}).astype("str")
    with pytest.raises(TableError, match="--publish"):
        find_catchments(stores, demo, by="foot", enriched=find_zones(few, demo), publish=True)


def test_customers_of_no_place_are_refused(demo, stores):
    strange = pd.DataFrame({"iris": demo.levels["iris"].table["zone_id"].head(20), "shop": "X"}).astype("str")
    with pytest.raises(TableError, match="--store-column"):
        find_catchments(stores, demo, by="foot", enriched=find_zones(strange, demo), store_column="shop")


@pytest.mark.parametrize("told", [{"by": "boat"}, {"language": "de"}, {"level": "block"}])
def test_an_unknown_name_lists_the_choices(demo, stores, told):
    with pytest.raises(UnknownNameError, match="Choose from"):
        find_catchments(stores, demo, **told)


def test_all_files_are_written_and_the_same_twice(result, tmp_path):
    one, two = (write_catchments(result, tmp_path / name) for name in ("one", "two"))
    assert [path.name for path in one] == list(CATCHMENT_FILES)
    for first, second in zip(one, two, strict=True):
        assert first.read_bytes() == second.read_bytes(), first.name
    layers = gpd.list_layers(one[3])["name"].tolist()
    assert layers == ["places", "catchments", "zones"]
    zones = gpd.read_file(one[3], layer="zones", engine="pyogrio")
    assert zones.crs.to_epsg() == 2154
    assert len(zones) == len(result.zones)
    table = pd.read_csv(one[4], sep=";", encoding="utf-8-sig", dtype={"zone_id": "str"})
    assert table["zone_id"].tolist() == result.zones["zone_id"].tolist()
    with zipfile.ZipFile(one[2]) as book:
        text = book.read("xl/sharedStrings.xml").decode()
    assert all(CATCHMENT_WORDS["fr"][f"sheet_{name}_note"][:20] in text for name in ("tiers", "rings", "curves"))


def test_a_file_is_no_folder_for_catchments(result, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="is a file"):
        write_catchments(result, tmp_path / "file")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_page_and_map_say_how_minutes_are_measured_and_where_figures_come_from(result, language):
    told = replace(result, language=language)
    page = catchments_page(told, linked_map="map.html")
    texts = repr(page)
    drawn = catchments_map(told).get_root().render()
    for sentence in told.measured:
        assert sentence in texts
    assert basis_sentence("network", "foot", language) in texts
    assert "CC0-1.0" in drawn
    assert [section.title for section in page.sections][1] == CATCHMENT_WORDS[language]["bands"]
    assert len(page.sections) == 4 + len(result.places)


def test_a_ring_without_end_is_told_as_beyond(result):
    rings = ring_table(result, result.clientele)
    assert rings.groupby("place_id")["ring"].last().str.contains("15").all()
    assert tier_table(result, result.clientele)["tier"].isin(TIER_NAMES["fr"].values()).all()


def test_a_curve_that_cannot_be_fitted_is_a_sentence():
    note = Note("Trop peu.", "Too few.")
    assert curve_sentence(note, "A", 15, "en") == "A: Too few."
    flat = DecayCurve("power", 0.0, 0.1, np.eye(2), 10, 0.1, 1.0, np.inf, np.inf, np.inf)
    assert "nothing shows" in curve_sentence(flat, "A", 15, "en")
    far = replace(flat, half_minutes=40.0, half_low=20.0)
    assert "extrapolation" in curve_sentence(far, "A", 15, "en")
    assert "20" in curve_sentence(far, "A", 15, "en")


def test_both_languages_have_the_same_words():
    for table in (CATCHMENT_WORDS, CATCHMENT_LABELS, TIER_NAMES):
        assert set(table["fr"]) == set(table["en"])


def test_real_streets_that_end_in_the_middle_of_paris_are_warned_of(real_data, tmp_path):
    recipe = tmp_path / "r.toml"
    recipe.write_text(
        'name = "r"\ncountry = "fr"\n[[source]]\nkind = "streets_graphml"\npath = "network/trocadero.graphml"\n'
        'vintage = "2022"\nlicence = "ODbL-1.0"\npublisher = "OpenStreetMap"\n', "utf-8"
    )  # fmt: skip
    territory = open_territory(build_territory(recipe, sources=real_data, out=tmp_path / "built").folder)
    frame = pd.DataFrame({
        "id": ["trocadero", "muette"], "longitude": ["2.2873", "2.2740"], "latitude": ["48.8629", "48.8580"]
    })  # fmt: skip
    found = find_catchments(read_places(frame, territory), territory, by="foot", bands=[5], language="en")
    shares = found.polygons.set_index("place_id")["edge_share"]
    assert shares["trocadero"] == 0
    assert shares["muette"] > 0.3
    assert "muette" in found.warnings[0]
    assert "trocadero" not in found.warnings[0]
