// SPDX-License-Identifier: Apache-2.0
// fuzz — what every target begins with: memory of its own for each input. A target is a function of one input that must not
// crash, hang, leak or read out of bounds, whatever the bytes; what it checks beyond that stands in its file.
#ifndef ACCORD_FUZZ_H
#define ACCORD_FUZZ_H

#include "base/err.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ(input)                                                                  \
    static void fuzz_one(struct ctx *c, str input);                                  \
    int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)                     \
    {                                                                                \
        static struct arena *mem;                                                    \
        if (!mem)                                                                    \
            mem = arena_open("fuzz", ARENA_REQUEST);                                 \
        arena_mark here = arena_here(mem);                                           \
        struct ctx c = { .mem = mem };                                               \
        fuzz_one(&c, (str){ (const char *)data, (ptrdiff_t)size });                  \
        arena_reset(mem, here);                                                      \
        return 0;                                                                    \
    }                                                                                \
    static void fuzz_one(struct ctx *c, str input)

// What must hold of every input.
#define MUST(condition)     \
    do {                    \
        if (!(condition))   \
            abort();        \
    } while (0)

#endif
