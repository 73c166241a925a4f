# %% [markdown]
# # First steps
#
# A territory, an address file, and what open data says of the places its customers live in. Everything here runs
# offline on the invented town that comes with geoprofile. This notebook is rendered from `scripts/first_steps.py`
# by `make notebooks`.

# %%
from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd

import geoprofile
from geoprofile.reference import reference_path

# %% [markdown]
# A recipe lists the sources; building it takes a second for a town, three for Paris. The folder then opens in
# milliseconds.

# %%
territory = geoprofile.build_territory("demo", out=Path(tempfile.mkdtemp()) / "demo")
{name: len(level.table) for name, level in territory.levels.items()}

# %% [markdown]
# The customers are as a CRM exports them: Windows encoding, abbreviations, typing errors, flats and post boxes.

# %%
customers = pd.read_csv(reference_path("demo", "customers.csv"), sep=";", encoding="cp1252", dtype="str")
customers[["client_id", "adresse", "complement", "code_postal", "ville"]].iloc[[4, 50, 120, 317, 493]]

# %% [markdown]
# `enrich` geocodes them, finds their zones and attaches variables. The columns that hold the address are guessed.

# %%
VARIABLES = ["income_median_eur", "persons_in_couples_with_children_share", "urban_class"]
enriched = geoprofile.enrich(customers, territory, variables=VARIABLES, fallback="commune")
enriched["result_type"].replace("", "none").value_counts()

# %%
enriched[["adresse", "result_label", "result_score", "iris_name", "income_median_eur"]].iloc[[4, 50, 120, 317, 493]]

# %% [markdown]
# A reason stands beside every answer, also where there is none.

# %%
enriched.loc[enriched["result_type"] != "housenumber", ["adresse", "result_type", "result_match_reason"]].head(6)

# %% [markdown]
# Where do the customers live? Beside the households of the town, a first comparison.

# %%
iris = territory.levels["iris"]
households = iris.variables["households"]
income = iris.variables["income_median_eur"]
bands = [0, 19_000, 21_700, 23_300, 29_500, 50_000]
town = households.groupby(pd.cut(income, bands), observed=True).sum()
mine = enriched.groupby(pd.cut(enriched["income_median_eur"], bands), observed=True).size()
shares = pd.DataFrame({"town": town / town.sum(), "customers": mine / mine.sum()})
shares.assign(index=100 * shares["customers"] / shares["town"]).round(3)
