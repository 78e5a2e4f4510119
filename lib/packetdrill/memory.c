/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/parse_private.h"

/* All that a script's tree consists of: freed at once, also when the parser gives up in the middle. */

struct piece {
	gpointer data;
	GDestroyNotify free;
};

struct pkt_memory {
	GArray *pieces;
};

static void
free_list(gpointer data)
{
	g_ptr_array_free(data, TRUE);
}

static void
free_array(gpointer data)
{
	g_array_free(data, TRUE);
}

static void
free_octets(gpointer data)
{
	g_byte_array_free(data, TRUE);
}

static void *
keep(struct pkt_memory *memory, gpointer data, GDestroyNotify free_it)
{
	struct piece piece = { data, free_it };

	g_array_append_val(memory->pieces, piece);
	return data;
}

struct pkt_memory *
tcpsim_pkt_memory_new(void)
{
	struct pkt_memory *memory = g_new0(struct pkt_memory, 1);

	memory->pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
	return memory;
}

void
tcpsim_pkt_memory_free(struct pkt_memory *memory)
{
	if (memory == NULL)
		return;
	for (guint i = 0; i < memory->pieces->len; i++) {
		struct piece *piece = &g_array_index(memory->pieces, struct piece, i);

		piece->free(piece->data);
	}
	g_array_free(memory->pieces, TRUE);
	g_free(memory);
}

void *
tcpsim_pkt_alloc(struct pkt_memory *memory, size_t octets)
{
	return keep(memory, g_malloc0(octets > 0 ? octets : 1), g_free);
}

char *
tcpsim_pkt_copy(struct pkt_memory *memory, const char *text, size_t n)
{
	char *copy = tcpsim_pkt_alloc(memory, n + 1);

	memcpy(copy, text, n);
	return copy;
}

GPtrArray *
tcpsim_pkt_list(struct pkt_memory *memory)
{
	return keep(memory, g_ptr_array_new(), free_list);
}

GArray *
tcpsim_pkt_array(struct pkt_memory *memory, guint element_octets)
{
	return keep(memory, g_array_new(FALSE, FALSE, element_octets), free_array);
}

GByteArray *
tcpsim_pkt_octets(struct pkt_memory *memory)
{
	return keep(memory, g_byte_array_new(), free_octets);
}
