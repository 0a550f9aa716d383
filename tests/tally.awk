# Adds up what the test runners say of themselves: vitest, cargo test, cargo nextest, node --test.
# Prints "PASSED FAILED". A runner that ends badly without saying that a test failed counts as one failure.

# vitest: "      Tests  2 failed | 31 passed (33)"
/^ *Tests +[0-9]/ { add(number_before("passed"), number_before("failed")) }

# cargo test: "test result: ok. 21 passed; 0 failed; 0 ignored; ..."
/^test result: / { add(number_before("passed"), number_before("failed")) }

# cargo nextest: "     Summary [   2.1s] 34 tests run: 33 passed (1 slow), 1 failed, 2 skipped"
/^ *Summary \[.*tests? run: / { add(number_before("passed"), number_before("failed") + number_before("timed out")) }

# node --test: "# pass 4" or "ℹ pass 4"
/^(#|ℹ) pass [0-9]+$/ { add($3, 0) }
/^(#|ℹ) (fail|cancelled) [0-9]+$/ { add(0, $3) }

/^ended badly$/ && failed == 0 { failed = 1 }

END { print passed + 0, failed + 0 }

function add(more_passed, more_failed) {
  passed += more_passed
  failed += more_failed
}

# The number in front of `word`, or 0.
function number_before(word) {
  if (!match($0, "[0-9]+ " word)) return 0
  return substr($0, RSTART, RLENGTH) + 0
}
