// SPDX-License-Identifier: Apache-2.0
#include "base/money.h"

#include "base/err.h"
#include "base/number.h"

#include <stdlib.h>
#include <string.h>

struct currency {
    char code[4];
    int8_t decimals;
};

static const struct currency currencies[] = {
#define X(code, decimals) { #code, decimals },
#include "base/currency_table.h"
#undef X
};

static const int64_t powers_of_ten[] = { 1, 10, 100, 1000, 10000 };

bool money_is_none(money m)
{
    return m.currency[0] == 0;
}

static int by_code(const void *key, const void *row)
{
    const str *code = key;
    return memcmp(code->at, ((const struct currency *)row)->code, 3);
}

int currency_decimals(str code)
{
    if (code.len != 3)
        return -1;
    const struct currency *found = bsearch(&code, currencies, COUNT(currencies), sizeof currencies[0], by_code);
    return found ? found->decimals : -1;
}

ptrdiff_t currency_count(void)
{
    return COUNT(currencies);
}

str currency_code(ptrdiff_t i)
{
    return i >= 0 && i < COUNT(currencies) ? (str){ currencies[i].code, 3 } : STR_NONE;
}

money money_of(int64_t major, const char *currency)
{
    int decimals = currency_decimals(str_of(currency));
    money m = { .minor = 0 };
    if (decimals < 0 || __builtin_mul_overflow(major, powers_of_ten[decimals], &m.minor))
        abort(); // a mistake in our own tables
    memcpy(m.currency, currency, 3);
    return m;
}

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

// Takes a three-letter word off the front or the end of *plain; empty when there is none.
static str take_code(str *plain)
{
    str s = *plain, code = STR_NONE;
    if (s.len >= 3 && is_letter(s.at[0]) && is_letter(s.at[1]) && is_letter(s.at[2])) {
        code = str_slice(s, 0, 3);
        *plain = str_trim(str_skip(s, 3));
    } else if (s.len >= 3 && is_letter(s.at[s.len - 1]) && is_letter(s.at[s.len - 2]) && is_letter(s.at[s.len - 3])) {
        code = str_skip(s, s.len - 3);
        *plain = str_trim(str_slice(s, 0, s.len - 3));
    }
    return code;
}

static bool refuse(const char **why, const char *reason)
{
    *why = reason;
    return false;
}

static bool has_digit(str text)
{
    for (ptrdiff_t i = 0; i < text.len; i++)
        if (text.at[i] >= '0' && text.at[i] <= '9')
            return true;
    return false;
}

bool money_parse(str text, str code, money *out, const char **why)
{
    struct number_text plain, named;
    if (!number_plain(text, &plain))
        return refuse(why, N_("write an amount and a currency, such as 40,000 USD"));
    str amount = { plain.at, plain.len };
    if (!has_digit(amount))
        return refuse(why, N_("write an amount and a currency, such as 40,000 USD"));
    str within = take_code(&amount);
    str currency = within;
    if (number_plain(code, &named)) {
        currency = (str){ named.at, named.len };
        if (within.len > 0 && !str_eq(within, currency))
            return refuse(why, N_("name one currency: the amount names another than the one chosen beside it"));
    }
    if (currency.len == 0)
        return refuse(why, N_("add the currency in three letters, such as 40,000 USD"));
    int decimals = currency_decimals(currency);
    if (decimals < 0)
        return refuse(why, N_("write the currency in the three letters of ISO 4217, such as USD or EUR"));

    money m = { .minor = 0 };
    enum number_point lone_point = decimals == 3 ? POINT_IS_DECIMAL : POINT_GROUPS;
    if (!number_read(amount, decimals, lone_point, &m.minor, why))
        return false;
    memcpy(m.currency, currency.at, 3);
    *out = m;
    return true;
}

static uint64_t magnitude(int64_t n)
{
    return n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
}

str money_amount(struct arena *mem, money m)
{
    int decimals = currency_decimals(str_of(m.currency));
    const char *sign = m.minor < 0 ? "-" : "";
    uint64_t minor = magnitude(m.minor);
    if (money_is_none(m))
        return STR_NONE;
    if (decimals <= 0)
        return str_fmt(mem, "%s%llu", sign, (unsigned long long)minor);
    uint64_t scale = (uint64_t)powers_of_ten[decimals];
    return str_fmt(mem, "%s%llu.%0*llu", sign, (unsigned long long)(minor / scale), decimals,
                   (unsigned long long)(minor % scale));
}

decimal decimal_of(int64_t whole)
{
    decimal d = { .stated = true };
    if (__builtin_mul_overflow(whole, (int64_t)DECIMAL_SCALE, &d.units))
        abort(); // a mistake in our own tables
    return d;
}

bool decimal_parse(str text, decimal *out, const char **why)
{
    struct number_text plain;
    decimal d = { .stated = true };
    if (!number_plain(text, &plain))
        return refuse(why, N_("write the number in digits, such as 40,000 or 40 000.50"));
    if (!number_read((str){ plain.at, plain.len }, 4, POINT_GROUPS, &d.units, why))
        return false;
    *out = d;
    return true;
}

str decimal_str(struct arena *mem, decimal d)
{
    if (!d.stated)
        return STR_NONE;
    uint64_t units = magnitude(d.units), whole = units / DECIMAL_SCALE, rest = units % DECIMAL_SCALE;
    int decimals = rest == 0 ? 0 : 4;
    while (decimals > 0 && rest % 10 == 0) {
        rest /= 10;
        decimals--;
    }
    const char *sign = d.units < 0 ? "-" : "";
    if (decimals == 0)
        return str_fmt(mem, "%s%llu", sign, (unsigned long long)whole);
    // 1.125 would be read as thousands; 1.1250 is not.
    const char *zero = decimals == 3 && whole >= 1 && whole <= 999 ? "0" : "";
    return str_fmt(mem, "%s%llu.%0*llu%s", sign, (unsigned long long)whole, decimals, (unsigned long long)rest, zero);
}
