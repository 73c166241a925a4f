"""From a ranking and a budget to a leaflet plan, and to what came of it."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import AddressFileError, GeoprofileError, TableError
from geoprofile.leaflets.measure import measure_lift
from geoprofile.opposition import address_keys, keyed_hashes
from geoprofile.recipes.leaflet import LeafletWish, plan_leaflets, read_inputs
from geoprofile.recipes.leaflet.files import write_plan
from geoprofile.recipes.leaflet.measure import Measured, campaign_rows, measure_plan
from geoprofile.recipes.leaflet.measure_page import measure_sentences, measure_table, write_measure
from geoprofile.recipes.leaflet.record import read_plan
from geoprofile.recipes.leaflet.sentences import cap_text, control_texts, round_texts
from geoprofile.recipes.leaflet.tables import communes_table, groups_table, postcodes_table, zones_table
from geoprofile.recipes.leaflet.words import COLUMN_LABELS
from geoprofile.recipes.leaflet.words_en import ENGLISH
from geoprofile.recipes.leaflet.words_fr import FRENCH
from geoprofile.zones.profiles import zone_profiles


@pytest.fixture(scope="module")
def files(demo, tmp_path_factory):
    """Write a ranking, and customers at real addresses, as earlier commands would."""
    folder = tmp_path_factory.mktemp("leaflet")
    profiles = zone_profiles(demo)
    rng = np.random.default_rng(3)
    ids = profiles.zones["zone_id"]
    likeness = rng.gamma(2.0, 1.0, len(ids)).round(3)
    pd.DataFrame({"zone_id": ids, "likeness": likeness, "households": profiles.households.round()}).to_csv(
        folder / "ranking.csv", index=False
    )
    weight = likeness * profiles.households
    zones = rng.choice(ids.to_numpy(object), 900, p=weight / weight.sum())
    dates = ["2025-03-01"] * 450 + ["2025-05-02"] * 450
    pd.DataFrame({"client": range(900), "iris": zones, "date": dates}).to_csv(folder / "customers.csv", index=False)
    return folder


@pytest.fixture(scope="module")
def made(demo, demo_files, files):
    """Plan with defaults and what is told otherwise."""

    def make(read=None, **told):
        wish = LeafletWish(**{"letterboxes": 4000, "round_letterboxes": 0, **told})
        stores = {} if read is not None and "stores" in read else {"stores": demo_files / "stores.csv"}
        return plan_leaflets(read_inputs(demo, files / "ranking.csv", **{**stores, **(read or {})}), wish)

    return make


@pytest.fixture(scope="module")
def walked(made, files):
    """Plan with everything: sectors, rounds, customers to count."""
    return made(
        {"customers": files / "customers.csv"},
        contiguous=True,
        letterboxes=2000,
        round_letterboxes=250,
        margin_eur=60.0,
    )


def test_a_plan_keeps_to_its_letterboxes_and_says_how_good_it_is(walked):
    assert 0 < walked.plan.letterboxes <= 2000
    assert walked.chosen["letterboxes"].sum() == walked.plan.letterboxes
    assert 0 <= walked.plan.gap < 0.2
    assert walked.expected.low < walked.expected.value < walked.expected.high


def test_a_plan_keeps_to_its_euros_with_what_is_paid_once_a_wave(made):
    plan = made(letterboxes=None, budget_eur=700.0, waves=2, fixed_eur=100.0).plan
    assert plan.cost_eur <= 700
    assert plan.cost_eur - plan.zones["cost_eur"].sum() == pytest.approx(200)


def test_waves_share_the_budget_and_serve_no_zone_twice(made):
    result = made(letterboxes=4001, waves=3)
    assert not result.plan.zones["zone_id"].duplicated().any()
    assert result.plan.drops["letterboxes"].tolist() <= [1334, 1334, 1333]
    assert set(result.chosen["wave"]) == {1, 2, 3}


def test_every_table_of_a_plan_has_the_same_sums(walked):
    whole = walked.plan.letterboxes, walked.plan.zones["cost_eur"].sum()
    for frame in (zones_table(walked), communes_table(walked), postcodes_table(walked)):
        assert (frame["letterboxes"].sum(), frame["cost_eur"].sum()) == pytest.approx(whole, abs=0.05)
    assert walked.rounds.plan.doors["letterboxes"].sum() == whole[0]


def test_costs_by_store_and_wave_add_up_to_that_of_the_plan_with_what_is_paid_once(walked, made):
    waves = made({"stores": None}, letterboxes=4000, waves=2, fixed_eur=120.0, language="en")
    for result, name in ((walked, "store"), (waves, "what")):
        groups = groups_table(result)
        fixed = groups[name].isin(["coût fixe, une fois par vague", "fixed cost, once a wave"])
        assert groups["cost_eur"].sum() == pytest.approx(result.plan.cost_eur, abs=0.05)
        assert groups.loc[fixed, "cost_eur"].tolist() == [result.zones.costs.fixed_eur] * result.wish.waves
        assert groups.loc[~fixed, "letterboxes"].sum() == result.plan.letterboxes


def test_letterboxes_of_rounds_that_are_not_those_of_the_plan_are_explained(walked):
    assert not any("letterboxes and the plan" in text or "boîtes et le plan" in text for text in round_texts(walked))
    more = replace(walked, plan=replace(walked.plan, letterboxes=walked.plan.letterboxes - 2),
                   wish=replace(walked.wish, language="en"))  # fmt: skip
    gap = next(text for text in round_texts(more) if "letterboxes and the plan" in text)
    assert gap.endswith(
        ": 2 more or less, as an address has whole letterboxes alone once those of customers are passed."
    )


def test_a_zone_goes_to_one_store_within_its_minutes(walked):
    assert walked.chosen["store"].ne("").all()
    assert walked.chosen["minutes"].le(15).all()
    assert set(walked.chosen["store"]) <= set(walked.near.stores["place_id"])


def test_zones_named_are_served_or_not(made, walked):
    out = walked.chosen["zone_id"].iloc[0]
    wanted = walked.table.query("status == 'left_out' and letterboxes > 0 and store != ''")["zone_id"].iloc[0]
    result = made({"exclude": out, "include": wanted})
    status = result.table.set_index("zone_id")["status"]
    assert (status[out], status[wanted]) == ("excluded", "chosen")


def test_the_zones_of_a_former_plan_rest(made, walked, tmp_path):
    write_plan(walked, tmp_path)
    result = made({"served": tmp_path / "zones.csv"})
    assert not set(result.chosen["zone_id"]) & set(walked.chosen["zone_id"])


def test_zones_that_the_ranking_does_not_know_are_not_served(made, files, tmp_path, demo):
    short = pd.read_csv(files / "ranking.csv", dtype={"zone_id": str}).head(20)
    short.to_csv(tmp_path / "short.csv", index=False)
    result = plan_leaflets(
        read_inputs(demo, tmp_path / "short.csv"), LeafletWish(letterboxes=3000, round_letterboxes=0)
    )
    assert set(result.chosen["zone_id"]) <= set(short["zone_id"])


def test_controls_are_held_out_and_their_twins_served(made, files):
    result = made({"customers": files / "customers.csv"}, letterboxes=12000, control_pairs=6)
    assert set(result.experiment.zones_of("treated")) <= set(result.chosen["zone_id"])
    assert not set(result.experiment.zones_of("control")) & set(result.chosen["zone_id"])
    assert (result.table["status"] == "control").sum() == 6
    assert result.experiment.lift > 0
    assert result.plan.letterboxes <= 12000


def test_a_plan_beats_zones_at_random_by_its_own_estimates(made):
    result = made()
    assert result.expected.value > result.beside.random
    assert result.expected.value >= result.beside.nearest


def test_the_way_to_the_store_lowers_what_is_expected(made):
    near, anywhere = (made(half_time_min=half).table.query("letterboxes > 0") for half in (10.0, 1e9))
    fallen = np.log2(near["expected_response"] / anywhere["expected_response"])
    assert np.corrcoef(fallen, near["minutes"])[0, 1] < -0.9


def test_a_response_that_is_given_is_that_of_the_average_letterbox(made):
    table = made(response_rate=0.01).table
    assert table["expected_response"].sum() / table["letterboxes"].sum() == pytest.approx(0.01)


@pytest.mark.parametrize("share", ["nearest", "huff"])
def test_islands_have_at_least_their_letterboxes(made, share):
    result = made(islands=1500, share=share)
    assert result.chosen.groupby("sector")["letterboxes"].sum().min() >= 1500


def test_customers_are_passed_by_at_their_doors_and_the_budget_still_holds(walked, made, demo, tmp_path):
    doors = walked.rounds.plan.doors.head(40)
    listed = pd.DataFrame({"iris": doors["zone_id"], "result_id": doors["address_id"], "result_type": "housenumber"})
    listed.to_csv(tmp_path / "own.csv", index=False)
    result = made(
        {"customers": tmp_path / "own.csv"},
        contiguous=True,
        letterboxes=2000,
        skip_customers=True,
        round_letterboxes=250,
    )
    assert result.rounds.customers.found_count == (listed["iris"].isin(result.chosen["zone_id"])).sum()
    assert result.rounds.plan.doors["letterboxes"].sum() <= result.plan.letterboxes
    assert result.rounds.plan.doors["skip"].sum() >= 1


def test_a_list_of_hashes_takes_the_same_doors_away_as_one_in_clear(walked, made, tmp_path):
    doors = walked.rounds.plan.doors.head(10)
    doors[["citycode", "street", "number", "suffix"]].to_csv(tmp_path / "clear.csv", index=False)
    secret = b"a key of sixteen bytes"
    hashes = keyed_hashes(address_keys(doors).tolist(), secret)
    pd.DataFrame({"address_hash": hashes}).to_csv(tmp_path / "hashes.csv", index=False)
    (tmp_path / "key").write_bytes(secret)
    clear = made({"opposition": tmp_path / "clear.csv"}, contiguous=True, letterboxes=2000, round_letterboxes=250)
    hashed = made(
        {"opposition": tmp_path / "hashes.csv", "secret_file": tmp_path / "key"},
        contiguous=True, letterboxes=2000, round_letterboxes=250,
    )  # fmt: skip
    assert clear.rounds.opposition.door_count == hashed.rounds.opposition.door_count == 10
    assert not set(doors["address_id"]) & set(hashed.rounds.plan.doors["address_id"])


def test_the_order_of_the_rows_of_the_ranking_changes_nothing(made, files, demo, demo_files, tmp_path):
    frame = pd.read_csv(files / "ranking.csv", dtype={"zone_id": str}).sample(frac=1, random_state=1)
    frame.to_csv(tmp_path / "ranking.csv", index=False)
    inputs = read_inputs(demo, tmp_path / "ranking.csv", stores=demo_files / "stores.csv")
    other = plan_leaflets(inputs, LeafletWish(letterboxes=4000, round_letterboxes=0))
    pd.testing.assert_frame_equal(other.plan.zones, made().plan.zones)


def test_the_folder_holds_all_that_the_distributor_and_the_next_plan_need(walked, tmp_path):
    names = {path.name for path in write_plan(walked, tmp_path)}
    assert names == {
        "plan.html", "map.html", "plan.gpkg", "plan.geojson", "rounds.html", "zones.csv", "postcodes.csv",
        "streets.csv", "doors.csv", "plan.xlsx", "plan.json",
    }  # fmt: skip
    page = (tmp_path / "plan.html").read_text("utf-8")
    assert 'href="map.html"' in page
    assert "hypothèse" in page
    zones = pd.read_csv(tmp_path / "zones.csv", sep=";", encoding="utf-8-sig", dtype={"zone_id": str})
    assert zones["zone_id"].tolist() == walked.chosen["zone_id"].tolist()
    assert "own_customers" not in zones


def test_the_same_plan_is_the_same_bytes(walked, tmp_path):
    first = {path.name: path.read_bytes() for path in write_plan(walked, tmp_path / "one")}
    again = {path.name: path.read_bytes() for path in write_plan(walked, tmp_path / "two")}
    assert first == again


def test_what_is_published_holds_no_doors_and_a_former_plan_leaves_none(walked, made, files, tmp_path):
    write_plan(walked, tmp_path)
    result = made({"customers": files / "customers.csv"}, letterboxes=1500, round_letterboxes=250, is_published=True)
    write_plan(result, tmp_path)
    assert not (tmp_path / "doors.csv").exists()
    told = (tmp_path / "plan.json").read_text("utf-8") + (tmp_path / "map.html").read_text("utf-8")
    assert "own_customers" not in told


@pytest.fixture(scope="module")
def controlled(made, files, tmp_path_factory):
    """Write a plan with controls."""
    folder = tmp_path_factory.mktemp("controlled")
    result = made({"customers": files / "customers.csv"}, letterboxes=12000, control_pairs=6, language="en")
    write_plan(result, folder)
    return folder, result


@pytest.fixture(scope="module")
def came(controlled, tmp_path_factory):
    """Write customers of whom three times as many came where leaflets were dropped."""
    _, result = controlled
    rng = np.random.default_rng(1)
    served = result.table["status"].eq("chosen").to_numpy()
    counts = rng.poisson(result.table["letterboxes"] * np.where(served, 0.15, 0.05))
    path = tmp_path_factory.mktemp("came") / "came.csv"
    pd.DataFrame({"iris": np.repeat(result.table["zone_id"].to_numpy(object), counts)}).to_csv(path, index=False)
    return path


def test_a_lift_that_there_is_is_measured_and_kept_for_the_next_plan(controlled, came, demo, files):
    folder, _ = controlled
    found = measure_plan(folder, came)
    assert 1 < found.lift.lift < 3.5
    assert found.lift.low > 0
    rows = campaign_rows(found)
    assert set(rows["counted"]) == {"extra"}
    assert rows["responses"].sum() == pytest.approx(rows["customers"].sum() * (1 - 1 / (1 + found.lift.lift)), rel=0.01)
    write_measure(found, folder)
    once = (folder / "campaigns.csv").read_bytes()
    write_measure(found, folder)
    assert (folder / "campaigns.csv").read_bytes() == once
    inputs = read_inputs(demo, files / "ranking.csv", campaigns=folder / "campaigns.csv")
    learned = plan_leaflets(inputs, LeafletWish(letterboxes=3000, round_letterboxes=0))
    assert learned.expected.basis == "learned"
    assert 0.05 < learned.expected.value / learned.plan.letterboxes < 0.2


def test_only_those_since_the_day_count(controlled, files):
    folder, _ = controlled
    whole, later = (measure_plan(folder, files / "customers.csv", since=since) for since in (None, "2025-04-01"))
    assert later.earlier == 450
    assert whole.counted + whole.elsewhere + whole.unplaced == 900
    assert later.counted + later.elsewhere + later.unplaced == 450


def test_small_counts_are_hidden_where_asked_and_nothing_is_kept(controlled, files, tmp_path):
    folder, _ = controlled
    for name in ("plan.json",):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    write_measure(measure_plan(tmp_path, files / "customers.csv", since="2025-04-01"), tmp_path, publish=True)
    counts = pd.read_csv(tmp_path / "measure.csv", sep=";", encoding="utf-8-sig")["customers"]
    assert counts.dropna().empty or counts.dropna().min() >= 11
    assert counts.isna().any()
    assert not (tmp_path / "campaigns.csv").exists()


@pytest.mark.parametrize("few", ["control", "treated", ""])
def test_no_published_sum_or_rate_gives_a_hidden_count_back(controlled, few):
    folder, _ = controlled
    plan, zones = read_plan(folder)
    customers = np.where(zones["role"] == few, 0, 30)
    customers[np.flatnonzero(zones["role"] == few)[:1]] = 4
    other = np.flatnonzero(zones["role"] == "treated")[0]
    customers[other] = 7
    told = zones.assign(customers=customers, before=np.nan)
    found = Measured(plan, told, measure_lift(told[told["pair"] > 0].drop(columns="before")), int(customers.sum()), 5,
                     700, 0, "", "en")  # fmt: skip
    table = measure_table(found, publish=True)
    hidden = dict(zip(table["zone_id"], table["customers"].isna(), strict=True))
    told = told.assign(hidden=told["zone_id"].map(hidden))
    assert told.loc[told["customers"] < 11, "hidden"].all()
    for role, own in told.groupby("role"):
        if role != few and own["hidden"].any():  # its sum is told by its rate
            assert own["hidden"].sum() > 1
            assert own.loc[own["hidden"], "customers"].sum() >= 11
    said = " ".join(measure_sentences(found, publish=True))
    assert str(found.counted) not in said
    assert "campaigns.csv" not in said


def test_a_count_of_a_few_in_no_zone_is_not_published(controlled, came):
    folder, _ = controlled
    found = replace(measure_plan(folder, came), elsewhere=500, unplaced=3, since="2025-04-01", language="en")
    assert "500 in other zones, under 11 in none" in measure_sentences(found, publish=True)[0]
    assert "500 in other zones, 3 in none" in measure_sentences(found)[0]


def test_a_published_plan_does_not_say_how_many_customers_there_are(made, files):
    read, told = {"customers": files / "customers.csv"}, {"letterboxes": 12000, "control_pairs": 6, "language": "en"}
    plain, published = (" ".join(control_texts(made(read, **told, is_published=one))) for one in (False, True))
    assert "customers expected without leaflets" in plain
    assert "customers expected" not in published
    assert "more customers in these zones" not in published
    assert "could be seen" in published


def test_without_controls_nothing_is_claimed(walked, files, tmp_path):
    write_plan(walked, tmp_path)
    found = measure_plan(tmp_path, files / "customers.csv")
    assert found.lift is None
    assert set(campaign_rows(found)["counted"]) == {"all"}


def test_without_a_first_day_it_warns_that_all_rows_count(controlled, files):
    folder, _ = controlled
    dated, undated = (
        measure_sentences(measure_plan(folder, files / "customers.csv", since=since, language="en"))
        for since in ("2025-04-01", None)
    )
    assert "Without --since every row of the file counts" in undated[0]
    assert not any("Without --since" in text for text in dated)
    write_measure(measure_plan(folder, files / "customers.csv", language="en"), folder)
    page = (folder / "measure.html").read_text("utf-8")
    assert page.index("Without --since every row") < page.index("customers came in the")


def test_a_campaign_in_which_nobody_came_is_not_kept_to_learn_from(controlled, tmp_path):
    folder, result = controlled
    (tmp_path / "plan.json").write_bytes((folder / "plan.json").read_bytes())
    other = result.table.loc[~result.table["status"].isin(["chosen"]), "zone_id"]
    pd.DataFrame({"iris": other}).to_csv(tmp_path / "came.csv", index=False)
    (tmp_path / "campaigns.csv").write_bytes(b"kept")
    found = measure_plan(tmp_path, tmp_path / "came.csv", language="en")
    assert "Nobody came from the zones served" in measure_sentences(found)[-1]
    assert tmp_path / "campaigns.csv" not in write_measure(found, tmp_path)
    assert (tmp_path / "campaigns.csv").read_bytes() == b"kept"


def test_all_who_came_teach_nothing_unless_the_user_says_so(walked, files, demo, tmp_path):
    write_plan(walked, tmp_path)
    write_measure(measure_plan(tmp_path, files / "customers.csv"), tmp_path)
    learned = {"campaigns": tmp_path / "campaigns.csv"}
    with pytest.raises(AddressFileError, match="--campaigns-count-all"):
        read_inputs(demo, files / "ranking.csv", **learned)
    past = read_inputs(demo, files / "ranking.csv", **learned, campaigns_count_all=True).past
    assert past["responses"].sum() == past["customers"].sum()


def test_an_effect_that_chance_may_explain_is_kept_as_it_was_measured(controlled, files):
    folder, _ = controlled
    found = measure_plan(folder, files / "customers.csv")
    rows = campaign_rows(found)
    assert found.lift.low < 0 < found.lift.high
    assert set(rows["counted"]) == {"extra"}
    assert rows["responses"].sum() < 0.7 * rows["customers"].sum()
    assert (rows.loc[rows["customers"] > 0, "responses_error"] > 0).all()


def test_several_customers_at_one_address_are_one_letterbox_and_rounds_hold_what_the_plan_says(walked, made, tmp_path):
    doors = walked.rounds.plan.doors.head(60)
    twice = pd.concat([doors, doors.head(20)], ignore_index=True)
    listed = pd.DataFrame({"iris": twice["zone_id"], "result_id": twice["address_id"], "result_type": "housenumber"})
    listed.to_csv(tmp_path / "twice.csv", index=False)
    listed.drop_duplicates().to_csv(tmp_path / "once.csv", index=False)
    asked = {"contiguous": True, "letterboxes": 2000, "skip_customers": True, "round_letterboxes": 250}
    both = [made({"customers": tmp_path / name}, **asked) for name in ("twice.csv", "once.csv")]
    assert both[0].plan.letterboxes == both[1].plan.letterboxes
    for one in both:
        assert one.rounds.unplaced.empty
        assert one.rounds.plan.doors["letterboxes"].sum() == one.plan.letterboxes


def test_zones_that_share_the_highest_index_are_said_to(made, files, tmp_path):
    frame = pd.read_csv(files / "ranking.csv", dtype={"zone_id": str})
    frame.assign(likeness=frame["likeness"].clip(upper=frame["likeness"].median())).to_csv(
        tmp_path / "r.csv", index=False
    )
    inputs = read_inputs(made().inputs.territory, tmp_path / "r.csv")
    capped = plan_leaflets(inputs, LeafletWish(letterboxes=9000, round_letterboxes=0, language="en"))
    assert "zones have the same index" in cap_text(capped)
    assert cap_text(made()) == ""


def test_islands_that_do_not_fit_are_refused_as_not_found(made):
    with pytest.raises(TableError, match=r"No connected zones of at least 3000 letterboxes were found"):
        made(islands=3000, letterboxes=2000)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"letterboxes": None}, "neither was given"),
        ({"budget_eur": 100.0}, "both were given"),
        ({"letterboxes": -5}, "--letterboxes is -5"),
        ({"letterboxes": 2}, "does not reach for a zone"),
        ({"letterboxes": None, "budget_eur": 3.0}, "does not reach for a zone"),
        ({"response_rate": 2.0}, "--response is 2"),
        ({"fixed_eur": -1.0}, "--fixed is -1"),
        ({"by": "boat"}, "way of travelling"),
        ({"mode": "drone"}, "way of distribution"),
        ({"objective": "margin"}, "--margin"),
        ({"objective": "margin", "margin_eur": 0.01}, "No zone pays"),
        ({"skip_customers": True}, "--skip-customers needs"),
        ({"skip_customers": True, "is_published": True}, "leave out --publish"),
        ({"control_pairs": 50}, "fewer --controls"),
        ({"within_min": 0.001}, "No zone lies within"),
    ],
)
def test_what_cannot_be_planned_is_refused_in_one_sentence(made, told, said):
    with pytest.raises(GeoprofileError, match=said):
        made(**told)


def test_sectors_need_stores(made):
    with pytest.raises(TableError, match="--stores"):
        made({"stores": None}, contiguous=True)


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ({"include": "nowhere"}, "no zone 'nowhere'"),
        ({"stop_pub": "many"}, "a share such as 0.2"),
        ({"stop_pub": "1.2"}, "from 0 to 1"),
    ],
)
def test_inputs_that_say_nothing_are_refused(made, read, said):
    with pytest.raises(GeoprofileError, match=said):
        made(read)


def test_an_opposition_list_is_refused_without_ever_being_quoted(made, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("name\nJeanne Secret\n", "utf-8")
    with pytest.raises(AddressFileError) as refused:
        made({"opposition": path})
    assert "Secret" not in str(refused.value)
    path.write_text("address_hash\nabc\n", "utf-8")
    with pytest.raises(AddressFileError, match="--secret-file"):
        made({"opposition": path})


def test_a_stop_pub_share_lowers_the_letterboxes_of_its_zone_alone(made, walked, tmp_path):
    zone = walked.chosen["zone_id"].iloc[0]
    pd.DataFrame({"zone_id": [zone], "share": ["0,5"]}).to_csv(tmp_path / "stop.csv", index=False)
    shares = made({"stop_pub": str(tmp_path / "stop.csv")}).table.set_index("zone_id")["refusal_share"]
    assert shares[zone] == 0.5
    assert set(shares.drop(zone)) == {0.17}


def test_a_folder_without_a_plan_cannot_be_measured(tmp_path, files):
    with pytest.raises(TableError, match="holds no leaflet plan"):
        measure_plan(tmp_path, files / "customers.csv")
    (tmp_path / "plan.json").write_text(json.dumps({"format": 0}), "utf-8")
    with pytest.raises(TableError, match="another version"):
        measure_plan(tmp_path, files / "customers.csv")


def test_both_languages_say_the_same_things():
    assert set(FRENCH) == set(ENGLISH)
    assert set(COLUMN_LABELS["fr"]) == set(COLUMN_LABELS["en"])
    fields = [{part.split("}")[0] for part in text.split("{")[1:]} for text in FRENCH.values()]
    others = [{part.split("}")[0] for part in ENGLISH[name].split("{")[1:]} for name in FRENCH]
    assert [a - {"nb"} for a in fields] == [b - {"nb"} for b in others]
