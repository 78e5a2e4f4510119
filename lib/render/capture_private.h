/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_CAPTURE_PRIVATE_H
#define TCPSIM_CAPTURE_PRIVATE_H

#include "lib/render/render_private.h"

/*
 * How a capture comes to be: capture.c decides what a tap sees and writes the file, capture_comments.c says what
 * really happened to each frame, capture_streams.c knows which frame had which part of a stream first. Frames are
 * numbered from 1, as whoever reads the file does.
 */

struct capture {
	const struct tcpsim_recording *recording;
	struct ladder_source source;
	struct ladder_index index;
	struct tcpsim_packet_names *names;
	uint16_t host;       /* at which the tap is */
	uint32_t *arrived;   /* by packet: the frame in which it, or the first of its copies, came in; 0 for none */
	GHashTable *streams; /* capture_streams.c */
	uint32_t n_frames;
	uint32_t n_left_out; /* that no IP packet can be */
};

/* One frame in the making. */
struct capture_frame {
	uint32_t number;
	const struct tcpsim_record *record;   /* SEND, ARRIVE or DROP */
	const struct tcpsim_record *departed; /* SEND, INJECT or COPY; or NULL */
	bool is_inbound;
	uint32_t carried; /* the frame that had any of its sequence numbers first; 0 if they are all new, or none */
};

/* What really happened to a frame, a text a comment. g_ptr_array_unref() frees it. */
GPtrArray *tcpsim_capture_comments(const struct capture *capture, const struct capture_frame *frame);

/* A table of streams; g_hash_table_unref() frees it. */
GHashTable *tcpsim_capture_streams_new(void);
/*
 * Note that a frame has the sequence numbers of its segment. Returns the first frame that had any of them before, 0 if
 * there is none, if the segment has none, or if no connection sent it.
 */
uint32_t tcpsim_capture_carry(GHashTable *streams, const struct capture_frame *frame);

#endif
