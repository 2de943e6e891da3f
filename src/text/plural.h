// SPDX-License-Identifier: Apache-2.0
// plural — which form of a text goes with a number: the Plural-Forms line of a gettext catalogue, a C expression over n
// (GNU gettext manual, "Additional functions for plural forms").
#ifndef ACCORD_TEXT_PLURAL_H
#define ACCORD_TEXT_PLURAL_H

#include "base/str.h"

enum { PLURAL_FORMS = 6, PLURAL_NODES = 96 }; // Arabic has six forms, and the longest expression: 48 nodes

struct plural {
    int forms;
    int root;
    int n;
    struct plural_node {
        int op; // a constant of the parser's
        uint64_t value;
        int left, right, other; // places in node[]
    } node[PLURAL_NODES];
};

// Reads "nplurals=2; plural=n != 1;". False when it is not such a line, names no or too many forms, or is too long.
bool plural_read(str line, struct plural *out) MUST_CHECK;
// 0 … forms - 1. A division by zero or a form that does not exist gives 0. The sign of n does not count.
int plural_form(const struct plural *, int64_t n);

#endif
