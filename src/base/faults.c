// SPDX-License-Identifier: Apache-2.0
#include "base/faults.h"

#include "base/buf.h"

enum { REASON_LIMIT = 1000, FAULTS_FIRST = 8 };

static void faults_reserve(struct ctx *c, struct faults *f)
{
    // Room is a power of two from FAULTS_FIRST on: full exactly when n is one.
    if (f->n > 0 && (f->n < FAULTS_FIRST || (f->n & (f->n - 1)) != 0))
        return;
    ptrdiff_t row = (ptrdiff_t)sizeof *f->at;
    ptrdiff_t room = f->n > 0 ? 2 * f->n : FAULTS_FIRST;
    f->at = arena_grow(c->mem, f->n > 0 ? f->at : NULL, f->n * row, room * row, _Alignof(struct fault));
}

void fault_add(struct ctx *c, struct faults *f, str field, const char *fmt, ...)
{
    if (f->n >= FAULTS_MAX)
        return;
    struct buf reason;
    buf_init(&reason, c->mem, REASON_LIMIT);
    va_list args;
    va_start(args, fmt);
    buf_vfmt(&reason, tr(c, fmt), args);
    va_end(args);
    faults_reserve(c, f);
    f->at[f->n++] = (struct fault){ str_copy(c->mem, field), buf_str(&reason) };
}

static const struct fault *fault_find(const struct faults *f, str field)
{
    for (ptrdiff_t i = 0; i < f->n; i++) {
        if (str_eq(f->at[i].field, field))
            return &f->at[i];
    }
    return NULL;
}

bool fault_at(const struct faults *f, str field)
{
    return fault_find(f, field) != NULL;
}

str fault_reason(const struct faults *f, str field)
{
    const struct fault *found = fault_find(f, field);
    return found ? found->reason : STR_NONE;
}
