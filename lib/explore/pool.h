/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_EXPLORE_POOL_H
#define TCPSIM_LIB_EXPLORE_POOL_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * A pool gives numbers to things of one size, from 0 in the order in which they come: equal things have one number.
 * A thing is a record that begins with its key. Records never move. Looking up takes no lock; adding takes the pool's.
 */

#define POOL_NONE UINT32_MAX

struct pool_slots;

/* Told of a record that was added, before anybody can find it. */
typedef void (*pool_added)(void *owner, uint32_t number);

struct pool {
	char *records; /* reserved for .max of them, and used as far as needed */
	uint32_t key_octets, record_octets;
	uint32_t max;
	_Atomic uint32_t n;
	_Atomic(struct pool_slots *) slots; /* a hash table of numbers; it is replaced when it gets full */
	pthread_mutex_t lock;
	pool_added added; /* or NULL */
	void *owner;
};

/* Returns 0, or -1 without memory. */
int pool_init(struct pool *pool, uint32_t key_octets, uint32_t record_octets, uint32_t max);
void pool_clear(struct pool *pool);

static inline void *
pool_at(const struct pool *pool, uint32_t number)
{
	return pool->records + (size_t)number * pool->record_octets;
}

/* The number of the record with that key, or POOL_NONE. */
uint32_t pool_find(const struct pool *pool, const void *key);
/* The number of the record, which is added if there is none with its key; POOL_NONE if the pool is full. */
uint32_t pool_add(struct pool *pool, const void *record);
/* The records in use. What another thread adds meanwhile may be among them or not. */
uint32_t pool_n(const struct pool *pool);
uint64_t pool_octets(const struct pool *pool);

/* Write all records, and read them again into an empty pool. Return 0, or -1 with errno. */
int pool_save(const struct pool *pool, FILE *file);
int pool_load(struct pool *pool, FILE *file);

#endif
