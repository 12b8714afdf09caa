"""Fields that know their kind: mail address, phone number, choices out of a list of words."""

from collections.abc import Iterable

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext
from wtforms import EmailField, SelectMultipleField, TelField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from netwerkberaad.foundation.documents import spoken_phone

MOST_MAIL = 254
REGION = "NL"


class MailField(EmailField):
    """A mail address: shape only; whether it exists shows when a message comes back."""

    def pre_validate(self, form: object) -> None:
        """Raises ValidationError when this cannot be a mail address."""
        if not self.data:
            return
        try:
            found = validate_email(self.data[:400], check_deliverability=False, test_environment=True)
        except EmailNotValidError:
            raise ValidationError(gettext("Dit lijkt geen mailadres. Kijk of er een @ in staat.")) from None
        self.data = found.normalized


class PhoneField(TelField):
    """A phone number, kept as +31…; a number that no plan knows passes when its shape is possible."""

    def _value(self) -> str:
        return spoken_phone(self.data).replace("\xa0", " ") if self.data else ""

    def pre_validate(self, form: object) -> None:
        """Raises ValidationError when this cannot be a phone number."""
        if not self.data:
            return
        try:
            number = phonenumbers.parse(self.data[:60], REGION)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise ValidationError(
                gettext("Dit lijkt geen telefoonnummer. Gebruik cijfers, zoals 06 12 34 56 78.")
            )
        self.data = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class ChecksField(SelectMultipleField):
    """Several choices with tick boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """What was ticked; a box without a value says nothing."""
        super().process_formdata([value for value in valuelist if value])


def one_of(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Choices of a select that begins with nothing chosen."""
    return [("", gettext("Kies")), *pairs]
