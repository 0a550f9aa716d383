# The parts of `./dev test`, and the sum of what each says of itself.  Sourced by ./dev, from the root.

# What the tests need beside what the build needs.
test_packages() {
  echo xvfb xdotool webkit2gtk-driver dbus gnome-keyring poppler-utils
  has_tests tests/ui && echo chromium
}

has_tests() { grep -qs '"test":' "$1/package.json"; }

unit_tests() {
  page_tests
  rust_tests --lib --bins
  total
}

all_tests() {
  page_tests
  part "the sums" node --test tests/sums.test.mjs
  rust_tests
  for suite in tests/e2e tests/ui tests/bench; do
    has_tests $suite || continue
    need_modules $suite
    part "$suite" npm test --prefix $suite
  done
  total
}

page_tests() {
  part "the page" npm test --prefix ui
  part "the rules of the page" npm run --prefix ui lint:trials
}

# nextest where it is installed; it does not run the examples of the documentation.
rust_tests() {
  if cargo nextest --version > /dev/null 2>&1; then
    part "Rust" cargo nextest run --workspace --no-fail-fast "$@"
    [ $# -gt 0 ] || part "Rust, examples of the documentation" cargo test --workspace --doc --no-fail-fast
  else
    part "Rust" cargo test --workspace --no-fail-fast "$@"
  fi
}

passed=0 failed=0
# what the parts that ended badly said of it
broken=$(mktemp)
trap 'rm -f "$broken"' EXIT

# Runs one part, shows what it prints, and adds its passes and failures to the totals.
part() {
  name=$1 && shift
  say "Testing: $name"
  log=$(mktemp)
  { "$@" < /dev/null && echo ended well || echo ended badly; } 2>&1 | tee "$log"
  counts=$(LC_ALL=C awk -f tests/tally.awk "$log")
  if [ "${counts#* }" -gt 0 ]; then
    { printf '%s:\n' "$name" && LC_ALL=C awk -f tests/failures.awk "$log"; } >> "$broken"
  fi
  rm -f "$log"
  passed=$((passed + ${counts% *})) failed=$((failed + ${counts#* }))
}

# What it took and what it made, before the closing line.
cost() {
  printf '%s minutes, %s of them to build on a %s target\n' "$(minutes "$begun" "$(date +%s)")" "$(minutes "$begun" "$built")" "$target_was"
  printf 'estafette %s MiB, estafette-cli %s MiB, in debug; ./dev bench size weighs what is shipped\n' \
    "$(mebibytes "$target/debug/estafette")" "$(mebibytes "$target/debug/estafette-cli")"
}

mebibytes() { echo $(($(wc -c < "$1") / 1048576)); }

# Between two moments in seconds, to a tenth.
minutes() {
  tenths=$((($2 - $1 + 3) / 6))
  printf '%s.%s' $((tenths / 10)) $((tenths % 10))
}

# The closing line, after what failed: whoever reads the end alone knows.  No test at all is a failure too.
total() {
  cat "$broken"
  cost
  printf '%s passed, %s failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

# the tally reads plain text
export NO_COLOR=1 CARGO_TERM_COLOR=never
