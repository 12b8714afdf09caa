"""The template check finds text outside gettext, anything inline and anything from elsewhere."""

from pathlib import Path

import pytest

from tools import check_templates

BAD = {
    "<p>Goedemorgen</p>": "text outside gettext: Goedemorgen",
    "<p>{{ naam }} komt</p>": "text outside gettext: … komt",
    '<img src="/a.png" alt="Een kring">': "attribute alt outside gettext: Een kring",
    '<input placeholder="naam">': "attribute placeholder outside gettext: naam",
    '<button aria-label="Sluiten"></button>': "attribute aria-label outside gettext: Sluiten",
    '{{ button("Opslaan") }}': "text outside gettext: Opslaan",
    '{{ button(label="opslaan") }}': "text outside gettext: opslaan",
    '{% set title = "Uw plan" %}': "text outside gettext: Uw plan",
    '<p style="color: red"></p>': "inline attribute style",
    '<p onclick="go()"></p>': "inline attribute onclick",
    "<script>go()</script>": "inline <script>",
    "<style>p { color: red }</style>": "inline <style>",
    '<a href="javascript:go()"></a>': "inline script in href",
    '<script src="https://elders.example/a.js"></script>': "something from elsewhere",
    '<link rel="stylesheet" href="//elders.example/a.css">': "something from elsewhere",
    '{% from "a.html" import knop %}': "imported and not used: knop",
    '{% import "a.html" as delen %}': "imported and not used: delen",
    "{% if %}": "does not parse",
}
GOOD = [
    "<p>{{ _('Goedemorgen') }}</p>",
    "<p>{% trans %}Goedemorgen{% endtrans %}</p>",
    "<p>{% trans naam=persoon.naam %}{{ naam }} komt{% endtrans %}</p>",
    "<p>{{ ngettext('%(num)s persoon', '%(num)s personen', aantal) }}</p>",
    "<img src=\"{{ static_url('a.png') }}\" alt=\"{{ _('Een kring') }}\">",
    '<img src="/a.png" alt="">',
    '<p class="lead {% if open %}open{% endif %}" {% if open %}data-open="ja"{% endif %}>· 3 – 4&nbsp;</p>',
    '{{ button(_("Opslaan"), kind="main") }}',
    "<p>{% if antwoord == 'Ja' %}{{ _('Ja') }}{% endif %}</p>",
    '<a href="https://autoriteit.example/">{{ _("Meer lezen") }}</a>',
    '<script src="/static/app.js" defer></script>',
    '{% from "a.html" import knop %}{{ knop(_("Verder")) }}',
    "{% macro button_class(kind) %}button button-{{ kind }}{% endmacro %}",
    "{% block body_class %}door public{% endblock %}{% block body_attrs %} data-a{% endblock %}",
    "<title>{{ titel }} · Netwerkberaad</title>",
]


@pytest.mark.parametrize("source", BAD)
def test_a_broken_promise_is_found(source: str) -> None:
    messages = [finding.message for finding in check_templates.check_template("a.html", source)]
    assert any(message.startswith(BAD[source]) for message in messages), messages


@pytest.mark.parametrize("source", GOOD)
def test_a_kept_promise_passes(source: str) -> None:
    assert [str(finding) for finding in check_templates.check_template("a.html", source)] == []


def test_the_line_is_that_of_the_source_also_after_a_long_block() -> None:
    source = "<p>\n{% trans %}\nEen\n{% endtrans %}\n{{ f(\n1) }}\n</p>\n<p>fout</p>\n"
    (finding,) = check_templates.check_template("a.html", source)
    assert finding.line == 8


def test_plain_text_of_a_message_is_checked_for_words() -> None:
    (finding,) = check_templates.check_template("a.txt", "{{ _('Dag') }}\n\nTot ziens\n")
    assert (finding.line, finding.message) == (3, "text outside gettext: Tot ziens")


def test_only_folders_of_templates_are_read(tmp_path: Path) -> None:
    for folder in ("templates", "elsewhere"):
        (tmp_path / "netwerkberaad" / folder).mkdir(parents=True)
        (tmp_path / "netwerkberaad" / folder / "a.html").write_text("<p>fout</p>")
    (finding,) = check_templates.check(tmp_path)
    assert finding.path == "netwerkberaad/templates/a.html"
