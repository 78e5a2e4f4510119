## Files of tests/mutants: mutants of the engine, and who finds them. It takes an hour, and is no part of `make check`.
EXTRA_DIST += tests/mutants/candidates tests/mutants/list tests/mutants/run docs/mutants.md

mutants:
	TCPSIM_SRCDIR='$(abs_top_srcdir)' $(SHELL) $(top_srcdir)/tests/mutants/run -o $(top_srcdir)/docs/mutants.md

## What tests/mutants/run asks of its copy of the tree.
check-programs:
	@echo $(check_PROGRAMS)
.PHONY: mutants check-programs
