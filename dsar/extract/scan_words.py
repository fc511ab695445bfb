"""Danish texts for what was read by text recognition, and for what pictures say of themselves."""

from __future__ import annotations

UNSURE = ", usikker læsning"
"""After the place of a passage whose letters were hard to make out."""

SCANNED: dict[str, str] = {
    "page": "side {}, læst af billede",
    "page_picture": "side {}, billede {}",
    "picture": "billede",
}
"""Where a passage is, in a scan."""

TAGS: dict[str, str] = {
    "camera": "Kamera",
    "comment": "Kommentar",
    "copyright": "Ophavsret",
    "place": "Sted",
    "position": "GPS-position",
    "taken": "Taget",
    "text": "Tekst",
}
"""What a picture says of itself, beside what :data:`dsar.words.PROPERTIES` names."""
