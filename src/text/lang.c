// SPDX-License-Identifier: Apache-2.0
#include "text/lang.h"

#include "base/buf.h"
#include "base/zone.h"
#include "text/catalogue.h"
#include "text/country.h"
#include "text/notation.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ureldatefmt.h>
#include <unicode/ustring.h>

enum { TEXT_ROOM = 192 };

#define NO_BREAK_SPACE "\xC2\xA0"

struct lang {
    const char *tag, *name;
    const char *locale; // as ICU knows it
    bool is_rtl;
    ptrdiff_t index;
    struct catalogue catalogue; // English: none
    struct notation notation;
};

// Numbers are in Western digits in every language, as in the codes and figures around them.
static const struct {
    const char *tag, *name, *locale;
} known[] = {
    { "ar", "العربية", "ar-u-nu-latn" }, { "en", "English", "en-GB" }, { "es", "Español", "es" },
    { "fr", "Français", "fr" },          { "ru", "Русский", "ru" },    { "zh", "中文", "zh" },
};

static struct lang english = { .tag = "en", .name = "English", .locale = "en-GB" };

// Set once at boot, before there are threads.
static struct {
    const struct lang *at[LANG_MAX];
    ptrdiff_t n;
} loaded = { { &english }, 1 };

static const struct lang *lang_or_english(const struct lang *l)
{
    return l ? l : &english;
}

static const struct notation *notation_of(const struct lang *l)
{
    return l && l != &english ? &l->notation : &notation_english;
}

// A language beyond those of the table is called as ICU calls it. False when ICU does not know it.
static bool name_find(struct arena *boot, const char *tag, struct lang *l)
{
    UChar wide[TEXT_ROOM];
    char text[4 * TEXT_ROOM];
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = uloc_getDisplayLanguage(tag, tag, wide, TEXT_ROOM, &status);
    u_strToUTF8(text, (int32_t)sizeof text, &n, wide, n, &status);
    l->tag = l->locale = str_z(boot, str_of(tag));
    l->name = U_SUCCESS(status) ? str_z(boot, (str){ text, n }) : "";
    return status == U_ZERO_ERROR && l->name[0] && strcmp(l->name, tag) != 0;
}

static bool lang_name_it(struct arena *boot, const char *tag, struct lang *l)
{
    for (ptrdiff_t i = 0; i < COUNT(known); i++) {
        if (strcmp(known[i].tag, tag) == 0) {
            *l = (struct lang){ .tag = known[i].tag, .name = known[i].name, .locale = known[i].locale };
            return true;
        }
    }
    return name_find(boot, tag, l);
}

static enum err lang_open(struct ctx *c, struct arena *boot, const struct lang_source *source, struct lang **out)
{
    struct lang *l = NEW(boot, struct lang, 1);
    const char *why = "no language has this tag";
    if (!lang_name_it(boot, source->tag, l) || !catalogue_read(boot, source->mo, &l->catalogue, &why) ||
        !notation_read(boot, l->locale, &l->notation)) {
        fail_detail(c, "language %s: %s", source->tag, why);
        return fail(c, ERR_INTERNAL, N_("the language %s cannot be loaded; build the program again"), source->tag);
    }
    l->is_rtl = uloc_isRightToLeft(l->locale);
    *out = l;
    return OK;
}

enum err lang_load(struct ctx *c, struct arena *boot, const struct lang_source *sources, ptrdiff_t n)
{
    loaded.n = 0;
    loaded.at[loaded.n++] = &english;
    for (ptrdiff_t i = 0; i < n; i++) {
        struct lang *l = NULL;
        if (strcmp(sources[i].tag, "en") == 0)
            continue;
        if (loaded.n == LANG_MAX)
            abort(); // more catalogues than the build makes
        enum err e = lang_open(c, boot, &sources[i], &l);
        if (e != OK || !l)
            return e;
        l->index = loaded.n;
        loaded.at[loaded.n++] = l;
    }
    return OK;
}

const struct lang *lang_find(str tag)
{
    for (ptrdiff_t i = 0; i < loaded.n; i++) {
        str own = str_of(loaded.at[i]->tag);
        bool is_longer = tag.len > own.len && tag.at[own.len] == '-';
        if ((tag.len == own.len || is_longer) && str_eq_nocase(str_slice(tag, 0, own.len), own))
            return loaded.at[i];
    }
    return NULL;
}

const struct lang *lang_english(void)
{
    return &english;
}

ptrdiff_t lang_count(void)
{
    return loaded.n;
}

const struct lang *lang_at(ptrdiff_t i)
{
    return i >= 0 && i < loaded.n ? loaded.at[i] : NULL;
}

ptrdiff_t lang_index(const struct lang *l)
{
    return l ? l->index : 0;
}

const char *lang_tag(const struct lang *l)
{
    return lang_or_english(l)->tag;
}

const char *lang_name(const struct lang *l)
{
    return lang_or_english(l)->name;
}

bool lang_is_rtl(const struct lang *l)
{
    return l && l->is_rtl;
}

// A weight "0.8" in thousandths; -1 when it is none.
static int weight_of(str text)
{
    static const int places[] = { 100, 10, 1 };
    if (text.len < 1 || text.len > 5 || (text.at[0] != '0' && text.at[0] != '1') || (text.len > 1 && text.at[1] != '.'))
        return -1;
    int weight = (text.at[0] - '0') * 1000;
    for (ptrdiff_t i = 2; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return -1;
        weight += (text.at[i] - '0') * places[i - 2];
    }
    return weight > 1000 ? -1 : weight;
}

const struct lang *lang_choose(str accept_language)
{
    const struct lang *best = &english;
    int best_weight = 0;
    while (accept_language.len > 0) {
        str item = str_cut(&accept_language, ',');
        str range = str_trim(str_cut(&item, ';'));
        item = str_trim(item);
        bool has_weight = str_starts(item, S("q=")) || str_starts(item, S("Q="));
        int weight = has_weight ? weight_of(str_trim(str_skip(item, 2))) : 1000;
        const struct lang *l = str_eq(range, S("*")) ? &english : lang_find(range);
        if (l && weight > best_weight) {
            best = l;
            best_weight = weight;
        }
    }
    return best;
}

const char *lang_translate(const struct lang *l, const char *msgid)
{
    const char *text = l && l != &english ? catalogue_text(&l->catalogue, msgid, 0) : NULL;
    return text ? text : msgid;
}

int lang_plural_form(const struct lang *l, int64_t n)
{
    return l && l != &english ? plural_form(&l->catalogue.plural, n) : n != 1;
}

const char *lang_translate_plural(const struct lang *l, const char *one, const char *many, int64_t n)
{
    const char *text = l && l != &english ? catalogue_text(&l->catalogue, one, lang_plural_form(l, n)) : NULL;
    return text ? text : n == 1 ? one : many;
}

// A short text is written where it stands, then copied at its length.
#define SHORT_BUF(name)            \
    char name##_room[TEXT_ROOM]; \
    struct buf name = { .at = name##_room, .room = TEXT_ROOM - 1, .limit = TEXT_ROOM - 1 }

str lang_number(struct arena *mem, const struct lang *l, int64_t number)
{
    SHORT_BUF(b);
    notation_integer(&b, notation_of(l), number);
    return str_copy(mem, buf_str(&b));
}

str lang_decimal(struct arena *mem, const struct lang *l, decimal d)
{
    if (!d.stated)
        return STR_NONE;
    SHORT_BUF(b);
    notation_decimal(&b, notation_of(l), d.units, 4, 0);
    return str_copy(mem, buf_str(&b));
}

str lang_money(struct arena *mem, const struct lang *l, money sum)
{
    if (money_is_none(sum))
        return STR_NONE;
    SHORT_BUF(b);
    int decimals = currency_decimals(str_of(sum.currency));
    decimals = decimals < 0 ? 2 : decimals;
    int64_t unit = 1;
    for (int i = 0; i < decimals; i++)
        unit *= 10;
    notation_decimal(&b, notation_of(l), sum.minor, decimals, sum.minor % unit == 0 ? 0 : decimals);
    buf_lit(&b, NO_BREAK_SPACE);
    buf_add(&b, str_of(sum.currency));
    return str_copy(mem, buf_str(&b));
}

str lang_date(struct arena *mem, const struct lang *l, date d)
{
    if (date_is_none(d))
        return STR_NONE;
    SHORT_BUF(b);
    const struct notation *n = notation_of(l);
    str pattern = d.day > 0 ? n->day_pattern : d.month > 0 ? n->month_pattern : n->year_pattern;
    notation_date(&b, n, pattern, (struct notation_moment){ .year = d.year, .month = d.month, .day = d.day });
    return str_copy(mem, buf_str(&b));
}

str lang_instant(struct arena *mem, const struct lang *l, int64_t ms, str zone)
{
    SHORT_BUF(b);
    int64_t seconds = ms >= 0 ? ms / 1000 : -((999 - ms) / 1000);
    int32_t offset = 0;
    bool is_local = zone.len > 0 && zone_offset(zone, seconds, &offset);
    date d = instant_date(ms, offset);
    if (date_is_none(d))
        return STR_NONE;
    int64_t of_day = ((seconds + offset) % 86400 + 86400) % 86400;
    notation_date(&b, notation_of(l), notation_of(l)->instant_pattern,
                  (struct notation_moment){ d.year, d.month, d.day, (int)(of_day / 3600), (int)(of_day / 60 % 60) });
    if (!is_local)
        buf_lit(&b, NO_BREAK_SPACE "UTC");
    return str_copy(mem, buf_str(&b));
}

static const struct {
    int64_t ms;
    URelativeDateTimeUnit unit;
} ages[] = {
    { INT64_C(365) * 86400000, UDAT_REL_UNIT_YEAR }, { INT64_C(30) * 86400000, UDAT_REL_UNIT_MONTH },
    { 86400000, UDAT_REL_UNIT_DAY },                 { 3600000, UDAT_REL_UNIT_HOUR },
    { 60000, UDAT_REL_UNIT_MINUTE },                 { 1000, UDAT_REL_UNIT_SECOND },
};

str lang_ago(struct arena *mem, const struct lang *l, int64_t ms, int64_t now_ms)
{
    int64_t past = ms - now_ms;
    ptrdiff_t i = 0;
    while (i < COUNT(ages) - 1 && llabs(past) < ages[i].ms)
        i++;
    // Opened anew each time: rarely asked for, and ICU promises nothing about threads that share one.
    UErrorCode status = U_ZERO_ERROR;
    URelativeDateTimeFormatter *format = ureldatefmt_open(lang_or_english(l)->locale, NULL, UDAT_STYLE_LONG,
                                                          UDISPCTX_CAPITALIZATION_NONE, &status);
    UChar wide[TEXT_ROOM];
    char text[4 * TEXT_ROOM];
    int64_t whole = past / ages[i].ms;
    int32_t n = ureldatefmt_format(format, (double)whole, ages[i].unit, wide, TEXT_ROOM, &status);
    u_strToUTF8(text, (int32_t)sizeof text, &n, wide, n, &status);
    ureldatefmt_close(format);
    return U_SUCCESS(status) ? str_copy(mem, (str){ text, n }) : STR_NONE;
}

str lang_bytes(struct arena *mem, const struct lang *l, int64_t bytes)
{
    static const char *const units[] = { N_("bytes"), N_("kB"), N_("MB"), N_("GB"), N_("TB") };
    SHORT_BUF(b);
    int64_t tenths = bytes < 0 ? 0 : bytes > INT64_MAX / 20 ? INT64_MAX / 2 : bytes * 10;
    ptrdiff_t unit = 0;
    while (tenths >= 10000 && unit < COUNT(units) - 1) {
        tenths = (tenths + 500) / 1000;
        unit++;
    }
    notation_decimal(&b, notation_of(l), tenths >= 100 ? (tenths + 5) / 10 * 10 : tenths, 1, 0);
    buf_lit(&b, NO_BREAK_SPACE);
    buf_add(&b, str_of(lang_translate(l, units[unit])));
    return str_copy(mem, buf_str(&b));
}

str lang_percent(struct arena *mem, const struct lang *l, decimal share)
{
    if (!share.stated)
        return STR_NONE;
    SHORT_BUF(b);
    const struct notation *n = notation_of(l);
    buf_add(&b, n->percent_before);
    notation_decimal(&b, n, share.units, 2, 0); // hundredths of a percent are ten-thousandths of the whole
    buf_add(&b, n->percent_after);
    return str_copy(mem, buf_str(&b));
}

str lang_country(struct arena *mem, const struct lang *l, str code)
{
    if (!country_find(code))
        return str_copy(mem, code);
    char place[8] = "und_", text[4 * TEXT_ROOM];
    memcpy(place + 4, code.at, 2);
    UChar wide[TEXT_ROOM];
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = uloc_getDisplayCountry(place, lang_or_english(l)->locale, wide, TEXT_ROOM, &status);
    u_strToUTF8(text, (int32_t)sizeof text, &n, wide, n, &status);
    return str_copy(mem, U_SUCCESS(status) ? (str){ text, n } : code);
}
