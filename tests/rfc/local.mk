## Tests by section of RFC 9293, row by row: rows.h says what a row is.
check_PROGRAMS += \
	tests/rfc/test_1191_path_mtu \
	tests/rfc/test_3_10_1_open \
	tests/rfc/test_3_10_2_send \
	tests/rfc/test_3_10_3_receive \
	tests/rfc/test_3_10_4_close \
	tests/rfc/test_3_10_5_abort \
	tests/rfc/test_3_10_6_status \
	tests/rfc/test_3_10_7_2_listen \
	tests/rfc/test_3_10_7_3_syn_sent \
	tests/rfc/test_3_10_7_4_ack \
	tests/rfc/test_3_10_7_4_reset \
	tests/rfc/test_3_10_7_4_sequence \
	tests/rfc/test_3_10_7_4_text \
	tests/rfc/test_3_10_7_grid \
	tests/rfc/test_3_10_8_timeouts \
	tests/rfc/test_3_6_1_time_wait \
	tests/rfc/test_3_7_1_options \
	tests/rfc/test_3_8_1_rto \
	tests/rfc/test_3_8_4_probes \
	tests/rfc/test_3_8_5_urgent \
	tests/rfc/test_3_8_6_3_delayed_ack \
	tests/rfc/test_3_8_6_windows \
	tests/rfc/test_3_9_2_2_icmp \
	tests/rfc/test_5482_user_timeout \
	tests/rfc/test_5927_attacks \
	tests/rfc/test_6191_time_wait \
	tests/rfc/test_7323_rtt \
	tests/rfc/test_7323_timestamps \
	tests/rfc/test_7323_window_scale \
	tests/rfc/test_7413_fast_open \
	tests/rfc/test_2018_sack \
	tests/rfc/test_2883_dsack \
	tests/rfc/test_3168_ecn \
	tests/rfc/test_3042_limited_transmit \
	tests/rfc/test_5681_congestion \
	tests/rfc/test_6582_newreno \
	tests/rfc/test_6675_sack \
	tests/rfc/test_6928_initial_window \
	tests/rfc/test_9438_cubic \
	tests/rfc/test_flaws \
	tests/rfc/test_other_endings \
	tests/rfc/test_recovery_loop \
	tests/rfc/test_requirements_closing \
	tests/rfc/test_requirements_data \
	tests/rfc/test_requirements_failures \
	tests/rfc/test_requirements_opening \
	tests/rfc/test_requirements_wire

rows = tests/rfc/rows.c tests/rfc/rows.h tests/suite.h
ends = tests/rfc/ends.h tests/suite.h
sender = tests/rfc/sender.h $(ends)
loop = tests/rfc/loop.h $(ends)

tests_rfc_test_1191_path_mtu_SOURCES = tests/rfc/test_1191_path_mtu.c $(rows)
tests_rfc_test_3_10_1_open_SOURCES = tests/rfc/test_3_10_1_open.c $(rows)
tests_rfc_test_3_10_2_send_SOURCES = tests/rfc/test_3_10_2_send.c $(rows)
tests_rfc_test_3_10_3_receive_SOURCES = tests/rfc/test_3_10_3_receive.c $(rows)
tests_rfc_test_3_10_4_close_SOURCES = tests/rfc/test_3_10_4_close.c $(rows)
tests_rfc_test_3_10_5_abort_SOURCES = tests/rfc/test_3_10_5_abort.c $(rows)
tests_rfc_test_3_10_6_status_SOURCES = tests/rfc/test_3_10_6_status.c $(rows)
tests_rfc_test_3_10_7_2_listen_SOURCES = tests/rfc/test_3_10_7_2_listen.c $(rows)
tests_rfc_test_3_10_7_3_syn_sent_SOURCES = tests/rfc/test_3_10_7_3_syn_sent.c $(rows)
tests_rfc_test_3_10_7_4_ack_SOURCES = tests/rfc/test_3_10_7_4_ack.c $(rows)
tests_rfc_test_3_10_7_4_reset_SOURCES = tests/rfc/test_3_10_7_4_reset.c $(rows)
tests_rfc_test_3_10_7_4_sequence_SOURCES = tests/rfc/test_3_10_7_4_sequence.c $(rows)
tests_rfc_test_3_10_7_4_text_SOURCES = tests/rfc/test_3_10_7_4_text.c $(rows)
tests_rfc_test_3_10_7_grid_SOURCES = tests/rfc/test_3_10_7_grid.c $(rows)
tests_rfc_test_3_10_8_timeouts_SOURCES = tests/rfc/test_3_10_8_timeouts.c $(rows)
tests_rfc_test_3_6_1_time_wait_SOURCES = tests/rfc/test_3_6_1_time_wait.c $(rows)
tests_rfc_test_3_7_1_options_SOURCES = tests/rfc/test_3_7_1_options.c $(ends)
tests_rfc_test_3_8_1_rto_SOURCES = tests/rfc/test_3_8_1_rto.c $(rows)
tests_rfc_test_3_8_4_probes_SOURCES = tests/rfc/test_3_8_4_probes.c $(rows)
tests_rfc_test_3_8_5_urgent_SOURCES = tests/rfc/test_3_8_5_urgent.c $(rows)
tests_rfc_test_3_8_6_3_delayed_ack_SOURCES = tests/rfc/test_3_8_6_3_delayed_ack.c $(rows)
tests_rfc_test_3_8_6_windows_SOURCES = tests/rfc/test_3_8_6_windows.c $(rows)
tests_rfc_test_3_9_2_2_icmp_SOURCES = tests/rfc/test_3_9_2_2_icmp.c $(rows) $(ends)
tests_rfc_test_5482_user_timeout_SOURCES = tests/rfc/test_5482_user_timeout.c $(rows) $(ends)
tests_rfc_test_5927_attacks_SOURCES = tests/rfc/test_5927_attacks.c $(rows) $(ends)
tests_rfc_test_6191_time_wait_SOURCES = tests/rfc/test_6191_time_wait.c $(rows)
tests_rfc_test_7323_rtt_SOURCES = tests/rfc/test_7323_rtt.c $(sender)
tests_rfc_test_7323_timestamps_SOURCES = tests/rfc/test_7323_timestamps.c $(rows) $(ends)
tests_rfc_test_7323_window_scale_SOURCES = tests/rfc/test_7323_window_scale.c $(rows) $(ends)
tests_rfc_test_7413_fast_open_SOURCES = tests/rfc/test_7413_fast_open.c $(ends)
tests_rfc_test_2018_sack_SOURCES = tests/rfc/test_2018_sack.c $(sender)
tests_rfc_test_2883_dsack_SOURCES = tests/rfc/test_2883_dsack.c $(sender)
tests_rfc_test_3168_ecn_SOURCES = tests/rfc/test_3168_ecn.c $(sender)
tests_rfc_test_3042_limited_transmit_SOURCES = tests/rfc/test_3042_limited_transmit.c $(sender)
tests_rfc_test_5681_congestion_SOURCES = tests/rfc/test_5681_congestion.c $(sender)
tests_rfc_test_6582_newreno_SOURCES = tests/rfc/test_6582_newreno.c $(sender)
tests_rfc_test_6675_sack_SOURCES = tests/rfc/test_6675_sack.c $(sender)
tests_rfc_test_6928_initial_window_SOURCES = tests/rfc/test_6928_initial_window.c $(sender)
## cbrt() and pow() for the formulas of the RFC.
tests_rfc_test_9438_cubic_LDADD = $(LDADD) -lm
tests_rfc_test_9438_cubic_SOURCES = tests/rfc/test_9438_cubic.c $(loop)
tests_rfc_test_flaws_SOURCES = tests/rfc/test_flaws.c $(rows)
tests_rfc_test_other_endings_SOURCES = tests/rfc/test_other_endings.c $(rows)
tests_rfc_test_recovery_loop_SOURCES = tests/rfc/test_recovery_loop.c $(loop)
tests_rfc_test_requirements_closing_SOURCES = tests/rfc/test_requirements_closing.c $(ends)
tests_rfc_test_requirements_data_SOURCES = tests/rfc/test_requirements_data.c $(ends)
tests_rfc_test_requirements_failures_SOURCES = tests/rfc/test_requirements_failures.c $(ends)
tests_rfc_test_requirements_opening_SOURCES = tests/rfc/test_requirements_opening.c $(ends)
tests_rfc_test_requirements_wire_SOURCES = tests/rfc/test_requirements_wire.c $(ends)
