#!/usr/bin/env bash
# Makes ready what `make run` (argument: run) or the tests and checks (argument: test) need: system packages where
# this user may install them, a virtual environment in .venv, the locked packages, and the project itself in
# development mode. When nothing changed since the last time it only compares two stamps and returns.
set -euo pipefail
cd "$(dirname "$0")/.."

what=${1:?say run or test}
venv=.venv
log=$venv/setup.log

say() { echo "setup: $*"; }

# --- system packages --------------------------------------------------------------------------------------------

as_root=""
may_install() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then return 0; fi
    command -v sudo >/dev/null && sudo -n true 2>/dev/null && as_root="sudo -n"
}

apt_install() {
    local apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300"
    local output
    say "installing system packages: $*"
    if ! output=$({ $apt install -y --no-install-recommends "$@" ||
        { $apt update && $apt install -y --no-install-recommends "$@"; }; } 2>&1 </dev/null); then
        echo "$output" | tail -n 5
        return 1
    fi
}

has_library() { PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -F "$1" >/dev/null; }

browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

# want NAME-OF-THING "what is missing without it" PACKAGE…: tried once for each virtual environment.
want() {
    local thing=$1 loss=$2
    shift 2
    if [ -e "$venv/no-$thing" ]; then
        say "no $thing here: $loss"
    elif may_install && apt_install "$@"; then
        return 0
    else
        mkdir -p "$venv" && touch "$venv/no-$thing"
        say "could not install $thing ($*): $loss"
    fi
}

system_packages() {
    if ! { has_library libpango-1.0.so.0 && has_library libpangoft2-1.0.so.0 &&
        has_library libharfbuzz-subset.so.0; }; then
        want Pango "no PDF can be made; the plan can still be printed from its page" \
            libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    fi
    if [ "$what" = test ] && ! browser >/dev/null; then
        want Chromium "tests in a real browser are left out" chromium
    fi
    if [ "$what" = test ] && ! command -v softhsm2-util >/dev/null; then
        want SoftHSM "tests of a security device (PKCS#11) are left out" softhsm2
    fi
}

# --- Python -------------------------------------------------------------------------------------------------------

fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null && fits "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

make_venv() {
    local python
    python=$(find_python) || {
        say "Python 3.11 or newer is needed; PYTHON=/path/to/python3 names one" >&2
        exit 1
    }
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        local version
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        { may_install && { apt_install "python$version-venv" || apt_install python3-venv; }; } || {
            say "the package python3-venv is missing and cannot be installed from here" >&2
            exit 1
        }
    fi
    say "making $venv with $("$python" --version)"
    "$python" -m venv "$venv"
}

stamp_of() { { pwd && cat "$@"; } | sha256sum | cut -d' ' -f1; }

fresh() { [ -x "$venv/bin/python" ] && [ "$(cat "$venv/stamp-$1" 2>/dev/null)" = "$2" ]; }

install_packages() {
    say "installing the packages of requirements/$what.txt (once; a minute or two)"
    "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --require-hashes \
        --requirement "requirements/$what.txt" >"$log" 2>&1 </dev/null || {
        tail -n 20 "$log" >&2
        say "installing failed; the whole story is in $log" >&2
        exit 1
    }
    stamp_of requirements/run.txt >"$venv/stamp-run"
    if [ "$what" = test ]; then stamp_of requirements/test.txt >"$venv/stamp-test"; fi
}

install_project() {
    "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --no-index --no-deps \
        --no-build-isolation --editable . >"$log" 2>&1 </dev/null || {
        tail -n 20 "$log" >&2
        say "installing the project itself failed; the whole story is in $log" >&2
        exit 1
    }
    stamp_of setup.cfg pyproject.toml >"$venv/stamp-project"
}

# --- the OpenID Connect provider of the tests ----------------------------------------------------------------------

# tests/oidc is copied into the virtual environment, so that no tool walks through node_modules.
install_provider() {
    local place=$venv/oidc stamp
    stamp=$(stamp_of tests/oidc/package.json tests/oidc/package-lock.json)
    if [ "$(cat "$place/stamp" 2>/dev/null)" = "$stamp" ]; then return; fi
    if ! command -v npm >/dev/null; then
        say "no npm here: tests with a real OpenID Connect provider are left out"
        return
    fi
    rm -rf "$place" && mkdir -p "$place"
    cp tests/oidc/package.json tests/oidc/package-lock.json tests/oidc/.npmrc "$place"
    if (cd "$place" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >"$log" 2>&1 </dev/null; then
        echo "$stamp" >"$place/stamp"
    else
        rm -rf "$place"
        tail -n 3 "$log"
        say "npm could not install tests/oidc: tests with a real OpenID Connect provider are left out"
    fi
}

# Two calls of make at the same time must not install into one environment together.
if command -v flock >/dev/null; then
    exec 9<requirements
    flock 9
fi

system_packages
packages=$(stamp_of "requirements/$what.txt")
project=$(stamp_of setup.cfg pyproject.toml)
if ! fresh "$what" "$packages"; then
    fits "$venv/bin/python" || make_venv
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 || make_venv
    install_packages
    rm -f "$venv/stamp-project"
fi
fresh project "$project" || install_project
if [ "$what" = test ]; then install_provider; fi
