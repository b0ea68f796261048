#!/usr/bin/env bash
# Configures a preset where that is needed and builds targets: tools/build.sh PRESET TARGET…
# Quiet when all is well: one line of progress; the compiler's own words when something fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
preset=$1
shift
folder=build/$preset
log=$folder.log
mkdir -p build
started=$SECONDS
if [ ! -e "$folder/build.ninja" ] || [ CMakePresets.json -nt "$folder/build.ninja" ]; then
  cmake --preset "$preset" >"$log" 2>&1 || { cat "$log" >&2; echo "configuring $preset failed" >&2; exit 1; }
fi
if [ -t 1 ]; then
  # Ninja's progress on one line.
  NINJA_STATUS='  [%f/%t] ' cmake --build "$folder" --target "$@"
else
  cmake --build "$folder" --target "$@" >"$log" 2>&1 || {
    grep -vE '^\[[0-9]+/[0-9]+\] (Building|Linking|Generating)|^-- ' "$log" | head -n 120 >&2
    echo "building $preset failed; whole log: $log" >&2
    exit 1
  }
fi
printf '  %s: built in %d s\n' "$preset" $((SECONDS - started))
