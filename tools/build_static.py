"""Build what the browser gets: CSS bundles, subset fonts, the icon sprite, compressed copies.

`python tools/build_static.py` writes the bundles and the `.br` and `.gz` copies next to each text file; run it
after any change under `static/`. `--check` writes nothing and fails when a result is stale. `--fonts` subsets the
fonts of `tools/fonts/` again; `--icons DIR` takes the icons from an unpacked `lucide-static` package. All results
are committed, so that an installation needs none of these tools.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import re
import sys
from pathlib import Path

import brotli
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TOOLS = Path(__file__).resolve().parent
STATIC = TOOLS.parent / "netwerkberaad" / "web" / "static"
WEIGHTS = (400, 680)

_UTRECHT = [
    f"vendor/utrecht/{name}.css" for name in ("skip-link", "button", "textbox", "textarea", "select", "alert")
]
_COMMON = ["css/fonts.css", "css/tokens.css", *_UTRECHT, "css/base.css", "css/forms.css"]
BUNDLES = {
    "desk": [
        *_COMMON,
        "css/desk.css",
        "css/case.css",
        "css/circle.css",
        "css/figures.css",
        "css/board.css",
        "css/plan.css",
        "css/print.css",
    ],
    "table": [*_COMMON, "css/plan.css", "css/table-screen.css", "css/print.css"],
    "door": [*_COMMON, "css/door.css", "css/print.css"],
    "paper": ["css/fonts.css", "css/tokens.css", "css/circle.css", "css/figures.css", "css/paper.css"],
}

FONT_RANGES = {
    "atkinson-hyperlegible-next-latin": "20-7E A0-FF 131 152-153 2C6 2DA 2DC 2002-200A 200E-200F 2010-2015 2018-201E "
    "2020-2022 2026 202A-202F 2030 2032-2033 2039-203A 2044 2066-2069 20AC 2212 FEFF FFFD",
    "atkinson-hyperlegible-next-latin-ext": "100-17F 218-21B 237 2BB-2BC 1E80-1E85 1E9E 1EF2-1EF3 20BA 20BD",
    "noto-sans-cyrillic": "20 A0 301 400-45F 490-491 4B0-4B1 2116",
    "noto-sans-arabic": "20 A0 60C 610-61C 61F 621-63A 640-656 660-66C 670-671 674 679 67E 686 688 691 698 6A9 6AF 6BA "
    "6BE 6C1 6CC 6D2 6D4 6F0-6F9 200C-200F",
}

ICONS = """
    arrow-left arrow-right bell calendar check chevron-down chevron-left chevron-right circle-alert
    circle-check clock copy download eye file-text globe hand handshake history house info key link
    list lock lock-open log-out mail map-pin menu message-square minus monitor pencil phone plus
    printer refresh-cw search send settings shield star trash-2 triangle-alert undo-2 user users x
"""

_RING = '<circle cx="8" cy="8" r="6.7" fill="none" stroke="currentColor" stroke-width="1.6"{}/>'
_DISC = "M8 .5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15Z"
_TICK = "m-4.14 8.44 1.28-1.28 1.82 1.82 3.86-4.46 1.36 1.18-5.12 5.94Z"
_RINGS = '<circle cx="13" cy="13" r="11.7"/><circle cx="13" cy="13" r="6.6"/>'
_DOTS = (
    '<circle cx="13" cy="13" r="2.2"/><circle cx="13" cy="1.5" r="1.5"/><circle cx="18.7" cy="16.3" r="1.6"/>'
)
OWN_SYMBOLS = {
    # The tick is a hole in the disc, so it shows whatever ground lies behind it.
    "m-comes": (16, f'<path fill="currentColor" fill-rule="evenodd" d="{_DISC}{_TICK}"/>'),
    "m-gives": (
        16,
        _RING.format("") + '<path d="M4.8 8h6.4M8 4.8v6.4" stroke="currentColor" stroke-width="1.8"/>',
    ),
    "m-unsure": (16, _RING.format("") + '<path d="M8 1.3a6.7 6.7 0 0 1 0 13.4z" fill="currentColor"/>'),
    "m-asked": (16, _RING.format(' stroke-dasharray="2.6 2"')),
    "m-not": (16, _RING.format("") + '<path d="M4.8 8h6.4" stroke="currentColor" stroke-width="1.8"/>'),
    "logo": (
        26,
        f'<g fill="none" stroke="currentColor" stroke-width="1.8">{_RINGS}</g><g fill="currentColor">{_DOTS}</g>',
    ),
}


def minify(css: str) -> str:
    """Drop comments and needless space; keep the licence comment of vendored files (`@license`)."""
    css = re.sub(r"/\*(?!\*\s*\n \* @license).*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?|(?<=[\w-]): (?=[^{}]*[;}])", lambda m: m[1] or ":", css).strip() + "\n"


def follow_device(css: str) -> str:
    """Repeat the dark block of the tokens for a device that prefers dark, where the reader chose nothing else."""
    block = re.search(r'\[data-theme="dark"\] \{(.*?)\n\}', css, flags=re.DOTALL)
    if block is None:
        return css
    dark = block.group(0)
    device = (
        f"@media screen and (prefers-color-scheme: dark) {{:root:not([data-theme]) {{{block.group(1)}}}}}"
    )
    return css.replace(dark, f"@media screen {{{dark}}}\n{device}")


def stamp_urls(css: str) -> str:
    """Add a short content hash to each file a bundle points at, so that it can be cached for ever."""

    def stamped(match: re.Match[str]) -> str:
        digest = hashlib.sha256((STATIC / match[1]).read_bytes()).hexdigest()[:8]
        return f"url(../{match[1]}?v={digest})"

    return re.sub(r"url\(\.\./([^)?]+)\)", stamped, css)


def bundle(sources: list[str]) -> str:
    """One stylesheet out of its sources, in order. A licence comment that repeats is kept once."""
    parts = [(STATIC / source).read_text(encoding="utf-8") for source in sources]
    css = minify(follow_device("\n".join(parts)))
    licences = list(dict.fromkeys(re.findall(r"/\*\*.*?\*/", css)))
    css = re.sub(r"/\*\*.*?\*/ ?", "", css)
    return "".join(f"{licence}\n" for licence in licences) + css


def compressed(name: str, data: bytes) -> dict[str, bytes]:
    """The file itself and its brotli and gzip copies; the same input always gives the same bytes."""
    return {
        name: data,
        f"{name}.br": brotli.compress(data, quality=11, mode=brotli.MODE_TEXT),
        f"{name}.gz": gzip.compress(data, compresslevel=9, mtime=0),
    }


def results() -> dict[str, bytes]:
    """Every built file by its path under `static/`."""
    built: dict[str, bytes] = {}
    for name, sources in BUNDLES.items():
        css = bundle(sources)
        # Paper is also read from disk by the PDF maker, where a file has no query.
        built |= compressed(f"bundles/{name}.css", (css if name == "paper" else stamp_urls(css)).encode())
    texts = [STATIC / "icons.svg", STATIC / "vendor/htmx/htmx.min.js", *sorted((STATIC / "js").glob("*.js"))]
    for path in texts:
        built |= compressed(path.relative_to(STATIC).as_posix(), path.read_bytes())
    return built


def subset_fonts() -> None:
    """Write each font of `tools/fonts/` with the characters and weights we use, all shaping features kept."""
    for name, ranges in FONT_RANGES.items():
        font = TTFont(TOOLS / "fonts" / f"{name}.woff2")
        options = Options(layout_features=["*"], hinting=False, notdef_outline=True)
        subsetter = Subsetter(options)
        codes = [part.split("-") for part in ranges.split()]
        subsetter.populate(
            unicodes=[c for span in codes for c in range(int(span[0], 16), int(span[-1], 16) + 1)]
        )
        subsetter.subset(font)
        instantiateVariableFont(font, {"wght": WEIGHTS}, inplace=True)
        font.flavor = "woff2"
        font.save(STATIC / "fonts" / f"{name}.woff2")


def draw_icons(lucide: Path) -> None:
    """Write the sprite: lucide icons with their own stroke attributes, our marks and the logo."""
    stroke = (
        'fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"'
    )
    symbols = []
    for name in sorted(ICONS.split()):
        svg = (lucide / "icons" / f"{name}.svg").read_text(encoding="utf-8")
        inner = re.search(r"<svg.*?>(.*)</svg>", svg, flags=re.DOTALL)
        if inner is None:
            raise ValueError(f"no drawing in {name}.svg")
        shapes = re.sub(r"\s*\n\s*", "", inner[1]).replace(" />", "/>")
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24"><g {stroke}>{shapes}</g></symbol>')
    for name, (size, shapes) in OWN_SYMBOLS.items():
        symbols.append(f'<symbol id="{name}" viewBox="0 0 {size} {size}">{shapes}</symbol>')
    licence = "<!-- Icons: lucide (ISC and MIT, see vendor/lucide/LICENSE). Marks and logo: our own. -->"
    sprite = "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', licence, *symbols, "</svg>", ""])
    (STATIC / "icons.svg").write_text(sprite, encoding="utf-8")


def main() -> int:
    """Build, or check that what is committed equals what would be built."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail on stale files")
    parser.add_argument("--fonts", action="store_true", help="subset the fonts again")
    parser.add_argument("--icons", type=Path, metavar="DIR", help="draw the sprite from lucide-static in DIR")
    options = parser.parse_args()
    if options.fonts:
        subset_fonts()
    if options.icons:
        draw_icons(options.icons)
    built = results()
    current = {name: (STATIC / name).read_bytes() if (STATIC / name).exists() else b"" for name in built}
    stale = [name for name, data in built.items() if current[name] != data]
    for name in stale:
        sys.stdout.write(f"{'stale' if options.check else 'built'}: {name} ({len(built[name])} bytes)\n")
        if not options.check:
            (STATIC / name).write_bytes(built[name])
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
