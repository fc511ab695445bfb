"""``dsar case open``, and who and what a case is about: ``subject``, ``people``, ``assign``, ``note``."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsar.cases.codes import CaseKind, Relation, Track
from dsar.cli import words
from dsar.cli.case_options import DAY, act, act_options, codes, done, read_text, text_option
from dsar.cli.output import json_option, say, workspace_option
from dsar.cli.subject import read_subject

if TYPE_CHECKING:
    from dsar.cases.intake import People
    from dsar.model import Subject

subject_option = click.option(
    "--subject",
    "file",
    required=True,
    metavar="FILE|-",
    help="Subject file (TOML, or JSON by its ending), or - for JSON on stdin.",
)
people_option = "Who wrote, and who acts for the subject (TOML: [requester], [representative])."


@click.command("open")
@subject_option
@click.option("--received", type=DAY, required=True, metavar="DATE", help="The day it reached any official channel.")
@click.option("--kind", type=codes(CaseKind), default="access", show_default=True, help="Which right is exercised.")
@click.option("--channel", default="", metavar="TEXT", help="How it came: Digital Post, e-mail, letter, in person, …")
@click.option("--people", "people_file", metavar="FILE", help=people_option)
@click.option(
    "--track",
    "tracks",
    type=codes(Track),
    multiple=True,
    help="Sets of rules that the letter may fall under; may be given several times. gdpr, if none is.",
)
@click.option("--caseworker", default="", metavar="USER", help="Who has the case; the one who opens it, if not given.")
@text_option("What the citizen wrote", required=False)
@json_option
@workspace_option
def open_case(
    *,
    file: str,
    received: datetime,
    kind: str,
    channel: str,
    people_file: str | None,
    tracks: tuple[str, ...],
    caseworker: str,
    text: str,
    as_json: bool,
    workspace: Path,
) -> None:
    """Open a case for a request, and print its id.

    Example: dsar case open --subject subject.toml --received 2026-11-21 --channel "Digital Post"
    """
    from dsar.app import open_workspace
    from dsar.cases.acts import Opened

    asked = read_subject(file)
    people = _people(people_file, asked)
    opened = Opened(
        kind=CaseKind(kind),
        received=received.date(),
        subject=asked,
        subject_ref="",
        requester=people.requester,
        representative=people.representative,
        channel=channel,
        text=text,
        tracks=tuple(dict.fromkeys(Track(track) for track in tracks)) or (Track.GDPR,),
        caseworker=caseworker,
    )
    with open_workspace(workspace) as space:
        case = space.desk.open(opened)
        if as_json:
            done(case, space.desk, as_json=True)
            return
        click.echo(case.id)
        done(case, space.desk, as_json=False)
        alike, earlier = space.desk.alike(case), space.desk.earlier(case)
    if alike:
        say(words.OPENED_ALIKE.format(", ".join(alike)))
    for one in earlier:
        say(words.OPENED_EARLIER.format(one.id, one.ended))
    if case.representative is not None and case.representative.relation is Relation.HEIR:
        say(words.OPENED_HEIR)
    say(words.NEXT.format(f"dsar case identity {case.id}, dsar case search {case.id}"))


@click.command()
@act_options
@subject_option
def subject(*, case_id: str, file: str, version: int | None, as_json: bool, workspace: Path) -> None:
    """Say better who is asked about; what was known before stays in the history.

    Example: dsar case subject 2026-0001 --subject subject.toml
    """
    from dsar.app import open_workspace

    asked = read_subject(file)
    with open_workspace(workspace) as space:
        done(space.desk.identify(case_id, asked, version=version), space.desk, as_json=as_json)


@click.command()
@act_options
@click.option("--people", "people_file", required=True, metavar="FILE", help=people_option)
def people(*, case_id: str, people_file: str, version: int | None, as_json: bool, workspace: Path) -> None:
    """Say who wrote, and who acts for the subject by what right.

    Example: dsar case people 2026-0001 --people people.toml
    """
    from dsar.cases.acts import PeopleChanged

    read = _people(people_file, None)
    made = PeopleChanged(read.requester, read.representative)
    act(workspace, case_id, lambda _, __: made, version=version, as_json=as_json)


@click.command()
@act_options
@click.argument("user")
def assign(*, case_id: str, user: str, version: int | None, as_json: bool, workspace: Path) -> None:
    """Give the case to another caseworker.

    Example: dsar case assign 2026-0001 anne
    """
    from dsar.cases.acts import Assigned

    act(workspace, case_id, lambda _, __: Assigned(user), version=version, as_json=as_json)


@click.command()
@act_options
@text_option("The note")
def note(*, case_id: str, text: str, version: int | None, as_json: bool, workspace: Path) -> None:
    """Write something down in the case.

    Example: dsar case note 2026-0001 --text-file note.txt
    """
    from dsar.cases.acts import Noted

    act(workspace, case_id, lambda _, __: Noted(text), version=version, as_json=as_json)


def _people(file: str | None, asked: Subject | None) -> People:
    """Who wrote; the subject, where no file says otherwise."""
    from dsar.cases.intake import People, people_from
    from dsar.cases.values import Requester

    if file is None:
        assert asked is not None
        return People(Requester((*asked.names, "")[0]), None)
    read = people_from(read_text(file), file)
    if not read.requester.name and asked is not None and read.representative is None:
        return replace(read, requester=replace(read.requester, name=(*asked.names, "")[0]))
    return read
