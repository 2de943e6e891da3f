// SPDX-License-Identifier: Apache-2.0
#include "web/problem.h"

#include "base/faults.h"
#include "web/address.h"

// First letter large, a full stop after: `said` is kept without, so that it can stand within other sentences.
static str sentence_of(struct arena *mem, str said)
{
    if (said.len == 0)
        return said;
    char first = said.at[0] >= 'a' && said.at[0] <= 'z' ? (char)(said.at[0] - 'a' + 'A') : said.at[0];
    bool ended = said.at[said.len - 1] == '.' || said.at[said.len - 1] == '?';
    return str_fmt(mem, "%c%.*s%s", first, STR_ARG(str_skip(said, 1)), ended ? "" : ".");
}

static str said_of(struct request *r, enum err e)
{
    if (e == ERR_INTERNAL)
        return str_fmt(r->c.mem, tr(&r->c, N_("something failed on our side; it is noted as number %lld: try again, or tell the office "
                                              "this number")), (long long)r->number);
    return r->c.said.len > 0 ? r->c.said : str_of(tr(&r->c, err_text(e)));
}

struct value *problem_value(struct request *r, const struct faults *faults, enum err e, int status)
{
    struct arena *mem = r->c.mem;
    struct value *problem = value_map(mem), *errors = value_list(mem);
    for (ptrdiff_t i = 0; i < faults->n; i++) {
        struct value *one = value_map(mem);
        value_set(mem, one, "field", value_text(mem, faults->at[i].field));
        value_set(mem, one, "reason", value_text(mem, faults->at[i].reason));
        value_add(mem, errors, one);
    }
    value_set(mem, problem, "type", value_text(mem, S("about:blank")));
    value_set(mem, problem, "title", value_text(mem, str_of(tr(&r->c, err_text(e)))));
    value_set(mem, problem, "status", value_int(mem, status));
    value_set(mem, problem, "detail", value_text(mem, said_of(r, e)));
    value_set(mem, problem, "instance", value_text(mem, r->path));
    value_set(mem, problem, "errors", errors);
    return problem;
}

static const struct look {
    enum err err;
    const char *state; // of the error page
    const char *title;
} looks[] = {
    { ERR_MALFORMED, "", N_("That could not be read") },
    { ERR_INVALID, "", N_("That could not be accepted") },
    { ERR_UNKNOWN, "sign_in", N_("Please sign in") },
    { ERR_DENIED, "denied", N_("This is not open to you") },
    { ERR_MISSING, "missing", N_("This page is not here") },
    { ERR_GONE, "missing", N_("This was taken down") },
    { ERR_CONFLICT, "conflict", N_("That does not fit what is there now") },
    { ERR_STALE, "conflict", N_("It changed meanwhile") },
    { ERR_LIMIT, "", N_("That is too large") },
    { ERR_MANY, "busy", N_("Too many at once") },
    { ERR_BUSY, "busy", N_("There is a queue") },
    { ERR_INTERNAL, "ours", N_("Something failed on our side") },
};

static const struct look *look_of(enum err e)
{
    for (ptrdiff_t i = 0; i < COUNT(looks); i++) {
        if (looks[i].err == e)
            return &looks[i];
    }
    return &looks[0];
}

struct value *problem_faults(struct request *r, const struct faults *faults)
{
    struct arena *mem = r->c.mem;
    struct value *list = value_list(mem);
    for (ptrdiff_t i = 0; i < faults->n; i++) {
        struct value *one = value_map(mem);
        value_set(mem, one, "field", value_text(mem, faults->at[i].field));
        value_set(mem, one, "anchor", value_text(mem, faults->at[i].field));
        value_set(mem, one, "label", value_null(mem));
        value_set(mem, one, "reason", value_text(mem, faults->at[i].reason));
        value_add(mem, list, one);
    }
    return list;
}

struct value *problem_page(struct request *r, const struct faults *faults, enum err e, int status)
{
    static const char *const states[] = { "missing", "denied", "sign_in", "conflict", "busy", "ours" };
    struct arena *mem = r->c.mem;
    const struct look *look = look_of(e);
    struct value *data = value_map(mem), *state = value_map(mem);
    for (ptrdiff_t i = 0; i < COUNT(states); i++)
        value_put(mem, state, str_of(states[i]), value_bool(mem, str_eq(str_of(states[i]), str_of(look->state))));
    value_set(mem, data, "title", value_text(mem, str_of(tr(&r->c, look->title))));
    value_set(mem, data, "status", value_int(mem, status));
    value_set(mem, data, "sentence", value_text(mem, sentence_of(mem, said_of(r, e))));
    value_set(mem, data, "faults", problem_faults(r, faults));
    value_set(mem, data, "states", state);
    return data;
}

str problem_sign_in(struct request *r)
{
    struct buf b;
    buf_init(&b, r->c.mem, 8 * (LIMIT_PATH + LIMIT_QUERY));
    buf_lit(&b, "/sign-in?next=");
    address_encode(&b, r->target);
    return buf_str(&b);
}
