"""The register at size: one million made-up establishments in INSEE's full layout, 20,000 customers.

Shows rows per second and peak memory, CSV and Parquet, beside pandas.read_csv of the same columns; and how many of
the customers without a number are found, and how many of those found are right, by kind of dirt. Then the hard draw,
with a seed of its own: namesakes, chains, landlords, names that differ in a word (`--hard`: that alone).

    python benchmarks/sirene.py [--rows 1000000] [--customers 20000] [--folder FOLDER] [--hard]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

SEED = 6
OFFICIAL = [
    "siren", "nic", "siret", "statutDiffusionEtablissement", "dateCreationEtablissement",
    "trancheEffectifsEtablissement", "anneeEffectifsEtablissement",
    "activitePrincipaleRegistreMetiersEtablissement", "dateDernierTraitementEtablissement", "etablissementSiege",
    "nombrePeriodesEtablissement", "complementAdresseEtablissement", "numeroVoieEtablissement",
    "indiceRepetitionEtablissement", "dernierNumeroVoieEtablissement",
    "indiceRepetitionDernierNumeroVoieEtablissement", "typeVoieEtablissement", "libelleVoieEtablissement",
    "codePostalEtablissement", "libelleCommuneEtablissement", "libelleCommuneEtrangerEtablissement",
    "distributionSpecialeEtablissement", "codeCommuneEtablissement", "codeCedexEtablissement",
    "libelleCedexEtablissement", "codePaysEtrangerEtablissement", "libellePaysEtrangerEtablissement",
    "identifiantAdresseEtablissement", "coordonneeLambertAbscisseEtablissement",
    "coordonneeLambertOrdonneeEtablissement", "complementAdresse2Etablissement", "numeroVoie2Etablissement",
    "indiceRepetition2Etablissement", "typeVoie2Etablissement", "libelleVoie2Etablissement",
    "codePostal2Etablissement", "libelleCommune2Etablissement", "libelleCommuneEtranger2Etablissement",
    "distributionSpeciale2Etablissement", "codeCommune2Etablissement", "codeCedex2Etablissement",
    "libelleCedex2Etablissement", "codePaysEtranger2Etablissement", "libellePaysEtranger2Etablissement",
    "dateDebut", "etatAdministratifEtablissement", "enseigne1Etablissement", "enseigne2Etablissement",
    "enseigne3Etablissement", "denominationUsuelleEtablissement", "activitePrincipaleEtablissement",
    "nomenclatureActivitePrincipaleEtablissement", "caractereEmployeurEtablissement",
]  # fmt: skip
UNIT = [
    "siren", "statutDiffusionUniteLegale", "dateCreationUniteLegale", "sigleUniteLegale", "prenom1UniteLegale",
    "prenomUsuelUniteLegale", "trancheEffectifsUniteLegale", "categorieEntreprise", "dateDebut",
    "etatAdministratifUniteLegale", "nomUniteLegale", "nomUsageUniteLegale", "denominationUniteLegale",
    "denominationUsuelle1UniteLegale", "categorieJuridiqueUniteLegale", "activitePrincipaleUniteLegale",
    "nomenclatureActivitePrincipaleUniteLegale", "nicSiegeUniteLegale", "economieSocialeSolidaireUniteLegale",
]  # fmt: skip
TRADES = [
    "BOULANGERIE", "GARAGE", "MENUISERIE", "PLOMBERIE", "ELECTRICITE", "RESTAURANT", "PHARMACIE", "COIFFURE",
    "TRANSPORTS", "MACONNERIE",
]  # fmt: skip
TRADES += [
    "PEINTURE", "AUTO", "CONSEIL", "INFORMATIQUE", "IMMOBILIER", "PIZZERIA", "BOUCHERIE", "FLEURS", "OPTIQUE",
    "NETTOYAGE", "ARCHITECTURE",
]  # fmt: skip
FORMS = ["", "", "SARL", "SAS", "EURL", "SA", "ETS"]
TYPES = ["RUE", "AV", "BD", "PL", "CHE", "IMP", "ALL", "QUAI"]
# The hard draw was made after the rules of matching, which were not changed on it.
HARD_SEED = 20_261
# The part of most kinds that the register does not hold.
ABSENT = 0.4
TOWNS = ("BEAULIEU", "VILLARS", "SAINT MARC")
BRANDS = ["CASA VERDE", "MONDOPAIN", "LE GRAND PANIER", "KIWI MARKET"]
SORTS = ["PHARMACIE", "HOTEL", "BAR TABAC", "AUTO ECOLE", "INSTITUT DE BEAUTE", "CABINET MEDICAL"]
SPOTS = ["DE LA POSTE", "DU STADE", "DES ECOLES", "DU CHATEAU", "DES TILLEULS", "DU SOLEIL", "DE LA FONTAINE"]
# Surnames that differ, some by one letter: what an error of typing and another firm have in common.
ALIKE = [
    ("MOREAU", "MOREL"), ("GARNIER", "GRANGIER"), ("GIRARD", "GERARD"), ("LEROY", "LEROUX"), ("BONNET", "BONNIN"),
    ("LAMBERT", "LAMBRECHT"), ("ROUSSEAU", "ROUSSEL"), ("FAURE", "FABRE"), ("PETIT", "PETITJEAN"), ("COLIN", "COLINET"),
]  # fmt: skip
KINDS = (
    "clean",
    "case_accents",
    "legal_form",
    "typo",
    "abbreviation",
    "word_lost",
    "street_typo",
    "absent",
    "namesake",
)


def luhn_complete(head: np.ndarray) -> np.ndarray:
    """Put the digit behind numbers that makes their Luhn sum hold."""
    total, rest, double = np.zeros(len(head), dtype=np.int64), head.copy(), True
    while rest.any():
        digit = rest % 10
        digit = np.where(double, digit * 2 - 9 * (digit > 4), digit)
        total, rest, double = total + digit, rest // 10, not double
    return head * 10 + (-total) % 10


def words(rng: np.random.Generator, count: int) -> np.ndarray:
    """Make up surnames of two to four syllables."""
    syllables = np.array([
        "BAR", "LE", "MON", "TRI", "GUE", "DAN", "VI", "SOL", "RA", "PE", "CHA", "FON", "MAR", "TI", "NO", "LOU", "BER",
        "GAU", "DE", "RI", "VAL", "CA", "DU", "BOI",
    ])  # fmt: skip
    parts = [syllables[rng.integers(0, len(syllables), count)] for _ in range(4)]
    long = rng.integers(2, 5, count)
    text = parts[0].astype(object) + parts[1]
    return np.where(long > 2, text + parts[2], text) + np.where(long > 3, parts[3], "")


def make_stock(count: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(SEED)
    firms = count * 4 // 5
    siren = luhn_complete(rng.choice(80_000_000, firms, replace=False) + 10_000_000)
    owner = np.concatenate([np.arange(firms), rng.integers(0, firms, count - firms)])
    place = pd.Series(owner).groupby(owner).cumcount().to_numpy() + 1
    siret = luhn_complete(siren[owner] * 10_000 + place)
    text = pd.Series(siret).astype(str).str.zfill(14)
    surnames, streets = words(rng, 30_000), words(rng, 4_000)
    trade, form = np.array(TRADES, object), np.array(FORMS, object)
    name = trade[rng.integers(0, len(TRADES), firms)] + " " + surnames[rng.integers(0, 30_000, firms)]
    second = np.where(rng.random(firms) < 0.5, " " + surnames[rng.integers(0, 30_000, firms)], "")
    legal = form[rng.integers(0, len(FORMS), firms)]
    named = np.where(legal != "", legal + " ", "") + name + second
    postcode = pd.Series(rng.integers(1_000, 96_000, 5_000)).astype(str).str.zfill(5).to_numpy(object)
    home = rng.integers(0, 5_000, firms)
    commune = np.where(place == 1, home[owner], rng.integers(0, 5_000, count))
    naf = pd.read_csv(Path(__file__).parents[1] / "reference_data/firms/naf.csv", sep=";", dtype=str)
    naf = naf.loc[naf["level"] == "subclass", "code"].to_numpy(object)
    band = np.array(["NN", "", "00", "01", "02", "03", "11", "12", "21", "22", "32", "41"], object)
    year = rng.integers(1970, 2025, count).astype(str).astype(object)
    state = np.where(rng.random(count) < 0.3, "F", "A")
    known = {
        "siren": text.str[:9], "nic": text.str[9:], "siret": text, "statutDiffusionEtablissement": "O",
        "dateCreationEtablissement": year + "-05-12", "dateDebut": year + "-05-12",
        "trancheEffectifsEtablissement": band[rng.integers(0, len(band), count)], "anneeEffectifsEtablissement": "2023",
        "dateDernierTraitementEtablissement": "2025-06-01T10:00:00",
        "etablissementSiege": np.where(place == 1, "true", "false"), "etatAdministratifEtablissement": state,
        "numeroVoieEtablissement": rng.integers(1, 200, count).astype(str),
        "typeVoieEtablissement": np.array(TYPES)[rng.integers(0, len(TYPES), count)],
        "libelleVoieEtablissement": "DE " + streets[rng.integers(0, 4_000, count)].astype(object),
        "codePostalEtablissement": postcode[commune], "codeCommuneEtablissement": postcode[commune],
        "libelleCommuneEtablissement": "COMMUNE " + pd.Series(commune).astype(str),
        "coordonneeLambertAbscisseEtablissement": rng.uniform(2e5, 1e6, count).round(2).astype(str),
        "coordonneeLambertOrdonneeEtablissement": rng.uniform(6.1e6, 7e6, count).round(2).astype(str),
        "activitePrincipaleEtablissement": naf[rng.integers(0, len(naf), count)],
        "nomenclatureActivitePrincipaleEtablissement": "NAFRev2", "caractereEmployeurEtablissement": "O",
    }  # fmt: skip
    stock = pd.DataFrame(known).reindex(columns=OFFICIAL, fill_value="")
    unit_known = {
        "siren": pd.Series(siren).astype(str).str.zfill(9), "statutDiffusionUniteLegale": "O",
        "denominationUniteLegale": named, "categorieJuridiqueUniteLegale": "5499", "categorieEntreprise": "PME",
        "trancheEffectifsUniteLegale": band[rng.integers(0, len(band), firms)],
        "nicSiegeUniteLegale": text.str[9:][:firms],
        "etatAdministratifUniteLegale": "A", "dateCreationUniteLegale": "2001-01-01", "dateDebut": "2001-01-01",
    }  # fmt: skip
    return stock, pd.DataFrame(unit_known).reindex(columns=UNIT, fill_value="")


def typo(text: str, rng: np.random.Generator) -> str:
    """Swap, drop or double a letter."""
    where = int(rng.integers(1, max(len(text) - 1, 2)))
    kind = int(rng.integers(0, 3))
    return (
        text[:where] + text[where + 1 :] if kind == 0 else text[:where] + text[where - 1] + text[where:]
        if kind == 1 else text[: where - 1] + text[where : where + 1] + text[where - 1] + text[where + 1 :]
    )  # fmt: skip


def dirtied(kind: str, name: str, street: str, strange: str, rng: np.random.Generator) -> tuple[str, str]:
    """Write a name and a street with one kind of dirt."""
    pieces = name.split()
    short = name.replace("BOULANGERIE", "BOUL.").replace("RESTAURANT", "REST.").replace("GARAGE", "GAR.")
    made = {
        "case_accents": lambda: (name.title(), street),
        "legal_form": lambda: (" ".join([w for w in pieces if w not in FORMS] + ["SASU"]), street),
        "typo": lambda: (" ".join([*pieces[:-1], typo(pieces[-1], rng)]), street),
        "abbreviation": lambda: (short, street),
        "word_lost": lambda: (" ".join(pieces[:-1]) if len(pieces) > 2 else name, street),
        "street_typo": lambda: (name, typo(street, rng)),
        "absent": lambda: (f"{pieces[0]} {strange}", street),  # no firm of the register, at the address of one
        "namesake": lambda: (name, f"RUE {strange}"),  # the same name at another address of the commune
    }
    return made[kind]() if kind in made else (name, street)


def make_customers(stock: pd.DataFrame, units: pd.DataFrame, count: int) -> pd.DataFrame:
    """Half with a number, half by name and address with one kind of dirt; some are in no register at all."""
    rng = np.random.default_rng(SEED + 1)
    chosen = stock[stock["etatAdministratifEtablissement"] == "A"].sample(count, random_state=SEED)
    names = units.set_index("siren")["denominationUniteLegale"]
    strange = words(rng, count)
    rows = []
    for place, row in enumerate(chosen.to_dict("records")):
        numbered = place % 2 == 0
        kind = "number" if numbered else KINDS[place % len(KINDS)]
        street = f"{row['typeVoieEtablissement']} {row['libelleVoieEtablissement']}"
        name, street = dirtied(kind, names[row["siren"]], street, strange[place], rng)
        rows.append(
            {
                "siret": row["siret"] if numbered else "",
                "raison sociale": name,
                "adresse": f"{row['numeroVoieEtablissement']} {street}",
                "code postal": row["codePostalEtablissement"],
                "ville": row["libelleCommuneEtablissement"],
                "kind": kind,
                "truth": "" if kind in {"absent", "namesake"} else row["siret"],
            }
        )
    return pd.DataFrame(rows)


def child(mode: str, folder: Path) -> None:
    """Run one measurement in a process of its own, so that its peak memory is its own."""
    start = time.perf_counter()
    if mode == "pandas":
        from geoprofile.firms.layouts import ESTABLISHMENT_COLUMNS, UNIT_COLUMNS  # noqa: PLC0415  of one child

        own = set(ESTABLISHMENT_COLUMNS.values())
        frame = pd.read_csv(folder / "stock.csv", usecols=lambda n: n in own, dtype=str, keep_default_na=False)
        other = set(UNIT_COLUMNS.values())
        units = pd.read_csv(folder / "units.csv", usecols=lambda n: n in other, dtype=str, keep_default_na=False)
        wanted = set(pd.read_csv(folder / "customers.csv", sep=";", dtype=str)["siret"])
        found = int(frame["siret"].isin(wanted).sum())
        rows = len(frame) + len(units)
    else:
        from geoprofile.recipes.firms import FirmFiles, enrich_firms  # noqa: PLC0415  as above

        suffix = "parquet" if mode == "parquet" else "csv"
        name = "numbered.csv" if mode == "numbers" else "customers.csv"
        files = FirmFiles((folder / f"stock.{suffix}",), (folder / f"units.{suffix}",))
        read: list[int] = []
        result = enrich_firms(folder / name, files, as_of=date(2025, 6, 1), progress=read.append)
        rows, found = sum(read), int((result.firms["firm_match"] != "none").sum())
        if mode == "csv":
            judge(result.rows)
    seconds = time.perf_counter() - start
    # The peak of this process alone; that of getrusage begins with what its parent held.
    status = Path("/proc/self/status").read_text("utf-8")
    peak = int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024
    speed = f"({time.process_time():.1f} s of processor) {rows / seconds:,.0f} rows/s, {peak:,.0f} MB peak"
    print(f"{mode:8} {rows:>10,} rows {seconds:7.1f} s {speed}; {found:,} found")


def judge(rows: pd.DataFrame) -> None:
    """Say by kind of dirt how many are found, and right."""
    own = rows[rows["kind"] != "number"]
    found, right = own["firm_siret"] != "", own["firm_siret"] == own["truth"]
    table = pd.DataFrame({"kind": own["kind"], "rows": 1, "found": found, "right": found & right})
    print(table.groupby("kind").sum().to_string())
    real = own["truth"] != ""
    print(f"precision {(found & right).sum() / max(found.sum(), 1):.4f}, recall {(found & right)[real].mean():.4f}")
    score = own["firm_match_score"].fillna(0)
    for least in (0.78, 0.8, 0.82, 0.85, 0.9):
        kept = found & (score >= least)
        print(f"  from {least}: precision {right[kept].mean():.4f}, recall {(kept & right)[real].mean():.4f}")


def hard_firms(rng: np.random.Generator) -> list[dict[str, str]]:
    """Make up firms of 120 postcodes of three villages each: unlike, alike, chains, landlords and their tenants."""
    surnames, streets = words(rng, 6_000), words(rng, 900)
    firms: list[dict[str, str]] = []

    def add(name: str, place: int, kind: str, at: dict[str, str] | None = None, form: str = "5499") -> dict[str, str]:
        where = at or {"number": str(rng.integers(1, 90)), "street": f"RUE {rng.choice(streets)}"}
        where = {"number": where["number"], "street": where["street"], "spot": " ".join(name.split()[1:])}
        town = {"postcode": f"{10_000 + place // 3}", "city": f"{TOWNS[place % 3]} {surnames[place // 3]}"}
        code = {"citycode": f"{20_000 + place}"}
        row = {"name": name, "kind": kind, "form": form, "place": str(place), **where, **town, **code}
        firms.append(row)
        return row

    for place in range(360):
        for _ in range(6):
            add(f"{rng.choice(TRADES)} {rng.choice(surnames)}", place, "plain")
        tenant = add(f"{rng.choice(TRADES)} {rng.choice(surnames)}", place, "tenant")
        add(f"SCI {tenant['name'].split()[-1]}", place, "landlord", tenant, "6540")
        add(f"SCI {rng.choice(surnames)}", place, "landlord_alone", form="6540")
        add(f"{rng.choice(TRADES)} {rng.choice(ALIKE)[0]}", place, "alike")
        spot = str(rng.choice(SPOTS))
        add(f"{rng.choice(SORTS)} {spot}", place, "spot")["spot"] = spot
        add(f"GROUPE {rng.choice(surnames)} {rng.integers(1, 4)}", place, "numbered")
        if place % 3 == 0:
            add(str(rng.choice(BRANDS)), place, "chain")
            add(f"{rng.choice(TRADES)} {rng.choice(surnames)}", place, "village")
    return firms


def another(firm: dict[str, str], strange: str, rng: np.random.Generator) -> dict[str, str]:
    """Write a firm that the register does not hold, as near to one that it does as its kind allows."""
    pieces = firm["name"].split()
    changed = {
        "landlord_alone": lambda: {"name": f"{rng.choice(TRADES)} {pieces[-1]}"},  # the tenant
        "alike": lambda: {"name": f"{pieces[0]} {dict(ALIKE)[pieces[-1]]}"},
        "spot": lambda: {"name": firm["name"].replace(firm["spot"], str(rng.choice([*SPOTS, "DU LAVOIR"])))},
        "numbered": lambda: {"name": " ".join([*pieces[:-1], str(int(pieces[-1]) + 3)])},
        "village": lambda: {"city": firm["city"].replace(TOWNS[0], TOWNS[1])},
        "chain": lambda: {"street": f"RUE {strange}", "number": str(rng.integers(90, 120))},
        "plain": lambda: {"name": pieces[0] if rng.random() < 0.5 else f"{pieces[0]} {strange}"},
    }[firm["kind"]]()
    return {**firm, **changed, "same": str(all(firm[name] == value for name, value in changed.items()))}


def hard_customers(firms: list[dict[str, str]], rng: np.random.Generator) -> list[dict[str, str]]:
    """Write each firm as a file would, or one that the register does not hold beside it."""
    strange, made = words(rng, len(firms)), []
    never, always = ("tenant", "landlord"), ("landlord_alone",)
    for place, firm in enumerate(firms):
        absent = firm["kind"] in always or (firm["kind"] not in never and rng.random() < ABSENT)
        row = another(firm, strange[place], rng) if absent else {**firm, "same": "True"}
        truth = str(place) if row["same"] == "True" else ""
        dirt = str(rng.choice(["clean", "typo", "legal_form", "case", "no_street", "street_typo"]))
        name, street = row["name"], f"{row['number']} {row['street']}"
        if dirt == "typo" and not absent:
            name = " ".join([*name.split()[:-1], typo(name.split()[-1], rng)])
        if dirt == "legal_form" and not name.startswith("SCI"):
            name = f"SARL {name}"
        if dirt == "street_typo":
            street = typo(street, rng)
        # Without a street the branch of a chain would be another firm in name alone.
        street = "" if dirt == "no_street" and not (absent and firm["kind"] in ("chain", "village")) else street
        made.append({
            "name": name.title() if dirt == "case" else name, "address": street, "postcode": row["postcode"],
            "city": row["city"], "citycode": "", "kind": firm["kind"] + ("" if truth else ", another"), "truth": truth,
        })  # fmt: skip
    return made


def hard() -> None:
    """Find the firms of the hard draw, and say how many of those found are right."""
    from geoprofile.firms.finding import find_firms, wanted_of  # noqa: PLC0415  of this part alone
    from geoprofile.firms.layouts import ESTABLISHMENT_COLUMNS, UNIT_COLUMNS  # noqa: PLC0415
    from geoprofile.firms.numbers import read_firm_numbers  # noqa: PLC0415
    from geoprofile.firms.sirene import read_register  # noqa: PLC0415

    rng = np.random.default_rng(HARD_SEED)
    firms = hard_firms(rng)
    rows = pd.DataFrame(hard_customers(firms, rng), dtype="str")
    siren = pd.Series(luhn_complete(np.arange(len(firms)) + 50_000_000)).astype(str)
    siret = pd.Series(luhn_complete(siren.astype("int64").to_numpy() * 10_000 + 1)).astype(str)
    made = pd.DataFrame(firms).assign(
        siren=siren, siret=siret, nic=siret.str[9:], diffusion="O", state="A", is_head_office="true"
    )
    stock = made.rename(columns={"number": "house_number"}).reindex(columns=list(ESTABLISHMENT_COLUMNS), fill_value="")
    units = made.rename(columns={"form": "legal_form"}).reindex(columns=list(UNIT_COLUMNS), fill_value="")
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / "stock.csv", Path(folder) / "units.csv"]
        for path, frame, names in zip(paths, (stock, units), (ESTABLISHMENT_COLUMNS, UNIT_COLUMNS), strict=True):
            frame.rename(columns=names).to_csv(path, index=False)
        numbers = read_firm_numbers(pd.Series([""] * len(rows), dtype="str"))
        register = read_register(paths[:1], paths[1:], wanted_of(numbers, rows), as_of=date(2025, 6, 1))
    found = find_firms(numbers, rows, register)
    print(f"hard draw, seed {HARD_SEED}: {len(rows):,} customers, {(rows['truth'] == '').sum():,} in no register")
    truth = [siret[int(place)] if place else "" for place in rows["truth"]]
    judge(pd.DataFrame({"kind": rows["kind"], "truth": truth, "firm_siret": found["siret"],
                        "firm_match_score": found["score"]}))  # fmt: skip


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--rows", type=int, default=1_000_000)
    reader.add_argument("--customers", type=int, default=20_000)
    reader.add_argument("--folder", type=Path)
    reader.add_argument("--hard", action="store_true", help="the hard draw alone")
    reader.add_argument("--child")
    told = reader.parse_args()
    if told.hard:
        hard()
        return
    if told.child:
        child(told.child, told.folder)
        return
    with tempfile.TemporaryDirectory() as made:
        folder = told.folder or Path(made)
        stock, units = make_stock(told.rows)
        for name, frame in (("stock", stock), ("units", units)):
            table = pa.Table.from_pandas(frame.astype("str"), preserve_index=False)
            pc.write_csv(table, folder / f"{name}.csv")
            pq.write_table(table, folder / f"{name}.parquet")
        customers = make_customers(stock, units, told.customers)
        customers.to_csv(folder / "customers.csv", sep=";", index=False)
        customers[customers["siret"] != ""].to_csv(folder / "numbered.csv", sep=";", index=False)
        print(f"stock.csv {(folder / 'stock.csv').stat().st_size / 1e6:,.0f} MB, {len(units):,} legal units")
        for mode in ("pandas", "numbers", "csv", "parquet"):
            subprocess.run([sys.executable, __file__, "--child", mode, "--folder", str(folder)], check=True)
    hard()


if __name__ == "__main__":
    main()
