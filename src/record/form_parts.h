// SPDX-License-Identifier: Apache-2.0
// form_parts — what form.c is made of: input as a form would send it, options to choose from, faults as links. Internal.
#ifndef ACCORD_RECORD_FORM_PARTS_H
#define ACCORD_RECORD_FORM_PARTS_H

#include "base/map.h"
#include "record/form.h"

enum { FORM_CHOICES_MAX = 500 };

struct form {
    struct ctx *c;
    const struct record_type *type;
    const struct form_options *options;
    const struct faults *faults;
    struct map lists;  // code list → its options, sorted
    struct map titles; // type → titles to choose from
    enum err err;      // the first failure of the store
};

// What a form that shows this member would send, had nobody touched it: text, list of texts, {"amount","currency"}.
const struct value *form_sent(struct form *, const struct field *, const void *row);

struct value *form_options_value(struct form *, const struct field *, const struct value *sent); // for select and checks
struct value *form_titles(struct form *, const struct field *);                                   // for ref

str form_capital(struct arena *, const char *label); // "partner" → "Partner"
str form_anchor(struct arena *, str path);           // id of the control at a path
str form_error(struct form *, const struct field *, str path); // what is wrong at this control; empty: nothing
struct value *form_faults(struct form *);

#endif
