"""Drawings and photos: taken in with a form, and shown again. Never under a name, and never on a disk in the clear."""

from flask import Response, request

from netwerkberaad.beraden import BroughtMessage, kind_of


def picture_sent() -> bytes:
    """The file that came with this post; empty when there is none."""
    sent = request.files.get("picture")
    return sent.stream.read() if sent is not None and sent.filename else b""


def picture_of(message: BroughtMessage) -> Response:
    """The picture that belongs to a message."""
    return Response(message.picture, mimetype=kind_of(message.picture))
