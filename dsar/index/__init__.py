"""The index: blind terms of passages, and a boolean query over them."""


def entry_id(item: int, number: int) -> str:
    """The id of an item's passage: the item's id in the catalogue and the passage's number, from 0."""
    return f"{item}.{number}"


def item_and_number(entry: str) -> tuple[int, int]:
    """Undo :func:`entry_id`."""
    item, _, number = entry.partition(".")
    return int(item), int(number)
