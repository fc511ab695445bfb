"""Who lives in the invented municipality: families, namesakes, employees, and those who are hard to tell apart."""

from __future__ import annotations

from datetime import date
from random import Random

from sample_data.numbers import new_plate
from sample_data.people import Address, Person, Population, Registrar

FAMILIES = 38
SINGLES = 34


def settle(rng: Random, *, batch: int, taken: set[str]) -> Population:
    """Draw one batch's people. Batch 0 holds the person whose request the demo answers, by name."""
    registrar = Registrar(rng, batch, taken)
    main = _main_family(registrar)
    registrar.population.main = main.id
    _clusters(registrar, main)
    _near_namesakes(registrar)
    _foreign(registrar)
    _initials_and_particles(registrar)
    for _ in range(FAMILIES):
        _family(registrar)
    for _ in range(SINGLES):
        low, high = rng.choice([(18, 30), (30, 66), (67, 89)])
        registrar.add(registrar.birth(low, high), male=rng.random() < 0.5)
    _staff(registrar)
    _protect(registrar)
    _bury(registrar)
    return registrar.population


def _main_family(registrar: Registrar) -> Person:
    """A woman with a former name, a husband of another surname, and two children who bear her name."""
    names = registrar.names["main"]
    wanted = registrar.batch == 0
    home = registrar.address()
    wife = registrar.add(
        date(1984, 3, 9) if wanted else registrar.birth(38, 45),
        male=False,
        first=names["first"] if wanted else "",
        last=names["last"] if wanted else "",
        home=home,
        former_last=names["former"] if wanted else registrar.last_name(),
    )
    wife = registrar.change(wife, plate="IQ 41 207" if wanted else new_plate(registrar.rng))
    husband_first, husband_last = names["husband"].split()
    husband = registrar.add(
        registrar.birth(42, 46),
        male=True,
        first=husband_first if wanted else "",
        last=husband_last if wanted else "",
        home=home,
    )
    children = [
        registrar.add(
            registrar.birth(low, low + 1), male=male, first=first if wanted else "", last=wife.last, home=home
        )
        for first, male, low in zip(names["children"], (False, True), (9, 6), strict=True)
    ]
    registrar.family(wife, husband, *children)
    return wife


def _clusters(registrar: Registrar, main: Person) -> None:
    """People of exactly the same name, in different homes and of different ages."""
    names = registrar.names
    registrar.change(main, cluster="main")
    for low in (61, 27)[: names["main"]["namesakes"]]:
        registrar.add(registrar.birth(low, low + 3), male=False, first=main.first, last=main.last, cluster="main")
    for number, (sex, given, surname, count) in enumerate(names["clusters"]["names"]):
        first, last = given, surname
        if registrar.batch:
            first, last = (
                registrar.first_name(registrar.birth(30, 60), male=sex == "m"),
                registrar.rng.choice(names["last"]["common"]),
            )
        for nth in range(count):
            low = 22 + 15 * nth
            registrar.add(registrar.birth(low, low + 6), male=sex == "m", first=first, last=last, cluster=f"{number}")


def _near_namesakes(registrar: Registrar) -> None:
    """Pairs whose names differ by a letter."""
    rng, near = registrar.rng, registrar.names["near"]
    for number, (one, other) in enumerate(near["first"]):
        last = rng.choice(registrar.names["last"]["common"])
        for given in (one, other):
            registrar.add(
                registrar.birth(25, 70), male=not given.endswith("e"), first=given, last=last, cluster=f"near{number}"
            )
    for number, (one, other) in enumerate(near["last"], len(near["first"])):
        male = rng.random() < 0.5
        given = registrar.first_name(registrar.birth(30, 60), male=male)
        for last in (one, other):
            registrar.add(registrar.birth(25, 70), male=male, first=given, last=last, cluster=f"near{number}")


def _foreign(registrar: Registrar) -> None:
    for male, key in ((True, "men"), (False, "women")):
        for full in registrar.names["foreign"][key]:
            first, _, last = full.rpartition(" ")
            registrar.add(registrar.birth(20, 62), male=male, first=first, last=last)


def _initials_and_particles(registrar: Registrar) -> None:
    """Names with a lone initial, a particle, a hyphen."""
    rng, last = registrar.rng, registrar.names["last"]
    for _ in range(6):
        male = rng.random() < 0.5
        birth = registrar.birth(35, 75)
        given = f"{registrar.first_name(birth, male=male).split()[0]} {rng.choice('ABCEFHKLMPRST')}."
        registrar.add(birth, male=male, first=given, last=rng.choice(last["common"]))
    for surname in (*last["particle"], *last["double"]):
        registrar.add(registrar.birth(20, 80), male=rng.random() < 0.5, last=surname)


def _family(registrar: Registrar) -> None:
    """Two adults and up to three children at one address; one adult may have taken the other's name."""
    rng, home = registrar.rng, registrar.address()
    low = rng.choice([28, 34, 40, 46])
    man = registrar.add(registrar.birth(low, low + 5), male=True, home=home)
    shared = rng.random() < 0.6
    woman = registrar.add(
        registrar.birth(low - 2, low + 4),
        male=False,
        last=man.last if shared else "",
        home=home,
        former_last=registrar.last_name() if shared else "",
    )
    children = [
        registrar.add(
            registrar.birth(age, age), male=rng.random() < 0.5, last=rng.choice([man.last, woman.last]), home=home
        )
        for age in rng.sample(range(1, 17), rng.randrange(4))
    ]
    registrar.family(man, woman, *children)


def _staff(registrar: Registrar) -> None:
    """Employees: most live elsewhere, some are citizens like everybody else."""
    rng = registrar.rng
    for department, title, count in registrar.names["work"]["staff"]:
        for _ in range(count):
            elsewhere = Address(
                rng.choice(registrar.names["places"]["streets"]), str(rng.randrange(150, 190)), "", "9500", "Hobro"
            )
            home = elsewhere if rng.random() < 0.5 else None
            registrar.add(
                registrar.birth(27, 64), male=rng.random() < 0.4, home=home, department=department, title=title
            )
    namesake = next(p for p in registrar.population.people.values() if p.cluster == "0")
    registrar.add(
        registrar.birth(33, 50),
        male=namesake.male,
        first=namesake.first,
        last=namesake.last,
        cluster="0",
        department="job-og-velfaerd",
        title="jobkonsulent",
    )


def _protect(registrar: Registrar) -> None:
    """Some people's address is secret, and then their whole household's."""
    adults = [
        p
        for p in registrar.population.people.values()
        if p.phone and not p.department and p.id != registrar.population.main
    ]
    for person in registrar.rng.sample(adults, 7):
        for member in (person, *registrar.population.household(person)):
            registrar.change(member, protected=True)


def _bury(registrar: Registrar) -> None:
    """Two people have died."""
    old = [p for p in registrar.population.people.values() if p.age >= 70 and not p.department]
    for person, day in zip(registrar.rng.sample(old, 2), (date(2025, 2, 11), date(2026, 1, 29)), strict=True):
        registrar.change(person, died=day)
