"""Write a synthetic France as files of the BAN, or compare it with real bases.

Run: python benchmarks/write_synthetic_france.py FOLDER [--communes 35000] [--streets 2000000] [--addresses 26000000]
     [--departements 08 2A] [--seed 0] [--gz]
     python benchmarks/write_synthetic_france.py --compare [--data DIR]
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

import pandas as pd
from dirt import read_base
from synthetic_france import ADDRESSES, COMMUNES, DEPARTEMENTS, STREETS, synthetic_addresses, write_ban

DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
SIX = ("08", "12", "19", "52", "55", "90")
EGLISE = ("rue de l'église", "place de l'église", "rue de l'eglise")


def figures(base: pd.DataFrame) -> dict[str, str]:
    """Give the figures that a real and a synthetic base are compared by."""
    streets = base.drop_duplicates("street_id")
    in_commune = streets.groupby("citycode").size()
    houses = base[base["housenumber"] > 0]
    on_street = houses.groupby("street_id").size()
    length = streets["street"].str.len()
    names = streets["street"].str.lower()
    # Repetition depends on how many are looked at: 5,000 streets of each base.
    some = names.sample(min(5000, len(names)), random_state=0)
    return {
        "addresses": f"{len(base):,}",
        "streets": f"{len(streets):,}",
        "communes": f"{len(in_commune):,}",
        "streets a commune, 10/50/90/99 %, most": _spread(in_commune),
        "numbers a street, 10/50/90/99 %, most": _spread(on_street),
        "number, 50/90/99 %": "/".join(f"{houses['housenumber'].quantile(q):.0f}" for q in (0.5, 0.9, 0.99)),
        "distinct names, all / of 5,000": f"{names.nunique() / len(names):.0%} / {some.nunique() / len(some):.0%}",
        "letters a name, mean / sd": f"{length.mean():.1f} / {length.std():.1f}",
        "opens with Rue": f"{names.str.startswith('rue ').mean():.0%}",
        "with suffix": f"{(base['suffix'] != '').mean():.1%}",
        "communes with Rue de l'Église": f"{streets[names.isin(EGLISE)]['citycode'].nunique() / len(in_commune):.0%}",
        "communes a postcode, mean / most": "{:.1f} / {}".format(
            *base.groupby("postcode")["citycode"].nunique().agg(["mean", "max"])
        ),
        "communes of a name of their own": f"{base.groupby('city')['citycode'].nunique().eq(1).mean():.1%}",
    }


def _spread(counts: pd.Series) -> str:
    return "/".join(f"{counts.quantile(q):.0f}" for q in (0.1, 0.5, 0.9, 0.99)) + f", {counts.max():,}"


def compare(data: Path, seed: int) -> None:
    """Print the figures of two real bases beside those of the same departements as they are made."""
    bano = [f"fr/bano/bano-{code}.csv.gz" for code in SIX]
    made = pd.concat(synthetic_addresses(seed=seed, departements=SIX), ignore_index=True)
    city = pd.concat(synthetic_addresses(seed=seed, departements=["75"]), ignore_index=True)
    columns = {
        "six, BANO": figures(read_base(data, {"bano": bano})),
        "six, made": figures(made),
        "Paris, BAN": figures(read_base(data, {"ban": ["fr/addresses/adresses-75.csv.gz"]})),
        "Paris, made": figures(city),
    }
    print(pd.DataFrame(columns).to_string())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="where the files go")
    parser.add_argument("--communes", type=int, default=COMMUNES)
    parser.add_argument("--streets", type=int, default=STREETS)
    parser.add_argument("--addresses", type=int, default=ADDRESSES)
    parser.add_argument("--departements", nargs="*", choices=list(DEPARTEMENTS), help="only these")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--gz", action="store_true")
    parser.add_argument("--compare", action="store_true", help="compare with the real open data")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the real open data")
    told = parser.parse_args()
    if told.compare and (told.data / "README.md").is_file():
        compare(told.data, told.seed)
    elif told.compare:
        print(f"skipped: the real open data folder is not here ({told.data})")
    if not told.folder:
        return
    start, rows, size = time.perf_counter(), 0, 0
    cpu = time.process_time()
    for path, count in write_ban(told.folder, gz=told.gz, communes=told.communes, streets=told.streets,
                                 addresses=told.addresses, seed=told.seed, departements=told.departements):  # fmt: skip
        rows, size = rows + count, size + path.stat().st_size
    print(
        f"{rows:,} addresses, {size / 1e6:,.0f} MB, {time.perf_counter() - start:.0f} s wall, "
        f"{time.process_time() - cpu:.0f} s CPU"
    )


if __name__ == "__main__":
    main()
