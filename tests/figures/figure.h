/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_FIGURE_H
#define TCPSIM_TESTS_FIGURE_H

#include <stddef.h>
#include <stdint.h>

#include <tcpsim/policy.h>

/*
 * The exchanges that RFC 9293 draws, as tests: the expectation is the ladder. White space is free;
 * a line of it is one step of two engines with a network in between:
 *
 *     2. SYN-SENT    --> <SEQ=100><CTL=SYN> --> SYN-RECEIVED    A sends it, B gets it
 *     3. ESTABLISHED <-- <SEQ=300>...       <-- SYN-RECEIVED    B sends it, A gets it
 *        SYN-SENT    --> <SEQ=100><CTL=SYN> ...                 A sends it, it stays in the network
 *                    ... <SEQ=100><CTL=SYN> --> SYN-RECEIVED    it leaves the network and B gets it
 *
 * States are those after the line; one that is not written is not compared. A segment that is said
 * to be sent must be the next one that its sender has sent, and at the end nothing may be left over.
 * What the user does stands in parentheses on his side, and happens first: (Open), (Listen), (Close),
 * (Send 5), also (RTO) and (2 MSL) for time that passes. (duplicate) puts an old segment into the
 * network. All other words in parentheses, such as (?), are comments.
 */

/* Where an end starts. The states are in the ladder's first line: CLOSED, LISTEN or ESTABLISHED. */
struct figure_end {
	uint32_t isns[2]; /* of its connections, in order of opening */
	uint32_t snd;     /* SND.NXT, if it starts in ESTABLISHED; its peer may be without memory */
};

struct figure {
	const char *name;
	const char *ladder;
	struct figure_end a, b;
	enum tcpsim_simultaneous_open simultaneous_open;
};

/*
 * Run the figure with its own numbers and with numbers that wrap at each of its segments; fails naming figure and
 * line.
 */
void figure_run(const struct figure *figure);

/* A main() for one figure or several. */
int figure_main(const char *name, const struct figure *figures, size_t n);

#endif
