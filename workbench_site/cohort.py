"""The cast of the demo: invented people, their languages and where they live."""

from __future__ import annotations

from enum import Enum

import attrs


class Part(Enum):
    """What a person is in the demo course."""

    FACILITATOR = "facilitator"
    JUNIOR = "junior"
    SENIOR = "senior"
    STRANGER = "stranger"


@attrs.frozen
class Member:
    """One invented person.

    Attributes:
        username: also what stands in the address, ``?student=…``.
        first_name: what partners call them.
        last_name: invented as well.
        part: what they are in the course.
        language: code of the language they read.
        time_zone: IANA name.
        cohort: the host's cohort in which they learn; empty for none.
    """

    username: str
    first_name: str
    last_name: str
    part: Part
    language: str = "en"
    time_zone: str = "Europe/Rome"
    cohort: str = ""

    @property
    def email(self) -> str:
        """An address that leads nowhere."""
        return f"{self.username}@example.org"


FLORENCE, BOLOGNA = "Florence", "Bologna"

COHORT: tuple[Member, ...] = (
    Member("chiara", "Chiara", "Valdesi", Part.FACILITATOR, "it"),
    Member("giulia", "Giulia", "Morbelli", Part.JUNIOR, "it", cohort=FLORENCE),
    Member("piotr", "Piotr", "Zalewicz", Part.JUNIOR, "pl", "Europe/Warsaw", cohort=FLORENCE),
    Member("lena", "Lena", "Brandholm", Part.JUNIOR, "de", "Europe/Berlin", cohort=FLORENCE),
    Member("amir", "Amir", "Sahrani", Part.JUNIOR, "en", cohort=BOLOGNA),
    Member("sofia", "Sofía", "Cantalejo", Part.JUNIOR, "es", "Europe/Madrid", cohort=BOLOGNA),
    Member("yusuf", "Yusuf", "Karatepe", Part.JUNIOR, "en", "Europe/Berlin", cohort=BOLOGNA),
    Member("mario", "Mario", "Tessarin", Part.SENIOR, "it", cohort=FLORENCE),
    Member("anna", "Anna", "Kowalik", Part.SENIOR, "pl", "Europe/Warsaw", cohort=FLORENCE),
    Member("tomas", "Tomás", "Arrieta", Part.SENIOR, "es", "Europe/Madrid", cohort=BOLOGNA),
    Member("ioana", "Ioana", "Dumbrava", Part.SENIOR, "ro", "Europe/Bucharest", cohort=BOLOGNA),
    Member("paolo", "Paolo", "Ferrandi", Part.SENIOR, "it", cohort=BOLOGNA),
    Member("greta", "Greta", "Lindacher", Part.SENIOR, "de", "Europe/Vienna", cohort=FLORENCE),
    Member("nora", "Nora", "Weidling", Part.STRANGER, "en", "Europe/Vienna"),
)

# They began before the others and have come to the end of their way.
FORERUNNERS: tuple[Member, ...] = (
    Member("ines", "Inês", "Valadeira", Part.JUNIOR, "en", "Europe/Lisbon", cohort=BOLOGNA),
    Member("samira", "Samira", "Haddanin", Part.JUNIOR, "en", cohort=FLORENCE),
    Member("karel", "Karel", "Vodnarek", Part.SENIOR, "en", "Europe/Prague", cohort=BOLOGNA),
    Member("bruno", "Bruno", "Castellin", Part.SENIOR, "it", cohort=FLORENCE),
)
