"""The shapes that others read: a JSON Schema and its description cannot fall behind the code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import dsar
from dsar.package.data import CONTEXT, Data
from dsar.package.manifest import Manifest

HERE = Path(dsar.__file__).parent
SCHEMAS = {"data.schema.json": Data, "manifest.schema.json": Manifest}


def objects(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, part in {"": schema, **schema["$defs"]}.items():
        yield from ((name or schema["title"], field) for field in part["properties"])


@pytest.mark.parametrize(("name", "model"), SCHEMAS.items())
def test_the_schema_is_the_one_made_from_the_models(
    name: str, model: type[Data] | type[Manifest], request: pytest.FixtureRequest
) -> None:
    text = json.dumps(model.model_json_schema(by_alias=True, mode="serialization"), indent=1, ensure_ascii=False) + "\n"
    path = HERE / "package" / name
    if request.config.getoption("--golden") == "write":
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_is_described(name: str) -> None:
    described = set(re.findall(r"`(@?[a-z0-9_]+)`", (HERE / "docs/package.md").read_text(encoding="utf-8")))
    schema = json.loads((HERE / "package" / name).read_text(encoding="utf-8"))
    assert [field for _, field in objects(schema) if field not in described] == []


def test_every_word_of_the_context_is_a_field_or_a_vocabulary() -> None:
    schema = json.loads((HERE / "package/data.schema.json").read_text(encoding="utf-8"))
    fields = {field for _, field in objects(schema)}
    vocabularies = {"@vocab", "dpv", "eu-gdpr", "dcterms", "dsar"}
    assert [word for word in CONTEXT if word not in fields | vocabularies] == []
