/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_EXPLORE_EXPLORE_PRIVATE_H
#define TCPSIM_LIB_EXPLORE_EXPLORE_PRIVATE_H

#include <stdatomic.h>

#include <tcpsim/explore.h>

/*
 * How the explorer is built, from below:
 *
 *   step.c       what one event does to one end: an engine call. canonical.c: what of the TCB is kept. Pure.
 *   judge.c      the invariants that an event at one end can break; pair.c: those that need both ends. Pure.
 *   pool.c       numbers for things that recur: ends, segments, bags of segments, budgets, results of steps.
 *   space.c      a state is five such numbers in 16 octets; expand.c looks its successors up, with bag.c and forge.c;
 *                space_tell.c tells a path in full.
 *   search.c     breadth first over keys, by threads, and what is built on it: search_private.h.
 *
 * The engine is pure, so that an end and an input that were met before have the result that they had then.
 */

/* ---- step.c: one end, one event ---- */

/* A segment as it is in flight: what it says, and who said so. */
struct flight {
	struct tcpsim_segment seg;
	uint32_t iss;    /* of the incarnation that sent it: whose octets its text is */
	uint8_t origin;  /* enum flight_origin */
	uint8_t reserved[3];
};

enum flight_origin {
	FLIGHT_SENT,   /* by the host's TCP */
	FLIGHT_OLD,    /* by an incarnation before the world began */
	FLIGHT_FORGED,
};

/* An incarnation of a host, as it is remembered after its end, too. */
struct incarnation {
	uint32_t iss, irs;
	uint8_t knows_irs;  /* .irs means something */
	uint8_t is_clean;   /* it ended in good order */
	uint8_t delivered;  /* octets of the stream of IRS were delivered */
	uint8_t reserved;
};

/* A host's end of the pair of sockets, with all that an event there can read or change. Zeroed but for .is_up at first. */
struct end {
	struct tcpsim_tcb tcb; /* canonical: see canonical.c */
	uint64_t foreign;      /* bits by offset: all octets but those that the peer sent there and that are on hand */
	struct incarnation incarnations[TCPSIM_EXPLORE_ISNS];
	uint16_t sets;          /* SET calls done, a bit each by their place in the script: the policy in force */
	uint8_t n_incarnations; /* ISNs used */
	uint8_t current;        /* incarnation that .tcb is of, from 1; 0 for none */
	uint8_t is_up;
	uint8_t is_listening;
	uint8_t next_call;      /* of the script */
	uint8_t n_crashes;
	uint8_t clock;          /* MSLs that TIME-WAIT or the quiet time still lasts; 0: none runs */
	uint8_t is_quiet;       /* .clock is the quiet time */
	uint8_t is_told_of_fin;
	uint8_t readable;       /* octets on hand when the user was told of the FIN */
	uint8_t previous;       /* incarnation in TIME-WAIT that .current reopened, while it may return; else 0 */
	uint8_t is_short;       /* a FIN was seen in TIME-WAIT and 2MSL did not begin anew */
	uint8_t was_synchronized; /* .current was ever ESTABLISHED or later */
	uint8_t host;
	uint8_t has_left_unread; /* its user said CLOSE over octets on hand, and the connection went on */
	uint8_t reserved[7];
};

_Static_assert(sizeof(struct end) == offsetof(struct end, reserved) + 7, "ends are compared by their octets: no padding");

/* What can happen at an end. */
enum input_kind {
	INPUT_ARRIVAL, /* of .flight */
	INPUT_CALL,    /* the next of the script */
	INPUT_TIMER,   /* .timer, but for 2MSL */
	INPUT_CRASH,
	INPUT_RESTART,
	INPUT_MSL,     /* a step of the clock */
};

struct input {
	enum input_kind kind;
	enum tcpsim_timer timer;
	const struct flight *flight;
};

/* The connection that an event was about, and what must be asked of the other end. */
struct claim {
	uint32_t iss, irs; /* of the incarnation, though it may have ended with the event */
	uint16_t flags;    /* a set of enum outcome_flag */
};

enum outcome_flag {
	OUTCOME_CUT = 0x02,         /* a bound is reached: not taken */
	OUTCOME_CLOCK_STARTS = 0x04,
	OUTCOME_CLOCK_STOPS = 0x08,
	OUTCOME_AGREES = 0x10,      /* has just become synchronized: the peer must have run with these numbers */
	OUTCOME_PASSIVE = 0x20,     /* and is the passive end */
	OUTCOME_DELIVERS = 0x40,
	OUTCOME_RESET = 0x80,       /* was told of a reset */
	OUTCOME_LIMITED = 0x100,    /* sent what the challenge limit would end */
	OUTCOME_TAKES = 0x200,      /* RCV.NXT advanced: not beyond what the peer has sent (seq-window) */
};

struct outcome {
	struct end after;
	struct flight sent[TCPSIM_EXPLORE_SENT];
	uint8_t purpose[TCPSIM_EXPLORE_SENT];
	struct claim claim;
	uint8_t n_sent;
	uint8_t state_before, state_after; /* of the TCB, before it was made canonical */
	uint8_t signals, error;
	uint16_t rule;
	uint32_t broken; /* a set of bits 1 << enum tcpsim_invariant */
	struct tcpsim_rule_set fired;
};

/* The end of a host when the world begins. */
void explore_end_first(unsigned host, struct end *end);
/* What an input does to the end of a host. Pure. `full`: nothing is cleared that could be. */
void explore_step(const struct tcpsim_explore_world *world, unsigned host, bool full, const struct end *before,
	const struct input *input, struct outcome *out);
/* Which events are possible, faults aside: bit t for timer t, INPUT_BIT_* for others. */
_Static_assert(TCPSIM_N_TIMERS <= 7, "the bits of timers lie below");
#define INPUT_BIT_CALL 0x80U
#define INPUT_BIT_RESTART 0x100U
#define INPUT_BIT_CRASH 0x200U
#define INPUT_BIT_MSL 0x400U
#define INPUT_BIT_RETRANSMITS 0x800U /* retransmission or persist runs: no MSL passes */
uint32_t explore_possible(const struct tcpsim_explore_world *world, unsigned host, const struct end *end);
/* The policy in force at an end. */
void explore_policy(const struct tcpsim_explore_world *world, unsigned host, const struct end *end,
	struct tcpsim_policy *policy);

/* ---- pair.c: both ends ---- */

/* What an event at one end breaks, seen together with the other end; but for OUTCOME_TAKES. */
uint32_t explore_pair_broken(const struct claim *claim, const struct end *peer);
/* The ends at rest: for each, no-silent-stall is kept. */
bool explore_at_rest(const struct end *end, const struct end *peer);

/* ---- space.c: states as keys ---- */

/* A state. Equal keys are equal states. All ones is no state. */
struct key {
	uint64_t w[2];
};

enum successor_flag {
	SUCCESSOR_FAULT = 0x01,    /* a loss, a copy, a crash, a forgery: it costs something in a counterexample */
	SUCCESSOR_DELIVERY = 0x02, /* an arrival that sends nothing which a limit would end */
};

/*
 * An event that is possible in a state, and the state that it leads to. Events are numbered in an order that depends
 * on the state's contents only, not on the numbers that pools gave.
 */
struct successor {
	struct key key;
	uint32_t broken; /* invariants, a set of bits, of those that the world wants to hold */
	uint16_t event;  /* its number; the list is in the order of these */
	uint16_t flags;  /* a set of enum successor_flag */
};

#define MAX_SUCCESSORS 128

struct successors {
	uint32_t n;
	uint32_t n_cut;    /* events not taken because of a bound */
	uint32_t broken;   /* by the state itself: no-silent-stall, if nothing but faults can happen */
	uint8_t is_at_rest; /* both ends are at rest, or a bound was reached here: see can-rest */
	uint8_t is_end;     /* nothing but faults can happen */
	struct successor list[MAX_SUCCESSORS];
};

struct space;

/* NULL without memory. */
struct space *space_new(const struct tcpsim_explore_world *world, bool full);
void space_free(struct space *space);
struct key space_first(struct space *space);
/*
 * All events that are possible in a state. Called by several threads at a time. Returns 0, or -1 when a pool is full
 * (then the search is not finished).
 */
int space_expand(struct space *space, const struct key *key, struct successors *out);
/*
 * A name of an event that means the same in every state: what happens to whom. Two events of one state have the same
 * name only if they differ in nothing but the age of a segment.
 */
uint64_t space_event_name(struct space *space, const struct key *key, unsigned event);
/* Octets of memory in use. */
uint64_t space_octets(const struct space *space);
/* All rules that took effect, and all changes of state, in what was expanded so far. */
void space_coverage(const struct space *space, struct tcpsim_explore_result *result);
/* What the user's property is shown of a state. The TCBs are valid as long as the space. */
void space_view(const struct space *space, const struct key *key, struct tcpsim_explore_view *view);

/* Follow events from the first state and tell what happened: the numbers of packets, what was sent. */
struct teller; /* space_tell.c */
struct teller *space_tell_new(struct space *space);
/* Take the event with that number in the present state; fills *step. 0, or -1 if it is impossible. */
int space_tell(struct teller *teller, unsigned event, struct tcpsim_explore_step *step);
/* The present state. */
struct key space_tell_key(const struct teller *teller);
void space_tell_free(struct teller *teller);

/* ---- digest.c ---- */

/* Takes the octets in words of eight; the last one may be short. */
uint64_t digest_octets(uint64_t digest, const void *octets, size_t n);

/* Write all pools, and read them again. Return 0, or -1 with errno. */
int space_save(const struct space *space, FILE *file);
int space_load(struct space *space, FILE *file);

#endif
