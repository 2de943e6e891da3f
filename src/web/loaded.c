// SPDX-License-Identifier: Apache-2.0
#include "web/loaded.h"

#include "record/check.h"
#include "record/store.h"

#include <sodium.h>

enum { KEY_BYTES = 16 };

const struct record_type *loaded_type(const struct request *r)
{
    return ((const struct resource *)r->route->arg)->type;
}

bool loaded_may_edit(const struct loaded *l)
{
    return (l->viewer & l->type->edit) != 0;
}

static void begin(struct request *r, struct loaded *l)
{
    *l = (struct loaded){ .resource = r->route->arg, .type = loaded_type(r) };
    l->record = record_new(r->c.mem, l->type);
    l->head = l->record;
}

void loaded_new(struct request *r, struct loaded *l)
{
    begin(r, l);
    l->viewer = actor_roles(&r->c) | ROLE_OWNER; // whoever makes it
}

// Whoever began it, the record's owners and the office see a draft; to all others there is none.
static enum err find_draft(struct request *r, struct loaded *l)
{
    enum err e = draft_of(&r->c, l->type, l->head->id, &l->draft);
    if (e == ERR_MISSING) {
        fail_clear(&r->c);
        l->draft = (struct draft){ 0 };
        return OK;
    }
    if (e != OK)
        return e;
    bool own = actor_account(&r->c) != 0 && l->draft.created_by == actor_account(&r->c);
    if (own)
        l->viewer |= ROLE_OWNER;
    if (!(l->viewer & (ROLE_OWNER | ROLE_OFFICE)))
        l->draft = (struct draft){ 0 };
    return OK;
}

enum err loaded_read(struct request *r, struct loaded *l)
{
    begin(r, l);
    enum err e = store_load(&r->c, l->type, request_id(r), l->record);
    if (e == OK)
        e = store_roles(&r->c, l->type, l->record, &l->viewer);
    if (e == OK)
        e = store_see(&r->c, l->type, l->record, l->viewer);
    if (e == OK && l->type->flow && (actor_roles(&r->c) & ROLE_SIGNED_IN))
        e = find_draft(r, l);
    int64_t wanted = 0;
    str draft = request_capture(r, S("draft"));
    if (e == OK && draft.len > 0 && (!str_to_int(draft, &wanted) || wanted != l->draft.id))
        return fail(&r->c, ERR_MISSING, N_("there is no such change: it may have been published or thrown away"));
    return e;
}

enum err loaded_use_draft(struct request *r, struct loaded *l)
{
    if (l->draft.id == 0)
        return OK;
    l->record = record_new(r->c.mem, l->type);
    l->head = l->record;
    return draft_load(&r->c, &l->draft, l->type, l->record);
}

// Is there a fault at this path, above it or below it?
static bool is_faulted(const struct faults *faults, ptrdiff_t n, str field)
{
    for (ptrdiff_t i = 0; i < n; i++) {
        str there = faults->at[i].field;
        ptrdiff_t common = there.len < field.len ? there.len : field.len;
        str longer = there.len < field.len ? field : there;
        if (str_eq(str_slice(there, 0, common), str_slice(field, 0, common)) && (longer.len == common || longer.at[common] == '.'))
            return true;
    }
    return false;
}

enum err loaded_check(struct request *r, const struct loaded *l, struct faults *faults)
{
    struct faults more = { 0 };
    ptrdiff_t n = faults->n;
    enum err e = record_check(&r->c, l->type, l->record, CHECK_DRAFT, &more);
    for (ptrdiff_t i = 0; e == OK && i < more.n; i++) {
        if (!is_faulted(faults, n, more.at[i].field))
            fault_add(&r->c, faults, more.at[i].field, "%.*s", STR_ARG(more.at[i].reason));
    }
    return e;
}

static void reads_of_fields(struct answer *a, const struct record_type *type)
{
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *field = &type->fields[i];
        if (field->refers)
            answer_reads(a, str_of(field->refers));
        if (field->many)
            reads_of_fields(a, field->many);
    }
}

void loaded_reads(struct answer *a, const struct record_type *type)
{
    answer_reads(a, str_of(type->name));
    reads_of_fields(a, type);
    for (ptrdiff_t i = 0; i < type->facet_count; i++) {
        if (type->facets[i].refers)
            answer_reads(a, str_of(type->facets[i].refers));
    }
}

str loaded_key(struct arena *mem)
{
    unsigned char key[KEY_BYTES];
    randombytes_buf(key, sizeof key);
    return str_hex(mem, key, KEY_BYTES);
}

void loaded_once(struct request *r, str key, struct write_once *once)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)(r->body_text.len > 0 ? r->body_text.at : ""),
                       (unsigned long long)r->body_text.len);
    *once = (struct write_once){
        .key = key,
        .scope = str_fmt(r->c.mem, "%s %.*s", method_name(r->method), STR_ARG(r->path)),
        .request = str_hex(r->c.mem, hash, (ptrdiff_t)sizeof hash),
    };
}
