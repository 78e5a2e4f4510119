EXTRA_DIST += docs/ARCHITECTURE.md

## Shipped scenarios: `tcpsim list` and `tcpsim run NAME` find them here.
scenariosdir = $(pkgdatadir)/scenarios
dist_scenarios_DATA =
scenariosfiguredir = $(scenariosdir)/figure
dist_scenariosfigure_DATA =
scenarioslessondir = $(scenariosdir)/lesson
dist_scenarioslesson_DATA =
