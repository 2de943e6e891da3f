// SPDX-License-Identifier: Apache-2.0
// lang — the languages of the interface: catalogues (gettext), plural rules, and how numbers, dates and money are written (ICU).
#ifndef ACCORD_TEXT_LANG_H
#define ACCORD_TEXT_LANG_H

#include "base/err.h"
#include "base/money.h"
#include "base/time.h"

struct lang; // one language with its catalogue; lives as long as the program

// Loads the catalogues (compiled .mo bytes by language tag; English needs none). Call once at boot.
struct lang_source {
    const char *tag; // "ar", "zh", "en", "fr", "ru", "es"
    str mo;
};
enum err lang_load(struct ctx *, struct arena *boot, const struct lang_source *, ptrdiff_t n) MUST_CHECK;

const struct lang *lang_find(str tag);      // NULL when it is not loaded; "fr-CA" finds "fr"
const struct lang *lang_english(void);
ptrdiff_t lang_count(void);
const struct lang *lang_at(ptrdiff_t i);
enum { LANG_MAX = 16 };
ptrdiff_t lang_index(const struct lang *);  // below LANG_MAX; 0 for NULL: a place in tables kept per language
const char *lang_tag(const struct lang *);  // "ar"
const char *lang_name(const struct lang *); // in itself: "العربية"
bool lang_is_rtl(const struct lang *);
// The best loaded language for an Accept-Language header (RFC 9110 §12.5.4); English when none fits.
const struct lang *lang_choose(str accept_language);

// The translation, or the text itself. For struct ctx.translate.
const char *lang_translate(const struct lang *, const char *msgid);
const char *lang_translate_plural(const struct lang *, const char *one, const char *many, int64_t n);
int lang_plural_form(const struct lang *, int64_t n); // which of its forms it takes: 0 … 5

// As the language writes it. NULL language is English.
str lang_number(struct arena *, const struct lang *, int64_t);
str lang_decimal(struct arena *, const struct lang *, decimal);
str lang_money(struct arena *, const struct lang *, money);    // "264,000 USD": number, no-break space, ISO 4217 code, never a sign shared by
                                                               // twenty currencies; decimals left out when they are zero
str lang_date(struct arena *, const struct lang *, date);      // "May 2001", "31 May 2003", "1994"; empty for none
str lang_instant(struct arena *, const struct lang *, int64_t ms, str zone); // date and time in an IANA zone; UTC, and
                                                                             // said so, when it is empty or not known
str lang_ago(struct arena *, const struct lang *, int64_t ms, int64_t now_ms); // "3 days ago", "in 2 hours"
str lang_bytes(struct arena *, const struct lang *, int64_t);  // "1.5 MB": powers of a thousand
str lang_percent(struct arena *, const struct lang *, decimal share); // 0.25 is "25%"
str lang_country(struct arena *, const struct lang *, str code); // ISO 3166-1 alpha-2 → the country's name (CLDR); the code itself when there is none

#endif
