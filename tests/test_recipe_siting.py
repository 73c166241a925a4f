"""From candidates, stores and customers to a comparison of sites: what adds up, what is told, what is kept back."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pyogrio
import pytest
from pandas.testing import assert_frame_equal

from geoprofile.errors import OutputError, TableError, UnknownNameError
from geoprofile.recipes.enriched import Enriched, find_zones
from geoprofile.recipes.places import Places, read_places
from geoprofile.recipes.siting.answer import answer_lines, choice_lines, is_worse_than_nearest, trust_lines
from geoprofile.recipes.siting.chain_section import chosen_lines
from geoprofile.recipes.siting.draw import bands_of_site, net_gain, zones_of_site
from geoprofile.recipes.siting.files import page_names, write_sites
from geoprofile.recipes.siting.flow import compare_sites
from geoprofile.recipes.siting.network import plan_chain, twin_sites
from geoprofile.recipes.siting.page import sites_page, title_of
from geoprofile.recipes.siting.reasons import site_reasons
from geoprofile.recipes.siting.report import Spend, ranked, sites_report, spend_of
from geoprofile.recipes.siting.sentences import SITING_SENTENCES
from geoprofile.recipes.siting.site_page import site_page
from geoprofile.recipes.siting.stores import file_share
from geoprofile.recipes.siting.surroundings import band_column
from geoprofile.recipes.siting.words import COLUMN_LABELS, PLACE_REASONS, REASON_WORDS, SITING_WORDS
from geoprofile.siting.cannibalisation import PARTS, cannibalise
from geoprofile.travel.reach import nearest_reach

BANDS = (5.0, 10.0, 20.0)
SMALLEST = 11


@pytest.fixture(scope="module")
def files(demo, demo_files) -> dict[str, Places]:
    names = ("stores", "competitors", "candidate_sites")
    return {name: read_places(demo_files / f"{name}.csv", demo) for name in names}


@pytest.fixture(scope="module")
def customers(demo, files) -> Enriched:
    """Draw customers who go to near stores; some have no zone."""
    zones, stores = demo.levels["iris"], files["stores"].rows
    middle = zones.zones.geometry.representative_point()
    rng = np.random.default_rng(3)
    home = rng.integers(0, len(zones.table), 1500)
    away = np.hypot(
        middle.x.to_numpy()[home, None] - stores["easting"].to_numpy(),
        middle.y.to_numpy()[home, None] - stores["northing"].to_numpy(),
    )
    worth = -2 * np.log(away / 80 + 1) + rng.gumbel(size=away.shape)
    frame = pd.DataFrame(
        {
            "iris": zones.table["zone_id"].to_numpy(dtype=object)[home],
            "store_id": stores["place_id"].to_numpy(dtype=object)[worth.argmax(axis=1)],
        }
    ).astype("str")
    frame.loc[:29, "iris"] = ""
    return find_zones(frame, demo)


def compared(demo, files, customers, **told):
    told = {"by": "foot", "bands": BANDS, "language": "en", "store_column": "store_id"} | told
    given = {"stores": files["stores"], "competitors": files["competitors"], "enriched": customers} | told
    return compare_sites(given.pop("candidates", files["candidate_sites"]), demo, **given)


@pytest.fixture(scope="module")
def result(demo, files, customers):
    return compared(demo, files, customers)


@pytest.fixture(scope="module")
def report(result):
    return sites_report(result, spend=Spend(100.0, 1500, "turnover_eur"))


def taken(places: Places, rows: list[int]) -> Places:
    """Keep some rows of a file of places, in this order."""
    return replace(
        places, rows=places.rows.iloc[rows].reset_index(drop=True), table=places.table.iloc[rows].reset_index(drop=True)
    )


def test_what_a_site_wins_is_the_sum_of_what_it_takes_from_whom(result):
    sites = result.sites
    np.testing.assert_allclose(sites[list(PARTS)].sum(axis=1), sites["gained"])
    np.testing.assert_allclose(sites["gained"] - sites["from_own"], sites["net_own"])
    lost = result.losses.groupby("candidate_id")["lost"].sum()
    np.testing.assert_allclose(lost[sites["place_id"]], sites["from_own"])


def test_ranks_go_by_what_a_site_adds_to_the_chain(result):
    ordered = result.sites.sort_values("rank")
    assert ordered["rank"].tolist() == list(range(1, 7))
    assert ordered["net_own"].is_monotonic_decreasing
    assert ordered["first_better_chance"].isna().tolist() == [True] + [False] * 5


def test_an_interval_holds_its_estimate_and_is_no_wild_guess(result):
    sites = result.sites
    assert (sites["net_own_low"] < sites["net_own"]).all()
    assert (sites["net_own"] < sites["net_own_high"]).all()
    choice = result.choice
    alone = cannibalise(
        choice.reach, choice.attributes, result.site_reach, result.site_attributes, choice.model,
        result.market.potential, own=choice.own,
    ).candidates  # fmt: skip
    # The number of customers is known: a store cannot be worth a multiple of itself by the doubt of an exponent.
    assert (alone["net_own_high"] < 3 * alone["net_own_low"]).all()


def test_the_order_of_candidates_stores_and_competitors_changes_nothing(demo, files, customers, result):
    turned = {name: taken(places, list(reversed(range(len(places.rows))))) for name, places in files.items()}
    again = compared(demo, turned, customers, candidates=turned["candidate_sites"])
    columns = ["place_id", "rank", "gained", "net_own", "net_own_low", "first_better_chance", "nearest_own_stores"]
    one, other = (found.sites[columns].sort_values("place_id", ignore_index=True) for found in (result, again))
    assert_frame_equal(one, other, rtol=1e-6)


def test_the_zones_of_a_site_hold_what_it_wins(result):
    for row in range(3):
        zones = zones_of_site(result, row)
        assert zones["customers"].sum() == pytest.approx(result.sites["gained"].iloc[row])
        assert zones["customers"].is_monotonic_decreasing


def test_bands_of_a_site_are_those_of_the_comparison(result):
    bands = bands_of_site(result, 0)
    told = result.sites.iloc[0]
    assert bands["households"].tolist() == pytest.approx([told[band_column(minutes)] for minutes in BANDS])
    assert bands["prospects"].iloc[1] == pytest.approx(told["prospects"])
    assert bands["new_households"].sum() == pytest.approx(bands["households"].iloc[-1])


def test_one_site_opened_is_worth_what_the_comparison_says(result):
    for row in range(3):
        assert net_gain(result, np.arange(6) == row) == pytest.approx(result.sites["net_own"].iloc[row])


def test_two_sites_together_gain_less_than_each_alone_and_more_than_one(result):
    chain = plan_chain(result, count=2)
    alone = result.sites.set_index("place_id").loc[chain.chosen["place_id"], "net_own"]
    assert alone.max() < chain.together < alone.sum()
    assert (chain.chosen["loss"] < alone.to_numpy() + 1e-9).all()


def test_a_closed_store_costs_the_chain_less_than_it_has(result):
    chain = plan_chain(result)
    has = result.stores.set_index("place_id")["seen"]
    assert (chain.closing["lost"].to_numpy() < has[chain.closing["place_id"]].to_numpy()).all()
    assert chain.closing["lost"].is_monotonic_increasing
    assert chain.chosen is None


def test_every_objective_chooses_as_many_as_asked(result):
    for objective in ("huff_share", "mclp", "p_median"):
        report = sites_report(result, choose=2, objective=objective)
        assert len(report.chain.chosen) == 2
        assert chosen_lines(report)[0].startswith("Of 2, ")


def reach_together(result, chosen):
    """Measure own stores and chosen sites as one, each household at its nearest."""
    market, sites = result.market, result.sites.set_index("place_id", drop=False)
    places = pd.concat([result.stores, sites.loc[chosen]])
    near = nearest_reach(places, market.demand, market.territory.streets, by=market.by, bands=market.bands)
    return near, market.potential[near.zone]


def test_sites_together_cover_each_household_once_even_where_two_share_a_zone(result):
    chain = plan_chain(result, count=2, objective="mclp")
    near, weight = reach_together(result, chain.chosen["place_id"])
    covered = (weight * near.shares[:, 1]).sum()
    assert chain.choice.reading["covered"] == pytest.approx(covered)
    # The model counts the best store of a zone alone.
    assert chain.choice.reading["covered"] > chain.choice.value * 1.0001
    said = chosen_lines(sites_report(result, choose=2, objective="mclp"))
    assert f"{covered:,.0f}" in said[0]
    assert SITING_SENTENCES["en"]["best_alone"] in said


def test_mean_minutes_are_those_to_the_nearest_of_all_stores(result):
    chain = plan_chain(result, count=2, objective="p_median")
    near, weight = reach_together(result, chain.chosen["place_id"])
    penalty = chain.choice.reading["penalty_min"]
    out = result.market.potential.sum() - (weight * near.shares[:, -1]).sum()
    minutes = (weight * near.shares[:, -1] * near.minutes).sum() + out * penalty
    assert chain.choice.reading["mean_minutes"] == pytest.approx(minutes / result.market.potential.sum())


def test_white_spots_are_measured_to_the_nearest_store_household_by_household(result):
    near, _ = reach_together(result, [])
    limit = result.market.bands[-1]
    minutes = np.full(near.zone_count, limit)
    minutes[near.zone] = near.shares[:, -1] * near.minutes + (1 - near.shares[:, -1]) * limit
    np.testing.assert_allclose(plan_chain(result).spots.minutes, minutes)


def test_an_unknown_objective_is_refused(result):
    with pytest.raises(UnknownNameError, match="huff_share"):
        sites_report(result, objective="profit")


def test_the_twin_of_the_best_store_is_itself(demo, files, customers):
    found = twin_sites(compared(demo, files, customers, candidates=files["stores"]))
    assert found["likeness"].max() == pytest.approx(1.0)
    best = found.loc[found["likeness"].idxmax()]
    assert files["stores"].rows.set_index("place_id")["place_name"][best["place_id"]] == best["twins_of"]


def test_the_answer_names_the_site_its_interval_and_who_loses(report):
    first = ranked(report).iloc[0]
    best, wins = answer_lines(report)
    assert best.startswith(first["place_name"])
    assert f"{first['net_own']:,.0f} customers like those of your file" in best
    assert f"between {first['net_own_low']:,.0f} and {first['net_own_high']:,.0f}" in best
    assert report.result.losses.query("candidate_id == @first.place_id")["store_name"].iloc[0] in wins


def test_euros_are_customers_times_what_one_spends(report):
    sites = ranked(report)
    np.testing.assert_allclose(sites["net_eur"], 100 * sites["net_own"])
    assert any("turnover_eur" in block.text for block in sites_page(report, pages={}).sections[-1].blocks)


def test_the_second_is_not_called_worse_within_the_uncertainty(report):
    first, second = ranked(report).iloc[0], ranked(report).iloc[1]
    for chance, word in ((0.5, "not clearly worse"), (0.99, "clearly ahead")):
        sites = report.sites.assign(first_better_chance=[np.nan, chance, *[1.0] * 4])
        text, warned = trust_lines(replace(report, sites=sites))[0]
        assert word in text
        assert second["place_name"] in text
        assert warned is (chance < 0.95)
    assert first["rank"] == 1


def test_a_model_worse_than_the_nearest_store_rule_is_warned_of(report):
    check = report.result.choice.check
    summary = check.summary.assign(mean_absolute_error=[50.0, 20.0, 90.0])
    choice = replace(report.result.choice, check=replace(check, summary=summary))
    bad = replace(report, result=replace(report.result, choice=choice))
    assert not is_worse_than_nearest(replace(bad, result=replace(bad.result, choice=replace(choice, check=None))))
    assert is_worse_than_nearest(bad)
    blocks = sites_page(bad, pages={}).sections[0].blocks
    assert any(getattr(block, "kind", "") == "warning" and "Beware" in block.text for block in blocks)
    own = site_page(bad, ranked(bad)["place_id"].iloc[0], zones=None, catchments=None).sections[0].blocks
    assert [block.text.startswith("Beware") for block in own if getattr(block, "kind", "") == "warning"] == [True]


def test_the_test_of_the_model_is_said_to_be_of_the_split_among_own_stores(report):
    texts = " ".join(text for text, _ in trust_lines(report))
    seen = report.result.choice.check.table["seen"].sum() / np.nansum(report.result.choice.seen)
    assert f"customers who can choose between two of them ({seen:.0%})" in texts


def test_where_hardly_anyone_can_choose_between_own_stores_their_split_is_not_told(report):
    choice = report.result.choice
    summary = choice.check.summary.assign(mean_absolute_error=[50.0, 20.0, 90.0])
    few = replace(choice.check, summary=summary, table=choice.check.table.assign(seen=1.0))
    told = replace(report, result=replace(report.result, choice=replace(choice, check=few)))
    assert not any("choose between two" in text for text, _ in trust_lines(told))
    assert not is_worse_than_nearest(told)


def test_half_the_pull_is_lost_where_the_model_says(result, report):
    model = replace(result.choice.model, distance=-1.0)
    changed = replace(report, result=replace(result, choice=replace(result.choice, model=model)))
    assert any("5 min attracts half as much at 11 min" in line for line in choice_lines(changed))


def test_without_customers_or_stores_it_says_what_it_cannot_tell(demo, files):
    found = compared(demo, files, None, stores=None, store_column=None, competitors=None)
    told = sites_report(found)
    assert answer_lines(told)[1] == SITING_SENTENCES["en"]["no_own"]
    texts = " ".join(text for text, _ in trust_lines(told))
    assert "half of them go" in texts
    assert SITING_SENTENCES["en"]["no_customers"] in texts
    assert told.sites["net_eur"].isna().all()
    assert told.sites["first_better_chance"].isna().all()
    assert found.sites["from_own"].eq(0).all()


def test_customers_without_their_store_are_spread_and_it_is_said(demo, files, customers):
    told = sites_report(compared(demo, files, customers, store_column=None))
    assert any("--store-column" in text for text, _ in trust_lines(told))
    assert told.stores["seen"].isna().all()


@pytest.mark.parametrize("kept", [[0], [0, 1]])
def test_few_stores_give_no_check_and_say_so(demo, files, customers, kept):
    told = sites_report(compared(demo, files, customers, stores=taken(files["stores"], kept)))
    assert told.result.choice.check is None
    assert any(text == SITING_SENTENCES["en"]["no_check"] for text, _ in trust_lines(told))
    assert len(told.chain.closing) == (0 if len(kept) == 1 else 2)


def test_every_zone_is_a_candidate_where_none_is_named(demo, files, customers):
    told = sites_report(compared(demo, files, customers, candidates=None))
    assert len(told.sites) == (told.result.market.profiles.households > 0).sum()
    assert told.sites["is_page"].sum() == 10
    assert set(told.sites.loc[told.sites["is_page"], "rank"]) == set(range(1, 11))


def test_candidates_that_cannot_be_reached_keep_their_row_and_say_why(demo, files, customers):
    table = pd.DataFrame(
        {
            "site_id": ["A", "B", ""],
            "nom": ["Centre", "Paris", ""],
            "longitude": ["-5.47", "2.35", ""],
            "latitude": ["46.944", "48.85", ""],
        },
        dtype="str",
    )
    found = compared(demo, files, customers, candidates=read_places(table, demo, prefix="C"), language="fr")
    told = sites_report(found)
    assert told.sites["place_id"].tolist() == ["A", "B", "C3"]
    assert told.sites["reason"].tolist()[2] == PLACE_REASONS["fr"]["no_position"]
    assert told.sites["reason"].tolist()[1] != ""
    assert told.sites["rank"].isna().tolist() == [False, True, True]
    lost = next(part for part in sites_page(told, pages={}).sections if part.title == SITING_WORDS["fr"]["lost_places"])
    assert len(lost.blocks[0].frame) == 2


def test_no_candidate_with_a_position_is_refused(demo, files, customers):
    nowhere = replace(files["candidate_sites"], rows=files["candidate_sites"].rows.assign(reason="no position"))
    with pytest.raises(TableError, match="has a position"):
        compared(demo, files, customers, candidates=nowhere)


def test_a_typology_of_other_zones_is_refused(demo, files, customers):
    with pytest.raises(TableError, match="typology"):
        compared(demo, files, customers, level="commune", typed_level="iris")


def test_types_stand_beside_those_of_the_best_stores(demo, files, customers):
    zones = demo.levels["iris"].table["zone_id"]
    group = np.where(np.arange(len(zones)) % 2 == 0, "A", "B")
    typed = pd.DataFrame({"zone_id": zones, "group": group, "type": pd.Series(group) + "01"})
    rows = [["Aisés", "Affluent"], ["Modestes", "Modest"], ["Cadres", "Managers"], ["Ouvriers", "Workers"]]
    names = pd.DataFrame(rows, index=["A", "B", "A01", "B01"], columns=["name_fr", "name_en"])
    told = sites_report(compared(demo, files, customers, typed=typed, names=names, typed_level="iris"))
    page = site_page(told, ranked(told)["place_id"].iloc[0], zones=None, catchments=None)
    mix = next(part for part in page.sections if part.title.startswith("Kinds of zones")).blocks[0].frame
    assert mix["what"].tolist() == ["group A Affluent", "group B Modest"]
    np.testing.assert_allclose(mix[["site_share", "best_share"]].sum(), 1.0)


def test_reasons_are_short_have_figures_and_differ(report):
    first = ranked(report)["reason_1"]
    assert first.str.contains(r"\d").all()
    assert len(set(first)) > 1
    assert ranked(report)["reason_1"].str.len().max() < 90


def alike(result, sites: pd.DataFrame):
    """Make candidates around whom all is the same."""
    same = dict.fromkeys(("prospects", "income_eur", *map(band_column, BANDS)), 1000.0)
    same |= {"competitors_within": 1.0, "cannibalised_share": 0.1, "newly_reached": 0.0}
    return replace(result, sites=sites.assign(**same), site_attributes=replace(result.site_attributes, names=()))


def test_a_candidate_that_adds_far_less_is_not_called_near_the_others(result):
    sites = result.sites.assign(net_own=[100.0, 101, 102, 99, 98, 40])
    reasons = site_reasons(alike(result, sites))["reason_1"].tolist()
    assert reasons[:5] == [REASON_WORDS["en"]["nothing"]] * 5
    assert reasons[5].startswith("adds 60% less than the median candidate")


def test_a_lone_candidate_is_not_compared_with_others(result):
    lone = result.sites.assign(rank=result.sites["rank"].where(result.sites["rank"] == 1))
    stores = alike(result, result.stores).sites
    reasons = site_reasons(replace(alike(result, lone), stores=stores))["reason_1"]
    assert reasons[lone["rank"] == 1].tolist() == [REASON_WORDS["en"]["only"]]
    assert (reasons[lone["rank"].isna()] == "").all()


def test_a_band_beside_the_middle_one_tells_candidates_apart_too(result):
    sites = result.sites.assign(net_own=100.0)
    made = alike(result, sites)
    made.sites.loc[2, band_column(BANDS[0])] = 300.0
    assert site_reasons(made)["reason_1"][2] == "fewer households: 300 within 5 min (median 1,000)"


def test_minutes_that_reach_the_whole_territory_are_said_to_tell_little(report):
    whole = report.result.market.profiles.households.sum()
    texts = [text for text, _ in trust_lines(report)]
    assert not any("hardly tell them apart" in text for text in texts)
    wide = replace(report, sites=report.sites.assign(**{band_column(BANDS[2]): 0.95 * whole}))
    told = [text for text, warns in trust_lines(wide) if warns and "hardly tell them apart" in text]
    assert len(told) == 1
    assert told[0].startswith("Within 20 min each candidate reaches 9")


def test_one_candidate_is_written_in_the_singular(report):
    assert "6 candidates" in title_of(report)[1]
    one = replace(report, sites=report.sites.head(1))
    assert "· 1 candidate ·" in title_of(one)[1]


def test_few_customers_of_a_store_are_not_published(demo, files, customers):
    few = customers.rows.copy()
    known = few["iris"] != ""
    last = files["stores"].rows["place_id"].iloc[-1]
    of_last = np.flatnonzero(known & (few["store_id"] == last))
    few.loc[of_last[5:], "store_id"] = files["stores"].rows["place_id"].iloc[0]
    told = [sites_report(compared(demo, files, replace(customers, rows=few), publish=publish)) for publish in (0, 1)]
    private, public = (one.stores.set_index("place_id")["seen"] for one in told)
    assert private[last] == 5
    assert np.isnan(public[last])
    assert public.isna().sum() >= 2
    hidden = public.index[public.isna()]
    closing = told[1].chain.closing.set_index("place_id")
    assert closing.loc[hidden, ["lost", "lost_share"]].isna().all(axis=None)
    assert closing["lost"].notna().any()
    shown = told[1].check[["seen", "predicted", "nearest_store", "equal_share"]]
    assert not (shown < SMALLEST).any(axis=None)


def test_the_turnover_of_a_store_is_published_nowhere(result, report, tmp_path):
    told = sites_report(replace(result, is_published=True), spend=report.spend, choose=0)
    written = write_sites(told, tmp_path)
    text = " ".join(path.read_text("utf-8") for path in written if path.suffix in {".html", ".geojson"})
    text += pd.read_excel(tmp_path / "sites.xlsx", engine="calamine", sheet_name="Stores").to_string()
    turnovers = result.stores["turnover_eur"]
    assert [value for value in turnovers if f"{value:,.0f}" in text or f"{value:.0f}" in text] == []
    assert "turnover of a store never is" in written[0].read_text("utf-8")
    assert report.stores["turnover_eur"].tolist() == turnovers.tolist()
    # Nor what would give their sum back: the share that the customers of the file make of it.
    shares = ["% of the turnover of your stores" in " ".join(text for text, _ in trust_lines(one))
              for one in (told, report)]  # fmt: skip
    assert shares == [False, True]


def test_the_model_stands_beside_own_stores_as_an_index_of_what_is_seen(report, demo, files, customers):
    stores = report.stores
    np.testing.assert_allclose(stores["model_index"] * stores["seen"], 100 * stores["expected"])
    shown = next(part for part in sites_page(report, pages={}).sections if part.title == "Your stores, as a yardstick")
    names = [column.name for column in shown.blocks[0].columns]
    assert "model_index" in names
    assert "expected" not in names
    uncounted = sites_report(compared(demo, files, customers, store_column=None))
    assert uncounted.stores["model_index"].isna().all()


def test_what_the_file_makes_of_the_turnover_is_said_once_where_both_are_known(report):
    told = [text for text, _ in trust_lines(report) if "of the turnover of your stores" in text]
    part = 150_000 / report.result.stores["turnover_eur"].sum()
    assert len(told) == 1
    assert f"make {100 * part:.1f}% of" in told[0] or f"make {100 * part:.0f}% of" in told[0]
    assert np.isnan(file_share(report.stores.assign(turnover_eur=np.nan), 150_000))


def test_prospects_that_are_published_tell_no_small_zone(demo, files, customers):
    few = replace(customers, rows=customers.rows.iloc[:300])
    market = compared(demo, files, few, publish=True).market
    small = (market.customers < SMALLEST) & (market.customers > 0)
    assert small.any()
    np.testing.assert_array_equal(market.prospects[small], market.potential[small])


def test_what_a_customer_spends_is_the_mean_of_those_who_told_it():
    assert spend_of(np.array([10.0, np.nan, 30.0]), "v") == Spend(20.0, 2, "v")
    assert spend_of(np.array([np.nan]), "v").customers == 0


def test_pages_have_names_that_every_disk_takes():
    names = page_names(["A/1", "A:1", "../x", "é", "a_1", ""])
    assert len(set(map(str.lower, names.values()))) == 6
    assert all(re.fullmatch(r"[\w-]+\.html", name, flags=re.ASCII) for name in names.values())


def test_both_languages_say_the_same_things():
    for words in (SITING_WORDS, SITING_SENTENCES, COLUMN_LABELS, REASON_WORDS, PLACE_REASONS):
        assert words["fr"].keys() == words["en"].keys()
    for key, text in SITING_SENTENCES["fr"].items():
        places = [set(re.findall(r"{(\w+)", one)) for one in (text, SITING_SENTENCES["en"][key])]
        assert places[0] == places[1], key


@pytest.fixture(scope="module")
def written(report, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sites") / "out"
    return folder, write_sites(report, folder)


def test_all_files_are_written_and_link_to_each_other(written):
    folder, paths = written
    named = {str(path.relative_to(folder)) for path in paths}
    assert {"sites.html", "map.html", "sites.xlsx", "sites.gpkg", "sites.geojson"} < named
    page = (folder / "sites.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"#]+)"', page)
    assert {"map.html", "sites/C01.html"} < set(links)
    assert all((folder / link).is_file() for link in links)
    assert 'href="../sites.html"' in (folder / "sites" / "C01.html").read_text(encoding="utf-8")


def test_every_output_says_how_minutes_are_measured(written):
    folder, paths = written
    for path in paths:
        if path.suffix == ".html":
            assert "Travel times on foot" in path.read_text(encoding="utf-8"), path.name
    read_me = pd.read_excel(folder / "sites.xlsx", engine="calamine", sheet_name="Read me")
    assert read_me.iloc[:, 0].astype(str).str.contains("Travel times on foot").any()


def test_workbook_page_and_layers_tell_the_same_gains(written, report):
    folder, _ = written
    book = pd.read_excel(folder / "sites.xlsx", engine="calamine", sheet_name=None)
    assert list(book) == ["Read me", "Sites", "Stores", "Losses", "Chain", "Method"]
    layer = pyogrio.read_dataframe(folder / "sites.gpkg", layer="candidates")
    net = ranked(report)["net_own"].to_numpy()
    np.testing.assert_allclose(book["Sites"]["Net gain"], net)
    np.testing.assert_allclose(layer["net_own"], net)
    assert pyogrio.list_layers(folder / "sites.gpkg")[:, 0].tolist() == ["candidates", "catchments", "white_spots"]
    assert str(layer.crs) == "EPSG:2154"


def test_the_same_comparison_is_the_same_bytes(written, report, tmp_path):
    folder, _ = written
    for path in write_sites(report, tmp_path / "again"):
        twin = folder / path.relative_to(tmp_path / "again")
        assert path.read_bytes() == twin.read_bytes(), path.name


def test_pages_of_an_earlier_run_do_not_stay_and_files_of_the_user_do(report, tmp_path):
    own = [tmp_path / "sites" / name for name in ("notes.txt", "board.html")]
    old = tmp_path / "sites" / "C 99.html"
    old.parent.mkdir()
    for path in (*own, old):
        path.write_text("x")
    (tmp_path / "sites.html").write_text('<a href="sites/C%2099.html">99</a> <a href="sites/..%2Fkept.html">no</a>')
    (tmp_path / "kept.html").write_text("x")
    written = write_sites(report, tmp_path)
    assert not old.exists()
    assert all(path.exists() for path in (*own, tmp_path / "kept.html"))
    write_sites(report, tmp_path)
    assert {path for path in written if path.parent == old.parent} | set(own) == set(old.parent.iterdir())


def test_candidates_of_another_territory_are_refused(demo, files):
    far = files["candidate_sites"]
    moved = replace(far, rows=far.rows.assign(easting=far.rows["easting"] + 1e6))
    with pytest.raises(TableError, match="lies in the territory 'demo'"):
        compare_sites(moved, demo, by="foot")


def test_a_site_on_the_doorstep_of_an_own_store_is_warned_of(demo, files, customers):
    beside = compared(demo, files, customers, candidates=files["stores"])
    told = [text for text, warns in trust_lines(sites_report(beside)) if warns]
    assert any("min from your store" in text or "min de votre magasin" in text for text in told)


def test_a_file_is_no_folder(report, tmp_path):
    (tmp_path / "taken").write_text("x")
    with pytest.raises(OutputError, match="is a file"):
        write_sites(report, tmp_path / "taken")
