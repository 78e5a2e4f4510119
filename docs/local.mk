EXTRA_DIST += docs/ARCHITECTURE.md docs/captures.md docs/common-errors.md docs/deviations.md docs/findings.md docs/grid.md docs/hazards.md docs/lessons.md docs/states.md tests/requirements.tsv
dist_doc_DATA = docs/packetdrill.md docs/profiles.md docs/rules.md docs/trace-format.md docs/tutorial.md

## docs/rules.md, docs/states.md, docs/profiles.md, docs/hazards.md and docs/manual are generated and committed; tests/checks/docs and
## tests/checks/manual see that they are up to date.
noinst_PROGRAMS = docs/generate_hazards docs/generate_manual docs/generate_profiles docs/generate_rules docs/generate_shown docs/generate_states \
	docs/generate_syntax
docs_generate_hazards_SOURCES = docs/generate_hazards.c
docs_generate_hazards_LDADD = $(TCPSIM_LIBS) $(GLIB_LIBS)
docs_generate_manual_SOURCES = docs/generate_manual.c
docs_generate_manual_LDADD = $(GLIB_LIBS)
docs_generate_profiles_SOURCES = docs/generate_profiles.c
docs_generate_profiles_LDADD = $(TCPSIM_LIBS) $(GLIB_LIBS)
docs_generate_rules_SOURCES = docs/generate_rules.c
docs_generate_rules_LDADD = libtcpsim_engine.la
docs_generate_shown_SOURCES = docs/generate_shown.c
docs_generate_shown_LDADD = $(TCPSIM_LIBS) $(GLIB_LIBS)
docs_generate_states_SOURCES = docs/generate_states.c
docs_generate_states_LDADD = libtcpsim_engine.la
docs_generate_syntax_SOURCES = docs/generate_syntax.c
docs_generate_syntax_LDADD = $(TCPSIM_LIBS) $(GLIB_LIBS)

docs: $(noinst_PROGRAMS) manual
	docs/generate_rules$(EXEEXT) $(top_srcdir)/tests/requirements.tsv >$(top_srcdir)/docs/rules.md
	docs/generate_profiles$(EXEEXT) >$(top_srcdir)/docs/profiles.md
	cd $(top_srcdir)/docs/scenarios && find . -name '*.scn' | LC_ALL=C sort | sed 's|^\./||; s|\.scn$$||' | \
		xargs $(abs_top_builddir)/docs/generate_shown$(EXEEXT) . >$(abs_top_builddir)/docs/shown.new
	mv docs/shown.new $(top_srcdir)/docs/scenarios/shown.tsv
	docs/generate_states$(EXEEXT) >$(top_srcdir)/docs/states.md
	docs/generate_syntax$(EXEEXT) vim >$(top_srcdir)/docs/highlight/vim/syntax/tcpsim.vim
	docs/generate_syntax$(EXEEXT) vscode >$(top_srcdir)/docs/highlight/vscode/syntaxes/tcpsim.tmLanguage.json
	LC_ALL=C; export LC_ALL; docs/generate_hazards$(EXEEXT) $(top_srcdir)/docs/scenarios/hazard/*.scn >docs/hazards.new
	mv docs/hazards.new $(top_srcdir)/docs/hazards.md
CLEANFILES += docs/hazards.new docs/shown.new docs/manual.new

## The pages on the headers alone.
manual: docs/generate_manual$(EXEEXT)
	@for page in $(manual_pages); do header=$${page##*/tcpsim_}; \
	  docs/generate_manual$(EXEEXT) $(top_srcdir)/docs/libtcpsim.3 "$(top_srcdir)/include/tcpsim/$${header%.3}.h" >docs/manual.new && \
	  mv docs/manual.new "$(top_srcdir)/$$page" || exit 1; done
.PHONY: docs manual

## Shipped scenarios: `tcpsim list` and `tcpsim run NAME` find them here.
scenariosdir = $(pkgdatadir)/scenarios
dist_scenarios_DATA = \
	docs/scenarios/shown.tsv \
	docs/scenarios/keepalive-peer-crash.scn \
	docs/scenarios/lost-last-ack.scn \
	docs/scenarios/three-way-handshake.scn \
	docs/scenarios/two-way-old-syn.scn \
	docs/scenarios/two-way-payment-twice.scn
scenarioscommondir = $(scenariosdir)/common
dist_scenarioscommon_DATA = \
	docs/scenarios/common/ack-is-the-next-number.scn \
	docs/scenarios/common/half-open-half-closed.scn \
	docs/scenarios/common/phantom-and-the-living.scn \
	docs/scenarios/common/rst-must-fit.scn \
	docs/scenarios/common/syn-with-data.scn \
	docs/scenarios/common/two-msl.scn
scenariosdatadir = $(scenariosdir)/data
dist_scenariosdata_DATA = \
	docs/scenarios/data/ecn.scn \
	docs/scenarios/data/loss-recovery.scn \
	docs/scenarios/data/nagle-and-delayed-ack.scn \
	docs/scenarios/data/path-mtu.scn \
	docs/scenarios/data/slow-start.scn \
	docs/scenarios/data/urgent.scn \
	docs/scenarios/data/window-scale.scn
scenariosfiguredir = $(scenariosdir)/figure
dist_scenariosfigure_DATA = \
	docs/scenarios/figure/06-three-way-handshake.scn \
	docs/scenarios/figure/07-simultaneous-open.scn \
	docs/scenarios/figure/08-old-duplicate-syn.scn \
	docs/scenarios/figure/09-half-open-discovery.scn \
	docs/scenarios/figure/10-half-open-data.scn \
	docs/scenarios/figure/11-old-syn-two-passive.scn \
	docs/scenarios/figure/12-normal-close.scn \
	docs/scenarios/figure/13-simultaneous-close.scn
scenarioshazarddir = $(scenariosdir)/hazard
dist_scenarioshazard_DATA = \
	docs/scenarios/hazard/01-old-syn-phantom.scn \
	docs/scenarios/hazard/02-replayed-payment.scn \
	docs/scenarios/hazard/03-agreement.scn \
	docs/scenarios/hazard/04-syn-sent-ignores-ack.scn \
	docs/scenarios/hazard/05-syn-received-takes-una.scn \
	docs/scenarios/hazard/06-close-in-syn-received.scn \
	docs/scenarios/hazard/07-early-close-deadlock.scn \
	docs/scenarios/hazard/08-time-wait-assassination.scn \
	docs/scenarios/hazard/09-assassination-lets-old-data-in.scn \
	docs/scenarios/hazard/10-time-wait-too-short.scn \
	docs/scenarios/hazard/11-crash-without-quiet-time.scn \
	docs/scenarios/hazard/12-half-open-blackhole.scn \
	docs/scenarios/hazard/13-packet-war.scn \
	docs/scenarios/hazard/14-simultaneous-open-stalls.scn \
	docs/scenarios/hazard/15-rst-in-syn-received.scn \
	docs/scenarios/hazard/16-blind-reset.scn \
	docs/scenarios/hazard/16b-blind-reset-of-the-future.scn \
	docs/scenarios/hazard/17-blind-data.scn \
	docs/scenarios/hazard/18-fin-wait-2-for-ever.scn \
	docs/scenarios/hazard/19-last-ack-lost.scn \
	docs/scenarios/hazard/20-fin-bookkeeping.scn \
	docs/scenarios/hazard/21-closing-without-retransmission.scn \
	docs/scenarios/hazard/22-close-with-unread-data.scn \
	docs/scenarios/hazard/23-numbers-wrap.scn \
	docs/scenarios/hazard/24-reopened-too-low.scn \
	docs/scenarios/hazard/25-window-update-lost.scn \
	docs/scenarios/hazard/26-third-ack-lost.scn \
	docs/scenarios/hazard/27-shrunk-window.scn \
	docs/scenarios/hazard/28-rst-for-rst.scn \
	docs/scenarios/hazard/29-one-probe-kills.scn \
	docs/scenarios/hazard/30-fin-overtakes-data.scn
scenarioslessondir = $(scenariosdir)/lesson
dist_scenarioslesson_DATA = \
	docs/scenarios/lesson/backlog.scn \
	docs/scenarios/lesson/beyond-the-window.scn \
	docs/scenarios/lesson/fin-or-rst.scn \
	docs/scenarios/lesson/half-close.scn \
	docs/scenarios/lesson/half-open-reboot.scn \
	docs/scenarios/lesson/handshake.scn \
	docs/scenarios/lesson/keepalive-peer-crash.scn \
	docs/scenarios/lesson/lose-each-once.scn \
	docs/scenarios/lesson/lost-last-ack.scn \
	docs/scenarios/lesson/old-segment-at-once.scn \
	docs/scenarios/lesson/old-segment-new-incarnation.scn \
	docs/scenarios/lesson/one-segment-through-the-layers.scn \
	docs/scenarios/lesson/reuse-address.scn \
	docs/scenarios/lesson/simultaneous-close.scn \
	docs/scenarios/lesson/simultaneous-open.scn \
	docs/scenarios/lesson/slow-reader.scn \
	docs/scenarios/lesson/socket-calls-tcp.scn \
	docs/scenarios/lesson/socket-calls-udp.scn \
	docs/scenarios/lesson/stream-has-no-messages.scn \
	docs/scenarios/lesson/tcp-vs-udp.scn \
	docs/scenarios/lesson/teardown.scn \
	docs/scenarios/lesson/three-segment-close.scn \
	docs/scenarios/lesson/two-way-old-syn.scn \
	docs/scenarios/lesson/two-way-payment-twice.scn \
	docs/scenarios/lesson/udp-time-server.scn

## Packets to be explained.
examplesdir = $(docdir)/examples
dist_examples_DATA = docs/examples/damaged.hex docs/examples/echo.c docs/examples/segment.hex

## A page on the library, and one on each of its headers.
manual_pages = \
	docs/manual/tcpsim_diagnostic.3 \
	docs/manual/tcpsim_drill.3 \
	docs/manual/tcpsim_engine.3 \
	docs/manual/tcpsim_exploration.3 \
	docs/manual/tcpsim_explore.3 \
	docs/manual/tcpsim_flaw.3 \
	docs/manual/tcpsim_invariant.3 \
	docs/manual/tcpsim_net.3 \
	docs/manual/tcpsim_policy.3 \
	docs/manual/tcpsim_recording.3 \
	docs/manual/tcpsim_render.3 \
	docs/manual/tcpsim_rules.3 \
	docs/manual/tcpsim_scenario.3 \
	docs/manual/tcpsim_segment.3 \
	docs/manual/tcpsim_seq.3 \
	docs/manual/tcpsim_setting.3 \
	docs/manual/tcpsim_socket.3 \
	docs/manual/tcpsim_state.3 \
	docs/manual/tcpsim_tcb.3 \
	docs/manual/tcpsim_trace.3 \
	docs/manual/tcpsim_watcher.3 \
	docs/manual/tcpsim_wire.3 \
	docs/manual/tcpsim_word.3
dist_man_MANS += docs/libtcpsim.3 $(manual_pages)

## The program's page, and completion of its commands for three shells.
dist_man_MANS += docs/tcpsim.1 docs/tcpsim-scenario.5
bashcompletiondir = $(datadir)/bash-completion/completions
zshcompletiondir = $(datadir)/zsh/site-functions
fishcompletiondir = $(datadir)/fish/vendor_completions.d
dist_zshcompletion_DATA = docs/completion/_tcpsim
dist_fishcompletion_DATA = docs/completion/tcpsim.fish
EXTRA_DIST += docs/completion/tcpsim.bash
install-data-local:
	$(MKDIR_P) '$(DESTDIR)$(bashcompletiondir)'
	$(INSTALL_DATA) $(top_srcdir)/docs/completion/tcpsim.bash '$(DESTDIR)$(bashcompletiondir)/tcpsim'
uninstall-local:
	-rm -f '$(DESTDIR)$(bashcompletiondir)/tcpsim'

## Colors for scenarios in vim and VS Code, generated and committed likewise.
EXTRA_DIST += docs/highlight/README.md
vimdir = $(datadir)/vim/vimfiles
vimsyntaxdir = $(vimdir)/syntax
vimftdetectdir = $(vimdir)/ftdetect
dist_vimsyntax_DATA = docs/highlight/vim/syntax/tcpsim.vim
dist_vimftdetect_DATA = docs/highlight/vim/ftdetect/tcpsim.vim
vscodedir = $(pkgdatadir)/vscode
vscodesyntaxesdir = $(vscodedir)/syntaxes
dist_vscode_DATA = docs/highlight/vscode/language-configuration.json docs/highlight/vscode/package.json
dist_vscodesyntaxes_DATA = docs/highlight/vscode/syntaxes/tcpsim.tmLanguage.json

## A program of somebody else's: tests build it against what is in the tree, and `make installcheck` against what is installed.
check_PROGRAMS += docs/examples/echo
