// SPDX-License-Identifier: Apache-2.0
// cache — answers that may be given to anyone again, as long as what they were made from has not changed.
//
// Nobody purges anything: an entry says how often each record type it reads had changed, on which day of the office and with
// which settings it was made, and is passed over when one of them is no longer so. The least recently used go first when the
// bytes are full. An entry lives in an arena of its own. Who holds it (the table, a request) may send what the server hung on it
// (`held`); when nobody holds it any more `drop` takes that down, and when what is still being sent is done too, its memory goes.
#ifndef ACCORD_WEB_CACHE_H
#define ACCORD_WEB_CACHE_H

#include "web/door.h"

#include <stdatomic.h>

enum { CACHE_HELD = 3, CACHE_ENTRY_MAX = 2 << 20 };

struct cached {
    struct cached *next;            // in its chain
    struct cached *newer, *older;   // in its shard, by use
    struct arena *mem;
    void (*drop)(struct cached *);
    atomic_int holders;             // who may still send it
    atomic_int lives;               // why its memory is needed: the holders, each response over it
    uint64_t hash;
    str key;
    str etag;                       // weak, of the reply and what it was made from
    struct reply reply;             // its headers and body lie in mem; no body where there is gzip
    str gzip;                       // the body compressed, for those who asked so; empty when that does not pay
    bool is_eternal;                // a static file: the program's own
    struct door_seen seen;
    const struct route *route;      // for the figures
    void *held[CACHE_HELD];         // the server's: ready to send
    int64_t bytes;
};

struct cache;
// `drop` takes down what the server hung on an entry.
struct cache *cache_open(struct arena *boot, int64_t bytes_max, void (*drop)(struct cached *));
void cache_close(struct cache *);

// What a request is kept under. "lang" is the language of the answer. Those who unpack and those who do not have entries of their
// own: nothing is compressed that nobody asks for.
enum packing { PACK_NOT, PACK_GZIP };
str cache_key(struct arena *, str target, str lang, enum wants, enum packing);

// The entry that is still good, held for the caller; NULL. `today` is the office's date.
struct cached *cache_find(struct cache *, struct pool *, str key, date today);
void cache_release(struct cached *);
void cache_let_go(struct cached *); // one of its lives ends

// A new entry, held by the caller and not in the table yet; NULL when it is too large. Headers ETag and Vary are made here.
struct cached *cache_make(struct cache *, str key, const struct reply *, const struct door_seen *); // seen NULL: eternal
// Into the table, in place of an older one under its key. The caller still holds it.
void cache_put(struct cache *, struct cached *);

struct cache_figures {
    int64_t entries, bytes, hits, misses;
};
void cache_figures(struct cache *, struct cache_figures *);

#endif
