"""Who lives in each IRIS, and the tables that INSEE would publish about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.stats import norm

from .kinds import KINDS
from .land import CENTRE, COMMUNES

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

__all__ = [
    "activity_table", "commune_income_table", "commune_population", "household_table", "housing_table",
    "income_table", "people", "population_table", "urban_zoning",
]  # fmt: skip

PERSONS_BY_TYPE = np.array([1.0, 1.0, 2.3, 2.05, 3.9, 2.6])
OCCUPANCY = 0.93
# Below this many households an IRIS has no published income, as at INSEE.
LEAST_HOUSEHOLDS = 200
POVERTY_LINE_EUR = 13_000
AGE_COLUMNS = [f"P16_POP{band}" for band in ("0014", "1529", "3044", "4559", "6074", "75P")]
TYPE_COLUMNS = ["MENHSEUL", "MENFSEUL", "MENSFAM", "MENCOUPSENF", "MENCOUPAENF", "MENFAMMONO"]


def people(addresses: pd.DataFrame, iris: gpd.GeoDataFrame) -> pd.DataFrame:
    """Count households and persons of each IRIS and draw their incomes.

    Returns
    -------
    DataFrame
        Index iris; columns name, commune, type, kind, households, persons, income_eur, spread, and arrays of
        shares as `ages_0..5`, `types_0..5`, `jobs_0..7`, `owners`, `social`, `flats`.
    """
    rng = np.random.default_rng([2024, 5])
    frame = pd.DataFrame(iris.drop(columns="geometry")).set_index("iris")
    homes = addresses.groupby("iris")["dwellings"].sum().reindex(frame.index).fillna(0)
    frame["households"] = (homes * OCCUPANCY).round()
    kinds = [KINDS[kind] for kind in frame["kind"]]
    for short, field, firmness in (
        ("ages", "ages", 400),
        ("types", "households", 400),
        ("jobs", "occupations", 300),
    ):
        shares = np.array([vary(getattr(kind, field), firmness, rng) for kind in kinds])
        frame[[f"{short}_{i}" for i in range(shares.shape[1])]] = shares
    for field in ("owners", "social", "flats"):
        frame[field] = np.clip([getattr(kind, field) * rng.normal(1, 0.08) for kind in kinds], 0, 0.99)
    frame["persons"] = (frame["households"] * (block(frame, "types") @ PERSONS_BY_TYPE)).round(3)
    west = (CENTRE[0] - iris.geometry.centroid.x.to_numpy()) / 1500
    centre_income = np.array([kind.income_eur for kind in kinds]) * rng.normal(1, 0.045, len(frame))
    frame["income_eur"] = (centre_income * (1 + 0.035 * np.clip(west, -1.5, 1.5))).round(-1)
    frame["spread"] = np.array([kind.spread for kind in kinds]) * rng.normal(1, 0.05, len(frame))
    return frame


def vary(shares: tuple[float, ...], firmness: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw shares around typical ones; they still add up to 1."""
    return rng.dirichlet(np.array(shares) * firmness + 0.01)


def block(frame: pd.DataFrame, short: str) -> NDArray[np.float64]:
    """Give the shares of one subject as an array of shape (IRIS, classes)."""
    return frame[[name for name in frame.columns if name.startswith(f"{short}_")]].to_numpy(dtype=float)


def head(frame: pd.DataFrame) -> dict[str, object]:
    """Give the first columns of INSEE's tables by IRIS."""
    return {
        "IRIS": frame.index, "REG": "00", "DEP": "00", "COM": frame["commune"].to_numpy(),
        "LIBCOM": frame["commune"].map({c: v.name for c, v in COMMUNES.items()}).to_numpy(),
        "LIBIRIS": frame["name"].to_numpy(), "TYP_IRIS": frame["type"].to_numpy(),
    }  # fmt: skip


def household_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Lay out households and their persons by type and occupation (census, exploitation complémentaire)."""
    households = frame["households"].to_numpy()[:, None] * block(frame, "types")
    persons = dict(zip(TYPE_COLUMNS, (households * PERSONS_BY_TYPE).T, strict=True))
    table = head(frame) | {"C16_MEN": frame["households"].to_numpy(), "C16_PMEN": frame["persons"].to_numpy()}
    order = ["MENSFAM", "MENHSEUL", "MENFSEUL", "MENCOUPSENF", "MENCOUPAENF", "MENFAMMONO"]
    table |= {f"C16_PMEN_{name}": persons[name].round(3) for name in order}
    jobs = frame["persons"].to_numpy()[:, None] * block(frame, "jobs")
    return pd.DataFrame(table | {f"C16_PMEN_CS{i + 1}": jobs[:, i].round(3) for i in range(8)})


def housing_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Lay out main residences by kind and tenure (census, logement)."""
    homes = frame["households"].to_numpy(dtype=float)
    flats, owners = homes * frame["flats"].to_numpy(), homes * frame["owners"].to_numpy()
    tenants = homes * (1 - frame["owners"].to_numpy()) * 0.97
    social = np.minimum(homes * frame["social"].to_numpy(), tenants)
    columns = {
        "P16_LOG": homes / OCCUPANCY, "P16_RP": homes, "P16_RPMAISON": homes - flats, "P16_RPAPPART": flats,
        "P16_RP_PROP": owners, "P16_RP_LOC": tenants, "P16_RP_LOCHLMV": social,
        "P16_RP_GRAT": homes - owners - tenants,
    }  # fmt: skip
    return pd.DataFrame(head(frame) | {name: values.round(3) for name, values in columns.items()})


def population_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Lay out persons by age and, from 15 years on, by occupation (census, structure de la population)."""
    persons = frame["persons"].to_numpy()[:, None]
    ages, jobs = persons * block(frame, "ages"), block(frame, "jobs")
    grown = ages[:, 1:].sum(axis=1)
    table = head(frame) | {"P16_POP": persons[:, 0].round(3)}
    table |= {name: ages[:, i].round(3) for i, name in enumerate(AGE_COLUMNS)}
    table |= {"C16_POP15P": grown.round(3)}
    return pd.DataFrame(table | {f"C16_POP15P_CS{i + 1}": (grown * jobs[:, i]).round(3) for i in range(8)})


def activity_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Lay out activity and unemployment (a part of the columns of INSEE's base-ic-activite-residents)."""
    ages = frame["persons"].to_numpy()[:, None] * block(frame, "ages")
    young, prime, late = (
        ages[:, 1] * 0.62,
        ages[:, 1] * 0.38 + ages[:, 2] + ages[:, 3] * 0.66,
        ages[:, 3] * 0.34 + ages[:, 4] * 0.36,
    )
    want = 0.055 + 0.2 * (np.clip(31_000 - frame["income_eur"].to_numpy(), 0, None) / 18_500) ** 2
    active = young * 0.42 + prime * 0.90 + late * 0.51
    jobless, grown = active * want, young + prime + late
    study, retired = young * 0.5, late * 0.33
    jobs = block(frame, "jobs")[:, :6]
    columns = {
        "P16_POP1564": grown, "P16_POP1524": young, "P16_POP2554": prime, "P16_POP5564": late,
        "P16_ACT1564": active, "P16_ACTOCC1564": active - jobless, "P16_CHOM1564": jobless,
        "P16_INACT1564": grown - active, "P16_ETUD1564": study, "P16_RETR1564": retired,
        "P16_AINACT1564": grown - active - study - retired, "C16_ACT1564": active,
    }  # fmt: skip
    columns |= {f"C16_ACT1564_CS{i + 1}": active * jobs[:, i] / jobs.sum(axis=1) for i in range(6)}
    return pd.DataFrame(head(frame) | {name: values.round().astype(int) for name, values in columns.items()})


def income_shape(
    median: NDArray[np.float64], spread: NDArray[np.float64], prefix: str, year: str
) -> dict[str, NDArray[np.float64]]:
    """Derive the quantiles and inequality measures of a log-normal income.

    With sigma the spread: quantile q is ``median * exp(sigma * z_q)``, Gini ``2 * Phi(sigma / sqrt 2) - 1``,
    S80/S20 ``Phi(sigma - z_80) / Phi(z_20 - sigma)`` (Aitchison & Brown 1957).
    """

    def quantile(q: float) -> NDArray[np.float64]:
        return np.asarray(median * np.exp(spread * norm.ppf(q))).round(-1)

    deciles = {f"D{i}": quantile(i / 10) for i in (1, 2, 3, 4, 6, 7, 8, 9)}
    z80 = norm.ppf(0.8)
    shape = {
        "TP60": (100 * norm.cdf((np.log(POVERTY_LINE_EUR) - np.log(median)) / spread)).round(1),
        "Q1": quantile(0.25), "MED": median, "Q3": quantile(0.75),
        "EQ": ((quantile(0.75) - quantile(0.25)) / median).round(2), **deciles,
        "RD": (deciles["D9"] / deciles["D1"]).round(1),
        "S80S20": (norm.cdf(spread - z80) / norm.cdf(-z80 - spread)).round(1),
        "GI": (2 * norm.cdf(spread / np.sqrt(2)) - 1).round(3),
    }  # fmt: skip
    return {f"{prefix}{name}{year}": values for name, values in shape.items()}


def income_parts(frame: pd.DataFrame, prefix: str, year: str) -> dict[str, NDArray[np.float64]]:
    """Split income into its sources, in percent; earnings, pensions, assets, benefits and tax make 100."""
    poor = np.clip(1 - (frame["income_eur"].to_numpy() - 11_000) / 22_000, 0.02, 1)
    family, minimum, housing = 2.2 + 5 * poor**2, 0.3 + 8 * poor**2, 0.2 + 6 * poor**2
    pensions = 6 + 110 * block(frame, "ages")[:, 4:].sum(axis=1)
    assets, tax = 4 + 14 * (1 - poor), -8 - 14 * (1 - poor)
    jobless, self_employed = 1.8 + 3 * poor, 1.5 + 6 * (1 - poor)
    parts = {name: v.round(1) for name, v in {
        "PCHO": jobless, "PBEN": self_employed, "PPEN": pensions, "PPAT": assets, "PPFAM": family,
        "PPMINI": minimum, "PPLOGT": housing, "PIMPOT": tax}.items()}  # fmt: skip
    parts["PPSOC"] = (parts["PPFAM"] + parts["PPMINI"] + parts["PPLOGT"]).round(1)
    parts["PACT"] = (100 - parts["PPEN"] - parts["PPAT"] - parts["PPSOC"] - parts["PIMPOT"]).round(1)
    parts["PTSA"] = (parts["PACT"] - parts["PCHO"] - parts["PBEN"]).round(1)
    order = ("PACT", "PTSA", "PCHO", "PBEN", "PPEN", "PPAT", "PPSOC", "PPFAM", "PPMINI", "PPLOGT", "PIMPOT")
    return {f"{prefix}{name}{year}": parts[name] for name in order}


def income_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Lay out disposable income by IRIS (FiLoSoFi 2018), no commune of one IRIS; small IRIS are `ns`."""
    own = frame[frame["type"] != "Z"]
    shape = income_shape(own["income_eur"].to_numpy(), own["spread"].to_numpy(), "DISP_", "18")
    first = [
        "TP60",
        "Q1",
        "MED",
        "Q3",
        "EQ",
        "D1",
        "D2",
        "D3",
        "D4",
        "D6",
        "D7",
        "D8",
        "D9",
        "RD",
        "S80S20",
        "GI",
    ]
    table = pd.DataFrame({f"DISP_{n}18": shape[f"DISP_{n}18"] for n in first} | income_parts(own, "DISP_", "18"))
    text = table.map(lambda value: f"{value:g}")
    text["DISP_NOTE18"] = "0"
    text.insert(0, "IRIS", own.index)
    hidden = (own["households"] < LEAST_HOUSEHOLDS).to_numpy()
    text.loc[hidden, text.columns[1:]] = "ns"
    # INSEE writes nd where it does not publish at all.
    text.loc[(own["type"] == "A").to_numpy(), text.columns[1:]] = "nd"
    return text


def by_commune(frame: pd.DataFrame) -> pd.DataFrame:
    """Sum households and persons, and average the other values by households."""
    weights = frame["households"]
    totals = frame[["households", "persons"]].groupby(frame["commune"]).sum()
    rest = [n for n in frame.columns if n not in {"households", "persons"} and pd.api.types.is_numeric_dtype(frame[n])]
    means = frame[rest].mul(weights, axis=0).groupby(frame["commune"]).sum().div(totals["households"], axis=0)
    return totals.join(means)


def commune_income_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Lay out income by commune (FiLoSoFi 2021): decimal comma, `s` where a commune is too small."""
    towns = by_commune(frame)
    shape = income_shape((towns["income_eur"] * 1.06).round(-1).to_numpy(), towns["spread"].to_numpy(), "", "21")
    parts = income_parts(towns, "", "21")
    poor = shape["TP6021"]
    ages = {f"TP60AGE{i}21": (poor * factor).round(1) for i, factor in enumerate((1.6, 1.2, 1.1, 1, 0.8, 0.6), 1)}
    tenure = {"TP60TOL121": (poor * 0.4).round(1), "TP60TOL221": (poor * 1.7).round(1)}
    numbers = {"MED21": shape["MED21"], "PIMP21": (75 - poor).round(1), "TP6021": poor, **ages, **tenure,
    **parts,
               **{name: shape[name] for name in ("D121", "D921", "RD21")}}  # fmt: skip
    table = pd.DataFrame(numbers).map(lambda value: f"{value:g}".replace(".", ","))
    small = (towns["households"] < 1000).to_numpy()
    table.loc[small, [name for name in table.columns if name != "MED21"]] = "s"
    counts = {"CODGEO": towns.index, "NBMENFISC21": towns["households"].astype(int).to_numpy(),
              "NBPERSMENFISC21": towns["persons"].round().astype(int).to_numpy()}  # fmt: skip
    return pd.concat([pd.DataFrame(counts), table], axis=1)


def commune_population(frame: pd.DataFrame) -> pd.DataFrame:
    """Lay out the legal population, as the COG file does (a float as text)."""
    persons = frame.groupby("commune")["persons"].sum()
    return pd.DataFrame({
        "CODGEO": persons.index, "LIBGEO": [COMMUNES[c].name for c in persons.index],
        "POP": persons.round().map("{:.1f}".format).to_numpy(),
    })  # fmt: skip


def urban_zoning() -> pd.DataFrame:
    """Lay out the zonings of each commune, as table_supracom does."""
    rows = [{
        "CODGEO": code, "LIBGEO": town.name, "DEP": "00", "REG": "00", "EPCI": "000000001",
        "NATURE_EPCI": "CA",
        "ARR": "001", "CV": "0001", "ZE2020": "0001", "UU2020": town.urban_unit, "TUU2017": town.size_class,
        "TDUU2017": f"{town.size_class}1" if town.size_class != "0" else "00",
        "AAV2020": "001" if town.zoning != "30" else "000", "TAAV2017": "3" if town.zoning != "30" else "0",
        "TDAAV2017": "31" if town.zoning != "30" else "00", "CATEAAV2020": town.zoning, "BV2022": "00101",
    } for code, town in COMMUNES.items()]  # fmt: skip
    return pd.DataFrame(rows)
