"""Contact data in one notation: mail addresses checked, phone numbers in E.164, landline told from mobile."""

import re
import unicodedata
from dataclasses import replace
from datetime import datetime, time

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from netwerkberaad.cases.errors import BadChannelError, BadHoursError, BadMailError, BadPhoneError
from netwerkberaad.cases.people import ContactData
from netwerkberaad.foundation.documents import from_local, local
from netwerkberaad.foundation.messages.model import Channel

INFIXES = frozenset(
    "van de den der ten ter te 't t in op aan bij het la le du da di dos el al ben bin von zu zur v/d v.d. v.".split()
)
_HOME = "NL"
_HOME_CODE = 31
_SHORTEST = 7
_CHANNELS = frozenset(Channel)
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d"})
_SEPARATORS = re.compile(r"[\s().\-/]")
# A number abroad is kept by its shape: our table of number plans may be older than the number.
_ABROAD = re.compile(r"\+(?!31)[1-9]\d{7,14}", re.ASCII)


def clean_contact(contact: ContactData) -> ContactData:
    """The same data in one notation; a landline typed as mobile, or the other way round, moves to its own place.

    Raises BadMailError, BadPhoneError, BadChannelError or BadHoursError.
    """
    phone = clean_phone(contact.phone, field="phone")
    landline = clean_phone(contact.landline, field="landline")
    if is_landline(phone) and not landline:
        phone, landline = "", phone
    elif landline and not is_landline(landline) and not phone:
        phone, landline = landline, ""
    prefers = contact.prefers.strip()
    if prefers and prefers not in _CHANNELS:
        raise BadChannelError
    if bool(contact.quiet_from) is not bool(contact.quiet_until) or contact.quiet_from > contact.quiet_until:
        raise BadHoursError
    return replace(
        contact,
        mail=clean_mail(contact.mail),
        phone=phone,
        landline=landline,
        address=contact.address.strip(),
        prefers=prefers,
        remark=contact.remark.strip(),
    )


def quiet_until(contact: ContactData, now: datetime) -> datetime | None:
    """Until when somebody does not want to be called, when that is now; None when one may call."""
    if not contact.quiet_from <= f"{local(now):%H:%M}" < contact.quiet_until:
        return None
    return from_local(local(now).date(), time.fromisoformat(contact.quiet_until))


def clean_mail(text: str, *, field: str = "mail") -> str:
    """A mail address without blanks and with its domain in small letters; empty stays empty. Raises BadMailError."""
    text = text.strip()
    if not text:
        return ""
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise BadMailError(field=field) from None


def clean_phone(text: str, *, field: str = "phone") -> str:
    """A phone number in E.164, read as Dutch unless it says otherwise; empty stays empty. Raises BadPhoneError."""
    text = text.strip()
    if not text:
        return ""
    number = _parse(text)
    if number is not None:
        return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    bare = _SEPARATORS.sub("", text)
    if not _ABROAD.fullmatch(bare):
        raise BadPhoneError(field=field)
    return bare


def is_landline(phone: str) -> bool:
    """Whether a number in E.164 surely cannot receive a text message."""
    number = _parse(phone) if phone else None
    if number is None:
        return False
    if number.country_code == _HOME_CODE:
        # By prefix, as in the Dutch numbering plan: 06 is mobile whether or not the range is in use yet.
        return not str(number.national_number).startswith(("6", "97"))
    return phonenumbers.number_type(number) == PhoneNumberType.FIXED_LINE


def comparable_phone(text: str) -> str:
    """A number in the notation to compare by: E.164, or its bare digits when it cannot be read as a number."""
    number = _parse(text)
    if number is not None:
        return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return "".join(character for character in text if character.isdigit())


def comparable_mail(text: str) -> str:
    """A mail address in the notation to compare by."""
    return text.strip().casefold()


def comparable_name(text: str) -> str:
    """A name in the notation to compare by: small letters, no accents, letters and digits only, single blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    kept = "".join(
        c if c.isalnum() else " " for c in plain if not unicodedata.combining(c) and c not in "'’‘`"
    )
    return " ".join(kept.split())


def _parse(text: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, _HOME)
    except NumberParseException:
        return None
    long_enough = len(str(number.national_number)) >= _SHORTEST
    return number if long_enough and phonenumbers.is_possible_number(number) else None
