// SPDX-License-Identifier: Apache-2.0
// number — amounts as people write them in any language: Latin and both kinds of Arabic digits, thousands set apart by spaces,
// apostrophes, points or commas (also in the Indian way, 1,00,000), decimals after a point or a comma.
#ifndef ACCORD_BASE_NUMBER_H
#define ACCORD_BASE_NUMBER_H

#include "base/str.h"

enum { NUMBER_TEXT = 64 };

struct number_text {
    char at[NUMBER_TEXT];
    ptrdiff_t len;
};

// The text in plain characters, trimmed: 0-9, points and commas, ' ' for every kind of space, '\'' for every apostrophe and the
// Arabic thousands separator, ';' for the Arabic decimal separator, '-' for every minus; ASCII letters become capitals, all
// else becomes '?'. False when it is empty or longer than NUMBER_TEXT.
bool number_plain(str text, struct number_text *out) MUST_CHECK;

// What a lone point before exactly three digits (1.234) means. A lone comma there always separates thousands.
enum number_point { POINT_GROUPS, POINT_IS_DECIMAL };

// A plain number, without letters, in units of ten to the minus `decimals`. On failure *why is a sentence for the user.
bool number_read(str plain, int decimals, enum number_point, int64_t *units, const char **why) MUST_CHECK;

#endif
