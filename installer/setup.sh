#!/usr/bin/env bash
# Makes a machine ready: the system packages that are missing, and .venv from the lock files.
#   installer/setup.sh        what the till needs to run
#   installer/setup.sh test   the same, and what the tests need
#   installer/setup.sh peers  the first, and .venv-peers with what benchmarks compare with
# A second run finds its stamp and does nothing. Nothing on the system is ever removed.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly purpose="${1:-run}"

# Qt on a screen and without one, the bus of the system's key store, and a hangul font.
readonly RUN_PACKAGES=(
  libgl1 libegl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libfreetype6 libx11-xcb1 libxkbcommon0
  libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
  libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libgssapi-krb5-2 fonts-nanum
)

say() { printf '%s\n' "$@"; }
fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# --- is there anything to do? -------------------------------------------------------------

stamp_of() { # anything the set-up depends on changes it, the place of the checkout included
  printf '%s %s\n' "$1" "$PWD"
  sha256sum installer/setup.sh installer/uv.lock requirements.lock requirements-test.lock \
    tests/foreign/package-lock.json
  if [[ $1 == peers ]]; then sha256sum requirements-peers.lock; fi
}

stands() {
  if [[ $1 == peers ]]; then
    [[ -x .venv-peers/bin/python && -f .venv-peers/.stamp && "$(<.venv-peers/.stamp)" == "$(stamp_of peers)" ]]
    return
  fi
  [[ -f .venv/.stamp-$1 && -x .venv/bin/python ]] || return 1
  [[ $1 == run || -d tests/foreign/node_modules ]] || return 1
  [[ "$(<".venv/.stamp-$1")" == "$(stamp_of "$1")" ]]
}

# --- system packages ----------------------------------------------------------------------

is_installed() { # some distributions add t64 to the names of libraries
  [[ "$(dpkg-query -W -f=' ${db:Status-Status} ' "$1" "$1t64" 2>/dev/null)" == *" installed "* ]]
}

as_root() {
  if [[ $(id -u) == 0 ]]; then
    "$@"
  elif [[ -t 0 ]]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
    install --yes --no-install-recommends "$@" </dev/null >.setup.log 2>&1
}

still_missing=()

want_packages() { # installs what is missing of the packages named
  local wanted=() package
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    say "There is no apt on this machine. If something fails below, install what these Debian packages hold:" "  $*"
    return 0
  fi
  for package in "$@"; do is_installed "$package" || wanted+=("$package"); done
  ((${#wanted[@]})) || return 0
  if [[ $(id -u) != 0 ]] && ! command -v sudo >/dev/null; then
    say "System packages are missing, and without sudo only root can install them. Going on without."
    still_missing+=("${wanted[@]}")
    return 0
  fi
  say "Installing system packages: ${wanted[*]}"
  apt_install "${wanted[@]}" && return 0
  as_root apt-get -qq -o DPkg::Lock::Timeout=300 update </dev/null >.setup.log 2>&1 || true
  apt_install "${wanted[@]}" && return 0
  for package in "${wanted[@]}"; do
    apt_install "$package" && continue
    say "Could not install $package (the reason is in .setup.log). Going on without."
    still_missing+=("$package")
  done
}

# --- Python -------------------------------------------------------------------------------

serves() {
  "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' >/dev/null 2>&1
}

find_python() { # PYTHON if given, else python3, else the newest one that serves
  local candidate
  for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null && serves "$candidate"; then
      command -v "$candidate"
      return 0
    fi
  done
  fail "Python 3.11, 3.12, 3.13 or 3.14 is needed, and none was found." \
    "Install one (on Debian and Ubuntu: apt install python3.11 or newer), or name it: PYTHON=/path/to/python3 make setup"
}

make_venv() {
  local venv=$1 python version
  python="$(find_python)"
  version="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
  "$python" -c 'import ensurepip, venv' 2>/dev/null || want_packages "python$version-venv"
  "$python" -c 'import ensurepip, venv' 2>/dev/null ||
    fail "$python cannot make virtual environments. Install python$version-venv and try again."
  say "Making $venv with Python $version"
  rm -rf "$venv"
  "$python" -m venv "$venv"
}

ready_uv() { # it takes the index that pip takes
  local cache index
  PIP_USER=0 .venv/bin/python -m pip install -q --disable-pip-version-check --no-input \
    --require-hashes -r installer/uv.lock || fail "The package index cannot be reached (see above)."
  cache="$(.venv/bin/uv cache dir 2>/dev/null || true)"
  mkdir -p "$cache" 2>/dev/null && [[ -w $cache ]] || export UV_NO_CACHE=1
  index="${PIP_INDEX_URL:-$(.venv/bin/python -m pip config get global.index-url 2>/dev/null || true)}"
  if [[ -n $index && -z ${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-} ]]; then export UV_DEFAULT_INDEX="$index"; fi
}

install_python_packages() { # uv is quick; pip, with the same lock, is the way out where uv cannot go
  local lock=$1
  say "Installing Python packages from $lock"
  ready_uv
  .venv/bin/uv pip install -q --python .venv/bin/python --no-build --require-hashes \
    --compile-bytecode -r "$lock" && return 0
  say "uv could not, so pip tries."
  PIP_USER=0 .venv/bin/python -m pip install -q --disable-pip-version-check --no-input \
    --only-binary :all: --require-hashes -r "$lock"
}

install_peers() { # one of them comes as a source archive only; what builds it is in the lock as well
  local lock=requirements-peers.lock
  say "Installing Python packages from $lock"
  ready_uv
  .venv/bin/uv pip install -q --python .venv-peers/bin/python --only-binary :all: --no-binary django-haystack \
    --build-constraints "$lock" --require-hashes -r "$lock"
}

# --- what only the tests need -------------------------------------------------------------

want_test_packages() {
  local wanted=(xvfb xauth)
  command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || wanted+=(postgresql)
  command -v node >/dev/null || wanted+=(nodejs)
  command -v npm >/dev/null || wanted+=(npm)
  command -v ip >/dev/null || [[ -x /usr/sbin/ip ]] || wanted+=(iproute2) # networks whose cable is pulled
  want_packages "${wanted[@]}"
}

install_foreign_readers() {
  command -v npm >/dev/null || fail "npm is needed for the tests, and was not found. Install Node.js with npm."
  say "Installing the receipt readers that are not ours"
  (cd tests/foreign && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null)
}

# ------------------------------------------------------------------------------------------

[[ $purpose =~ ^(run|test|peers)$ ]] || fail "Say installer/setup.sh, installer/setup.sh test, or installer/setup.sh peers."
if [[ $purpose == peers ]]; then
  if stands peers; then exit 0; fi
  installer/setup.sh # uv is in .venv
elif stands test || { [[ $purpose == run ]] && stands run; }; then
  exit 0
fi

exec 9>.setup.lock
if command -v flock >/dev/null; then flock 9; fi # two at a time would spoil each other's work

if [[ $purpose == peers ]]; then
  make_venv .venv-peers
  install_peers
  stamp_of peers >.venv-peers/.stamp
  say "Ready."
  exit 0
fi

want_packages "${RUN_PACKAGES[@]}"
[[ -x .venv/bin/python ]] && serves .venv/bin/python && [[ -f .venv/.place && $(<.venv/.place) == "$PWD" ]] || make_venv .venv
printf '%s\n' "$PWD" >.venv/.place

if [[ $purpose == test ]]; then
  want_test_packages
  install_python_packages requirements-test.lock
  install_foreign_readers
else
  install_python_packages requirements.lock
fi

if ((${#still_missing[@]})); then # no stamp: the next run tries again
  say "Ready as far as it goes. To complete it, as root:" "  apt install ${still_missing[*]}"
  exit 0
fi
[[ $purpose == run ]] || stamp_of test >.venv/.stamp-test
stamp_of run >.venv/.stamp-run
say "Ready."
