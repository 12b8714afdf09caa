#!/usr/bin/env bash
# Lets a web scanner loose on a demo of its own, on this machine only. The scanner lives in an environment apart.
set -euo pipefail
cd "$(dirname "$0")/.."

place=build/scan
if ! cmp -s requirements/scan.txt "$place/installed.txt"; then
    rm -rf "$place"
    .venv/bin/python -m venv "$place"
    "$place/bin/pip" install --quiet --require-hashes --requirement requirements/scan.txt
    cp requirements/scan.txt "$place/installed.txt"
fi
ruff=$(.venv/bin/ruff check --select S --output-format concise netwerkberaad || true)
echo "scan: what ruff's safety rules say (triaged in docs/beveiliging/scan.md):"
sed 's/^/    /' <<<"$ruff"
exec .venv/bin/python -m tools.scan "$place/bin/wapiti"
