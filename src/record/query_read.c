// SPDX-License-Identifier: Apache-2.0
#include "record/query_read.h"

#include "base/buf.h"
#include "record/search.h"

enum { ADDRESS_MAX = 64 << 10, ROW_MAX = 64 };

// ---- values ----------------------------------------------------------------------------------------------------------

bool query_code_value(struct ctx *c, const struct query_target *target, str code, struct val *out)
{
    // The field's own reader and writer, over a member that stands alone: whatever a form accepts, a filter does.
    struct field alone = *target->field;
    alone.at = 0;
    struct faults faults = { 0 };
    struct kind_case the_case = { &alone, str_of(alone.name), READING_FORM, &faults };
    _Alignas(max_align_t) unsigned char member[ROW_MAX] = { 0 };
    if (!alone.kind->read(c, &the_case, value_text(c->mem, code), member) || faults.n > 0)
        return false;
    struct val columns[KIND_COLUMNS_MAX] = { 0 };
    alone.kind->to_columns(&alone, member, columns);
    *out = columns[0];
    return out->kind != VAL_NULL;
}

bool query_after(struct ctx *c, str after, const struct query_sort *sort, struct cursor *out)
{
    if (!cursor_read(c->mem, after, out) || !str_eq(out->sort, sort->name))
        return false;
    if (sort->by_match)
        return out->value.kind == VAL_REAL;
    if (out->value.kind == VAL_NULL)
        return sort->nullable;
    if (sort->type == COLUMN_TEXT)
        return out->value.kind == VAL_TEXT;
    return out->value.kind == (sort->type == COLUMN_REAL ? VAL_REAL : VAL_INT);
}

// ---- from an address -------------------------------------------------------------------------------------------------

struct reader {
    struct ctx *c;
    const struct record_type *type;
    roles viewer;
    struct query *query;
    struct faults *faults;
};

// The last of a repeated parameter counts, as in most programs.
static str text_of(const struct value *in)
{
    if (in && in->kind == V_LIST)
        in = value_at(in, value_count(in) - 1);
    return str_trim(value_as_text(in));
}

static void text_read(struct reader *r, str name, str text)
{
    if (!str_is_utf8(text))
        fault_add(r->c, r->faults, name, "the search is not readable text; type it again");
    else if (str_points(text) > QUERY_TEXT_MAX)
        fault_add(r->c, r->faults, name, "the search is too long; use at most %d characters", QUERY_TEXT_MAX);
    else
        r->query->text = text;
}

static void sort_read(struct reader *r, str name, str text)
{
    struct query_sort sort;
    if (text.len == 0)
        return;
    if (query_sort_find(r->c->mem, r->type, text, r->viewer, &sort))
        r->query->sort = text;
    else
        fault_add(r->c, r->faults, name, "the list cannot be sorted by %.*s; choose one of its sorts", STR_ARG(str_first_points(text, 60)));
}

static void limit_read(struct reader *r, str name, str text)
{
    int64_t limit = 0;
    if (text.len == 0)
        return;
    if (str_to_int(text, &limit) && limit >= 1 && limit <= QUERY_LIMIT_MAX)
        r->query->limit = (ptrdiff_t)limit;
    else
        fault_add(r->c, r->faults, name, "a page cannot have that many rows; write a number from 1 to %d", QUERY_LIMIT_MAX);
}

static void count_read(struct reader *r, str name, str text)
{
    if (str_eq(text, S("exact")))
        r->query->count = QUERY_COUNT_EXACT;
    else if (text.len > 0)
        fault_add(r->c, r->faults, name, "only \"exact\" can be asked for; leave it out to count up to %d", QUERY_COUNT_MAX);
}

static void after_read(struct reader *r, str name, str text)
{
    r->query->after = text; // judged at the end, when the sort is known
    (void)name;
}

static void nothing_read(struct reader *r, str name, str text)
{
    (void)r, (void)name, (void)text;
}

static const struct {
    const char *name;
    void (*read)(struct reader *, str name, str text);
} parameters_known[] = {
    { "q", text_read },         { "sort", sort_read },       { "limit", limit_read },
    { "count", count_read },    { "after", after_read },     { "format", nothing_read }, // the answer's form: web/
};

// "advocacy,facilitation" is two codes; a text with anything a code has not ("Acme, Inc.") is one.
static bool is_code_list(str text)
{
    for (ptrdiff_t i = 0; i < text.len; i++) {
        char ch = text.at[i];
        bool letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9');
        if (!letter && str_find_byte(S("-_./:,"), ch) < 0)
            return false;
    }
    return true;
}

static bool code_is_known(struct ctx *c, const struct query_target *target, str code)
{
    int64_t id = 0;
    struct val value;
    if (target->refers)
        return str_to_int(code, &id) && id > 0;
    if (target->what == TARGET_COLUMN)
        return query_code_value(c, target, code, &value);
    if (target->what == TARGET_MINE)
        return str_eq(code, S("1"));
    if (target->list)
        return target->list->has(code);
    for (const struct choice *choice = target->choices; choice && choice->code; choice++)
        if (str_eq(str_of(choice->code), code))
            return true;
    return target->choices == NULL && str_is_utf8(code);
}

struct code_sink {
    str *at;
    ptrdiff_t n;
};

static void code_read(struct reader *r, const struct query_target *target, str code, struct code_sink *sink)
{
    code = str_trim(code);
    if (code.len == 0)
        return;
    for (ptrdiff_t i = 0; i < sink->n; i++)
        if (str_eq(sink->at[i], code))
            return;
    str name = str_of(target->name);
    if (target->what == TARGET_MINE && actor_account(r->c) == 0)
        fault_add(r->c, r->faults, name, "nobody is signed in; sign in to see what is yours");
    else if (!code_is_known(r->c, target, code))
        fault_add(r->c, r->faults, name, "%.*s is not one of the values of this filter; choose one of them",
                  STR_ARG(str_first_points(str_is_utf8(code) ? code : S("?"), 60)));
    else if (sink->n == QUERY_CODES_MAX)
        fault_add(r->c, r->faults, name, "a filter takes at most %d values; leave some out", QUERY_CODES_MAX);
    else
        sink->at[sink->n++] = code;
}

static void filter_read(struct reader *r, str name, const struct value *in)
{
    struct query_target target = query_target_find(r->type, name, r->viewer);
    if (target.what == TARGET_NONE) {
        fault_add(r->c, r->faults, name, "there is no such parameter; see the API's description for those there are");
        return;
    }
    struct code_sink sink = { .at = NEW(r->c->mem, str, QUERY_CODES_MAX) };
    for (ptrdiff_t i = 0; i < (in->kind == V_LIST ? value_count(in) : 1); i++) {
        str text = str_trim(value_as_text(in->kind == V_LIST ? value_at(in, i) : in));
        if (!is_code_list(text))
            code_read(r, &target, text, &sink);
        else
            while (text.len > 0)
                code_read(r, &target, str_cut(&text, ','), &sink);
    }
    if (sink.n == 0)
        return;
    if (r->query->filter_count == QUERY_FILTERS_MAX)
        fault_add(r->c, r->faults, name, "a list takes at most %d filters; leave some out", QUERY_FILTERS_MAX);
    else
        r->query->filters[r->query->filter_count++] = (struct query_filter){ str_of(target.name), sink.at, sink.n };
}

static void parameter_read(struct reader *r, str name, const struct value *in)
{
    for (ptrdiff_t i = 0; i < COUNT(parameters_known); i++)
        if (str_eq(name, str_of(parameters_known[i].name))) {
            parameters_known[i].read(r, name, text_of(in));
            return;
        }
    filter_read(r, name, in);
}

void query_read(struct ctx *c, const struct record_type *type, const struct value *parameters, struct query *query,
                struct faults *faults)
{
    *query = (struct query){ 0 };
    struct reader r = { c, type, actor_roles(c), query, faults };
    for (ptrdiff_t i = 0; parameters && parameters->kind == V_MAP && i < parameters->map.n; i++)
        parameter_read(&r, parameters->map.at[i].key, parameters->map.at[i].value);

    struct cursor cursor;
    struct query_sort sort = query_sort_of(c->mem, type, query, r.viewer);
    if (query->after.len > 0 && !query_after(c, query->after, &sort, &cursor)) {
        query->after = STR_NONE;
        fault_add(c, faults, S("after"), "this page key is not known; begin again without it");
    }
}

// ---- into an address -------------------------------------------------------------------------------------------------

static void parameter_write(struct buf *out, str name, str text)
{
    static const char hex[] = "0123456789ABCDEF";
    if (out->len > 0)
        buf_byte(out, '&');
    buf_add(out, name);
    buf_byte(out, '=');
    for (ptrdiff_t i = 0; i < text.len; i++) {
        unsigned char ch = (unsigned char)text.at[i];
        bool plain = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9')
                     || str_find_byte(S("-._~"), (char)ch) >= 0; // RFC 3986 §2.3
        if (plain) {
            buf_byte(out, (char)ch);
            continue;
        }
        buf_byte(out, '%');
        buf_byte(out, hex[ch >> 4]);
        buf_byte(out, hex[ch & 15]);
    }
}

str query_address(struct arena *mem, const struct query *query, str toggle_name, str toggle_code)
{
    struct buf out;
    buf_init(&out, mem, ADDRESS_MAX);
    if (query->text.len > 0)
        parameter_write(&out, S("q"), query->text);
    bool toggled = toggle_name.len == 0;
    for (ptrdiff_t i = 0; i < query->filter_count; i++) {
        const struct query_filter *filter = &query->filters[i];
        bool here = str_eq(filter->name, toggle_name), had = false;
        for (ptrdiff_t k = 0; k < filter->n; k++) {
            bool is_it = here && str_eq(filter->codes[k], toggle_code);
            had = had || is_it;
            if (!is_it)
                parameter_write(&out, filter->name, filter->codes[k]);
        }
        if (here && !had)
            parameter_write(&out, filter->name, toggle_code);
        toggled = toggled || here;
    }
    if (!toggled)
        parameter_write(&out, toggle_name, toggle_code);
    if (query->sort.len > 0)
        parameter_write(&out, S("sort"), query->sort);
    if (query->limit > 0)
        parameter_write(&out, S("limit"), str_fmt(mem, "%lld", (long long)query->limit));
    if (query->count == QUERY_COUNT_EXACT)
        parameter_write(&out, S("count"), S("exact"));
    return buf_str(&out);
}
