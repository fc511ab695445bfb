"""LIX: how hard a text is to read, by its sentences and its long words.

LIX = words / sentences + 100 · long words / words, where a word is long with more
than six letters (C.-H. Björnsson, Läsbarhet, 1968). 25-34 is easy, 35-44 is like a
newspaper, 45-54 is like official texts. A heading, an entry of a list or a cell of
a table is a sentence of its own. Numbers and dates are no words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dsar.letters.document import Block, Terms, lines

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# A full stop ends a sentence before a capital or the end; "stk. 2" and "nr. 4" do not.
_END = re.compile(r"[.!?:]+(?=\s+[^\W\d_a-zæøå]|\s*$)")
LONG = 6


def lix(blocks: Iterable[Block]) -> float:
    """The LIX of running text, lists, tables and explanations; 0 for no words."""
    return lix_of_lines(line for block in blocks if not isinstance(block, Terms) for line in lines(block))


def lix_of_lines(texts: Iterable[str]) -> float:
    """The LIX of lines, each of them one sentence or several."""
    words = long = sentences = 0
    for text in texts:
        found = _WORD.findall(text)
        if not found:
            continue
        words += len(found)
        long += sum(len(word) > LONG for word in found)
        sentences += sum(1 for part in _END.split(text) if _WORD.search(part))
    return words / sentences + 100 * long / words if words else 0.0
