// SPDX-License-Identifier: Apache-2.0
#include "view/templates.h"

#include "base/map.h"

#include <pthread.h>
#include <stdlib.h>

enum { INDENT_MAX = 64 };

struct templates {
    struct arena *boot;
    bool (*find)(void *arg, str name, str *source);
    void *arg;
    pthread_rwlock_t lock; // guards all below, and the arena
    struct map programs;   // name, or name NUL indent → struct program
    struct program *all;
};

static struct program nothing;

struct templates *templates_open(struct arena *boot, bool (*find)(void *arg, str name, str *source), void *arg)
{
    struct templates *set = NEW(boot, struct templates, 1);
    set->boot = boot;
    set->find = find;
    set->arg = arg;
    if (pthread_rwlock_init(&set->lock, NULL))
        abort(); // no memory for a lock
    map_init(&set->programs, boot);
    return set;
}

bool templates_has(struct templates *set, str name)
{
    str source;
    return set->find && set->find(set->arg, name, &source);
}

static enum err compile_template(struct ctx *c, struct templates *set, str key, str name, str indent, struct program **out)
{
    str source = STR_NONE;
    if (!set->find || !set->find(set->arg, name, &source)) {
        *out = &nothing;
        return OK;
    }
    if (indent.len > 0)
        source = program_indent(set->boot, source, indent);
    key = str_copy(set->boot, key);
    enum err e = program_compile(c, set->boot, str_slice(key, 0, name.len), source, NULL, out);
    if (e)
        return e;
    map_put(&set->programs, key, *out);
    (*out)->next = set->all;
    set->all = *out;
    return OK;
}

enum err templates_program(struct ctx *c, struct templates *set, str name, str indent, struct program **out)
{
    indent = str_slice(indent, 0, INDENT_MAX);
    str key = indent.len > 0 ? str_join(c->mem, (str[]){ name, indent }, 2, S("\0")) : name;
    pthread_rwlock_rdlock(&set->lock);
    *out = map_get(&set->programs, key);
    pthread_rwlock_unlock(&set->lock);
    if (*out)
        return OK;
    pthread_rwlock_wrlock(&set->lock);
    enum err e = OK;
    *out = map_get(&set->programs, key);
    if (!*out)
        e = compile_template(c, set, key, name, indent, out);
    pthread_rwlock_unlock(&set->lock);
    return e;
}

enum err templates_phrase(struct ctx *c, struct templates *set, const char *text, const struct delimiters *delimiters,
                          _Atomic(struct program *) *slot, struct program **out)
{
    *out = atomic_load_explicit(slot, memory_order_acquire);
    if (*out)
        return OK;
    pthread_rwlock_wrlock(&set->lock);
    enum err e = OK;
    *out = atomic_load_explicit(slot, memory_order_relaxed);
    if (!*out) {
        str name = str_of(text);
        e = program_compile(c, set->boot, name, name, delimiters, out);
        if (!e)
            atomic_store_explicit(slot, *out, memory_order_release);
    }
    pthread_rwlock_unlock(&set->lock);
    return e;
}

enum err templates_compile(struct ctx *c, struct templates *set, str name)
{
    struct program *program = NULL;
    enum err e = templates_program(c, set, name, STR_NONE, &program);
    if (!e && program == &nothing)
        return fail(c, ERR_INTERNAL, N_("there is no template %.*s"), STR_ARG(name));
    return e;
}

static bool is_listed(const struct buf *names, str name)
{
    str rest = buf_str(names);
    while (rest.len > 0) {
        if (str_eq(str_trim(str_cut(&rest, ',')), name))
            return true;
    }
    return false;
}

str templates_missing(struct arena *mem, struct templates *set)
{
    struct buf names;
    buf_init(&names, mem, 1 << 16);
    pthread_rwlock_rdlock(&set->lock);
    for (const struct program *p = set->all; p; p = p->next) {
        for (ptrdiff_t i = 0; i < p->n; i++) {
            const struct node *node = &p->nodes[i];
            if (node->kind == NODE_PARTIAL && !templates_has(set, node->text) && !is_listed(&names, node->text)) {
                buf_add(&names, names.len > 0 ? S(", ") : S(""));
                buf_add(&names, node->text);
            }
        }
    }
    pthread_rwlock_unlock(&set->lock);
    return buf_str(&names);
}
