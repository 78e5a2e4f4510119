## The exchanges that RFC 9293 draws: a program a figure, all in the notation that figure.h describes.
check_PROGRAMS += \
	tests/figures/figure_06_three_way_handshake \
	tests/figures/figure_07_simultaneous_open \
	tests/figures/figure_08_old_duplicate_syn \
	tests/figures/figure_09_half_open \
	tests/figures/figure_10_half_open_active_side \
	tests/figures/figure_11_two_passive_sockets \
	tests/figures/figure_12_normal_close \
	tests/figures/figure_13_simultaneous_close

figure = tests/figures/figure.c tests/figures/figure.h tests/suite.h

tests_figures_figure_06_three_way_handshake_SOURCES = tests/figures/figure_06_three_way_handshake.c $(figure)
tests_figures_figure_07_simultaneous_open_SOURCES = tests/figures/figure_07_simultaneous_open.c $(figure)
tests_figures_figure_08_old_duplicate_syn_SOURCES = tests/figures/figure_08_old_duplicate_syn.c $(figure)
tests_figures_figure_09_half_open_SOURCES = tests/figures/figure_09_half_open.c $(figure)
tests_figures_figure_10_half_open_active_side_SOURCES = tests/figures/figure_10_half_open_active_side.c $(figure)
tests_figures_figure_11_two_passive_sockets_SOURCES = tests/figures/figure_11_two_passive_sockets.c $(figure)
tests_figures_figure_12_normal_close_SOURCES = tests/figures/figure_12_normal_close.c $(figure)
tests_figures_figure_13_simultaneous_close_SOURCES = tests/figures/figure_13_simultaneous_close.c $(figure)
