"""Words for relatives, without their endings; each rule that needs them adds its own others."""

from __future__ import annotations

SPOUSES = "mand|kone|hustru|ægtefælle|samlever"
PARENT = "mor|moder|far|fader"
NEAR = f"{SPOUSES}|{PARENT}|søn|datter|barn|børn|bror|søster"
"""One of those who live with somebody, as a rule."""
NEAREST = f"{NEAR}|forældre"
GRANDPARENTS = "mormor|morfar|farmor|farfar"
WIDER = f"{GRANDPARENTS}|onkel|tante|nevø|niece|svoger"
"""Other relatives."""
