// SPDX-License-Identifier: Apache-2.0
// notation — how a language writes numbers and dates. ICU is asked once, when the language is loaded; writing then needs
// nothing but these tables, from any thread and without locks.
#ifndef ACCORD_TEXT_NOTATION_H
#define ACCORD_TEXT_NOTATION_H

#include "base/buf.h"
#include "base/time.h"

struct notation {
    str point, group, minus;
    int64_t group_from;               // numbers below it are not grouped: 10,000 in Spanish
    str percent_before, percent_after; // "%" with its space, where the language puts it
    str month[12];                    // within a date: Russian "мая"
    str month_alone[12];              // Russian "май"
    // Unicode date patterns (UTS #35) with the letters y M L d H m and quoted text.
    str day_pattern, month_pattern, year_pattern, instant_pattern;
};

extern const struct notation notation_english;

// Asks ICU for a locale ("fr", "ar-u-nu-latn"). False when ICU does not know it.
bool notation_read(struct arena *boot, const char *locale, struct notation *out) MUST_CHECK;

void notation_integer(struct buf *, const struct notation *, int64_t);
// `units` of ten to the minus `scale`; at least `least` decimals are kept, further zeroes dropped.
void notation_decimal(struct buf *, const struct notation *, int64_t units, int scale, int least);
// The moment's parts that a pattern may name.
struct notation_moment {
    int year, month, day, hour, minute;
};
void notation_date(struct buf *, const struct notation *, str pattern, struct notation_moment);

#endif
