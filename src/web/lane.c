// SPDX-License-Identifier: Apache-2.0
#include "web/lane.h"

#include "base/arena.h"
#include "base/time.h"

#include <errno.h>
#include <pthread.h>

enum { STACK_BYTES = 1 << 20 };

struct lane {
    pthread_mutex_t lock;
    pthread_cond_t work, quiet;
    struct lane_job *first, **last;
    struct lane_options options;
    int waiting, workers, idle;
    bool closing;
};

struct lane *lane_open(struct arena *boot, const struct lane_options *options)
{
    struct lane *lane = NEW(boot, struct lane, 1);
    lane->options = *options;
    lane->last = &lane->first;
    pthread_mutex_init(&lane->lock, NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&lane->work, NULL);
    pthread_cond_init(&lane->quiet, &monotonic);
    pthread_condattr_destroy(&monotonic);
    return lane;
}

// Waits for work; NULL when the lane closes and all is done.
static struct lane_job *take(struct lane *lane)
{
    while (!lane->first && !lane->closing) {
        lane->idle++;
        pthread_cond_wait(&lane->work, &lane->lock);
        lane->idle--;
    }
    struct lane_job *job = lane->first;
    if (!job)
        return NULL;
    lane->first = job->next;
    if (!lane->first)
        lane->last = &lane->first;
    lane->waiting--;
    return job;
}

static void *work(void *arg)
{
    struct lane *lane = arg;
    pthread_setname_np(pthread_self(), lane->options.name);
    pthread_mutex_lock(&lane->lock);
    for (struct lane_job *job = take(lane); job; job = take(lane)) {
        pthread_mutex_unlock(&lane->lock);
        job->run(job);
        pthread_mutex_lock(&lane->lock);
    }
    lane->workers--;
    pthread_cond_broadcast(&lane->quiet);
    pthread_mutex_unlock(&lane->lock);
    return NULL;
}

// Under the lock. Without a new thread the present workers do it later.
static void start_worker(struct lane *lane)
{
    pthread_attr_t attr;
    pthread_t thread;
    pthread_attr_init(&attr);
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attr, STACK_BYTES);
    if (pthread_create(&thread, &attr, work, lane) == 0)
        lane->workers++;
    pthread_attr_destroy(&attr);
}

bool lane_add(struct lane *lane, struct lane_job *job)
{
    pthread_mutex_lock(&lane->lock);
    if (!lane->closing && lane->waiting >= lane->idle && lane->workers < lane->options.workers_max)
        start_worker(lane);
    bool taken = !lane->closing && lane->waiting < lane->options.queue_max && lane->workers > 0;
    if (taken) {
        job->next = NULL;
        *lane->last = job;
        lane->last = &job->next;
        lane->waiting++;
        pthread_cond_signal(&lane->work);
    }
    pthread_mutex_unlock(&lane->lock);
    return taken;
}

bool lane_close(struct lane *lane, int64_t wait_ms)
{
    struct timespec until = clock_after_us(wait_ms * 1000);
    pthread_mutex_lock(&lane->lock);
    lane->closing = true;
    pthread_cond_broadcast(&lane->work);
    int timed = 0;
    while (lane->workers > 0 && timed != ETIMEDOUT)
        timed = pthread_cond_timedwait(&lane->quiet, &lane->lock, &until);
    bool quiet = lane->workers == 0;
    pthread_mutex_unlock(&lane->lock);
    return quiet;
}
