#!/usr/bin/env bash
# clang-format 19 over our C++.
#   tools/format.sh            mends all files
#   tools/format.sh --changed  mends those that differ from main
#   tools/format.sh --check    names those that need it
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=$(command -v clang-format-19 || command -v clang-format) || { echo "clang-format 19 is not installed: tools/setup.sh --test" >&2; exit 1; }
list() {
  if [ "${1:-}" = --changed ]; then
    { git diff --name-only "$(git merge-base main HEAD)" && git ls-files -o --exclude-standard; }
  else
    git ls-files -co --exclude-standard
  fi | grep -E '^(engine|web|tests|bench)/.*\.(cpp|h|inl)$' | sort -u
}
mapfile -t files < <(list "${1:-}" | while read -r file; do [ ! -f "$file" ] || echo "$file"; done)
[ ${#files[@]} -gt 0 ] || exit 0
if [ "${1:-}" = --check ]; then
  bad=0
  for file in "${files[@]}"; do
    if ! "$program" "$file" | cmp -s - "$file"; then
      printf '  %s is not formatted\n' "$file"
      bad=1
    fi
  done
  exit $bad
fi
"$program" -i "${files[@]}"
