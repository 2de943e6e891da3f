// SPDX-License-Identifier: Apache-2.0
// store_facet — the codes a derive function gives; inside record/ only.
#ifndef ACCORD_RECORD_STORE_FACET_H
#define ACCORD_RECORD_STORE_FACET_H

#include "record/schema.h"

enum { FACET_CODES_MAX = 2000, FACET_CODE_BYTES = 200 }; // beyond that a facet helps nobody; the rest is left out

struct facet_sink {
    struct arena *mem;
    str *codes; // each once
    ptrdiff_t n, room;
};

#endif
