## The program as its users meet it.
EXTRA_DIST += tests/program/program.sh tests/program/typed.py
dist_check_SCRIPTS += \
	tests/program/completion.sh \
	tests/program/convert-options.sh \
	tests/program/convert.sh \
	tests/program/diagrams.sh \
	tests/program/drill-code.sh \
	tests/program/drill-files.sh \
	tests/program/drill.sh \
	tests/program/exit-status.sh \
	tests/program/explain.sh \
	tests/program/explore.sh \
	tests/program/formats.sh \
	tests/program/gallery.sh \
	tests/program/help.sh \
	tests/program/interrupt.sh \
	tests/program/names.sh \
	tests/program/output.sh \
	tests/program/profile.sh \
	tests/program/run.sh \
	tests/program/step-all.sh \
	tests/program/step-terminal.sh \
	tests/program/step.sh \
	tests/program/terminal.sh \
	tests/program/widths.sh
