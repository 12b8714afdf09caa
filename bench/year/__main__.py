"""Lets a year pass: ``python -m bench.year --cases 350 --seed 1``. Ends with 1 when something is not accounted for."""

import argparse
import sys

from bench.year.living import live


def main() -> int:
    """Print the accounts."""
    parser = argparse.ArgumentParser(prog="bench.year", description="Let a year pass and account for it.")
    parser.add_argument("--cases", type=int, default=350)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    account = live(arguments.cases, days=arguments.days, seed=arguments.seed, progress=True)
    sys.stdout.write(account.table() + "\n")
    return 1 if account.faults else 0


if __name__ == "__main__":
    sys.exit(main())
