// SPDX-License-Identifier: Apache-2.0
// faults — all that is wrong with an input at once: where, and what to do. They become the form again, or problem+json.
#ifndef ACCORD_BASE_FAULTS_H
#define ACCORD_BASE_FAULTS_H

#include "base/err.h"

struct fault {
    str field;  // path: "title", "partners.0.role"; empty for the whole
    str reason; // translated, lower case, no full stop
};

enum { FAULTS_MAX = 200 };

struct faults {
    struct fault *at;
    ptrdiff_t n;
};

// Adds a fault (copied into c->mem); beyond FAULTS_MAX it is only counted in no way: the list is long enough to act on.
void fault_add(struct ctx *, struct faults *, str field, const char *fmt, ...) PRINTF_LIKE(4, 5);
bool fault_at(const struct faults *, str field);   // is there one at this very path?
str fault_reason(const struct faults *, str field); // the first one's reason, or empty

#endif
