"""Scripts that put no spaces between words: a word of theirs cannot be told from the words around it.

Source: Unicode Standard Annex 14, classes ID, CJ and SA, https://www.unicode.org/reports/tr14/ (read 2026-11-22).
Korean (Hangul) has spaces.
"""

from __future__ import annotations

import re

# Thai and Lao; Burmese; Khmer; kana; Chinese characters.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def is_unspaced(text: str) -> bool:
    """Whether two letters or more are of such a script: a whole name in China or Thailand may be as short."""
    return len(_UNSPACED.findall(text)) > 1
