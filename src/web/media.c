// SPDX-License-Identifier: Apache-2.0
#include "web/media.h"

enum media media_of(str content_type)
{
    static const struct {
        const char *name;
        enum media media;
    } known[] = {
        { "application/x-www-form-urlencoded", MEDIA_FORM },
        { "multipart/form-data", MEDIA_MULTIPART },
        { "application/json", MEDIA_JSON },
        { "application/merge-patch+json", MEDIA_JSON },
    };
    str rest = content_type;
    str name = str_trim(str_cut(&rest, ';'));
    if (name.len == 0)
        return MEDIA_NONE;
    for (ptrdiff_t i = 0; i < COUNT(known); i++) {
        if (str_eq_nocase(name, str_of(known[i].name)))
            return known[i].media;
    }
    return MEDIA_OTHER;
}

// The next parameter of "; name=value; name="quoted"": false at the end.
static bool next_parameter(str *rest, str *name, str *text)
{
    *rest = str_trim(*rest);
    if (rest->len == 0)
        return false;
    ptrdiff_t equals = str_find_byte(*rest, '=');
    ptrdiff_t semicolon = str_find_byte(*rest, ';');
    if (equals < 0 || (semicolon >= 0 && semicolon < equals)) {
        *name = str_trim(str_cut(rest, ';'));
        *text = STR_NONE;
        return true;
    }
    *name = str_trim(str_cut(rest, '='));
    *rest = str_trim(*rest);
    ptrdiff_t quote = rest->len > 0 && rest->at[0] == '"' ? str_find_byte(str_skip(*rest, 1), '"') : -1;
    if (quote >= 0) {
        *text = str_slice(*rest, 1, quote + 1);
        *rest = str_skip(*rest, quote + 2);
        (void)str_cut(rest, ';');
    } else {
        *text = str_trim(str_cut(rest, ';'));
    }
    return true;
}

str media_parameter(str header, str name)
{
    str rest = header, found, text;
    (void)str_cut(&rest, ';');
    while (next_parameter(&rest, &found, &text)) {
        if (str_eq_nocase(found, name))
            return text;
    }
    return STR_NONE;
}

// The weight of a range in thousandths: "q=0.5" is 500; 1000 when nothing is said.
static int weight_of(str range)
{
    str q = media_parameter(range, S("q"));
    if (q.len == 0)
        return 1000;
    if (q.at[0] == '1')
        return 1000;
    int weight = 0, unit = 100;
    for (ptrdiff_t i = 2; i < q.len && i < 5 && q.at[i] >= '0' && q.at[i] <= '9'; i++, unit /= 10)
        weight += (q.at[i] - '0') * unit;
    return weight;
}

// The weight of a media type in Accept: the most exact range that names it; -1 when none does.
static int weight_in(str accept, str type)
{
    int best = -1, exactness = -1;
    while (accept.len > 0) {
        str range = str_cut(&accept, ',');
        str rest = range;
        str name = str_trim(str_cut(&rest, ';'));
        int exact = str_eq_nocase(name, type)                                                         ? 2
                    : str_ends(name, S("/*")) && str_starts(type, str_slice(name, 0, name.len - 1)) ? 1
                    : str_eq(name, S("*/*"))                                                          ? 0
                                                                                                      : -1;
        if (exact > exactness) {
            exactness = exact;
            best = weight_of(range);
        }
    }
    return best;
}

bool media_wants(str accept, str format, bool fragment, enum wants *out)
{
    static const struct {
        const char *name;
        enum wants wants;
    } formats[] = { { "json", WANTS_JSON }, { "csv", WANTS_CSV }, { "ndjson", WANTS_NDJSON }, { "html", WANTS_PAGE } };
    for (ptrdiff_t i = 0; i < COUNT(formats); i++) {
        if (str_eq(format, str_of(formats[i].name))) {
            *out = formats[i].wants;
            return true;
        }
    }
    *out = fragment ? WANTS_FRAGMENT : WANTS_PAGE;
    int json = weight_in(accept, S("application/json"));
    if (!fragment && json > 0 && json > weight_in(accept, S("text/html")))
        *out = WANTS_JSON;
    return format.len == 0;
}

bool media_accepts_gzip(str accept_encoding)
{
    while (accept_encoding.len > 0) {
        str range = str_cut(&accept_encoding, ',');
        str rest = range;
        str name = str_trim(str_cut(&rest, ';'));
        if (str_eq_nocase(name, S("gzip")))
            return weight_of(range) > 0;
    }
    return false;
}

static str without_weakness(str etag)
{
    return str_starts(etag, S("W/")) ? str_skip(etag, 2) : etag;
}

bool media_names_etag(str if_none_match, str etag)
{
    while (if_none_match.len > 0) {
        str one = str_trim(str_cut(&if_none_match, ','));
        if (str_eq(one, S("*")) || (one.len > 0 && str_eq(without_weakness(one), without_weakness(etag))))
            return true;
    }
    return false;
}
