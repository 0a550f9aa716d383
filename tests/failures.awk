# What a test runner says of the tests that failed, without the rest: the line that names one and a few below it.
# Prints the last lines of a runner that ended badly and named none.

# cargo nextest: "        FAIL [   0.158s] ( 235/1400) estafette-harness fault_proxy::tests::a_stalled_line"
/^ +(FAIL|TIMEOUT|ABORT|SIG[A-Z]+|LEAK-FAIL|EXECFAIL) \[/ { left = 1 }

# Rust, of any runner: "thread 'a::test' (28190) panicked at src/a.rs:93:9:"
/panicked at / { left = 6 }

# cargo test: "test a::test ... FAILED"
/^test .*FAILED$/ { left = 1 }

# vitest: " FAIL  src/a.test.ts > a test", "⎯⎯⎯⎯ Unhandled Errors ⎯⎯⎯⎯"
/^ *FAIL +[^\[]/ || /Unhandled (Error|Rejection)/ { left = 8 }

# node --test: "not ok 3 - a test", "✖ a test (2157.782063ms)"
/^ *not ok / || /^ *✖ / { left = 8 }

# a runner may name it twice, and quote a whole page
left-- > 0 && printed < 100 && !seen[$0]++ {
  print substr($0, 1, 240)
  printed++
}

{ last[NR % 20] = $0 }

END {
  if (printed) exit
  for (line = NR < 20 ? 1 : NR - 19; line <= NR; line++) print last[line % 20]
}
