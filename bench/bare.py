"""Bare applications to compare with: Flask and SQLAlchemy, one page, nothing else.

Imports nothing of ours, so that its memory and its start are those of the libraries.
"""

import secrets
from datetime import datetime

from flask import Flask, redirect, render_template_string, request
from sqlalchemy import DateTime, Engine, Select, String, Text, create_engine, event, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from werkzeug.wrappers import Response

ROWS = 25
_PAGE = """<!doctype html><html lang="nl"><head><title>Antwoord</title></head><body><h1>Dag {{ name }}</h1>
<form method="post"><label><input type="radio" name="reply" value="comes"> Ja, ik kom</label>
<label><input type="radio" name="reply" value="unsure"> Ik weet het nog niet</label>
<button type="submit">Verder</button></form></body></html>"""
_LIST = """<!doctype html><html lang="nl"><head><title>Lijst</title></head><body><h1>Dag {{ name }}</h1>
<table>{% for row in rows %}<tr><td>{{ row.id }}</td><td>{{ row.text }}</td></tr>{% endfor %}</table></body></html>"""


class Base(DeclarativeBase):
    """Base of the two tables."""


class Visit(Base):
    """A session of somebody."""

    __tablename__ = "visit"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime] = mapped_column(DateTime)


class Said(Base):
    """An answer of somebody."""

    __tablename__ = "said"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(64), index=True)
    text: Mapped[str] = mapped_column(Text)


def prepare(url: str, moment: datetime) -> str:
    """Make the tables with one session and a list; the token of the session."""
    engine, token = _engine(url), secrets.token_urlsafe(32)
    Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        session.add(Visit(token=token, name="Fatma", seen_at=moment))
        session.add_all(Said(token="", text=f"Antwoord {number}") for number in range(ROWS))
    engine.dispose()
    return token


def application(url: str) -> Flask:
    """A page with a form that reads the session and commits one row, and a page with a list."""
    app, engine = Flask(__name__), _engine(url)

    def answer() -> str | Response:
        with Session(engine) as session:
            visit = session.scalars(_of(request.cookies["visit"])).one()
            if request.method == "GET":
                return render_template_string(_PAGE, name=visit.name)
            session.add(Said(token=visit.token, text=request.form["reply"]))
            session.commit()
        return redirect("/", code=303)

    def listed() -> str:
        with Session(engine) as session:
            visit = session.scalars(_of(request.cookies["visit"])).one()
            rows = session.scalars(select(Said).order_by(Said.id).limit(ROWS)).all()
            return render_template_string(_LIST, name=visit.name, rows=rows)

    app.add_url_rule("/", "answer", answer, methods=["GET", "POST"])
    app.add_url_rule("/list", "list", listed)
    app.add_url_rule("/ready", "ready", lambda: "ready")
    return app


def _of(token: str) -> Select[Visit]:
    return select(Visit).where(Visit.token == token)


def _engine(url: str) -> Engine:
    """As safe as ours: what was committed is on the disk. PostgreSQL is as its server was started."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))

    def make_safe(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.close()

    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", make_safe)
    return engine
