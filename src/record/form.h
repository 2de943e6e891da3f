// SPDX-License-Identifier: Apache-2.0
// form — a type's form as a value tree, for one template to draw. No HTML here.
//
// {"sections":[{"label","anchor","fields":[FIELD…]}], "faults":[{"field","anchor","label","reason"}] from the top of the form down}
// FIELD: {"name" (path), "anchor", "label", "help", "optional", "error", and one of "text","textarea","select","checks","yes","money",
//   "date","number","ref","many": true, then "value" (what was typed, or the record's as one would type it), "max",
//   "options":[{"code","label","on","group"}], money: "amount","currency"; ref: "value" (title), "id", "choices":[titles] up to 500;
//   many: "label_row", "rows":[{"number","path","id","removed","fields":[FIELD…]}], "add" (true when one more row may be added)}
// Every key is there in every field, null where it does not apply: a template looks for absent ones in what is around it.
// Rows stand where they were typed, those to be removed too ("removed"), so that the faults' paths hold.
#ifndef ACCORD_RECORD_FORM_H
#define ACCORD_RECORD_FORM_H

#include "record/check.h"

struct form_options {
    const struct value *typed;    // what was sent, to be shown again; NULL: the record's values
    const struct faults *faults;  // may be NULL
    roles viewer;                 // only what they may write
    const char *only_section;     // one step of a wizard; NULL: all
    int blank_rows;               // empty rows after the present ones; a REQUIRED F_MANY without rows has one in any case
    str add_to;                   // path of a F_MANY that gets one row more
};
enum err form_value(struct ctx *, const struct record_type *, const void *record, const struct form_options *,
                    struct value **out) MUST_CHECK;

#endif
