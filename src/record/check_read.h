// SPDX-License-Identifier: Apache-2.0
// check_read — input trees over records; inside record/ only (record_read itself is in check.h).
#ifndef ACCORD_RECORD_CHECK_READ_H
#define ACCORD_RECORD_CHECK_READ_H

#include "record/check.h"

// Reads a canonical document over an empty record: every field, rows with the ids they have; what the type no longer knows is
// left out, a former name is understood.
void check_read_document(struct ctx *, const struct record_type *, const struct value *in, void *record, struct faults *);

// Reads the bare values of a row's fields again, so that what was put together in C meets the same rules as what was sent.
void check_read_again(struct ctx *, const struct record_type *, const void *row, str path, struct faults *);

// "partners.0" and "role" to "partners.0.role"; the second alone when the first is empty.
str check_path(struct arena *, str path, str name);
// Is there a fault at this path or within it? One is enough to act on.
bool check_has_fault(const struct faults *, str path);

#endif
