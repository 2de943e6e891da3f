// SPDX-License-Identifier: Apache-2.0
#include "view/mustache.h"

#include "text/lang.h"
#include "text/markdown.h"
#include "text/plural.h"
#include "view/lambda.h"
#include "view/templates.h"

#include <limits.h>
#include <string.h>

// A value that sections are within. count > 0: it is an item of a list.
struct frame {
    const struct value *value;
    ptrdiff_t place, count;
};

struct render {
    struct ctx *c;
    struct templates *set;
    struct buf *out;
    struct frame frame[PROGRAM_DEPTH];
    int frames;
    int depth; // of partials and phrases
    enum err err;
};

// Room for a value that stands in no tree: the amount of a sum, the length of a list.
struct made {
    struct value value;
    char text[48];
};

static void render_nodes(struct render *r, const struct program *p, ptrdiff_t from, ptrdiff_t to);

static void stop(struct render *r, enum err e)
{
    if (!r->err)
        r->err = e;
}

static const struct value *made_int(struct made *m, int64_t number)
{
    m->value = (struct value){ .kind = V_INT, .number = number };
    return &m->value;
}

// A short text that stands in the request's memory moves into `m`, and gives the memory back.
static const struct value *made_text(struct render *r, struct made *m, arena_mark here, str text)
{
    if (text.len <= (ptrdiff_t)sizeof m->text && text.at) {
        memcpy(m->text, text.at, (size_t)text.len);
        arena_reset(r->c->mem, here);
        text.at = m->text;
    }
    m->value = (struct value){ .kind = V_TEXT, .text = text };
    return &m->value;
}

static const struct value *money_member(struct render *r, const struct value *v, str name, struct made *m)
{
    if (str_eq(name, S("currency"))) {
        m->value = (struct value){ .kind = V_TEXT, .text = str_of(v->sum.currency) };
        return &m->value;
    }
    if (str_eq(name, S("minor")))
        return made_int(m, v->sum.minor);
    arena_mark here = arena_here(r->c->mem);
    return str_eq(name, S("amount")) ? made_text(r, m, here, money_amount(r->c->mem, v->sum)) : NULL;
}

static const struct value *iso_member(struct render *r, const struct value *v, str name, struct made *m)
{
    if (!str_eq(name, S("iso")))
        return NULL;
    arena_mark here = arena_here(r->c->mem);
    return made_text(r, m, here, v->kind == V_DATE ? date_str(r->c->mem, v->day) : instant_str(r->c->mem, v->number));
}

// A member of a map, or one of those that other kinds have.
static const struct value *member_of(struct render *r, const struct value *v, str name, struct made *m)
{
    switch (v->kind) {
    case V_MAP: return value_get(v, name);
    case V_LIST: return str_eq(name, S("count")) ? made_int(m, v->list.n) : value_path(v, name);
    case V_MONEY: return money_member(r, v, name, m);
    case V_DATE:
    case V_INSTANT: return iso_member(r, v, name, m);
    case V_CODE:
        m->value = (struct value){ .kind = V_TEXT, .text = v->text };
        return str_eq(name, S("code")) ? &m->value : NULL;
    case V_NULL:
    case V_BOOL:
    case V_INT:
    case V_REAL:
    case V_DECIMAL:
    case V_TEXT:
    case V_RICH: break;
    }
    return NULL;
}

// {{#-first}}, {{#-last}}, {{-number}}: of the innermost list that is being walked.
static const struct value *walk_member(const struct render *r, str name, struct made *m)
{
    for (int i = r->frames - 1; i >= 0; i--) {
        const struct frame *f = &r->frame[i];
        if (f->count == 0)
            continue;
        if (str_eq(name, S("-number")))
            return made_int(m, f->place + 1);
        m->value = (struct value){ .kind = V_BOOL };
        m->value.truth = str_eq(name, S("-first")) ? f->place == 0 : str_eq(name, S("-last")) && f->place == f->count - 1;
        return &m->value;
    }
    return NULL;
}

// The first step is sought from the innermost frame outwards, the others within what it found. NULL when there is nothing.
static const struct value *lookup(struct render *r, struct path path, struct made *m)
{
    if (path.n == 0)
        return r->frame[r->frames - 1].value;
    const struct value *v = NULL;
    if (path.step[0].at[0] == '-')
        v = walk_member(r, path.step[0], m);
    for (int i = r->frames - 1; i >= 0 && !v; i--)
        v = member_of(r, r->frame[i].value, path.step[0], m);
    for (ptrdiff_t i = 1; i < path.n && v; i++)
        v = v == &m->value ? NULL : member_of(r, v, path.step[i], m);
    return v;
}

static bool is_shown(const struct value *v, const struct made *m)
{
    bool is_zero = v == &m->value && v->kind == V_INT && v->number == 0; // {{#rows.count}} asks whether there are rows
    return !is_zero && !value_is_empty(v);
}

static const str escapes[UCHAR_MAX + 1] = {
    ['&'] = S_INIT("&amp;"), ['<'] = S_INIT("&lt;"), ['>'] = S_INIT("&gt;"), ['"'] = S_INIT("&quot;"), ['\''] = S_INIT("&#39;"),
};

static void write_escaped(struct buf *out, str s)
{
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        const str *escape = &escapes[(unsigned char)s.at[i]];
        if (escape->len == 0)
            continue;
        buf_add(out, str_slice(s, from, i));
        buf_add(out, *escape);
        from = i + 1;
    }
    buf_add(out, str_skip(s, from));
}

// Writes a text that was made in the request's memory since `here`, and gives the memory back where that is cheap.
static void write_fresh(struct render *r, arena_mark here, str text, bool raw)
{
    char copy[256];
    if (text.len > 0 && text.len <= (ptrdiff_t)sizeof copy) {
        memcpy(copy, text.at, (size_t)text.len);
        arena_reset(r->c->mem, here);
        text.at = copy;
    }
    if (raw)
        buf_add(r->out, text);
    else
        write_escaped(r->out, text);
}

static void render_variable(struct render *r, const struct node *node)
{
    struct made m;
    const struct value *v = lookup(r, node->path, &m);
    bool raw = node->kind == NODE_RAW;
    if (!v)
        return;
    if (v->kind == V_TEXT && raw)
        buf_add(r->out, v->text);
    else if (v->kind == V_TEXT)
        write_escaped(r->out, v->text);
    else if (v->kind == V_RICH && raw)
        markdown_html(r->out, v->text);
    else {
        char room[LAMBDA_ROOM];
        arena_mark here = arena_here(r->c->mem);
        write_fresh(r, here, lambda_plain(r->c, v, room), raw);
    }
}

static bool enter(struct render *r, int *counter)
{
    if (*counter >= PROGRAM_DEPTH)
        stop(r, fail(r->c, ERR_INTERNAL, N_("the page cannot be made: its templates are nested too deeply")));
    return !r->err && ++*counter;
}

static void render_program(struct render *r, const struct program *p)
{
    if (!enter(r, &r->depth))
        return;
    render_nodes(r, p, 0, p->n);
    r->depth--;
}

static void render_call(struct render *r, const struct call *call)
{
    struct made m;
    const struct value *v = call->lambda->kind == LAMBDA_TEXT ? NULL : lookup(r, call->argument, &m);
    if (call->lambda->kind == LAMBDA_VALUE) {
        static const str zone_step[] = { S_INIT("zone") };
        struct made unused;
        str zone = value_as_text(lookup(r, (struct path){ zone_step, 1 }, &unused));
        arena_mark here = arena_here(r->c->mem);
        if (v)
            write_fresh(r, here, call->lambda->show(r->c, v, zone), false);
        return;
    }
    const char *text;
    ptrdiff_t slot = lang_index(r->c->lang);
    if (call->many) {
        int64_t n = v && v->kind == V_INT ? v->number : 0;
        text = lang_translate_plural(r->c->lang, call->one, call->many, n);
        slot = slot * PLURAL_FORMS + lang_plural_form(r->c->lang, n);
    } else {
        text = lang_translate(r->c->lang, call->one);
    }
    struct program *phrase = NULL;
    enum err e = templates_phrase(r->c, r->set, text, call->delimiters, &call->forms[slot], &phrase);
    stop(r, e);
    if (!e)
        render_program(r, phrase);
}

static void render_within(struct render *r, const struct program *p, ptrdiff_t at, struct frame frame)
{
    r->frame[r->frames - 1] = frame;
    render_nodes(r, p, at + 1, p->nodes[at].end);
}

static void render_section(struct render *r, const struct program *p, ptrdiff_t at)
{
    const struct node *node = &p->nodes[at];
    struct made m;
    const struct value *v = lookup(r, node->path, &m);
    if (!v && node->call) {
        render_call(r, node->call);
        return;
    }
    if (!v || !is_shown(v, &m) || !enter(r, &r->frames))
        return;
    if (v->kind == V_LIST) {
        for (ptrdiff_t i = 0; i < v->list.n && !r->err; i++)
            render_within(r, p, at, (struct frame){ v->list.at[i], i, v->list.n });
    } else {
        render_within(r, p, at, (struct frame){ .value = v });
    }
    r->frames--;
}

static void render_partial(struct render *r, struct node *node)
{
    struct program *partial = atomic_load_explicit(&node->partial, memory_order_acquire);
    if (!partial) {
        stop(r, templates_program(r->c, r->set, node->text, node->indent, &partial));
        if (r->err)
            return;
        atomic_store_explicit(&node->partial, partial, memory_order_release);
    }
    render_program(r, partial);
}

static void render_nodes(struct render *r, const struct program *p, ptrdiff_t from, ptrdiff_t to)
{
    for (ptrdiff_t i = from; i < to && !r->err && !r->out->over;) {
        struct node *node = &p->nodes[i];
        struct made m;
        switch (node->kind) {
        case NODE_TEXT: buf_add(r->out, node->text); break;
        case NODE_VARIABLE:
        case NODE_RAW: render_variable(r, node); break;
        case NODE_PARTIAL: render_partial(r, node); break;
        case NODE_SECTION: render_section(r, p, i); break;
        case NODE_INVERTED:
            if (!is_shown(lookup(r, node->path, &m), &m))
                render_nodes(r, p, i + 1, node->end);
            break;
        }
        i = node->end > i ? node->end : i + 1;
    }
}

static enum err render_data(struct ctx *c, struct templates *set, const struct program *p, const struct value *data, struct buf *out)
{
    static const struct value none = { .kind = V_NULL };
    struct render r = { .c = c, .set = set, .out = out, .frames = 1 };
    r.frame[0] = (struct frame){ .value = data ? data : &none };
    render_program(&r, p);
    if (!r.err && out->over)
        return fail(c, ERR_LIMIT, N_("the page cannot be made: it is too long"));
    return r.err;
}

enum err mustache_render(struct ctx *c, struct templates *set, str name, const struct value *data, struct buf *out)
{
    struct program *program = NULL;
    enum err e = templates_compile(c, set, name);
    if (!e)
        e = templates_program(c, set, name, STR_NONE, &program);
    return e ? e : render_data(c, set, program, data, out);
}

enum err mustache_text(struct ctx *c, str source, const struct value *data, struct buf *out)
{
    struct program *program = NULL;
    enum err e = program_compile(c, c->mem, S("text"), source, NULL, &program);
    return e ? e : render_data(c, templates_open(c->mem, NULL, NULL), program, data, out);
}
