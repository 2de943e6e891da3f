// SPDX-License-Identifier: Apache-2.0
// office_query — counts for the front page, and who stands above whom among accounts.
#ifndef ACCORD_OFFICE_OFFICE_QUERY_H
#define ACCORD_OFFICE_OFFICE_QUERY_H

#include "work/account.h"

struct office_figures {
    int64_t partnerships;  // public ones
    int64_t organisations;
    int64_t countries;     // that public partnerships name
};
enum err office_figures(struct ctx *, struct office_figures *out) MUST_CHECK;

// The account is an administrator's and the actor is none: links for it are not theirs to make.
bool office_is_above(const struct ctx *, const struct account *);

#endif
