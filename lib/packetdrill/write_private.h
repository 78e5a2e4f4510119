/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_PACKETDRILL_WRITE_PRIVATE_H
#define TCPSIM_LIB_PACKETDRILL_WRITE_PRIVATE_H

#include "lib/packetdrill/packets.h"

/* What the files that write a run as a script share. */

/* One script that is being written. */
struct pkt_writer {
	const struct tcpsim_trace *trace;
	const struct tcpsim_drill_write_options *options;
	const struct tcpsim_policy *policy;
	const struct tcpsim_profile *profile; /* the one that the policy is nearest to */
	uint16_t host, peer;
	uint16_t local_port, peer_port;
	uint32_t connection; /* of the host, as the trace counts; 0: none was ever opened */
	size_t begin, end;   /* records of it, [begin, end) */
	bool has_others;     /* connections that are left out */
	GString *text;
	char *error;
	int64_t last_us;  /* when the last line was */
	int listener, fd; /* descriptors of the script; -1 where there is none */
	int next_fd;
	bool reads_late; /* text is read at the end, and not when it comes */
	uint64_t unread; /* of such text */
	bool arrives_early; /* by a microsecond, what comes as a timer expires: in a run it comes first */
	bool is_closed;
	bool is_accepted;    /* fd is one that accept() gave, or connect() has */
	struct play out, in; /* nothing but their flows: numbers as the host gives them, and as it gets them */
};

/* No script can say this: the writing ends. Returns false. */
bool tcpsim_pkt_refuse(struct pkt_writer *writer, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Begin a line at a time of the run: `+0.05 `. */
void tcpsim_pkt_write_time(struct pkt_writer *writer, int64_t time_us);

/* ---- write_setup.c: title, profile, settings, commands for kernels ---- */

void tcpsim_pkt_write_setup(struct pkt_writer *writer);

/* ---- write_calls.c: each returns false where it was refused ---- */

bool tcpsim_pkt_write_call(struct pkt_writer *writer, size_t i);
/* The user got octets: it read them. */
bool tcpsim_pkt_write_read(struct pkt_writer *writer, const struct tcpsim_record *record);
/* The run is over: what was not read is, and what was only shut down is closed. */
void tcpsim_pkt_write_end(struct pkt_writer *writer);
/* A connection that came from outside is open: accept(), if it was not. */
void tcpsim_pkt_write_accept(struct pkt_writer *writer, const struct tcpsim_record *record);

/* ---- write_packets.c ---- */

bool tcpsim_pkt_write_packet(struct pkt_writer *writer, const struct tcpsim_record *record);
/* Take the ISNs that the records of the connection tell. */
void tcpsim_pkt_write_isns(struct pkt_writer *writer);

/* ---- write_sysctl.c ---- */

/* The command that gives a kernel of that profile the setting, or NULL. Free with g_free(). */
char *tcpsim_pkt_sysctl_for(const char *profile, const struct tcpsim_setting *setting, int64_t value);

#endif
