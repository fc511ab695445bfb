"""An invented municipality: its people, their files, and what must be found in them.

    python -m sample_data FOLDER [--seed 1] [--scale 1]

Nobody in it exists. The personal numbers have serials 99xx that fail modulus 11,
the streets are invented, the telephone numbers lie in series that are not in use.
"""

from sample_data.generate import Sample, generate

__all__ = ["Sample", "generate"]
