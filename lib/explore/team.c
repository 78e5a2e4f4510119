/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "search_private.h"

/* A thread other than the caller: it does each job once, until there are no more. */
static void *
serve(void *data)
{
	struct team *team = data;
	uint64_t done = 0;
	unsigned thread;

	pthread_mutex_lock(&team->mutex);
	thread = team->n++;
	pthread_cond_signal(&team->end);
	for (;;) {
		while (!team->is_over && team->generation == done)
			pthread_cond_wait(&team->begin, &team->mutex);
		if (team->is_over)
			break;
		done = team->generation;
		pthread_mutex_unlock(&team->mutex);
		team->job(team->data, thread);
		pthread_mutex_lock(&team->mutex);
		if (--team->running == 0)
			pthread_cond_signal(&team->end);
	}
	pthread_mutex_unlock(&team->mutex);
	return NULL;
}

void
team_start(struct team *team, unsigned n)
{
	unsigned wanted = 1;

	memset(team, 0, sizeof *team);
	pthread_mutex_init(&team->mutex, NULL);
	pthread_cond_init(&team->begin, NULL);
	pthread_cond_init(&team->end, NULL);
	team->n = 1;
	pthread_mutex_lock(&team->mutex);
	while (wanted < n && pthread_create(&team->threads[wanted], NULL, serve, team) == 0)
		wanted++;
	while (team->n < wanted)
		pthread_cond_wait(&team->end, &team->mutex);
	pthread_mutex_unlock(&team->mutex);
}

void
team_do(struct team *team, void (*job)(void *data, unsigned thread), void *data)
{
	pthread_mutex_lock(&team->mutex);
	team->job = job;
	team->data = data;
	team->running = team->n - 1;
	team->generation++;
	pthread_cond_broadcast(&team->begin);
	pthread_mutex_unlock(&team->mutex);
	job(data, 0);
	pthread_mutex_lock(&team->mutex);
	while (team->running > 0)
		pthread_cond_wait(&team->end, &team->mutex);
	pthread_mutex_unlock(&team->mutex);
}

void
team_stop(struct team *team)
{
	pthread_mutex_lock(&team->mutex);
	team->is_over = true;
	pthread_cond_broadcast(&team->begin);
	pthread_mutex_unlock(&team->mutex);
	for (unsigned i = 1; i < team->n; i++)
		pthread_join(team->threads[i], NULL);
	pthread_cond_destroy(&team->end);
	pthread_cond_destroy(&team->begin);
	pthread_mutex_destroy(&team->mutex);
}
