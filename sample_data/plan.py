"""What goes into one batch of the sample, and how much of it."""

from __future__ import annotations

from sample_data.broken import fill_broken, spread_copies
from sample_data.casesystems import fill_casesystems
from sample_data.corners import CornerDesk, corners, put
from sample_data.mailbox import MailRoom, fill_mailbox
from sample_data.people import Person
from sample_data.press import publish
from sample_data.registers import fill_registers
from sample_data.shelf import Shelf
from sample_data.stories import MODES, Newsroom, Story, stories
from sample_data.wording import fits

CITIZEN_DOCUMENTS = (1, 3)
NOBODYS = 48
CORNERS_FOR = 5
MAILS = 90
COPIES = 14
DEPARTMENTS = ("by-og-land", "job-og-velfaerd", "senior-og-omsorg", "boern-og-unge", "klima-og-miljoe")


def fill(newsroom: Newsroom, shelf: Shelf, *, batch: int) -> None:
    """Put one batch's files on the shelf. The batches after the first lie in folders of their own."""
    prefix = f"arkiv-{batch}/" if batch else ""
    files = [s for s in stories() if s.store != "nobody" and s.style != "mail"]
    _main_person(newsroom, shelf, files, prefix)
    _everybody(newsroom, shelf, files, prefix)
    _nobody(newsroom, shelf, prefix)
    desk = CornerDesk(newsroom, prefix)
    adults = grown(newsroom)
    chosen = [newsroom.population.people[newsroom.population.main], *newsroom.rng.sample(adults, CORNERS_FOR - 1)]
    for number, person in enumerate(chosen):
        for corner in corners(desk, person):
            put(shelf, corner, DEPARTMENTS[number % len(DEPARTMENTS)])
    fill_mailbox(MailRoom(newsroom, shelf, desk, prefix), adults, mails=MAILS, corners_for=chosen[:3])
    fill_registers(newsroom, shelf, prefix=prefix)
    fill_broken(desk, shelf, newsroom.rng.sample(adults, 2), prefix=prefix)
    spread_copies(newsroom.rng, shelf, count=COPIES, prefix=prefix)
    parties = [person for person in (*chosen, *adults) if fits(person.name, "cp1252")]
    fill_casesystems(shelf, parties[:CORNERS_FOR], batch=batch, prefix=prefix)


def _main_person(newsroom: Newsroom, shelf: Shelf, files: list[Story], prefix: str) -> None:
    """The main person has been in touch with every department, and is named in every way."""
    main = newsroom.population.people[newsroom.population.main]
    suiting = [s for s in files if s.suits(main, newsroom.population)]
    modes = list(MODES)
    for number, story in enumerate(suiting):
        publish(newsroom, shelf, story, main, mode=modes[number % len(modes)], prefix=prefix)


def _everybody(newsroom: Newsroom, shelf: Shelf, files: list[Story], prefix: str) -> None:
    rng, population = newsroom.rng, newsroom.population
    for person in list(population.people.values()):
        suiting = [s for s in files if s.suits(person, population)]
        wanted = 4 if person.cluster else rng.randint(*CITIZEN_DOCUMENTS)
        for story in rng.sample(suiting, min(wanted, len(suiting))):
            publish(newsroom, shelf, story, person, prefix=prefix)


def _nobody(newsroom: Newsroom, shelf: Shelf, prefix: str) -> None:
    kinds = [s for s in stories() if s.store == "nobody"]
    for number in range(NOBODYS):
        publish(newsroom, shelf, kinds[number % len(kinds)], None, prefix=prefix)


def grown(newsroom: Newsroom) -> list[Person]:
    """The adults who are alive."""
    return [p for p in newsroom.population.people.values() if p.phone and p.died is None]
