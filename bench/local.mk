## A benchmark: EXTRA_PROGRAMS += bench/NAME, BENCHES += bench/NAME; its source is bench/NAME.c. It prints rows `name value unit`.
BENCHES =

bench: $(BENCHES)
	@for b in $(BENCHES); do ./$$b || exit 1; done
.PHONY: bench
