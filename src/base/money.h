// SPDX-License-Identifier: Apache-2.0
// money — whole minor units with an ISO 4217 code; decimal — exact numbers with up to four decimals.
#ifndef ACCORD_BASE_MONEY_H
#define ACCORD_BASE_MONEY_H

#include "base/str.h"

typedef struct {
    int64_t minor;    // cents, öre, …; as many decimals as the currency has (ISO 4217 list one)
    char currency[4]; // "USD"; empty: no money is stated
} money;

typedef struct {
    int64_t units; // ten-thousandths: 28,000 is 280000000
    bool stated;   // false: nothing was said, which is not zero
} decimal;

enum { DECIMAL_SCALE = 10000 };

bool money_is_none(money);
// Decimals of a currency in force or used since 1990 (ISO 4217 lists one and three); -1 when the code is not known.
int currency_decimals(str code);
ptrdiff_t currency_count(void);
str currency_code(ptrdiff_t i); // in alphabetical order

money money_of(int64_t major, const char *currency); // whole units: money_of(264000, "USD")
// As people write it: "264,000", "264 000.00", "1.000,50", with the currency in `code`, or within the text when `code` is empty
// ("1,000,000 NOK", "NOK 5"). A lone separator followed by exactly three digits separates thousands.
// On failure *why is a sentence for the user (untranslated).
bool money_parse(str text, str code, money *out, const char **why) MUST_CHECK;
str money_amount(struct arena *, money); // "264000.00": the JSON form

decimal decimal_of(int64_t whole);
bool decimal_parse(str text, decimal *out, const char **why) MUST_CHECK; // the same writing habits
str decimal_str(struct arena *, decimal); // shortest: "28000", "0.5"; empty when not stated

#endif
