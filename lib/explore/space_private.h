/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_EXPLORE_SPACE_PRIVATE_H
#define TCPSIM_LIB_EXPLORE_SPACE_PRIVATE_H

#include "explore_private.h"
#include "pool.h"

/*
 * States as numbers. A state is its two ends, its two bags of segments in flight, and what is left of the budgets;
 * all five are numbers of pools, and so are the results of steps and of changes of bags.
 */

/* Segments in flight from one host. An entry is the number of the flight, and below it the marks of the two clocks. */
struct bag {
	uint32_t n;
	uint32_t entry[TCPSIM_EXPLORE_IN_FLIGHT]; /* sorted by contents where segments overtake each other; 0 beyond n */
	_Atomic uint32_t without[TCPSIM_EXPLORE_IN_FLIGHT]; /* no part of the key: the bag without that entry, or POOL_NONE */
};

#define ENTRY_MARKS 3U
#define ENTRY_FLIGHT(ENTRY) ((ENTRY) >> 2)
/* The mark of the clock of a host: the segment was in flight at its last step. */
#define ENTRY_MARK(HOST) (1U << (HOST))

/* What a step sends. */
struct sent {
	uint32_t n;
	uint32_t flight[TCPSIM_EXPLORE_SENT];
};

/* What may still happen, and which of two clocks steps first. */
struct budget {
	int8_t losses, copies, forged[TCPSIM_EXPLORE_FORGED];
	uint8_t first_clock; /* host; 0 unless both run */
	uint8_t reserved;
};

/* The result of a step, known by end and input: lookups read this, nothing else. */
struct edge {
	uint32_t end, input; /* the key */
	uint32_t after;      /* end */
	uint32_t sent;       /* list of what is sent; 0 is nothing */
	uint32_t broken;     /* a set of invariants */
	struct claim claim;
	uint8_t before_state, after_state; /* for the coverage, as .fired */
	uint16_t reserved;
	struct tcpsim_rule_set fired;
};

/* The result of a change of a bag. */
struct change {
	uint32_t bag, what; /* the key: a list, or one of enum change_what */
	uint32_t after;     /* bag, or POOL_NONE if it overflows */
};

enum change_what {
	CHANGE_SENT = 0,           /* and the number of the list */
	CHANGE_COPY = 0x40000000,  /* and the entry */
	CHANGE_MARK = (int)0x80000000U, /* and the host whose clock starts: all in flight is older than that */
	CHANGE_STEP = (int)0x80000010U, /* ... steps: what is marked dies, the rest is marked */
	CHANGE_CLEAR = (int)0x80000020U, /* ... stops */
};

/* Of an end, in one place for lookups. */
struct fact {
	uint32_t possible; /* explore_possible() */
	uint32_t snd_nxt, rcv_nxt;
	uint32_t iss;      /* of the connection that is there */
	uint8_t has_connection;
	uint8_t rest;      /* enum fact_rest */
	uint8_t clock;
	uint8_t reserved;
};

enum fact_rest {
	REST_NO,
	REST_YES,
	REST_ASK, /* the other end has a say */
};

/* Inputs as numbers: arrivals are the flight's number. */
#define CODE_OTHER 0x80000000U
#define CODE(KIND, ARGUMENT) (CODE_OTHER | (unsigned)(KIND) << 8 | (unsigned)(ARGUMENT))

/* Rules that took effect, and changes of state, as in struct tcpsim_explore_result. */
struct coverage {
	struct tcpsim_rule_set fired;
	uint32_t changes[TCPSIM_N_STATES];
};

struct space {
	struct tcpsim_explore_world world;
	bool full;
	struct coverage covered; /* before the search was taken up again */
	struct pool ends, flights, bags, sents, budgets;
	struct pool edges, changes;
	struct fact *facts; /* by number of the end */
};

/* A state, taken apart. */
struct parts {
	uint32_t end[TCPSIM_EXPLORE_HOSTS];
	uint32_t bag[TCPSIM_EXPLORE_HOSTS]; /* of what that host has sent */
	uint32_t budget;
};

/* Events as numbers, in the order of successors. */
enum event_kind {
	EVENT_ARRIVAL, /* .argument: of the entry in the bag of .host, who sent it */
	EVENT_LOSS,
	EVENT_COPY,
	EVENT_CALL,
	EVENT_TIMER,   /* .argument: which */
	EVENT_MSL,
	EVENT_RESTART,
	EVENT_CRASH,
	EVENT_FORGERY, /* .argument: which, times 2, and of two numbers the first or the second */
};

#define EVENT(KIND, HOST, ARGUMENT) ((unsigned)(KIND) << 9 | (unsigned)(HOST) << 8 | (unsigned)(ARGUMENT))
#define EVENT_KIND(EVENT) ((enum event_kind)((EVENT) >> 9))
#define EVENT_HOST(EVENT) ((EVENT) >> 8 & 1)
#define EVENT_ARGUMENT(EVENT) ((EVENT) & 0xff)

struct parts space_parts(const struct key *key);
struct key space_key(const struct parts *parts);

/* bag.c: changes of bags, by number. POOL_NONE if the bag overflows or a pool is full. */
uint32_t space_bag_change(struct space *space, uint32_t bag, uint32_t what);
uint32_t space_bag_without(struct space *space, uint32_t bag, unsigned i);

/* forge.c: the segment that an attacker makes up against an end, as the number of a list; POOL_NONE if he cannot. */
uint32_t space_forged(struct space *space, unsigned which, unsigned alternative, uint32_t victim);

/* The result of a step: looked up, or made. NULL if a pool is full. */
const struct edge *space_edge(struct space *space, uint32_t end, uint32_t input);

#endif
