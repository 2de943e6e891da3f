// SPDX-License-Identifier: Apache-2.0
// map — from text to pointer, in an arena; keys are not copied. Grows, never shrinks; no removal.
#ifndef ACCORD_BASE_MAP_H
#define ACCORD_BASE_MAP_H

#include "base/str.h"

struct map {
    struct arena *mem;
    struct map_slot *slots;
    ptrdiff_t n, room;
};

void map_init(struct map *, struct arena *);
void *map_get(const struct map *, str key); // NULL when there is none
void map_put(struct map *, str key, void *value);

#endif
