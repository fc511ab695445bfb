"""``python -m dsar``: the same as the command ``dsar``."""

from dsar.cli import run

if __name__ == "__main__":
    run()
