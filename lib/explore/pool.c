/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "mix.h"
#include "pool.h"

#define FIRST_SLOTS 1024U

/* A slot is the upper half of the hash and, below it, the number plus one; 0 if it is free. */
struct pool_slots {
	uint32_t mask;
	struct pool_slots *older; /* readers may still be in it: kept until the pool is cleared */
	_Atomic uint64_t slot[];
};

static uint64_t
hash_of(const char *key, uint32_t octets)
{
	uint64_t h = 0, word;
	uint32_t i;

	if (octets == sizeof word) {
		memcpy(&word, key, sizeof word);
		return mix(word + GOLDEN);
	}
	for (i = 0; i + sizeof word <= octets; i += sizeof word) {
		memcpy(&word, key + i, sizeof word);
		h = mix(h + GOLDEN + word);
	}
	for (word = 0; i < octets; i++)
		word = word << 8 | (unsigned char)key[i];
	return mix(h ^ word);
}

static struct pool_slots *
slots_new(uint32_t n)
{
	struct pool_slots *slots = (struct pool_slots *)calloc(1, sizeof *slots + n * sizeof slots->slot[0]);

	if (slots != NULL)
		slots->mask = n - 1;
	return slots;
}

int
pool_init(struct pool *pool, uint32_t key_octets, uint32_t record_octets, uint32_t max)
{
	memset(pool, 0, sizeof *pool);
	pool->key_octets = key_octets;
	pool->record_octets = record_octets;
	pool->max = max;
	pool->records = (char *)mmap(NULL, (size_t)max * record_octets, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (pool->records == MAP_FAILED) {
		pool->records = NULL;
		return -1;
	}
	pthread_mutex_init(&pool->lock, NULL);
	atomic_store(&pool->slots, slots_new(FIRST_SLOTS));
	return atomic_load(&pool->slots) == NULL ? -1 : 0;
}

void
pool_clear(struct pool *pool)
{
	struct pool_slots *slots = atomic_load(&pool->slots);

	if (pool->records == NULL)
		return;
	munmap(pool->records, (size_t)pool->max * pool->record_octets);
	pthread_mutex_destroy(&pool->lock);
	while (slots != NULL) {
		struct pool_slots *older = slots->older;

		free(slots);
		slots = older;
	}
	memset(pool, 0, sizeof *pool);
}

/* Keys of one word are asked for most. */
static inline bool
is_key(const struct pool *pool, uint32_t number, const void *key)
{
	uint64_t a, b;

	if (pool->key_octets != sizeof a)
		return memcmp(pool_at(pool, number), key, pool->key_octets) == 0;
	memcpy(&a, pool_at(pool, number), sizeof a);
	memcpy(&b, key, sizeof b);
	return a == b;
}

static uint32_t
look_up(const struct pool *pool, const struct pool_slots *slots, uint64_t hash, const void *key)
{
	for (uint32_t i = (uint32_t)hash & slots->mask;; i = (i + 1) & slots->mask) {
		uint64_t slot = atomic_load_explicit(&slots->slot[i], memory_order_acquire);
		uint32_t number = (uint32_t)slot - 1;

		if (slot == 0)
			return POOL_NONE;
		if (slot >> 32 == hash >> 32 && is_key(pool, number, key))
			return number;
	}
}

uint32_t
pool_find(const struct pool *pool, const void *key)
{
	const struct pool_slots *slots = atomic_load_explicit(&pool->slots, memory_order_acquire);

	return look_up(pool, slots, hash_of((const char *)key, pool->key_octets), key);
}

static void
put(struct pool_slots *slots, uint64_t hash, uint32_t number)
{
	uint32_t i = (uint32_t)hash & slots->mask;

	while (atomic_load_explicit(&slots->slot[i], memory_order_relaxed) != 0)
		i = (i + 1) & slots->mask;
	atomic_store_explicit(&slots->slot[i], (hash >> 32 << 32) | (number + 1), memory_order_release);
}

/* Twice as many slots. The old ones stay: who reads them misses what is new, and asks again under the lock. */
static bool
grow(struct pool *pool)
{
	struct pool_slots *old = atomic_load(&pool->slots);
	struct pool_slots *slots = slots_new(2 * (old->mask + 1));

	if (slots == NULL)
		return false;
	slots->older = old;
	for (uint32_t i = 0; i < atomic_load(&pool->n); i++)
		put(slots, hash_of((const char *)pool_at(pool, i), pool->key_octets), i);
	atomic_store_explicit(&pool->slots, slots, memory_order_release);
	return true;
}

static uint32_t
append(struct pool *pool, uint64_t hash, const void *record)
{
	uint32_t n = atomic_load(&pool->n);
	struct pool_slots *slots = atomic_load(&pool->slots);

	if (n == pool->max || (n >= (slots->mask + 1) / 2 && !grow(pool)))
		return POOL_NONE;
	memcpy(pool_at(pool, n), record, pool->record_octets);
	if (pool->added != NULL)
		pool->added(pool->owner, n);
	atomic_store_explicit(&pool->n, n + 1, memory_order_release);
	put(atomic_load(&pool->slots), hash, n);
	return n;
}

uint32_t
pool_add(struct pool *pool, const void *record)
{
	uint64_t hash = hash_of((const char *)record, pool->key_octets);
	uint32_t number = look_up(pool, atomic_load_explicit(&pool->slots, memory_order_acquire), hash, record);

	if (number != POOL_NONE)
		return number;
	pthread_mutex_lock(&pool->lock);
	number = look_up(pool, atomic_load(&pool->slots), hash, record);
	if (number == POOL_NONE)
		number = append(pool, hash, record);
	pthread_mutex_unlock(&pool->lock);
	return number;
}

uint32_t
pool_n(const struct pool *pool)
{
	return atomic_load_explicit(&pool->n, memory_order_acquire);
}

uint64_t
pool_octets(const struct pool *pool)
{
	uint64_t octets = (uint64_t)pool_n(pool) * pool->record_octets;

	for (const struct pool_slots *slots = atomic_load(&pool->slots); slots != NULL; slots = slots->older)
		octets += ((uint64_t)slots->mask + 1) * sizeof slots->slot[0];
	return octets;
}

int
pool_save(const struct pool *pool, FILE *file)
{
	uint32_t head[2] = { pool->record_octets, pool_n(pool) };

	if (fwrite(head, sizeof head, 1, file) != 1)
		return -1;
	return fwrite(pool->records, pool->record_octets, head[1], file) == head[1] ? 0 : -1;
}

int
pool_load(struct pool *pool, FILE *file)
{
	uint32_t head[2];
	char *record;
	int error = EINVAL;

	if (fread(head, sizeof head, 1, file) != 1 || head[0] != pool->record_octets || head[1] > pool->max) {
		errno = EINVAL;
		return -1;
	}
	record = (char *)malloc(pool->record_octets);
	if (record == NULL)
		return -1;
	for (uint32_t i = 0; i < head[1]; i++) {
		if (fread(record, pool->record_octets, 1, file) != 1)
			break;
		if (pool_add(pool, record) != i) /* twice the same key */
			break;
	}
	if (pool_n(pool) == head[1])
		error = 0;
	free(record);
	errno = error;
	return error == 0 ? 0 : -1;
}
