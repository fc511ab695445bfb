"""Written forms of a CPR number whose last four digits stand apart from the date, or behind a sign that is spelled out.

``050849 (9937)``, ``050849, løbenr. 9937``, ``Fødselsdato | 050849 | Løbenr. | 9937``; the date
with the year first, as in Sweden (``1949-08-05-9937``); ``050849&#8209;9937`` from a page's source.
"""

from __future__ import annotations

import regex

from dsar.detect.digits import Shape

_DAY_FIRST = r"(?P<gap>[ .\-/]?)(?P<month>0[1-9]|1[0-2])(?P=gap)(?:19|20)?(?P<year>[0-9]{2})"
BRACKETED = Shape.of(
    rb"0(?<!00)(?=0[ ./-]?00[ ./-]?(?:00)?00[ ,]{0,2}[(]0000[)])",
    regex.compile(rf"(?P<day>[0-9](?<![0-9.,/\-][0-9])[0-9]){_DAY_FIRST}[ ,]{{0,2}}\((?P<serial>[0-9]{{4}})\)"),
)
NAMED = Shape.of(
    rb"0(?<!00)(?=0[ ./-]?00[ ./-]?(?:00)?00[ ,;|:()\t\n-]{1,5}[A-Za-z][^0\n]{2,30}[ :.|;\t]0000(?!0))",
    regex.compile(
        rf"(?P<day>[0-9](?<![0-9.,/\-][0-9])[0-9]){_DAY_FIRST}[ ,;|:()\t\n\-]{{1,5}}"
        r"(?P<header>[A-Za-z][^0-9\n]{2,30})(?<=[ :.|;\t])(?P<serial>[0-9]{4})(?![0-9])"
    ),
)
"""The words between say that four digits are what is left of the number; ``header``."""
YEAR_FIRST = Shape.of(
    rb"0(?<!00)(?=000[./-]?00[./-]?00[ ]?[^0A-Za-z][ ]?0000(?!0))",
    regex.compile(
        r"(?P<century>[12](?<![0-9.,/\-][12])[0-9])(?P<year>[0-9]{2})(?P<gap>[./\-]?)(?P<month>0[1-9]|1[0-2])(?P=gap)"
        r"(?P<day>[0-9]{2})[ ]?[ +/\-\u2010-\u2013][ ]?(?P<serial>[0-9]{4})(?![0-9])"
    ),
)
_HYPHENS = "shy|ndash|mdash|minus|hyphen|dash|#45|#173|#820[89]|#821[0-3]|#8722|#x2d|#xad|#x201[0-5]|#x2212"
_SPACES = "nbsp|ensp|emsp|thinsp|#32|#160|#8239|#8201|#xa0|#x202f|#x2009"
SPELLED = Shape.of(
    rb"0(?<!00)(?=00000(?:00)?[ ]?&[#A-Za-z0]{2,8};[ ]?0000(?!0))",
    regex.compile(
        r"(?P<day>[0-9](?<![0-9][0-9])[0-9])(?P<month>0[1-9]|1[0-2])(?:19|20)?(?P<year>[0-9]{2})"
        rf"[ ]?&(?:(?P<hyphen>{_HYPHENS})|{_SPACES});[ ]?(?P<serial>[0-9]{{4}})(?![0-9])",
        regex.IGNORECASE,
    ),
)
"""With a sign as pages have it in their source: named and numbered characters of HTML."""
APART = rb"""
    (?=0[ ./-]?00[ ./-]?(?:00)?00
        (?: [ ,]{0,2}[(]0000[)] | [ ]?&[#A-Za-z0]{2,8};[ ]?0000(?!0)
          | [ ,;|:()\t\n-]{1,5}[A-Za-z][^0\n]{2,30}[ :.|;\t]0000(?!0) )
      | 000[./-]?00[./-]?00[ ]?[^0A-Za-z][ ]?0000(?!0))
"""
"""What follows the first digit of one of them: their outlines in one, so that a date is tried once."""
