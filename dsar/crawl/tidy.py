"""Keeps the vault's dead space bounded: what replaced items leave behind goes after each run."""

from __future__ import annotations

from dsar.catalog.catalog import Catalog
from dsar.vault import Vault


def tidy_vault(catalog: Catalog, vault: Vault) -> None:
    """Move what is left of mostly dead packs together, and delete packs that nothing refers to.

    Only while the index's write lock is held: a pack that is being written is referred to by nothing yet.
    """
    live = catalog.packs()
    for pack in sorted(vault.mostly_dead(live) & live.keys()):
        chunks = catalog.chunks_of(pack)
        catalog.move_chunks(vault.compact(chunks))
    vault.sweep(catalog.packs().keys())
