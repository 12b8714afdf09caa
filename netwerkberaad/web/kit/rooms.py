"""A page in a room of a case: the frame, the id of the case for its links, and what the room itself shows."""

from flask import Response

from netwerkberaad.web.context import case
from netwerkberaad.web.kit.case_frame import case_frame
from netwerkberaad.web.kit.pages import page


def room_page(template: str, room: str, *, ahead: bool = True, **data: object) -> Response:
    """The page. ``room`` is a key of the rooms of a case: 'beraad', 'plan', 'follow_up' …"""
    return page(template, case_id=case().id, **data, **case_frame(room, ahead=ahead))
