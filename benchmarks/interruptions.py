"""A run killed again and again, then resumed, beside one that was let alone: the same bytes, or not.

Run: python benchmarks/interruptions.py [--kills 5] [--rows 200000]
"""

from __future__ import annotations

import argparse
import hashlib
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from geoprofile.reference import reference_path
from geoprofile.territory.build import build_territory


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--rows", type=int, default=200_000)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        territory = build_territory("demo", out=folder / "territory")
        customers = pd.read_csv(reference_path("demo", "customers.csv"), sep=";", encoding="cp1252", dtype="str")
        many = pd.concat([customers] * (told.rows // len(customers)), ignore_index=True)
        many.to_csv(folder / "many.csv", sep=";", index=False)

        def command(out: str, *more: str) -> list[str]:
            run = [sys.executable, "-m", "geoprofile", "enrich", "many.csv", "-t", str(territory.folder), "-o", out]
            return [*run, "--batch-rows", "10000", "--quiet", *more]

        start = time.perf_counter()
        subprocess.run(command("whole.csv"), check=True, cwd=folder)
        whole = time.perf_counter() - start
        print(f"{len(many):,} rows let alone: {whole:.1f} s, sha256 {sha256(folder / 'whole.csv')}")
        chance = random.Random(7)
        for kill in range(told.kills):
            process = subprocess.Popen(command("killed.csv", "--resume"), cwd=folder)
            seconds = chance.uniform(0.1, 0.5) * whole
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            parts = len(list((folder / "killed.csv.parts").glob("part-*.parquet")))
            print(f"  kill -9 number {kill + 1} after {seconds:.1f} s: {parts} parts")
        start = time.perf_counter()
        subprocess.run(command("killed.csv", "--resume"), check=True, cwd=folder)
        same = sha256(folder / "killed.csv") == sha256(folder / "whole.csv")
        left = sorted(path.name for path in folder.iterdir() if "parts" in path.name or "unfinished" in path.name)
        seconds = time.perf_counter() - start
        print(f"resumed to the end in {seconds:.1f} s: same bytes {same}, left behind {left or 'nothing'}")


if __name__ == "__main__":
    main()
