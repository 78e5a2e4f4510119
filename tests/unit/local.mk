## Files of tests/unit: see tests/local.mk.

## The engine.
check_PROGRAMS += \
	tests/unit/test_isn \
	tests/unit/test_policy \
	tests/unit/test_rules \
	tests/unit/test_scoreboard \
	tests/unit/test_segment \
	tests/unit/test_seq \
	tests/unit/test_state \
	tests/unit/test_tcb

tests_unit_test_tcb_SOURCES = tests/unit/test_tcb.c tests/rfc/rows.c

## Pages of runs.
check_PROGRAMS += tests/unit/test_page

## Captures.
check_PROGRAMS += tests/unit/test_capture

## The ladder, and packets octet by octet.
check_PROGRAMS += tests/unit/test_ask tests/unit/test_ladder tests/unit/test_packet_page tests/unit/test_text

## Diagrams of what happened.
check_PROGRAMS += tests/unit/test_diagram tests/unit/test_sequence tests/unit/test_states_svg tests/unit/test_svg
tests_unit_test_states_svg_LDADD = $(LDADD) -lm
EXTRA_DIST += \
	tests/render/golden/README \
	tests/render/golden/lost-fin.dot \
	tests/render/golden/lost-fin.mmd \
	tests/render/golden/lost-fin.puml \
	tests/unit/recordings.h

## The invariants over a network.
check_PROGRAMS += tests/unit/test_invariants tests/unit/test_invariants_runs

## Running a scenario.
check_PROGRAMS += \
	tests/unit/test_run \
	tests/unit/test_scenario_valid

EXTRA_DIST += tests/suite.h

## The scenario language.
check_PROGRAMS += \
	tests/unit/test_scenario_counterexample \
	tests/unit/test_scenario_damage \
	tests/unit/test_scenario_explored \
	tests/unit/test_scenario_invalid \
	tests/unit/test_scenario_literal \
	tests/unit/test_scenario_manual \
	tests/unit/test_scenario_parse
EXTRA_DIST += tests/unit/scenario_files.h

## Saved traces.
check_PROGRAMS += \
	tests/unit/test_record_format \
	tests/unit/test_record_invalid \
	tests/unit/test_record_json
EXTRA_DIST += tests/record

## The network.
check_PROGRAMS += \
	tests/unit/test_net_calls \
	tests/unit/test_net_damage \
	tests/unit/test_net_datagram \
	tests/unit/test_net_ecn \
	tests/unit/test_net_expire \
	tests/unit/test_net_fault \
	tests/unit/test_net_host \
	tests/unit/test_net_icmp \
	tests/unit/test_net_link \
	tests/unit/test_net_listen \
	tests/unit/test_net_listing \
	tests/unit/test_net_order \
	tests/unit/test_net_parts \
	tests/unit/test_net_random \
	tests/unit/test_net_scripted \
	tests/unit/test_net_tcbs \
	tests/unit/test_net_trace \
	tests/unit/test_net_user \
	tests/unit/test_net_virtual \
	tests/unit/test_net_warm
EXTRA_DIST += tests/unit/net_world.h

## Sockets of programs.
check_PROGRAMS += \
	tests/unit/test_program \
	tests/unit/test_socket_close \
	tests/unit/test_socket_datagram \
	tests/unit/test_socket_effects \
	tests/unit/test_socket_open \
	tests/unit/test_socket_fast \
	tests/unit/test_socket_options \
	tests/unit/test_socket_ports \
	tests/unit/test_socket_queue \
	tests/unit/test_socket_transfer
EXTRA_DIST += tests/unit/socket_world.h

## Values of settings.
check_PROGRAMS += tests/unit/test_setting

## Scripts that are parsed.
check_PROGRAMS += \
	tests/unit/test_pkt_damage \
	tests/unit/test_pkt_invalid \
	tests/unit/test_pkt_parse \
	tests/unit/test_pkt_write
EXTRA_DIST += tests/unit/damage.h tests/unit/pkt_told.h

## Scripts that are played.
check_PROGRAMS += tests/unit/test_pkt_packets tests/unit/test_pkt_play tests/unit/test_pkt_show
EXTRA_DIST += tests/unit/pkt_play.h

## Their calls, commands and code.
check_PROGRAMS += tests/unit/test_pkt_calls tests/unit/test_pkt_code tests/unit/test_pkt_commands

## Packets as octets.
check_PROGRAMS += \
	tests/unit/test_wire_address \
	tests/unit/test_wire_checksum \
	tests/unit/test_wire_errors \
	tests/unit/test_wire_icmp \
	tests/unit/test_wire_options \
	tests/unit/test_wire_packet \
	tests/unit/test_wire_text
EXTRA_DIST += tests/unit/wire_mend.h tests/unit/wire_packets.h

## Steps and moments of a trace.
check_PROGRAMS += tests/unit/test_steps
