/* SPDX-License-Identifier: MIT */
#include "lib/render/page_private.h"

/* The variables of a TCB in the order in which they are shown: as saved traces name them, as the RFC does, in words. */
static const struct {
	const char *name, *label, *words;
	bool is_of_sender;
} variables[] = {
	{ "snd.una", "SND.UNA", "oldest number that is not acknowledged", true },
	{ "snd.nxt", "SND.NXT", "next number to send", true },
	{ "snd.wnd", "SND.WND", "octets that the other end has room for", true },
	{ "snd.up", "SND.UP", "end of urgent text that was sent", true },
	{ "iss", "ISS", "initial sequence number of this end", true },
	{ "rcv.nxt", "RCV.NXT", "next number that is expected", false },
	{ "rcv.wnd", "RCV.WND", "octets that this end has room for", false },
	{ "rcv.up", "RCV.UP", "end of urgent text that came", false },
	{ "irs", "IRS", "initial sequence number of the other end", false },
	{ "unsent", "unsent", "octets of the user that wait to be sent", true },
	{ "unread", "unread", "octets that wait for the user", false },
	{ "cwnd", "cwnd", "congestion window, octets (RFC 5681)", true },
	{ "ssthresh", "ssthresh", "slow start threshold, octets (RFC 5681)", true },
	{ "dup_acks", "dup ACKs", "duplicate ACKs in a row (RFC 5681)", true },
	{ "mss", "MSS", "largest text that is sent, octets", true },
	{ "snd.scale", "SND.SHIFT", "shift count of the windows that come (RFC 7323)", true },
	{ "rcv.scale", "RCV.SHIFT", "shift count of the windows that are told (RFC 7323)", false },
	{ "rto_us", "RTO", "retransmission timeout (RFC 6298)", true },
	{ "srtt_us", "SRTT", "smoothed round-trip time (RFC 6298)", true },
};

static void
put_variables(struct page *page, const char *host)
{
	tcpsim_page_put(page, "<table class=\"tcb needs-script\" hidden><caption>TCB of %s <span class=\"which\"></span>"
		"</caption><tbody>\n", host);
	for (size_t i = 0; i < G_N_ELEMENTS(variables); i++)
		tcpsim_page_put(page, "<tr data-var=\"%s\" title=\"%s\"><th scope=\"row\">%s</th><td class=\"value\"></td>"
			"<td class=\"was\"></td></tr>\n",
			variables[i].name, variables[i].words, variables[i].label);
	tcpsim_page_raw(page, "</tbody></table>\n");
}

/* The state diagram, if the host ever had a TCB. */
static void
put_states(struct page *page, size_t i, uint16_t host)
{
	char *prefix = g_strdup_printf("c%" G_GSIZE_FORMAT "-h%u-", i, host);
	const struct tcpsim_picture_options options = { .width = 340, .prefix = prefix, .is_brief = true };
	char *svg = tcpsim_render_states(page->recordings[i], host, &options);

	tcpsim_page_raw(page, "<div class=\"states\">");
	tcpsim_page_raw(page, svg);
	tcpsim_page_raw(page, "</div>\n");
	g_free(svg);
	g_free(prefix);
}

static bool
has_tcb(const struct tcpsim_trace *trace, uint16_t host)
{
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(trace, &n);

	for (size_t i = 0; i < n; i++) {
		if (records[i].host == host && (records[i].before.state != TCPSIM_CLOSED ||
			records[i].after.state != TCPSIM_CLOSED))
			return true;
	}
	return false;
}

void
tcpsim_page_host(struct page *page, size_t i, uint16_t host)
{
	const struct tcpsim_trace *trace = page->recordings[i]->trace;
	const char *name = tcpsim_trace_host_name(trace, host);

	bool is_tcp = has_tcb(trace, host);

	tcpsim_page_put(page, "<section class=\"host\" data-host=\"%s\"><h3><span class=\"name\">%s</span> "
		"<span class=\"state%s\" hidden></span> <span class=\"down\" hidden>down</span></h3>\n",
		name, name, is_tcp ? " needs-script" : "");
	if (is_tcp) {
		put_states(page, i, host);
		tcpsim_page_raw(page, "<ul class=\"connections\" hidden aria-label=\"Connections\"></ul>\n"
			"<ul class=\"timers needs-script\" hidden aria-label=\"Timers\"></ul>\n");
		put_variables(page, name);
	} else {
		tcpsim_page_raw(page, "<p class=\"faint\">It has no TCP connection.</p>\n");
	}
	tcpsim_page_raw(page, "<p class=\"user needs-script\" hidden></p>\n</section>\n");
}
