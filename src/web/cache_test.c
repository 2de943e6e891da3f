// SPDX-License-Identifier: Apache-2.0
#include "web/cache.h"

#include "base/test.h"
#include "web/compress.h"
#include "web/lane.h"
#include "web/office.h"

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static atomic_int dropped;

static void note_drop(struct cached *entry)
{
    (void)entry;
    atomic_fetch_add(&dropped, 1);
}

static struct reply reply_of(str body)
{
    struct reply reply = { .status = 200, .body = body };
    reply_header(&reply, "Content-Type", S("text/html; charset=utf-8"));
    return reply;
}

static void put(struct cache *cache, str key, str body, const struct door_seen *seen)
{
    struct reply reply = reply_of(body);
    struct cached *entry = cache_make(cache, key, &reply, seen);
    cache_put(cache, entry);
    cache_release(entry);
}

static const date today = { 2003, 6, 1 };

TEST(an_answer_is_given_again_under_its_own_key_only)
{
    struct cache *cache = cache_open(mem, 1 << 20, note_drop);
    struct door_seen seen = { .day = today, .office = office_generation() };
    put(cache, cache_key(mem, S("/a"), S("en"), WANTS_PAGE, PACK_NOT), S("page"), &seen);
    struct cached *found = cache_find(cache, NULL, cache_key(mem, S("/a"), S("en"), WANTS_PAGE, PACK_NOT), today);
    CHECK(found);
    CHECK_STR(found->reply.body, "page");
    cache_release(found);
    CHECK(!cache_find(cache, NULL, cache_key(mem, S("/a"), S("fr"), WANTS_PAGE, PACK_NOT), today));
    CHECK(!cache_find(cache, NULL, cache_key(mem, S("/a"), S("en"), WANTS_JSON, PACK_NOT), today));
    CHECK(!cache_find(cache, NULL, cache_key(mem, S("/a?x"), S("en"), WANTS_PAGE, PACK_NOT), today));
    cache_close(cache);
}

TEST(an_answer_does_not_outlive_its_day)
{
    struct cache *cache = cache_open(mem, 1 << 20, note_drop);
    struct door_seen seen = { .day = today, .office = office_generation() };
    put(cache, S("k"), S("page"), &seen);
    CHECK(!cache_find(cache, NULL, S("k"), (date){ 2003, 6, 2 }));
    CHECK(!cache_find(cache, NULL, S("k"), today)); // and it is gone
    cache_close(cache);
}

TEST(a_held_answer_outlives_the_table)
{
    struct cache *cache = cache_open(mem, 1 << 20, note_drop);
    put(cache, S("k"), S("page"), NULL);
    struct cached *held = cache_find(cache, NULL, S("k"), today);
    cache_close(cache);
    CHECK_STR(held->reply.body, "page");
    cache_release(held);
}

TEST(the_least_recently_used_go_first)
{
    enum { ENTRIES = 400 };
    struct cache *cache = cache_open(mem, 16 * 4 * 4096, note_drop); // four pages a shard
    struct cache_figures f;
    atomic_store(&dropped, 0);
    for (int i = 0; i < ENTRIES; i++)
        put(cache, str_fmt(mem, "key %d", i), S("page"), NULL);
    cache_figures(cache, &f);
    CHECK(f.bytes <= 16 * 4 * 4096);
    CHECK(f.entries > 0);
    CHECK_INT(f.entries + atomic_load(&dropped), ENTRIES);
    struct cached *last = cache_find(cache, NULL, str_fmt(mem, "key %d", ENTRIES - 1), today);
    CHECK(last);
    cache_release(last);
    CHECK(!cache_find(cache, NULL, S("key 0"), today));
    cache_close(cache);
    CHECK_INT(atomic_load(&dropped), ENTRIES);
}

TEST(a_tag_says_what_an_answer_was_made_of)
{
    struct cache *cache = cache_open(mem, 1 << 20, note_drop);
    struct reply one = reply_of(S("page")), other = reply_of(S("another page"));
    struct door_seen seen = { .day = today, .n = 1, .names = { S("partnership") }, .counts = { 3 } };
    struct cached *a = cache_make(cache, S("k"), &one, &seen), *same = cache_make(cache, S("k"), &one, &seen);
    struct cached *b = cache_make(cache, S("k"), &other, &seen);
    seen.counts[0] = 4;
    struct cached *later = cache_make(cache, S("k"), &one, &seen);
    CHECK(str_starts(a->etag, S("W/\"")));
    CHECK(str_eq(a->etag, same->etag));
    CHECK(!str_eq(a->etag, b->etag));
    CHECK(!str_eq(a->etag, later->etag));
    cache_release(a);
    cache_release(same);
    cache_release(b);
    cache_release(later);
}

TEST(what_is_too_large_is_not_kept)
{
    static char large[CACHE_ENTRY_MAX + 1];
    struct cache *cache = cache_open(mem, 1 << 20, note_drop);
    struct reply reply = reply_of((str){ large, sizeof large });
    CHECK(!cache_make(cache, S("k"), &reply, NULL));
}

TEST(compressing_pays_or_is_left)
{
    char text[5000];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)('a' + i % 3);
    str packed = compress_gzip(mem, (str){ text, sizeof text }, COMPRESS_WELL);
    CHECK(packed.len > 0 && packed.len < 200);
    CHECK_INT((unsigned char)packed.at[0], 0x1f);
    CHECK_INT(compress_gzip(mem, (str){ text, 100 }, COMPRESS_WELL).len, 0);
    uint32_t x = 1;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)((x = x * 1664525u + 1013904223u) >> 24);
    CHECK_INT(compress_gzip(mem, (str){ text, sizeof text }, COMPRESS_WELL).len, 0);
}

// ---- many threads at once

struct crowd {
    struct cache *cache;
    int number;
};

static void *come_and_go(void *arg)
{
    const struct crowd *crowd = arg;
    struct arena *mem = arena_open("crowd", ARENA_REQUEST);
    for (int i = 0; i < 2000; i++) {
        arena_mark here = arena_here(mem);
        str key = str_fmt(mem, "key %d", (i * 7 + crowd->number) % 50);
        struct cached *found = cache_find(crowd->cache, NULL, key, today);
        if (found)
            CHECK_INT(found->reply.body.len, 4);
        else
            put(crowd->cache, key, S("page"), NULL);
        cache_release(found);
        arena_reset(mem, here);
    }
    arena_close(mem);
    return NULL;
}

TEST(many_threads_share_a_cache)
{
    pthread_t threads[4];
    struct crowd crowds[4];
    struct cache *cache = cache_open(mem, 16 * 2 * 4096, note_drop);
    for (int i = 0; i < 4; i++) {
        crowds[i] = (struct crowd){ cache, i };
        CHECK_INT(pthread_create(&threads[i], NULL, come_and_go, &crowds[i]), 0);
    }
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    cache_close(cache);
}

// ---- lanes

struct counted {
    struct lane_job job;
    atomic_int *count;
    atomic_bool *gate;
};

static void count_up(struct lane_job *job)
{
    struct counted *counted = (struct counted *)job;
    while (counted->gate && !atomic_load(counted->gate))
        usleep(1000);
    atomic_fetch_add(counted->count, 1);
}

TEST(a_lane_does_all_that_was_added_before_it_closes)
{
    enum { JOBS = 500 };
    static struct counted jobs[JOBS];
    atomic_int count = 0;
    struct lane *lane = lane_open(mem, &(struct lane_options){ "test", 4, JOBS });
    for (int i = 0; i < JOBS; i++) {
        jobs[i] = (struct counted){ .job = { .run = count_up }, .count = &count };
        CHECK(lane_add(lane, &jobs[i].job));
    }
    CHECK(lane_close(lane, 5000));
    CHECK_INT(atomic_load(&count), JOBS);
    CHECK(!lane_add(lane, &jobs[0].job));
}

TEST(a_full_lane_takes_no_more_and_closing_does_not_wait_for_ever)
{
    struct counted jobs[4];
    atomic_int count = 0;
    atomic_bool gate = false;
    int taken = 0;
    struct lane *lane = lane_open(mem, &(struct lane_options){ "test", 1, 2 });
    for (int i = 0; i < 4; i++) {
        jobs[i] = (struct counted){ .job = { .run = count_up }, .count = &count, .gate = &gate };
        taken += lane_add(lane, &jobs[i].job) ? 1 : 0;
        usleep(20000); // the first has begun when the second is added
    }
    CHECK_INT(taken, 3);
    CHECK(!lane_close(lane, 50));
    atomic_store(&gate, true);
    CHECK(lane_close(lane, 5000));
    CHECK_INT(atomic_load(&count), 3);
}
