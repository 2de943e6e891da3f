// SPDX-License-Identifier: Apache-2.0
// lambda — the sections that mean something of their own: texts to translate, values to be written in a certain way.
#ifndef ACCORD_VIEW_LAMBDA_H
#define ACCORD_VIEW_LAMBDA_H

#include "base/err.h"
#include "view/value.h"

enum lambda_kind { LAMBDA_TEXT, LAMBDA_PLURAL, LAMBDA_VALUE };

struct lambda {
    str name;
    enum lambda_kind kind;
    // How the named value is shown, not yet escaped; in c->mem. `zone` is the value of the variable "zone", or empty: UTC.
    str (*show)(struct ctx *c, const struct value *v, str zone);
};

const struct lambda *lambda_find(str name); // NULL when there is none

// How a page shows a value that nothing more is said about: in the reader's language, not escaped. Rich text is its source.
// The text is in c->mem, in `room` or in the value itself.
enum { LAMBDA_ROOM = 40 };
str lambda_plain(struct ctx *c, const struct value *v, char room[LAMBDA_ROOM]);

#endif
