"""``python -m sample_data FOLDER``: write the sample into a folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from sample_data.generate import generate


def main() -> None:
    """Read the arguments and say what was made."""
    parser = argparse.ArgumentParser(prog="python -m sample_data", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=int, default=1)
    arguments = parser.parse_args()
    sample = generate(arguments.folder, seed=arguments.seed, scale=arguments.scale)
    expected = sample.expected
    print(f"{arguments.folder}: {expected['people']} people, {expected['items']} items, {len(expected['gaps'])} gaps")
    print(f"The demo's subject: {sample.main_subject}")


if __name__ == "__main__":
    main()
