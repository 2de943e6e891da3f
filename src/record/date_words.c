// SPDX-License-Identifier: Apache-2.0
#include "record/date_words.h"

static const char *const months[] = {
    N_("January"), N_("February"), N_("March"),     N_("April"),   N_("May"),      N_("June"),
    N_("July"),    N_("August"),   N_("September"), N_("October"), N_("November"), N_("December"),
};

enum { PARTS = 3, DIGITS_MAX = 4 };

// A word of the date: a number, or the name of a month.
struct part {
    int number;
    int digits; // 0: it is a month's name
};

static bool is_digit(char ch)
{
    return ch >= '0' && ch <= '9';
}

static bool is_between(char ch)
{
    return ch == ' ' || ch == ',' || ch == '/' || ch == '.' || ch == '-' || ch == '\t';
}

// "May", "Sept", "feb": three letters or more of an English name; 0 when it is none.
static int month_of(str word)
{
    for (int i = 0; word.len >= 3 && i < COUNT(months); i++) {
        if (str_eq_nocase(word, str_first_points(str_of(months[i]), word.len)))
            return i + 1;
    }
    return 0;
}

static bool is_ordinal(str word)
{
    return str_eq_nocase(word, S("st")) || str_eq_nocase(word, S("nd")) || str_eq_nocase(word, S("rd")) ||
           str_eq_nocase(word, S("th"));
}

static str take(str *s, bool digits)
{
    ptrdiff_t n = 0;
    while (n < s->len && !is_between(s->at[n]) && is_digit(s->at[n]) == digits)
        n++;
    str word = str_slice(*s, 0, n);
    *s = str_skip(*s, n);
    return word;
}

// The number of parts; -1 when it is not made of numbers and months.
static int parts_of(str s, struct part *parts)
{
    int n = 0;
    while (s.len > 0) {
        if (is_between(s.at[0])) {
            s = str_skip(s, 1);
            continue;
        }
        int64_t number = 0;
        bool digits = is_digit(s.at[0]);
        str word = take(&s, digits);
        int month = digits ? 0 : month_of(word);
        if (!digits && ((n > 0 && parts[n - 1].digits && is_ordinal(word)) || str_eq_nocase(word, S("of"))))
            continue;
        if (n == PARTS || word.len > (digits ? DIGITS_MAX : 16) || (digits ? !str_to_int(word, &number) : month == 0))
            return -1;
        parts[n++] = (struct part){ .number = digits ? (int)number : month, .digits = digits ? (int)word.len : 0 };
    }
    return n;
}

struct plain_date {
    int year, month, day; // month and day 0 when they are not said
    int year_digits;
};

// Which part is which. False for an order nobody uses.
static bool arrange(const struct part *p, int n, struct plain_date *out)
{
    const struct part none = { .number = 0 };
    const struct part *year = &p[n - 1], *month = n > 1 ? &p[n - 2] : &none, *day = n > 2 ? &p[0] : &none;
    bool named = false;
    if (n > 1 && p[0].digits == DIGITS_MAX) { // 2003/05/31
        year = &p[0];
        month = &p[1];
        day = n > 2 ? &p[2] : &none;
    } else if (n > 2 && p[0].digits == 0) { // May 31, 2003
        month = &p[0];
        day = &p[1];
    }
    for (int i = 0; i < n; i++)
        named = named || (p[i].digits == 0 && &p[i] != month);
    *out = (struct plain_date){ year->number, month->number, day->number, year->digits };
    return !named && (n < 2 || month->number > 0 || month->digits) && (n < 3 || day->digits);
}

static bool refuse(struct ctx *c, str *why, const char *reason)
{
    *why = str_of(tr(c, reason));
    return false;
}

static bool check(struct ctx *c, const struct plain_date *d, int parts, str *why)
{
    if (d->year_digits != DIGITS_MAX || d->year == 0)
        return refuse(c, why, N_("write the year with four digits, as in 31 May 2003"));
    if (parts > 1 && (d->month < 1 || d->month > 12)) {
        *why = str_fmt(c->mem, tr(c, N_("there is no month %d: write the day first, then the month, as in 31/5/2003")), d->month);
        return false;
    }
    int days = parts > 2 ? date_month_days(d->year, d->month) : 0;
    if (parts > 2 && (d->day < 1 || d->day > days)) {
        const char *month = tr(c, months[d->month - 1]);
        *why = str_fmt(c->mem, tr(c, N_("%d %s %d does not exist: %s has %d days")), d->day, month, d->year, month, days);
        return false;
    }
    return true;
}

bool date_words_read(struct ctx *c, str text, date *out, str *why)
{
    struct part parts[PARTS];
    struct plain_date d;
    int n = parts_of(text, parts);
    if (n < 1 || !arrange(parts, n, &d))
        return refuse(c, why, N_("write the date as 31 May 2003, May 2001 or 2001"));
    if (!check(c, &d, n, why))
        return false;
    *out = (date){ .year = (int16_t)d.year, .month = (int8_t)d.month, .day = (int8_t)d.day };
    return true;
}
