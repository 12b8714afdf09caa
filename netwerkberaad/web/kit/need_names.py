"""What somebody may need to come, in one word."""

from netwerkberaad.invites import Need
from netwerkberaad.web.kit.lazy import lazy_gettext as _

NEED_NAMES = {
    Need.TRANSPORT: _("vervoer"),
    Need.CHILD_CARE: _("opvang"),
    Need.INTERPRETER: _("een tolk"),
    Need.WHEELCHAIR: _("een plek waar een rolstoel in kan"),
    Need.REMOTE: _("op afstand meedoen"),
}
