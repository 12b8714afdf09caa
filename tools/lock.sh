#!/usr/bin/env bash
# Writes requirements/run.txt and requirements/test.txt from setup.cfg: exact versions with hashes, for every
# supported Python. Versions already locked stay unless they must move; `make lock UPGRADE=1` takes the newest.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
    local output=$1
    shift
    .venv/bin/uv pip compile setup.cfg requirements/build.in "$@" \
        --universal --python-version 3.11 --generate-hashes --no-config --quiet \
        --custom-compile-command "make lock" \
        ${UPGRADE:+--upgrade} --output-file "$output"
    echo "lock: wrote $output ($(grep -c '^[a-z0-9]' "$output") packages)"
}

compile requirements/run.txt --extra postgresql --extra pkcs11
compile requirements/test.txt --extra postgresql --extra pkcs11 --extra test --extra tools --constraint requirements/run.txt
