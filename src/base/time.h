// SPDX-License-Identifier: Apache-2.0
// time — dates as people state them, instants as UTC milliseconds since 1970.
//
// A date may be known to the year, the month or the day (ISO 8601-1 reduced precision: 1994, 2001-05, 2003-05-31); what is
// not known is 0. Calendar arithmetic is proleptic Gregorian, after H. Hinnant, "chrono-compatible low-level date algorithms".
#ifndef ACCORD_BASE_TIME_H
#define ACCORD_BASE_TIME_H

#include "base/str.h"

#include <time.h>

typedef struct {
    int16_t year; // 1..9999; 0: no date at all
    int8_t month; // 1..12; 0: only the year is known
    int8_t day;   // 1..31; 0: only year and month are known
} date;

bool date_is_none(date);
bool date_is_full(date);
bool date_is_valid(date); // exists in the calendar; none is not valid
int date_compare(date, date); // reduced precision sorts before the full dates within it
int date_month_days(int year, int month);
int32_t date_days(date);     // days since 1970-01-01 of the first day it can mean; the date must be valid
date date_from_days(int32_t days); // none outside the years 1..9999
date date_first(date);       // 2001-05 → 2001-05-01
date date_last(date);        // 2001-05 → 2001-05-31
date date_add_months(date, int months); // a full date; the day is clamped to the month's end; none outside the years 1..9999
bool date_parse(str iso, date *out) MUST_CHECK; // ISO forms above only
str date_str(struct arena *, date);             // ISO form; empty for none

int64_t clock_now_ms(void);             // UTC; tests may shift it
void clock_shift_ms(int64_t shift);     // for tests and simulations: added to the machine's clock
int64_t clock_ticks_us(void);           // monotonic, for measuring
struct timespec clock_after_us(int64_t us); // so much from now on the monotonic clock: what pthread_cond_timedwait waits until
str instant_str(struct arena *, int64_t ms); // 2003-05-31T12:00:00.000Z
void instant_print(char to[32], int64_t ms); // the same, NUL-terminated, without an arena
bool instant_parse(str iso, int64_t *ms) MUST_CHECK; // the form above, milliseconds optional
date instant_date(int64_t ms, int32_t offset_s);     // the day it falls on at this offset from UTC
// The day at an instant in an IANA time zone ("Africa/Cairo"); UTC when the zone is not known on this machine.
date instant_date_in(int64_t ms, str zone);

#endif
