/* SPDX-License-Identifier: MIT */
#include "lib/render/svg_private.h"

/*
 * Colors. States are grouped by hue as RFC 9293 3.3.2 and 3.6 group them: gray is nothing yet, amber opens, green is
 * ESTABLISHED, blue to violet closes first, pink closes second. None of them says anything that words and patterns do
 * not say, too.
 */

#define LIGHT_COLORS \
	"color-scheme:light;--paper:#ffffff;--ink:#1b2027;--faint:#5f6a76;--rail:#8a94a0;--wash:#f3f5f8;" \
	"--call:#0b57a4;--bad:#b3201b;--forged:#8a2bc2;--held:#8a5a00;--accent:#0b57a4;" \
	"--state-closed:#dfe3e8;--state-listen:#aab3bd;--state-syn-sent:#f4bd3f;--state-syn-received:#d98a06;" \
	"--state-established:#2f9e50;--state-fin-wait-1:#74b8f5;--state-fin-wait-2:#2f7fd1;" \
	"--state-closing:#1f4f9c;--state-time-wait:#6a55c2;--state-close-wait:#f08cbf;--state-last-ack:#bf3f86;"

#define DARK_COLORS \
	"color-scheme:dark;--paper:#11151b;--ink:#e8edf3;--faint:#98a3b0;--rail:#66717e;--wash:#1a2029;" \
	"--call:#7cbcff;--bad:#ff7b72;--forged:#d2a0ff;--held:#e3b25a;--accent:#7cbcff;" \
	"--state-closed:#333b45;--state-listen:#6d7885;--state-syn-sent:#f2ca62;--state-syn-received:#d08f1c;" \
	"--state-established:#3fb560;--state-fin-wait-1:#8cc8ff;--state-fin-wait-2:#3f8fe6;" \
	"--state-closing:#5570d8;--state-time-wait:#9a7ff0;--state-close-wait:#ffa3d1;--state-last-ack:#d4599d;"

/* What is on paper is read on white, whatever the screen had. */
#define ON_PAPER "@media print{:root:root:root{" LIGHT_COLORS "}}\n"

#define SHARED_RULES \
	".picture{background:var(--paper);color:var(--ink);max-width:100%;height:auto}\n" \
	".picture text{font-family:ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;fill:var(--ink);" \
	"white-space:pre}\n" \
	".picture .halo{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}\n" \
	".picture .strong{font-weight:700}\n" \
	".picture .faint{fill:var(--faint)}\n" \
	".picture .state-closed{fill:var(--state-closed)}\n" \
	".picture .state-listen{fill:var(--state-listen)}\n" \
	".picture .state-syn-sent{fill:var(--state-syn-sent)}\n" \
	".picture .state-syn-received{fill:var(--state-syn-received)}\n" \
	".picture .state-established{fill:var(--state-established)}\n" \
	".picture .state-fin-wait-1{fill:var(--state-fin-wait-1)}\n" \
	".picture .state-fin-wait-2{fill:var(--state-fin-wait-2)}\n" \
	".picture .state-closing{fill:var(--state-closing)}\n" \
	".picture .state-time-wait{fill:var(--state-time-wait)}\n" \
	".picture .state-close-wait{fill:var(--state-close-wait)}\n" \
	".picture .state-last-ack{fill:var(--state-last-ack)}\n"

static const char auto_style[] = ":root{" LIGHT_COLORS "}\n"
	"@media(prefers-color-scheme:dark){:root:not([data-theme=light]){" DARK_COLORS "}}\n"
	":root[data-theme=dark]{" DARK_COLORS "}\n"
	ON_PAPER SHARED_RULES;

static const char light_style[] = ":root{" LIGHT_COLORS "}\n" SHARED_RULES;

static const char dark_style[] = ":root{" DARK_COLORS "}\n" SHARED_RULES;

static const char ladder_style[] =
	".ladder .paper{fill:var(--paper)}\n"
	".ladder .heading{font-weight:700}\n"
	".ladder .moment{stroke:var(--wash);stroke-width:1}\n"
	".ladder .rail{stroke:var(--rail);stroke-width:1.2}\n"
	".ladder .host rect{fill:var(--wash);stroke:var(--rail)}\n"
	".ladder .bar rect:first-of-type{stroke:var(--paper);stroke-width:1}\n"
	".ladder .texture{stroke:var(--paper);stroke-width:1.3;fill:none;opacity:.75}\n"
	".ladder .down{fill:var(--paper);stroke:var(--bad);stroke-width:1.2;stroke-dasharray:3 3}\n"
	".ladder .quiet{fill:var(--paper);stroke:var(--rail);stroke-width:1.2;stroke-dasharray:1 3}\n"
	".ladder .gap{stroke:var(--paper);stroke-width:7}\n"
	".ladder .brink{stroke:var(--rail);stroke-width:1.3}\n"
	".ladder .shaft{fill:none;stroke:var(--ink);stroke-width:1.5}\n"
	".ladder .core{fill:none;stroke:var(--paper);stroke-width:1.6}\n"
	".ladder .icmp{stroke-dasharray:9 3 2 3}\n"
	".ladder .head{fill:var(--ink)}\n"
	".ladder .head-held{fill:var(--held)}\n"
	".ladder .head-injected{fill:var(--forged)}\n"
	".ladder .head-open{fill:none;stroke:var(--ink);stroke-width:1.5}\n"
	".ladder .held .shaft{stroke:var(--held);stroke-dasharray:7 4}\n"
	".ladder .copy .shaft{stroke-dasharray:.1 4;stroke-linecap:round;stroke-width:2}\n"
	".ladder .injected .shaft{stroke:var(--forged);stroke-width:4.6}\n"
	".ladder .dropped .shaft{stroke:var(--bad)}\n"
	".ladder .hit{fill:transparent;stroke:transparent;stroke-width:10;pointer-events:all}\n"
	".ladder .packet{cursor:pointer;outline:none}\n"
	".ladder .packet:hover .shaft,.ladder .packet:focus-visible .shaft{stroke-width:3}\n"
	".ladder .packet:focus-visible .hit{stroke:var(--accent);stroke-opacity:.25}\n"
	".ladder .label{pointer-events:none}\n"
	".ladder .cross{stroke:var(--bad);stroke-width:3;fill:none}\n"
	".ladder .cross-halo{stroke:var(--paper);stroke-width:7;fill:none}\n"
	".ladder .disc{fill:var(--paper);stroke:var(--held);stroke-width:1.5}\n"
	".ladder .pause{stroke:var(--held);stroke-width:2.2;fill:none}\n"
	".ladder .sheets,.ladder .router{fill:var(--paper);stroke:var(--ink);stroke-width:1.2}\n"
	".ladder .bolt{fill:var(--forged);stroke:var(--paper);stroke-width:1}\n"
	".ladder .damage{fill:none;stroke:var(--bad);stroke-width:1.8}\n"
	".ladder .flag{fill:var(--held);stroke:var(--held);stroke-width:1.2}\n"
	".ladder .dots{stroke:var(--ink);stroke-width:3;stroke-linecap:round}\n"
	".ladder .solid{fill:var(--call)}\n"
	".ladder .outline{fill:none;stroke:var(--ink);stroke-width:1.2;stroke-linecap:round}\n"
	".ladder text.call,.ladder text.told{fill:var(--call)}\n"
	".ladder text.state{font-weight:700}\n"
	".ladder text.time{fill:var(--faint)}\n"
	".ladder text.fate{fill:var(--held)}\n"
	".ladder text.forged{fill:var(--forged)}\n"
	".ladder text.bad{fill:var(--bad)}\n"
	".ladder .bad .solid,.ladder .solid.bad{fill:var(--bad)}\n"
	".ladder .outline.bad{stroke:var(--bad)}\n";

const char *
tcpsim_svg_style(enum tcpsim_theme theme)
{
	switch (theme) {
	case TCPSIM_THEME_LIGHT:
		return light_style;
	case TCPSIM_THEME_DARK:
		return dark_style;
	case TCPSIM_THEME_AUTO:
		break;
	}
	return auto_style;
}

const char *
tcpsim_svg_ladder_style(void)
{
	return ladder_style;
}

const char *
tcpsim_svg_state_class(enum tcpsim_state state)
{
	static const char *const classes[TCPSIM_N_STATES] = {
		[TCPSIM_CLOSED] = "state-closed",
		[TCPSIM_LISTEN] = "state-listen",
		[TCPSIM_SYN_SENT] = "state-syn-sent",
		[TCPSIM_SYN_RECEIVED] = "state-syn-received",
		[TCPSIM_ESTABLISHED] = "state-established",
		[TCPSIM_FIN_WAIT_1] = "state-fin-wait-1",
		[TCPSIM_FIN_WAIT_2] = "state-fin-wait-2",
		[TCPSIM_CLOSE_WAIT] = "state-close-wait",
		[TCPSIM_CLOSING] = "state-closing",
		[TCPSIM_LAST_ACK] = "state-last-ack",
		[TCPSIM_TIME_WAIT] = "state-time-wait",
	};

	return classes[state];
}
