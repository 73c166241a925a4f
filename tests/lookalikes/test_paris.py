"""On the real IRIS of Paris, customers of a known taste are explained by that taste."""

import numpy as np
import pandas as pd
import pytest

from geoprofile.lookalikes import rank_zones, validate_methods
from geoprofile.lookalikes.inputs import zone_inputs
from geoprofile.tables import Variable
from geoprofile.zones.profiles import ZoneProfiles

PEOPLE = {"executives": "C16_POP15P_CS3", "clerks": "C16_POP15P_CS5", "manual": "C16_POP15P_CS6"} | {
    "retired": "C16_POP15P_CS7",
    "children": "P16_POP0014",
    "young": "P16_POP1529",
    "old": "P16_POP75P",
}
HOMES = {
    "men_alone": "C16_PMEN_MENHSEUL",
    "women_alone": "C16_PMEN_MENFSEUL",
    "couples_with_children": "C16_PMEN_MENCOUPAENF",
    "single_parents": "C16_PMEN_MENFAMMONO",
}
PERSONS_A_HOUSEHOLD = 2.0


def census(folder, name):
    frame = pd.read_csv(folder / "fr" / "census" / f"IRIS_{name}_IR_Hab.csv", dtype={"IRIS": "str"}, index_col="IRIS")
    return frame[frame.index.str.startswith("75")].sort_index()


@pytest.fixture(scope="module")
def paris(real_data):
    people, homes = census(real_data, "population"), census(real_data, "household")
    homes = homes.reindex(people.index)
    persons = people.filter(regex="^P16_POP").sum(axis=1)
    at_home = homes[[*HOMES.values(), "C16_PMEN_MENCOUPSENF", "C16_PMEN_MENSFAM"]].sum(axis=1)
    shares = {name: people[column] / persons for name, column in PEOPLE.items()}
    shares |= {name: homes[column] / at_home for name, column in HOMES.items()}
    values = pd.DataFrame(shares)
    values = values.where((values >= 0) & (values <= 1))
    values.index.name = "zone_id"
    variables = tuple(Variable(name, name, name, "share", "intensive", "population") for name in values)
    zones = pd.DataFrame({"zone_id": values.index, "zone_name": people["LIBCOM"].to_numpy()})
    zones = zones.assign(parent_id=zones["zone_id"].str[:5], area_km2=np.nan)
    counted = Variable("households", "ménages", "households", "households", "extensive")
    households = (persons / PERSONS_A_HOUSEHOLD).fillna(0).to_numpy()
    return ZoneProfiles("iris", zones, households, counted, values, values.notna().to_numpy(float), variables)


@pytest.fixture(scope="module")
def executives_living_alone(paris):
    values = paris.values.fillna(paris.values.mean())
    taste = np.exp(10 * values["executives"] + 8 * (values["men_alone"] + values["women_alone"]))
    mass = paris.households * taste.to_numpy()
    return np.random.default_rng(0).choice(paris.zones["zone_id"].to_numpy(object), 3000, p=mass / mass.sum())


@pytest.mark.real
def test_executives_living_alone_are_named_as_the_reason(paris, executives_living_alone):
    ranking = rank_zones(paris, zone_inputs(paris), executives_living_alone)
    raised = ranking.nlargest(100, "index").filter(regex="^raised_by_.$").melt()["value"].value_counts()
    assert raised.index[0] == "executives"
    assert {"men_alone", "women_alone"} <= set(raised.index[:4])
    assert ranking["expected_prospects"].notna().all()


@pytest.mark.real
def test_their_zones_are_found_in_neighbourhoods_not_seen(paris, executives_living_alone):
    row = validate_methods(zone_inputs(paris), executives_living_alone, methods=["pu_model"]).summary.iloc[0]
    assert row["lift_10"] > 1.5
    assert row["calibration_error"] < 0.3
