#!/usr/bin/env bash
# Measures the engine beside ConvNetJS and tfjs-wasm and prints one table. Takes about a minute after building.
#   bench/run.sh [--seconds 1] [--rounds 3] [--check]        see bench/run.mjs
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
tools/setup.sh --bench
for preset in bench bench-web; do
  cmake --preset "$preset" >/dev/null
  cmake --build --preset "$preset" --target rizbin_bench
done
exec node bench/run.mjs "$@"
