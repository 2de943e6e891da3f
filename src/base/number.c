// SPDX-License-Identifier: Apache-2.0
#include "base/number.h"

#include "base/err.h"

// ---- to plain characters

static const struct {
    uint32_t first, last;
    char plain; // of the first; 0-9 count on from it
} replaced[] = {
    { 0x00A0, 0x00A0, ' ' },  // no-break space
    { 0x2000, 0x200A, ' ' },  // typographic spaces, the thin one among them
    { 0x202F, 0x202F, ' ' },  // narrow no-break space
    { 0x205F, 0x205F, ' ' },  // mathematical space
    { 0x3000, 0x3000, ' ' },  // ideographic space
    { 0x0660, 0x0669, '0' },  // Arabic-Indic digits
    { 0x06F0, 0x06F9, '0' },  // extended Arabic-Indic digits: Persian, Urdu
    { 0x066B, 0x066B, ';' },  // Arabic decimal separator
    { 0x066C, 0x066C, '\'' }, // Arabic thousands separator
    { 0x2018, 0x2019, '\'' }, // quotation marks, the Swiss apostrophe among them
    { 0x02BC, 0x02BC, '\'' }, // modifier letter apostrophe
    { 0x2010, 0x2013, '-' },  // hyphens, figure dash, en dash
    { 0x2212, 0x2212, '-' },  // minus sign
};

static char plain_ascii(char c)
{
    if (c >= 'a' && c <= 'z')
        return (char)(c - ('a' - 'A'));
    if (c == '\t' || c == '\n' || c == '\r')
        return ' ';
    bool known =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '.' || c == ',' || c == '\'' || c == '-';
    return known ? c : '?';
}

static char plain_point(uint32_t point)
{
    for (ptrdiff_t i = 0; i < COUNT(replaced); i++) {
        if (point >= replaced[i].first && point <= replaced[i].last)
            return replaced[i].plain == '0' ? (char)('0' + (point - replaced[i].first)) : replaced[i].plain;
    }
    return '?';
}

// The code point at the front of well-formed UTF-8, taken off it.
static uint32_t take_point(str *s)
{
    unsigned char first = (unsigned char)s->at[0];
    ptrdiff_t n = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    uint32_t point = n == 1 ? first : first & (0xFFu >> (n + 1));
    for (ptrdiff_t i = 1; i < n; i++)
        point = point << 6 | ((unsigned char)s->at[i] & 0x3F);
    *s = str_skip(*s, n);
    return point;
}

bool number_plain(str text, struct number_text *out)
{
    struct number_text plain = { .len = 0 };
    if (!str_is_utf8(text))
        return false;
    while (text.len > 0) {
        uint32_t point = take_point(&text);
        char c = point < 0x80 ? plain_ascii((char)point) : plain_point(point);
        if (c == ' ' && plain.len == 0)
            continue;
        if (plain.len == NUMBER_TEXT)
            return false;
        plain.at[plain.len++] = c;
    }
    while (plain.len > 0 && plain.at[plain.len - 1] == ' ')
        plain.len--;
    *out = plain;
    return plain.len > 0;
}

// ---- reading

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static ptrdiff_t count_byte(str s, char c)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++)
        n += s.at[i] == c;
    return n;
}

static ptrdiff_t find_last(str s, char c)
{
    ptrdiff_t at = s.len - 1;
    while (at >= 0 && s.at[at] != c)
        at--;
    return at;
}

// 1.234 and 12,345 can be read either way; 0.123, 1234.567 and 1 234,567 cannot.
static bool may_group(str s, ptrdiff_t at)
{
    bool three_follow = s.len - at == 4;
    bool others = str_find_byte(s, ' ') >= 0 || str_find_byte(s, '\'') >= 0;
    return three_follow && !others && at >= 1 && at <= 3 && s.at[0] != '0';
}

// Where the decimals begin: the position of their separator, or s.len when there are none.
static ptrdiff_t decimals_at(str s, enum number_point lone_point)
{
    ptrdiff_t arabic = str_find_byte(s, ';'), point = find_last(s, '.'), comma = find_last(s, ',');
    if (arabic >= 0)
        return arabic;
    if (point >= 0 && comma >= 0)
        return point > comma ? point : comma;
    ptrdiff_t at = point >= 0 ? point : comma;
    if (at < 0 || count_byte(s, s.at[at]) > 1)
        return s.len;
    if (may_group(s, at) && !(point >= 0 && lone_point == POINT_IS_DECIMAL))
        return s.len;
    return at;
}

// Groups of three digits; of two before the last three in the Indian way; one kind of separator throughout.
static bool groups_are_sound(str whole)
{
    char separator = 0;
    ptrdiff_t size = 0, groups = 0, inner = 0;
    for (ptrdiff_t i = whole.len - 1; i >= 0; i--) {
        if (is_digit(whole.at[i])) {
            size++;
            continue;
        }
        if (separator != 0 && whole.at[i] != separator)
            return false;
        separator = whole.at[i];
        inner = groups == 1 ? size : inner;
        if (groups == 0 ? size != 3 : size != inner || inner < 2 || inner > 3)
            return false;
        groups++;
        size = 0;
    }
    return groups == 0 || (size >= 1 && size <= (groups > 1 ? inner : 3));
}

static bool add_digit(int64_t *units, char c)
{
    return !__builtin_mul_overflow(*units, (int64_t)10, units) &&
           !__builtin_add_overflow(*units, (int64_t)(c - '0'), units);
}

static bool is_digits(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (!is_digit(s.at[i]))
            return false;
    }
    return true;
}

static const char *number_fault(str whole, str fraction, bool has_separator, int decimals)
{
    if (!is_digits(fraction) || (has_separator && fraction.len == 0) || whole.len + fraction.len == 0)
        return N_("write the number in digits, such as 40,000 or 40 000.50");
    if (!groups_are_sound(whole))
        return N_("write the thousands in groups of three digits, such as 1,000,000");
    for (ptrdiff_t i = decimals; i < fraction.len; i++) {
        if (fraction.at[i] != '0')
            return decimals == 0 ? N_("write a whole amount: this currency has no smaller unit")
                                 : N_("write fewer decimals: the number has more than can be kept");
    }
    return NULL;
}

bool number_read(str plain, int decimals, enum number_point lone_point, int64_t *units, const char **why)
{
    bool negative = str_starts(plain, S("-"));
    plain = str_trim(str_skip(plain, negative));
    ptrdiff_t split = decimals_at(plain, lone_point);
    str whole = str_slice(plain, 0, split), fraction = str_skip(plain, split + 1);
    *why = number_fault(whole, fraction, split < plain.len, decimals);
    if (*why)
        return false;
    int64_t value = 0;
    bool fits = true;
    for (ptrdiff_t i = 0; i < whole.len; i++)
        fits = fits && (!is_digit(whole.at[i]) || add_digit(&value, whole.at[i]));
    for (ptrdiff_t i = 0; i < decimals; i++)
        fits = fits && add_digit(&value, i < fraction.len ? fraction.at[i] : '0');
    if (!fits) {
        *why = N_("write a smaller number: this one is too large to be kept");
        return false;
    }
    *units = negative ? -value : value;
    return true;
}
