"""Bank accounts, countries, terms and days of reminders for invoices. Pure."""

import re

from timetrack.domain.text import plain
from timetrack.errors import InvalidInput

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
LONGEST_TERMS = 3650
MOST_REMINDERS, FIRST_REMINDER, LAST_REMINDER = 5, -30, 365


def parse_iban(typed: str) -> str:
    """An IBAN in capitals without blanks, or nothing. Raises InvalidInput where its check digits are not right."""
    kept = re.sub(r"\s", "", plain(typed)).upper()
    if kept and not is_iban(kept):
        raise InvalidInput("This is not an IBAN: a letter or a digit is wrong. Nothing was saved.")
    return kept


def is_iban(kept: str) -> bool:
    """Whether these capitals and digits are an IBAN, its check digits right."""
    return bool(_IBAN.fullmatch(kept)) and _remainder(kept) == 1


def parse_bic(typed: str) -> str:
    """A BIC of 8 or 11 letters and digits, or nothing. Raises InvalidInput for any other."""
    kept = re.sub(r"\s", "", plain(typed)).upper()
    if kept and not _BIC.fullmatch(kept):
        raise InvalidInput("A BIC has 8 or 11 letters and digits, like COBADEFFXXX. Nothing was saved.")
    return kept


def parse_country(typed: str) -> str:
    """The two letters of a country after ISO 3166, or nothing. Raises InvalidInput for any other."""
    kept = plain(typed).upper()
    if kept and not re.fullmatch("[A-Z]{2}", kept):
        raise InvalidInput("A country is two letters, like DE or US. Nothing was saved.")
    return kept


def check_terms(days: int | None) -> int | None:
    """How many days a client has to pay. Raises InvalidInput for fewer than none, or more than ten years."""
    if days is not None and days not in range(LONGEST_TERMS + 1):
        raise InvalidInput(f"Payment terms are from 0 to {LONGEST_TERMS:,} days. Nothing was saved.")
    return days


def _remainder(iban: str) -> int:
    """After ISO 7064: the first four go to the end, letters are numbers from 10 on, and modulo 97 is left."""
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97


def parse_reminders(typed: str) -> list[int]:
    """Days parted by commas or blanks: “3, 10”; a minus for days before. Raises InvalidInput for anything else."""
    found = [one.replace("−", "-") for one in re.split(r"[,;\s]+", plain(typed)) if one]
    if not all(re.fullmatch(r"-?[0-9]{1,3}", one) for one in found):
        raise InvalidInput("Days of reminders are whole numbers, like 3, 10. Nothing was saved.")
    return check_reminders([int(one) for one in found])


def check_reminders(days: list[int]) -> list[int]:
    """The days in order, each once. Raises InvalidInput past five, and outside of -30 to 365."""
    if len(set(days)) > MOST_REMINDERS or not all(FIRST_REMINDER <= one <= LAST_REMINDER for one in days):
        raise InvalidInput(
            f"There are up to {MOST_REMINDERS} reminders, from {-FIRST_REMINDER} days before an invoice is due to"
            f" {LAST_REMINDER} days after. Nothing was saved."
        )
    return sorted(set(days))
