# The parts of `./dev check`, and how many hold.  Sourced by ./dev, from the root.

all_checks() {
  check "the layout of Rust" cargo fmt --all --check
  check "the layout of the page and its tests" npm run --prefix ui format:check
  check "clippy" cargo clippy --workspace --all-targets -- -D warnings
  check "the documentation of Rust" documented
  check "the types of the page" npm run --prefix ui check
  check "the rules of the page" npm run --prefix ui lint
  check "the rules of the house" "$target/debug/xtask" tidy
  check "the contract as generated" "$target/debug/xtask" gen-contract --check
  check "the schemas as written" "$target/debug/xtask" schema --check
  check "the drawing of the outbox" "$target/debug/xtask" outbox --check
  check "the notices, and what the lock files name" "$target/debug/xtask" notices --check
  check "the licences, as each package states it" "$target/debug/xtask" licences
  conclusion
}

# Links between items, those nobody outside sees included.
documented() {
  RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --document-private-items --quiet
}

passed=0 failed=0 broken=

# Runs one check, whatever became of the one before, and counts it.
check() {
  name=$1 && shift
  say "Checking: $name"
  if "$@" < /dev/null; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    broken="$broken
  failed: $name"
  fi
}

# The closing line, after the names of what does not hold.
conclusion() {
  [ -z "$broken" ] || printf '%s\n' "${broken#?}"
  printf '%s checks passed, %s failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
