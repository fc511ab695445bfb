"""Letters to citizens: from a case to a letter that can be sent, as docx to edit and as PDF/UA-1.

    case, release, record ──build──▶ facts ──template──▶ letter ──▶ docx · pdf · plain text

One template a kind and language is the source of all three forms.
"""

from __future__ import annotations

from dsar.letters.compose import compose
from dsar.letters.document import Letter
from dsar.letters.facts import Facts, Language, LetterKind
from dsar.letters.pdf import pdf
from dsar.letters.plain import plain
from dsar.letters.word import docx

__all__ = ["Facts", "Language", "Letter", "LetterKind", "compose", "docx", "pdf", "plain"]
