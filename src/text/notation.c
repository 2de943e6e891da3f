// SPDX-License-Identifier: Apache-2.0
#include "text/notation.h"

#include "base/arena.h"

#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/unum.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

enum { TEXT_ROOM = 128 };

const struct notation notation_english = {
    .point = S_INIT("."),
    .group = S_INIT(","),
    .minus = S_INIT("-"),
    .group_from = 1000,
    .percent_after = S_INIT("%"),
    .month = { S_INIT("January"), S_INIT("February"), S_INIT("March"), S_INIT("April"), S_INIT("May"), S_INIT("June"),
               S_INIT("July"), S_INIT("August"), S_INIT("September"), S_INIT("October"), S_INIT("November"),
               S_INIT("December") },
    .month_alone = { S_INIT("January"), S_INIT("February"), S_INIT("March"), S_INIT("April"), S_INIT("May"), S_INIT("June"),
                     S_INIT("July"), S_INIT("August"), S_INIT("September"), S_INIT("October"), S_INIT("November"),
                     S_INIT("December") },
    .day_pattern = S_INIT("d MMMM y"),
    .month_pattern = S_INIT("MMMM y"),
    .year_pattern = S_INIT("y"),
    .instant_pattern = S_INIT("d MMMM y, HH:mm"),
};

static str utf8_of(struct arena *boot, const UChar *text, int32_t len)
{
    char bytes[4 * TEXT_ROOM];
    int32_t n = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8(bytes, (int32_t)sizeof bytes, &n, text, len, &status);
    return U_SUCCESS(status) ? str_copy(boot, (str){ bytes, n }) : STR_NONE;
}

static str symbol_of(struct arena *boot, const UNumberFormat *format, UNumberFormatSymbol symbol, UErrorCode *status)
{
    UChar text[TEXT_ROOM];
    int32_t n = unum_getSymbol(format, symbol, text, TEXT_ROOM, status);
    return U_SUCCESS(*status) ? utf8_of(boot, text, n) : STR_NONE;
}

static str affix_of(struct arena *boot, const UNumberFormat *format, UNumberFormatTextAttribute affix, UErrorCode *status)
{
    UChar text[TEXT_ROOM];
    int32_t n = unum_getTextAttribute(format, affix, text, TEXT_ROOM, status);
    return U_SUCCESS(*status) ? utf8_of(boot, text, n) : STR_NONE;
}

static void read_numbers(struct arena *boot, const char *locale, struct notation *to, UErrorCode *status)
{
    UNumberFormat *format = unum_open(UNUM_DECIMAL, NULL, 0, locale, NULL, status);
    to->point = symbol_of(boot, format, UNUM_DECIMAL_SEPARATOR_SYMBOL, status);
    to->group = symbol_of(boot, format, UNUM_GROUPING_SEPARATOR_SYMBOL, status);
    to->minus = symbol_of(boot, format, UNUM_MINUS_SIGN_SYMBOL, status);
    unum_close(format);
    format = unum_open(UNUM_PERCENT, NULL, 0, locale, NULL, status);
    to->percent_before = affix_of(boot, format, UNUM_POSITIVE_PREFIX, status);
    to->percent_after = affix_of(boot, format, UNUM_POSITIVE_SUFFIX, status);
    unum_close(format);
}

// Whether four digits are grouped no attribute tells; an example does.
static void read_grouping(const char *locale, struct notation *to, UErrorCode *status)
{
    static const UChar plain_number[] = { 0 };
    UChar example[TEXT_ROOM];
    UNumberFormatter *format = unumf_openForSkeletonAndLocale(plain_number, 0, locale, status);
    UFormattedNumber *result = unumf_openResult(status);
    unumf_formatInt(format, 1000, result, status);
    to->group_from = unumf_resultToString(result, example, TEXT_ROOM, status) == 4 ? 10000 : 1000;
    unumf_closeResult(result);
    unumf_close(format);
}

static void read_months(struct arena *boot, const char *locale, struct notation *to, UErrorCode *status)
{
    UDateFormat *format = udat_open(UDAT_LONG, UDAT_LONG, locale, NULL, 0, NULL, 0, status);
    for (int32_t i = 0; i < 12 && U_SUCCESS(*status); i++) {
        UChar text[TEXT_ROOM];
        int32_t n = udat_getSymbols(format, UDAT_MONTHS, i, text, TEXT_ROOM, status);
        to->month[i] = utf8_of(boot, text, n);
        n = udat_getSymbols(format, UDAT_STANDALONE_MONTHS, i, text, TEXT_ROOM, status);
        to->month_alone[i] = utf8_of(boot, text, n);
    }
    udat_close(format);
}

static str pattern_of(struct arena *boot, UDateTimePatternGenerator *generator, const char *skeleton, UErrorCode *status)
{
    UChar wanted[TEXT_ROOM], pattern[TEXT_ROOM];
    u_uastrcpy(wanted, skeleton);
    int32_t n = udatpg_getBestPattern(generator, wanted, -1, pattern, TEXT_ROOM, status);
    return U_SUCCESS(*status) ? utf8_of(boot, pattern, n) : STR_NONE;
}

static void read_patterns(struct arena *boot, const char *locale, struct notation *to, UErrorCode *status)
{
    UDateTimePatternGenerator *generator = udatpg_open(locale, status);
    to->day_pattern = pattern_of(boot, generator, "yMMMMd", status);
    to->month_pattern = pattern_of(boot, generator, "yMMMM", status);
    to->year_pattern = pattern_of(boot, generator, "y", status);
    to->instant_pattern = pattern_of(boot, generator, "yMMMMdHm", status);
    udatpg_close(generator);
}

bool notation_read(struct arena *boot, const char *locale, struct notation *out)
{
    *out = notation_english;
    UErrorCode status = U_ZERO_ERROR;
    read_numbers(boot, locale, out, &status);
    read_grouping(locale, out, &status);
    read_months(boot, locale, out, &status);
    read_patterns(boot, locale, out, &status);
    return U_SUCCESS(status);
}

static void write_digits(struct buf *b, const struct notation *n, uint64_t whole)
{
    char digits[24];
    int len = 0;
    bool grouped = whole >= (uint64_t)n->group_from;
    do
        digits[len++] = (char)('0' + whole % 10);
    while ((whole /= 10) > 0);
    while (len-- > 0) {
        buf_byte(b, digits[len]);
        if (grouped && len > 0 && len % 3 == 0)
            buf_add(b, n->group);
    }
}

static uint64_t write_sign(struct buf *b, const struct notation *n, int64_t number)
{
    if (number < 0)
        buf_add(b, n->minus);
    return number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
}

void notation_integer(struct buf *b, const struct notation *n, int64_t number)
{
    write_digits(b, n, write_sign(b, n, number));
}

void notation_decimal(struct buf *b, const struct notation *n, int64_t units, int scale, int least)
{
    uint64_t left = write_sign(b, n, units), unit = 1;
    for (int i = 0; i < scale; i++)
        unit *= 10;
    write_digits(b, n, left / unit);
    uint64_t fraction = left % unit;
    while (scale > least && fraction % 10 == 0) {
        fraction /= 10;
        scale--;
    }
    if (scale == 0)
        return;
    buf_add(b, n->point);
    for (unit = 1; --scale > 0;)
        unit *= 10;
    for (; unit > 0; unit /= 10)
        buf_byte(b, (char)('0' + fraction / unit % 10));
}

static void write_padded(struct buf *b, int number, ptrdiff_t width)
{
    buf_fmt(b, "%0*d", (int)width, number);
}

static void write_field(struct buf *b, const struct notation *n, char letter, ptrdiff_t width, struct notation_moment m)
{
    bool named = (letter == 'M' || letter == 'L') && width > 2 && m.month >= 1 && m.month <= 12;
    switch (letter) {
    case 'M':
        if (named)
            buf_add(b, n->month[m.month - 1]);
        else
            write_padded(b, m.month, width);
        break;
    case 'L':
        if (named)
            buf_add(b, n->month_alone[m.month - 1]);
        else
            write_padded(b, m.month, width);
        break;
    case 'y': buf_int(b, m.year); break;
    case 'd': write_padded(b, m.day, width); break;
    case 'H': write_padded(b, m.hour, width); break;
    case 'm': write_padded(b, m.minute, width); break;
    default: break;
    }
}

static bool is_letter(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

void notation_date(struct buf *b, const struct notation *n, str pattern, struct notation_moment moment)
{
    bool quoted = false;
    for (ptrdiff_t i = 0; i < pattern.len; i++) {
        char ch = pattern.at[i];
        if (ch == '\'' && i + 1 < pattern.len && pattern.at[i + 1] == '\'') {
            buf_byte(b, '\'');
            i++;
        } else if (ch == '\'') {
            quoted = !quoted;
        } else if (quoted || !is_letter(ch)) {
            buf_byte(b, ch);
        } else {
            ptrdiff_t from = i;
            while (i + 1 < pattern.len && pattern.at[i + 1] == ch)
                i++;
            write_field(b, n, ch, i - from + 1, moment);
        }
    }
}
