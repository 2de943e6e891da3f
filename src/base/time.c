// SPDX-License-Identifier: Apache-2.0
#include "base/time.h"

#include "base/zone.h"

#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

enum { DAY_MS = 86400000 };

bool date_is_none(date d)
{
    return d.year == 0;
}

bool date_is_full(date d)
{
    return d.year != 0 && d.month != 0 && d.day != 0;
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int date_month_days(int year, int month)
{
    static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (month < 1 || month > 12)
        return 0;
    return days[month - 1] + (month == 2 && is_leap(year));
}

bool date_is_valid(date d)
{
    if (d.year < 1 || d.year > 9999 || d.month < 0 || d.month > 12)
        return false;
    if (d.month == 0)
        return d.day == 0;
    return d.day >= 0 && d.day <= date_month_days(d.year, d.month);
}

int date_compare(date a, date b)
{
    int32_t x = (a.year * 16 + a.month) * 32 + a.day;
    int32_t y = (b.year * 16 + b.month) * 32 + b.day;
    return (x > y) - (x < y);
}

// Hinnant's days_from_civil: eras of 400 years that begin in March, so that the leap day comes last.
static int64_t days_of(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct civil {
    int64_t year;
    int month, day;
};

// Hinnant's civil_from_days.
static struct civil civil_of(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int from_march = (int)((5 * day_of_year + 2) / 153);
    int day = (int)(day_of_year - (153 * from_march + 2) / 5 + 1);
    int month = from_march < 10 ? from_march + 3 : from_march - 9;
    return (struct civil){ year_of_era + era * 400 + (month <= 2), month, day };
}

static date date_of(struct civil c)
{
    if (c.year < 1 || c.year > 9999)
        return (date){ 0 };
    return (date){ (int16_t)c.year, (int8_t)c.month, (int8_t)c.day };
}

int32_t date_days(date d)
{
    d = date_first(d);
    return (int32_t)days_of(d.year, d.month, d.day);
}

date date_from_days(int32_t days)
{
    return date_of(civil_of(days));
}

date date_first(date d)
{
    if (date_is_none(d))
        return d;
    return (date){ d.year, d.month ? d.month : 1, d.day ? d.day : 1 };
}

date date_last(date d)
{
    if (date_is_none(d))
        return d;
    int8_t month = d.month ? d.month : 12;
    return (date){ d.year, month, d.day ? d.day : (int8_t)date_month_days(d.year, month) };
}

date date_add_months(date d, int months)
{
    int64_t all = (int64_t)d.year * 12 + d.month - 1 + months;
    int64_t year = all / 12;
    if (date_is_none(d) || all < 12 || year > 9999)
        return (date){ 0 };
    int month = (int)(all % 12) + 1;
    int last = date_month_days((int)year, month);
    return date_of((struct civil){ year, month, d.day < last ? d.day : last });
}

// Exactly n digits off the front of *s.
static bool take_digits(str *s, int n, int *out)
{
    int value = 0;
    if (s->len < n)
        return false;
    for (int i = 0; i < n; i++) {
        int digit = s->at[i] - '0';
        if (digit < 0 || digit > 9)
            return false;
        value = value * 10 + digit;
    }
    *s = str_skip(*s, n);
    *out = value;
    return true;
}

static bool take_byte(str *s, char c)
{
    if (s->len == 0 || s->at[0] != c)
        return false;
    *s = str_skip(*s, 1);
    return true;
}

bool date_parse(str iso, date *out)
{
    int part[3] = { 0 };
    bool ok = take_digits(&iso, 4, &part[0]);
    for (int i = 1; ok && i < 3 && iso.len > 0; i++)
        ok = take_byte(&iso, '-') && take_digits(&iso, 2, &part[i]) && part[i] > 0;
    date d = { (int16_t)part[0], (int8_t)part[1], (int8_t)part[2] };
    if (!ok || iso.len > 0 || !date_is_valid(d))
        return false;
    *out = d;
    return true;
}

str date_str(struct arena *mem, date d)
{
    if (date_is_none(d))
        return STR_NONE;
    if (d.month == 0)
        return str_fmt(mem, "%04d", d.year);
    if (d.day == 0)
        return str_fmt(mem, "%04d-%02d", d.year, d.month);
    return str_fmt(mem, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static _Atomic int64_t shift_ms;

static int64_t clock_read(clockid_t clock, int64_t per_second)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * per_second + t.tv_nsec / (1000000000 / per_second);
}

int64_t clock_now_ms(void)
{
    return clock_read(CLOCK_REALTIME, 1000) + atomic_load_explicit(&shift_ms, memory_order_relaxed);
}

void clock_shift_ms(int64_t shift)
{
    atomic_store_explicit(&shift_ms, shift, memory_order_relaxed);
}

int64_t clock_ticks_us(void)
{
    return clock_read(CLOCK_MONOTONIC, 1000000);
}

struct timespec clock_after_us(int64_t us)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    int64_t rest = t.tv_nsec + us % 1000000 * 1000;
    t.tv_sec += us / 1000000 + rest / 1000000000;
    t.tv_nsec = rest % 1000000000;
    return t;
}

// Rounded towards the past, also before 1970.
static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t floor_rest(int64_t a, int64_t b)
{
    return a % b < 0 ? a % b + b : a % b;
}

void instant_print(char to[32], int64_t ms)
{
    int64_t days = floor_div(ms, DAY_MS);
    unsigned in_day = (unsigned)floor_rest(ms, DAY_MS);
    date d = date_of(civil_of(days));
    snprintf(to, 32, "%04d-%02d-%02dT%02u:%02u:%02u.%03uZ", d.year, d.month, d.day, in_day / 3600000 % 24,
             in_day / 60000 % 60, in_day / 1000 % 60, in_day % 1000);
}

str instant_str(struct arena *mem, int64_t ms)
{
    char text[32];
    instant_print(text, ms);
    return str_copy(mem, str_of(text));
}

bool instant_parse(str iso, int64_t *ms)
{
    date d;
    int hour = 0, minute = 0, second = 0, thousandth = 0;
    if (!date_parse(str_slice(iso, 0, 10), &d) || !date_is_full(d))
        return false;
    iso = str_skip(iso, 10);
    bool ok = take_byte(&iso, 'T') && take_digits(&iso, 2, &hour) && take_byte(&iso, ':') &&
              take_digits(&iso, 2, &minute) && take_byte(&iso, ':') && take_digits(&iso, 2, &second);
    if (ok && take_byte(&iso, '.'))
        ok = take_digits(&iso, 3, &thousandth);
    if (!ok || !take_byte(&iso, 'Z') || iso.len > 0 || hour > 23 || minute > 59 || second > 59)
        return false;
    *ms = (int64_t)date_days(d) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + thousandth;
    return true;
}

date instant_date(int64_t ms, int32_t offset_s)
{
    // The time of day apart, so that no instant overflows.
    int64_t in_day = floor_rest(ms, DAY_MS) + offset_s * (int64_t)1000;
    return date_of(civil_of(floor_div(ms, DAY_MS) + floor_div(in_day, DAY_MS)));
}

date instant_date_in(int64_t ms, str zone)
{
    int32_t offset = 0;
    zone_offset(zone, floor_div(ms, 1000), &offset);
    return instant_date(ms, offset);
}
