#!/usr/bin/env bash
# Every check there is, one after the other; says at the end which ones failed. A step is silent when it passes.
set -uo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"

failed=()
step() {
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then
        echo "check: $name: ok"
        grep '^advice' <<<"$output" || true
    else
        echo "check: $name: FAILED"
        sed 's/^/    /' <<<"$output"
        failed+=("$name")
    fi
}

sources=()
for place in netwerkberaad tests bench tools wsgi.py; do
    if [ -e "$place" ]; then sources+=("$place"); fi
done

step format ruff format --check --quiet --output-format concise .
step lint ruff check --quiet --output-format concise .
step types mypy "${sources[@]}"
step imports lint-imports --config setup.cfg
step sizes python -m tools.check_sizes
step templates python -m tools.check_templates
step translations python -m tools.check_translations
step words python -m tools.check_words
step safety bandit --quiet --configfile pyproject.toml --recursive --severity-level medium netwerkberaad

if [ ${#failed[@]} -gt 0 ]; then
    echo "check: failed: ${failed[*]}"
    exit 1
fi
