"""Danish words for places that only some formats have; the usual ones are in :data:`dsar.words.PLACES`."""

from __future__ import annotations

FORMAT_PLACES: dict[str, str] = {
    "slide": "lysbillede {}",
    "slide_hidden": "lysbillede {} (skjult)",
    "slide_notes": "lysbillede {}, noter",
    "slide_comment": "lysbillede {}, kommentar",
    "slide_table": "lysbillede {}, tabel {} række {}",
    "slide_diagram": "lysbillede {}, diagram",
    "slide_before": "lysbillede i en tidligere udgave",
    "slide_master": "skabelon",
    "notes": "noter",
    "comments": "kommentarer",
    "headers": "sidehoved og sidefod",
    "footnotes": "fodnoter",
    "endnotes": "slutnoter",
    "text_boxes": "tekstfelter",
    "deleted": "slettet tekst",
    "hidden": "skjult tekst",
    "event": "aftale {}",
    "task": "opgave {}",
    "journal": "notat {}",
    "contact": "kontakt {}",
    "list_row": "liste over personer, række {}",
    "table_form": "tabel, post {}",
    "sheet_form": "{}, post {}",
    "entry": "post {}",
    "certificate": "certifikat",
    "object": "indlejret objekt",
    "sheet_hidden": "{} (skjult)",
    "page_data": "data i siden",
    "formulas": "{} formler uden værdi",
}

AS_ABOVE = "{} [som ovenfor]"
"""A cell that stands once, above the rows that it holds for, as those rows tell it."""
