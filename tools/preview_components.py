"""Look at the components without the application.

Renders the pages of `tools/preview/` (people from the fictional scenario of two homes) with plain Jinja, serves them
on loopback with the Content-Security-Policy of the product, takes pictures at desk and phone width, light and dark,
and runs axe-core. Fails when axe finds a violation, the policy blocks something, or a page scrolls sideways.

    python tools/preview_components.py [--out FOLDER] [--only NAME …] [--no-pictures]
"""

from __future__ import annotations

import argparse
import functools
import sys
import tempfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jinja2
import segno
import wtforms
from axe_playwright_python.sync_playwright import Axe
from markupsafe import Markup
from playwright.sync_api import Browser, Page, sync_playwright
from wtforms import validators
from wtforms.widgets import CheckboxInput, ListWidget

from netwerkberaad.foundation.documents import text_direction

TOOLS = Path(__file__).resolve().parent
WEB = TOOLS.parent / "netwerkberaad" / "web"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
CHROMIUM = "/usr/bin/chromium"
WRONG_AT_THE_DESK = "name email phone day start relation story answer outcome needs mood agreed".split()
DESK_WIDTH, PHONE_WIDTH, NARROWEST = 1280, 360, 320


def options(*words: str) -> Any:
    """Choices that say what they are. Untyped: the stubs know only the pairs that WTForms is about to drop."""
    return list(words)


class SampleForm(wtforms.Form):
    """Fields as the desk and the door use them."""

    name = wtforms.StringField("Naam", [validators.InputRequired("Vul een naam in.")])
    email = wtforms.EmailField("E-mailadres", [validators.Optional(), validators.Length(max=80)])
    phone = wtforms.TelField("Telefoonnummer")
    day = wtforms.DateField("Datum", [validators.InputRequired("Kies een dag.")])
    start = wtforms.TimeField("Tijd", [validators.InputRequired("Kies een tijd.")])
    relation = wtforms.SelectField(
        "Wat is deze persoon van hen?",
        choices=options("Kies", "Familie", "Buur"),
    )
    story = wtforms.TextAreaField(
        "Wat is er aan de hand?", [validators.InputRequired("Schrijf in een of twee zinnen wat er is.")]
    )
    answer = wtforms.RadioField(
        "Uw antwoord",
        [validators.InputRequired("Kies een antwoord.")],
        choices=options(
            "Ja, ik kom",
            "Ja, via telefoon of video",
            "Ik weet het nog niet",
            "Nee, ik kom niet",
        ),
    )
    outcome = wtforms.RadioField(
        "Is het gelukt?",
        [validators.InputRequired("Kies een antwoord.")],
        choices=options(
            "Gelukt",
            "Deels",
            "Niet",
            "Niet meer nodig",
        ),
    )
    needs = wtforms.SelectMultipleField(
        "Wat heeft u nodig om te komen?",
        choices=options(
            "Oppas voor mijn kind",
            "Vervoer",
            "Een tolk",
            "Iets anders",
        ),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    mood = wtforms.RadioField("Hoe gaat het nu, van 0 tot 10?", choices=options(*map(str, range(11))))
    offer = wtforms.TextAreaField("Wat ik zou kunnen doen")
    limits = wtforms.TextAreaField("Wat kan niet, of niet te vaak?")
    others = wtforms.StringField("Wie moeten we nog vragen?")
    agreed = wtforms.BooleanField(
        "Marloes en Rik weten van deze aanmelding",
        [validators.InputRequired("Zonder hun weten kan het niet.")],
    )
    who = wtforms.StringField("Wie", [validators.InputRequired()])
    what = wtforms.TextAreaField("Wat ga ik doen?", [validators.InputRequired()])
    when = wtforms.StringField("Wanneer", [validators.InputRequired()])
    checks = wtforms.SelectField(
        "Wie kijkt mee?",
        [validators.InputRequired()],
        choices=options("Marloes", "Rik"),
    )
    csrf_token = wtforms.HiddenField(default="voorbeeld")


def sample_form(*only: str) -> SampleForm:
    """The form as a person left it halfway; with names, those fields alone, and sent in with what is wrong."""
    form = SampleForm(
        data={
            "answer": None if only else "Ja, ik kom",
            "outcome": "Deels",
            "needs": ["Oppas voor mijn kind"],
            "mood": "5",
            "offer": "Bas kan altijd mee-eten.",
            "who": "Iris",
            "what": "Ik bel elke zondag om acht uur eerst met Rik en dan met Marloes",
            "when": "elke zondag 20.00 uur",
            "checks": "Marloes",
            "email": "joke@example.org",
        }
    )
    for field in [field for field in form if only and field.short_name not in (*only, "csrf_token")]:
        del form[field.short_name]
    if only:
        form.validate()
    return form


class Handler(SimpleHTTPRequestHandler):
    """Static pages with the product's policy, so that an inline style or script shows up here first."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing per request that succeeds."""


def qr_picture() -> Markup:
    """A QR code of a fictional address, as the SVG the product puts on paper."""
    code = segno.make("https://netwerkberaad.example.org/code", error="m")
    drawn = code.svg_inline(dark="#14282b", border=0, omitsize=True, svgclass=None)
    return Markup(f'<div class="card-qr">{drawn}</div>')


def environment() -> jinja2.Environment:
    """Jinja as the application has it, with the few globals the components may use."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader([WEB / "templates", TOOLS / "preview"]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["text_direction"] = text_direction
    env.globals.update(
        _=lambda message, **values: message % values,
        static_url=lambda path: f"static/{path}",
        csrf_token=lambda: "voorbeeld",
        get_flashed_messages=lambda with_categories=False: [],
        form=sample_form(),
        wrong_form=sample_form(*WRONG_AT_THE_DESK),
        wrong_short_form=sample_form("name", "email", "answer"),
        qr=qr_picture(),
    )
    return env


def render(folder: Path, only: list[str]) -> list[str]:
    """Write every preview page into the folder and return the names."""
    env = environment()
    names = sorted(path.stem for path in (TOOLS / "preview").glob("*.html") if not path.stem.startswith("_"))
    chosen = [name for name in names if not only or name in only]
    for name in chosen:
        (folder / f"{name}.html").write_text(env.get_template(f"{name}.html").render(), encoding="utf-8")
    error_pages = sorted((WEB / "templates" / "errors").glob("*.html"))
    for path in error_pages if not only else []:
        (folder / f"fout-{path.stem}.html").write_text(
            env.get_template(f"errors/{path.name}").render(), encoding="utf-8"
        )
    (folder / "static").symlink_to(WEB / "static")
    return chosen + ([f"fout-{path.stem}" for path in error_pages] if not only else [])


def inspect(page: Page, url: str, picture: Path | None) -> list[str]:
    """Open one page at the width the browser has and return what is wrong with it."""
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text) if message.type == "error" else None)
    page.goto(url, wait_until="networkidle")
    if picture:
        page.screenshot(path=picture, full_page=True)
    complaints = [f"browser: {text}" for text in blocked]
    found = Axe().run(page).response["violations"]
    complaints += [f"axe: {item['id']} {[node['target'] for node in item['nodes']][:3]}" for item in found]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        complaints.append("scrolls sideways")
    return complaints


def visit(browser: Browser, url: str, name: str, out: Path | None) -> list[str]:
    """One page in every width and theme; paper only as it comes."""
    complaints = []
    looks = [
        (DESK_WIDTH, "light"),
        (PHONE_WIDTH, "light"),
        (DESK_WIDTH, "dark"),
        (PHONE_WIDTH, "dark"),
        (NARROWEST, "light"),
    ]
    for width, theme in looks[:1] + looks[4:] if name.startswith("papier") else looks:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if theme == "dark" else "light",
            bypass_csp=False,
            device_scale_factor=2 if width == PHONE_WIDTH else 1,
        )
        picture = out / f"{name}-{width}-{theme}.png" if out and width != NARROWEST else None
        complaints += [
            f"{name} {width} {theme}: {text}" for text in inspect(context.new_page(), url, picture)
        ]
        context.close()
    return complaints


def main() -> int:
    """Render, look, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=None, help="where pages and pictures go")
    parser.add_argument("--only", nargs="*", default=[], help="names of preview pages")
    parser.add_argument("--no-pictures", action="store_true")
    options = parser.parse_args()
    folder = options.out or Path(tempfile.mkdtemp(prefix="preview-"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "static").unlink(missing_ok=True)
    names = render(folder, options.only)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name in names:
            url = f"http://127.0.0.1:{server.server_port}/{name}.html"
            complaints += visit(browser, url, name, None if options.no_pictures else folder)
        browser.close()
    server.shutdown()
    print(f"{len(names)} pages in {folder}")
    print("\n".join(complaints) or "nothing wrong")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
