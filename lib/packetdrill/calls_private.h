/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_PACKETDRILL_CALLS_PRIVATE_H
#define TCPSIM_LIB_PACKETDRILL_CALLS_PRIVATE_H

#include <tcpsim/socket.h>

#include "lib/packetdrill/constants.h"
#include "lib/packetdrill/play.h"

/*
 * What the files of calls share. A call is read once (struct pkt_run), then attempted as often as it takes: the calls
 * of <tcpsim/socket.h> never wait, so that one that blocks is one that is attempted again when something has happened.
 */

struct pkt_epoll; /* calls_epoll.c */

/* What a descriptor of the script stands for. */
struct pkt_descriptor {
	int64_t label;           /* its number in the script */
	int fd;                  /* and at the host; -1 if it is no socket */
	bool is_nonblocking;     /* O_NONBLOCK */
	bool is_closed_on_exec;  /* FD_CLOEXEC */
	bool is_datagram;
	uint16_t peer_port;      /* that connect() was told; 0 before */
	uint8_t family;          /* 4 or 6, what the socket was made for */
	GArray *kept;            /* struct pkt_kept: options that change nothing here, or NULL */
	struct pkt_epoll *epoll; /* or NULL */
};

struct pkt_kept {
	enum pkt_constant option;
	int64_t value;
};

/* The call does not return yet. */
#define PKT_WAITS INT64_MIN

struct pkt_handler;

/* One call of the script, from its line to its result. */
struct pkt_run {
	struct play *play;
	const struct pkt_event *event;
	const struct pkt_call *call;
	const struct pkt_handler *handler;
	struct pkt_descriptor *descriptor; /* the first argument, of most; NULL if there is none of that number */
	enum pkt_system system;
	struct pkt_time returns; /* when the script says that it does, from time 0 */
	bool is_nonblocking;     /* O_NONBLOCK or MSG_DONTWAIT */
	bool has_begun;          /* an earlier attempt has changed something */
	bool has_peer;
	bool waits_for_all;      /* MSG_WAITALL */
	bool has_urgent;         /* it read before the urgent mark, where a kernel would have stopped */
	unsigned flags;          /* a set of enum tcpsim_message_flag */
	unsigned out_flags;      /* what msg_flags are afterwards */
	int64_t until_us;        /* when it gives up waiting, or TCPSIM_TIME_NONE */
	int64_t n, done;         /* octets, and those of them that are over */
	int64_t values[2];       /* of an option */
	struct tcpsim_address peer;
	tcpsim_socket handle;    /* of what a closed descriptor stood for */
	GArray *polled;          /* struct pkt_polled, of poll() and epoll_wait(), or NULL */
};

/* A call by name. */
struct pkt_handler {
	char name[16];
	uint8_t least, most;     /* arguments */
	bool has_descriptor;     /* the first of them is one */
	/* Read the arguments: false if the play is over. Then what is to be done, as often as it says PKT_WAITS; the
	   result is below 0 for -errno. Then what it wrote into arguments is compared. */
	bool (*read)(struct pkt_run *run);
	int64_t (*attempt)(struct pkt_run *run);
	bool (*compare)(struct pkt_run *run, int64_t result);
};

struct pkt_calls {
	GPtrArray *descriptors;  /* struct pkt_descriptor, in order of their making */
	struct pkt_run *waiting; /* the call that blocks, or NULL */
	uint8_t *octets;         /* room for what is written, zeros, and for what is read */
	size_t n_octets;
};

/* ---- calls.c ---- */

/* What a label stands for, or NULL. */
struct pkt_descriptor *tcpsim_pkt_descriptor(const struct play *play, int64_t label);
/* A new one, for what the host gave: its label is the result that the script tells, else the descriptor itself. */
struct pkt_descriptor *tcpsim_pkt_describe(struct pkt_run *run, int fd);
void tcpsim_pkt_forget(struct play *play, struct pkt_descriptor *descriptor);
/* Wait, or if the time for that is over, or the call does not wait, the result then. */
int64_t tcpsim_pkt_wait(const struct pkt_run *run, int64_t otherwise);
/* The call gives up `timeout_us` from now; 0 is never. Or when SO_RCVTIMEO or SO_SNDTIMEO says. */
void tcpsim_pkt_set_timeout(struct pkt_run *run, int64_t timeout_us);
void tcpsim_pkt_set_own_timeout(struct pkt_run *run, enum tcpsim_option_name option);
/* Room for `n` octets, zeros. */
uint8_t *tcpsim_pkt_buffer(struct play *play, size_t n);

/* ---- values.c ---- */

/* An argument; NULL behind the last. */
const struct pkt_expression *tcpsim_pkt_argument(const struct pkt_run *run, size_t i);
/* It is left open: `...`, or not there. */
bool tcpsim_pkt_is_open(const struct pkt_expression *expression);
/* The number that an expression says; else the play is skipped for what it is, and the result false. */
bool tcpsim_pkt_number(struct play *play, const struct pkt_expression *expression, int64_t *value);
/* A member of a struct, by name, or by its place where none is named; NULL. */
const struct pkt_expression *tcpsim_pkt_member(const struct pkt_expression *expression, const char *name, size_t place);
/* Skipped, for an argument that is understood by nobody. */
bool tcpsim_pkt_odd(struct play *play, const struct pkt_expression *expression, const char *what);
/* A sockaddr, or `...`, which is the usual one: the port, and whether the address is told and which (network order). */
struct pkt_sockaddr {
	bool is_open;
	int64_t family, port;
	bool has_address;
	uint8_t version;      /* of the address: 4 or 6 */
	uint8_t address[16];
};
bool tcpsim_pkt_sockaddr(struct pkt_run *run, const struct pkt_expression *expression, struct pkt_sockaddr *address);

/* The address of an end in words: packetdrill's own, or that of --local_ip and --remote_ip; addresses.c. */
const char *tcpsim_pkt_name_of_end(const struct play *play, uint16_t host);

/* ---- fast_open.c ---- */

/* The cookies of both ends are made of the script's addresses. */
void tcpsim_pkt_cookies_new(struct play *play);

/* ---- calls_result.c: what is compared ---- */

/* Compare when the call returned, with `a...b`. */
bool tcpsim_pkt_compare_time(struct pkt_run *run);
/* It has not, and the script is over. */
bool tcpsim_pkt_fail_to_return(struct pkt_run *run);
/* It never will, and nothing comes behind it. */
bool tcpsim_pkt_fail_blocked(struct pkt_run *run);
/* The errno that the script tells is one; else the play is skipped. */
bool tcpsim_pkt_check_errno(struct play *play, const struct pkt_call *call);
/* Compare the result. */
bool tcpsim_pkt_compare_result(struct pkt_run *run, int64_t result);
/* A number that was written into an argument: `[4]`, or 4. */
bool tcpsim_pkt_compare_number(struct pkt_run *run, const struct pkt_expression *expression, int64_t got,
	const char *what);
/* Something else that was, in words. */
bool tcpsim_pkt_compare_fails(struct pkt_run *run, const struct pkt_expression *expression, const char *got,
	const char *what);
/* The address that the host wrote. */
bool tcpsim_pkt_compare_sockaddr(struct pkt_run *run, const struct pkt_expression *expression, uint16_t host,
	uint16_t port);

/* ---- calls_*.c: what there is ---- */

/* The handler of a call, or NULL. */
const struct pkt_handler *tcpsim_pkt_open_handler(const char *name);     /* calls_open.c */
const struct pkt_handler *tcpsim_pkt_transfer_handler(const char *name); /* calls_transfer.c */
const struct pkt_handler *tcpsim_pkt_option_handler(const char *name);   /* calls_options.c */
const struct pkt_handler *tcpsim_pkt_control_handler(const char *name);  /* calls_control.c */
const struct pkt_handler *tcpsim_pkt_poll_handler(const char *name);     /* calls_poll.c */
const struct pkt_handler *tcpsim_pkt_epoll_handler(const char *name);    /* calls_epoll.c */
/* Of a table of them, the one of that name. */
const struct pkt_handler *tcpsim_pkt_handler_in(const struct pkt_handler *table, size_t n, const char *name);

/* The pair of ports of what was connected is known, before its first packet is looked at; calls_open.c. */
void tcpsim_pkt_learn_ports(struct pkt_run *run);
/* How a connection that is being opened came to its end, 0 or -errno; or PKT_WAITS, or what is said instead. */
int64_t tcpsim_pkt_connected(const struct pkt_run *run);

/* The messages of sendmsg() and recvmsg(): octets in all, and the flags; calls_message.c. */
bool tcpsim_pkt_message_read(struct pkt_run *run);
bool tcpsim_pkt_message_compare(struct pkt_run *run, int64_t result);
/* Octets of a vector of `{..., 1000}`. */
bool tcpsim_pkt_vector(struct pkt_run *run, const struct pkt_expression *expression, int64_t *n);

/* What a descriptor is ready for, a set of bits as poll() of the system has them. */
unsigned tcpsim_pkt_ready(const struct play *play, const struct pkt_descriptor *descriptor);
/* Something happened: what is edge-triggered takes note of it. */
void tcpsim_pkt_epoll_observe(struct play *play);
/* A descriptor is closed: nobody waits for it any more. */
void tcpsim_pkt_epoll_forget(struct play *play, int64_t label);
void tcpsim_pkt_epoll_free(struct pkt_epoll *epoll);

#endif
