/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_PACKETDRILL_COMMANDS_PRIVATE_H
#define TCPSIM_LIB_PACKETDRILL_COMMANDS_PRIVATE_H

#include <tcpsim/word.h>

#include "lib/packetdrill/socket_options.h"

/* What the files of commands share. No shell is run: what is known is done here, all else is skipped by its name. */

/* A command line in the doing. */
struct pkt_shell {
	struct play *play;
	const struct tcpsim_place *loc;
	GString *piped;   /* what the command before a | printed */
	bool has_failed;  /* the last command's status was not 0 */
	bool is_inverted; /* `!` stands before the pipeline: its status is turned round */
};

/* Each returns false once the play is over; how the command ended is .has_failed. */

/* sysctl.c: the system of the profile has that name; give it a value. */
bool tcpsim_pkt_sysctl_knows(struct pkt_shell *shell, const char *name);
bool tcpsim_pkt_sysctl_set(struct pkt_shell *shell, const char *name, const char *value);

/* command_line.c: do a whole command line, with its ;, &&, ||, | and newlines. */
bool tcpsim_pkt_shell(struct pkt_shell *shell, const char *text);

/* commands.c: one command, its words NULL-terminated. */
bool tcpsim_pkt_do(struct pkt_shell *shell, char **words);
/* Skip the script by the whole command. Returns false. */
bool tcpsim_pkt_skip_command(struct pkt_shell *shell, char **words);

/* command_route.c: ip, tc, ifconfig, ethtool: what they say of the host's one route. */
bool tcpsim_pkt_do_ip(struct pkt_shell *shell, char **words);
bool tcpsim_pkt_do_ifconfig(struct pkt_shell *shell, char **words);
bool tcpsim_pkt_do_tc(struct pkt_shell *shell, char **words);

/* command_sockets.c: sockstat, netstat, ss, tcpdrop; command_grep.c. */
bool tcpsim_pkt_do_sockstat(struct pkt_shell *shell, char **words);
bool tcpsim_pkt_do_netstat(struct pkt_shell *shell, char **words);
bool tcpsim_pkt_do_ss(struct pkt_shell *shell, char **words);
bool tcpsim_pkt_do_tcpdrop(struct pkt_shell *shell, char **words);
bool tcpsim_pkt_do_grep(struct pkt_shell *shell, char **words);

/* ---- fast_open.c ---- */

/* net.ipv4.tcp_fastopen_key: false if that is no key. */
bool tcpsim_pkt_set_cookie_key(struct play *play, const char *text);

#endif
