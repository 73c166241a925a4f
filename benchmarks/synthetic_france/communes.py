"""The communes of a departement: names, postcodes, places, and those that were fused into them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from synthetic_france.departements import CITY, DENSE, DEPARTEMENTS, shared_out
from synthetic_france.names import articled, postal, stems_of_places
from synthetic_france.words import QUALIFIERS, RIVERS, SAINTS

# As BANO of six departements has them.
STREETS_SIGMA = 1.28
OLD_SHARE = 0.03


def make_communes(code: str, count: int, streets: int, stems: np.ndarray, random: np.random.Generator) -> pd.DataFrame:
    """Make the communes of a departement: code, names, postcode, place and number of streets."""
    longitude, latitude = DEPARTEMENTS[code]
    columns = int(np.ceil(np.sqrt(count)))
    place = np.arange(count)
    reach = DENSE.get(code, 0.42)
    east = longitude + reach * ((place % columns + random.uniform(0.2, 0.8, count)) / columns * 2 - 1)
    north = latitude + 0.75 * reach * ((place // columns + random.uniform(0.2, 0.8, count)) / columns * 2 - 1)
    if code == CITY:
        number = [f"{n}{'er' if n == 1 else 'e'}" for n in range(1, count + 1)]
        sizes = random.uniform(0.5, 1.5, count)
        frame = pd.DataFrame({
            "citycode": [f"751{n:02d}" for n in range(1, count + 1)],
            "city": [f"Paris {n} Arrondissement" for n in number],
            "label": "PARIS",
            "postcode": [f"750{n:02d}" for n in range(1, count + 1)],
        })  # fmt: skip
    else:
        sizes = random.lognormal(0, STREETS_SIGMA, count)
        names = _commune_names(count, stems, random)
        frame = pd.DataFrame({
            "citycode": [f"{code}{n:03d}" for n in range(1, count + 1)],
            "city": names,
            "label": [postal(name) for name in names],
            "postcode": _postcodes(code, sizes, random),
        })  # fmt: skip
    spread = reach / columns * 0.8
    return frame.assign(longitude=east, latitude=north, spread=spread, streets=shared_out(sizes, streets))


def _commune_names(count: int, stems: np.ndarray, random: np.random.Generator) -> list[str]:
    """Make names of communes; about one in ten is borne by several, in different departements."""
    pattern = random.choice(8, size=count, p=[0.50, 0.12, 0.11, 0.09, 0.05, 0.05, 0.04, 0.04])
    drawn = np.resize(random.permutation(stems), count)
    others, rivers, saints, sides = (
        np.array(words, dtype=object)[random.integers(0, len(words), count)]
        for words in (stems, RIVERS, SAINTS, QUALIFIERS)
    )
    names: dict[str, None] = {}
    for form, stem, other, river, saint, side in zip(pattern, drawn, others, rivers, saints, sides, strict=True):
        name = (stem, f"{stem}-sur-{river}", f"Saint-{saint}-{articled(other).replace(' ', '-')}", f"{stem}-{side}",
                f"{stem}-lès-{other}", f"Saint-{saint}-sur-{river}", f"La {stem}", f"{stem}-{other}")[form]  # fmt: skip
        # The second one of a departement to bear a name has something behind it.
        while name in names:
            name = f"{name}-{QUALIFIERS[len(names) % len(QUALIFIERS)]}"
        names[name] = None
    return list(names)


def _postcodes(code: str, sizes: np.ndarray, random: np.random.Generator) -> list[str]:
    """Share postcodes among the communes of a departement, which stand in the order of their places.

    The biggest has the one that ends in 000; one to forty others share each of the rest.
    """
    # Both departements of Corsica have 20: here the codes of the second one end in 5.
    area, odd = (200, 5 * (code == "2B")) if code[1].isalpha() else (int(code) * 10, 0)
    groups = np.minimum(1 + random.geometric(0.21, len(sizes)), 40)
    starts = np.cumsum(groups) - groups
    group = np.searchsorted(starts, np.arange(len(sizes)), side="right") - 1
    codes = np.array([f"{area * 100 + 100 + 10 * (g % 80) + g // 80 + odd:05d}" for g in group], dtype=object)
    codes[np.argmax(sizes)] = f"{area * 100 + odd:05d}"
    return list(codes)


def make_old_communes(
    communes: pd.DataFrame, code: str, random: np.random.Generator
) -> tuple[pd.DataFrame, np.ndarray]:
    """Say which communes were fused, and make the names of the communes that they were."""
    stems = stems_of_places()
    several = np.flatnonzero(random.random(len(communes)) < (0 if code == CITY else OLD_SHARE))
    old = pd.DataFrame({"city": [""], "citycode": [""]})
    rows = [
        (communes["city"].iloc[at] if n == 0 else stems[random.integers(len(stems))],
         communes["citycode"].iloc[at] if n == 0 else f"{code}{700 + (3 * i + n) % 300:03d}")
        for i, at in enumerate(several) for n in range(3)
    ]  # fmt: skip
    first = np.zeros(len(communes), dtype=np.int64)
    first[several] = 1 + 3 * np.arange(len(several))
    return pd.concat([old, pd.DataFrame(rows, columns=["city", "citycode"])], ignore_index=True), first
