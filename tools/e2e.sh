#!/usr/bin/env bash
# End-to-end tests with Node's own runner: tools/e2e.sh FILE…  Where there is no display, one is made (Xvfb): Firefox and WebKit
# need it for WebGL. Ends with 'N passed, N failed'.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LIBGL_ALWAYS_SOFTWARE=1 NO_AT_BRIDGE=1
tap=build/e2e.tap
reporters=(--test-reporter=spec --test-reporter-destination=stdout --test-reporter=tap "--test-reporter-destination=$tap")
rm -f "$tap"
if [ -z "${DISPLAY:-}" ] && command -v xvfb-run >/dev/null; then
  xvfb-run -a -s "-screen 0 1600x1200x24" node --test "${reporters[@]}" "$@"
else
  node --test "${reporters[@]}" "$@"
fi
code=$?
good=$(sed -n 's/^# pass \([0-9]*\)$/\1/p' "$tap" 2>/dev/null | tail -n 1)
bad=$(sed -n 's/^# fail \([0-9]*\)$/\1/p' "$tap" 2>/dev/null | tail -n 1)
cancelled=$(sed -n 's/^# cancelled \([0-9]*\)$/\1/p' "$tap" 2>/dev/null | tail -n 1)
[ -n "$good" ] || exit 1
printf '  end to end: %d passed, %d failed\n' "$good" $((bad + cancelled))
exit $code
