#!/usr/bin/env bash
# Installs what is missing to build and test Rizbin on Debian 12 or 13, and nothing else.
#
#   tools/setup.sh             what ./run needs (compiler, CMake, Emscripten, sources, npm packages)
#   tools/setup.sh --test      that, and browsers, formatters and sanitizers for ./test
#   tools/setup.sh --bench     that of --test, and the peers bench/ measures us against
#
# System packages come by apt (root, or sudo). Everything unpacked lives in a cache folder that all checkouts share:
# $RIZBIN_CACHE, by default ~/.cache/rizbin. The system's own package lists are not touched. A second run takes a moment.
set -euo pipefail
trap 'printf "setup: stopped at line %s of tools/setup.sh\n" "$LINENO" >&2' ERR
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${RIZBIN_CACHE:-${HOME:-/root}/.cache/rizbin}
want=run
case "${1:-}" in
  --test) want=test ;;
  --bench) want=bench ;;
  "") ;;
  *) sed -n '2,9s/^# \{0,1\}//p' "$0"; [ "${1:-}" = --help ] && exit 0; exit 2 ;;
esac

say() { printf '  %s\n' "$*"; }
stop() {
  printf '\nsetup: %s\n' "$1" >&2
  cat >&2 <<'TEXT'

What Rizbin needs, to install by hand:
  clang 19 with libc++ 19 and lld (a newer clang works too), CMake 3.25 or newer, Ninja, Python 3 with fonttools,
  Node.js 18 or newer with npm, SDL2 2.26 or newer for the desktop; the Emscripten SDK 3.1.69 for the page
  (emsdk install 3.1.69; emsdk activate 3.1.69; source its emsdk_env.sh).
Then, in this folder:
  npm ci --ignore-scripts
  cmake --preset web      && cmake --build --preset web        the page, made into dist/: node tools/serve.mjs shows it
  cmake --preset desktop  && cmake --build --preset desktop    the window: build/desktop/rizbin
  cmake --preset tests    && cmake --build --preset tests      the tests: build/tests/rizbin_tests
CMake fetches Dear ImGui, SDL2, FriBidi, doctest and nlohmann/json at the pinned versions where this script has not put them.
TEXT
  exit 1
}

# --- which system ------------------------------------------------------------------------------------------------------------
[ "$(uname -s)" = Linux ] || stop "this is $(uname -s); the script knows Debian 12 and 13."
[ -r /etc/os-release ] || stop "no /etc/os-release; the script knows Debian 12 and 13."
system=$(. /etc/os-release; echo "${ID:-unknown} ${VERSION_ID:-}")
case "$system" in
  "debian 12" | "debian 13") ;;
  *) stop "this is ${system}; the script knows Debian 12 and 13." ;;
esac
[ "$(dpkg --print-architecture)" = amd64 ] || stop "this is $(dpkg --print-architecture); the script knows amd64."

# One set-up at a time: checkouts share the cache.
mkdir -p "$cache"
exec 9>"$cache/lock"
flock -n 9 || { say "another set-up is at work; waiting for it"; flock 9; }

# --- system packages ---------------------------------------------------------------------------------------------------------
packages="ca-certificates cmake ninja-build ccache clang-19 lld-19 llvm-19 libc++-19-dev libc++abi-19-dev python3 fonttools
  brotli xz-utils libsdl2-dev nlohmann-json3-dev doctest-dev patchelf"
[ "$want" = run ] || packages="$packages git libclang-rt-19-dev clang-format-19 clang-tidy-19 xvfb xauth libgl1-mesa-dri
  libegl1 chromium firefox-esr webkit2gtk-driver imagemagick"
command -v node >/dev/null || packages="$packages nodejs"
command -v npm >/dev/null || packages="$packages npm"
missing() {
  # shellcheck disable=SC2086
  dpkg-query -W -f '${db:Status-Status} ${Package}\n' $packages 2>/dev/null | sed -n 's/^installed //p' | sort >"$cache/.have"
  # shellcheck disable=SC2086
  printf '%s\n' $packages | sort | comm -23 - "$cache/.have" | paste -sd ' '
}
lacking=$(missing)
if [ -n "$lacking" ]; then
  sudo=
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || stop "not root and no sudo; install by hand: apt-get install $lacking"
    sudo=sudo
  fi
  say "installing with apt: $lacking"
  export DEBIAN_FRONTEND=noninteractive
  log=$cache/apt.log
  # shellcheck disable=SC2086
  { $sudo apt-get update -q && $sudo apt-get install -y -q --no-install-recommends $lacking; } >"$log" 2>&1 || {
    tail -n 15 "$log" >&2
    stop "apt could not install: $lacking (whole log: $log)"
  }
fi

# --- packages of newer Debian releases, by private lists -------------------------------------------------------------------
apt_dir=$cache/apt
debian_address() {
  # The first main archive in the system's own lists: not security, backports or another vendor's.
  {
    sed -nE 's/^deb +(\[[^]]*\] +)?([a-z+]+:[^ ]+) +(bookworm|trixie|stable) .*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/*.list
    awk 'BEGIN{RS="";FS="\n"} {u="";s="";for(i=1;i<=NF;i++){if($i~/^URIs:/)u=$i;if($i~/^Suites:/)s=$i}
      if(s~/[ :](bookworm|trixie|stable)( |$)/){split(u,p," ");print p[2]}}' /etc/apt/sources.list.d/*.sources
  } 2>/dev/null | sed -n 1p || true # a pattern without files is no fault
}
private_apt() {
  # A mirror may lag behind its date of expiry: the signature is checked all the same, and the files' content is pinned below.
  apt-get -q -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$apt_dir/parts" -o Dir::State::Lists="$apt_dir/lists" \
    -o Dir::Cache="$apt_dir/cache" -o APT::Sandbox::User=root -o Acquire::Check-Valid-Until=false -o Acquire::Languages=none "$@"
}
private_lists() {
  [ -e "$apt_dir/ready" ] && return
  local address
  address=$(debian_address)
  [ -n "$address" ] || stop "no Debian archive in /etc/apt/sources.list or sources.list.d."
  say "reading the package lists of Debian 13 and testing (kept apart from the system's)"
  rm -rf "$apt_dir"
  mkdir -p "$apt_dir"/{parts,lists/partial,cache/archives/partial,files}
  printf 'Types: deb deb-src\nURIs: %s\nSuites: trixie forky\nComponents: main\nSigned-By: %s\n' "$address" \
    /usr/share/keyrings/debian-archive-keyring.gpg >"$apt_dir/parts/rizbin.sources"
  private_apt update >"$apt_dir/log" 2>&1 || { tail -n 5 "$apt_dir/log" >&2; stop "the package lists of the Debian archive could not be read (see above)."; }
  touch "$apt_dir/ready"
}
# apt has verified the archive's signature; a file of the pinned name must have the pinned content besides.
pinned="
d2ac788b952c56ab6736b4db2ac0825aa63cfb4c08b8abaefe19e324779d1b2d  emscripten_3.1.69+dfsg-3_all.deb
47be56009e56170f4338a0154fbff2028bd607bc3c8b6a5414658a985bef6470  binaryen_120-4_amd64.deb
b59b0625cd1a791375d40dab23a4d5d3d0641e3d0a773501becdc3725b7f99cf  libc6_2.41-12+deb13u5_amd64.deb
ab1fa05837aa7a92aae748fd07a18a35f7d18bb4a71c4724fe2bbf0e32089de0  libstdc++6_14.2.0-19_amd64.deb
3c71917b490d1a17aed43196a2787a256ecf060526cdb20216a74bedc061b150  libgcc-s1_14.2.0-19_amd64.deb
e7bd201d56b5ee90d24d5dac85e5c12f98bdb95410252a62d27b7f89e4566d48  imgui_1.92.2b+ds.orig.tar.xz
d364cded8bf41f3f503014d3fb6473f1a7077ff468da1638dae4a6bec6ef2277  libsdl2_2.32.4+dfsg.orig.tar.gz
1b1cde5b235d40479e91be2f0e88a309e3214c8ab470ec8a2744d82a5a9ea05c  fribidi_1.0.16.orig.tar.xz
"
verify() {
  local name want_sum have_sum
  name=$(basename "$1" | sed 's/%3a/:/')
  want_sum=$(printf '%s' "$pinned" | awk -v n="$name" '$2==n{print $1}')
  have_sum=$(sha256sum "$1" | cut -d' ' -f1)
  if [ -z "$want_sum" ]; then
    say "note: the archive now has $name, which is not the version Rizbin was tried with; its signature is good, going on"
  elif [ "$want_sum" != "$have_sum" ]; then
    stop "$name has not the content it should have (sha256 $have_sum)."
  fi
}
fetch_debs() { # names…: downloads package files into $apt_dir/files
  private_lists
  (cd "$apt_dir/files" && private_apt download "$@" >"$apt_dir/log" 2>&1) || { tail -n 5 "$apt_dir/log" >&2; stop "could not download $*."; }
}
fetch_source() { # source suite: prints the upstream archive's path. A missing .dsc does not matter, the archive is checked.
  private_lists
  (cd "$apt_dir/files" && private_apt source --download-only "$1/$2" >"$apt_dir/log" 2>&1) || true
  local file
  file=$(ls "$apt_dir/files/$1"_*.orig.tar.* 2>/dev/null | sed -n 1p)
  [ -n "$file" ] || { tail -n 5 "$apt_dir/log" >&2; stop "could not download the source of $1."; }
  verify "$file"
  source_archive=$file
}

# --- npm packages: one folder for each lock file -----------------------------------------------------------------------------
install_npm() { # folder of package.json, name: links FOLDER/node_modules to the cache
  local folder=$1 name=$2 sum place
  if [ -d "$folder/node_modules" ] && [ ! -L "$folder/node_modules" ]; then return; fi # someone's own npm ci
  sum=$(cat "$folder/package.json" "$folder/package-lock.json" | sha256sum | cut -c1-16)
  place=$cache/npm/$name-$sum
  if [ ! -e "$place/ready" ]; then
    say "installing npm packages ($name)"
    rm -rf "$place"
    mkdir -p "$place"
    cp "$folder/package.json" "$folder/package-lock.json" "$place/"
    (cd "$place" && npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1) || { tail -n 8 "$place/npm.log" >&2; stop "npm could not install the packages of $name."; }
    touch "$place/ready"
  fi
  ln -sfn "$place/node_modules" "$folder/node_modules"
}
install_npm "$root" rizbin
[ "$want" != bench ] || install_npm "$root/bench" bench

# --- sources of the libraries ------------------------------------------------------------------------------------------------
unpack_source() { # debian name, suite, pinned folder, pattern: into $cache/src
  [ -e "$cache/src/$3/.ready" ] && return
  local source_archive=
  say "fetching the source of $1"
  fetch_source "$1" "$2"
  mkdir -p "$cache/src"
  rm -rf "$cache/src/$3" "$cache/src/.new"
  mkdir "$cache/src/.new"
  tar -xf "$source_archive" -C "$cache/src/.new" --strip-components=1
  mv "$cache/src/.new" "$cache/src/$3"
  touch "$cache/src/$3/.ready"
}
unpack_source imgui forky imgui-1.92.2b
unpack_source libsdl2 trixie SDL2-2.32.4
unpack_source fribidi trixie fribidi-1.0.16

# --- Emscripten --------------------------------------------------------------------------------------------------------------
em=$cache/emscripten-3.1.69
if [ ! -e "$em/ready" ]; then
  say "unpacking Emscripten 3.1.69 (250 MB to fetch, 1.7 GB on disk)"
  rm -rf "$em"
  mkdir -p "$em"
  fetch_debs emscripten/trixie binaryen/trixie libc6/trixie libstdc++6/trixie libgcc-s1/trixie
  for file in "$apt_dir"/files/{emscripten,binaryen,libc6,libstdc++6,libgcc-s1}_*.deb; do
    verify "$file"
    dpkg-deb -x "$file" "$em"
  done
  # Binaryen was linked against a newer libc than Debian 12 has: it gets the one beside it.
  lib=$em/usr/lib/x86_64-linux-gnu
  for program in "$em"/usr/bin/*; do
    if [ "$(head -c 4 "$program" | tr -d '\0')" = $'\x7fELF' ] && patchelf --print-needed "$program" 2>/dev/null | grep -q libc.so; then
      patchelf --set-interpreter "$lib/ld-linux-x86-64.so.2" --set-rpath "$lib:$em/usr/lib:$em/usr/lib/binaryen" "$program"
    fi
  done
  touch "$em/ready"
  rm -rf "$apt_dir/files" && mkdir -p "$apt_dir/files"
fi
# Its tools import acorn from the npm packages; Emscripten finds this configuration beside itself.
mkdir -p "$em/usr/share/emscripten/node_modules"
ln -sfn "$(readlink -f "$root/node_modules/acorn")" "$em/usr/share/emscripten/node_modules/acorn"
config=$em/usr/share/emscripten/.emscripten
cat >"$config.new" <<TEXT
LLVM_ROOT = '/usr/lib/llvm-19/bin'
BINARYEN_ROOT = '$em/usr'
NODE_JS = '$(readlink -f "$(command -v node)")'
FROZEN_CACHE = True
COMPILER_WRAPPER = '/usr/bin/ccache'
TEXT
if cmp -s "$config.new" "$config"; then rm "$config.new"; else mv "$config.new" "$config"; fi
