// SPDX-License-Identifier: Apache-2.0
#include "journal/leaf.h"

#include "base/time.h"
#include "journal/leaf_change.h"
#include "view/json.h"

#include <sodium.h>
#include <stdlib.h>

enum { SALT_BYTES = 16, BODY_LIMIT = 16 << 20 };

static const struct column leaf_columns[] = {
    { .name = "id", .type = COLUMN_ID },
    { .name = "type", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "record_id", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
    { .name = "version", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
    { .name = "at_ms", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
    { .name = "body", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED },
};
static const struct index leaf_indexes[] = { { .columns = "type, record_id, id" } };
static const struct table leaf_table = {
    .name = "journal_leaf",
    .columns = leaf_columns,
    .column_count = COUNT(leaf_columns),
    .indexes = leaf_indexes,
    .index_count = COUNT(leaf_indexes),
};

static const struct column beside_columns[] = {
    { .name = "leaf", .type = COLUMN_INT, .flags = COLUMN_REQUIRED, .references = "journal_leaf" },
    { .name = "body", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED },
};
static const struct table public_table = {
    .name = "journal_public",
    .key = "leaf",
    .columns = beside_columns,
    .column_count = COUNT(beside_columns),
};
static const struct table private_table = {
    .name = "journal_private",
    .key = "leaf",
    .columns = beside_columns,
    .column_count = COUNT(beside_columns),
};

const struct table *const journal_tables[] = { &leaf_table, &public_table, &private_table };
const ptrdiff_t journal_table_count = COUNT(journal_tables);

// RFC 8785 writes numbers as doubles, which do not hold all of ours: here they are text.
static const struct value *without_numbers(struct arena *mem, const struct value *v)
{
    if (v->kind == V_INT)
        return value_text(mem, str_fmt(mem, "%lld", (long long)v->number));
    if (v->kind != V_LIST)
        return v;
    struct value *list = value_list(mem);
    for (ptrdiff_t i = 0; i < value_count(v); i++) {
        const struct value *item = value_at(v, i);
        value_add(mem, list, item->kind == V_INT ? value_text(mem, str_fmt(mem, "%lld", (long long)item->number)) : v->list.at[i]);
    }
    return list;
}

static str canonical(struct arena *mem, const struct value *v)
{
    struct buf b;
    buf_init(&b, mem, BODY_LIMIT);
    json_write_canonical(&b, v);
    return buf_str(&b);
}

static str sha256(struct arena *mem, str first, str second)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)first.at, (unsigned long long)first.len);
    crypto_hash_sha256_update(&state, (const unsigned char *)second.at, (unsigned long long)second.len);
    crypto_hash_sha256_final(&state, hash);
    return str_hex(mem, hash, COUNT(hash));
}

str leaf_hash(struct arena *mem, str body)
{
    return sha256(mem, S("\0"), body);
}

str leaf_value_hash(struct arena *mem, str salt, const struct value *value)
{
    char raw[SALT_BYTES];
    size_t n = 0;
    if (sodium_hex2bin((unsigned char *)raw, sizeof raw, salt.at, (size_t)salt.len, NULL, &n, NULL) != 0 || n != SALT_BYTES)
        return STR_NONE;
    return sha256(mem, (str){ raw, SALT_BYTES }, canonical(mem, without_numbers(mem, value)));
}

static str new_salt(struct arena *mem)
{
    unsigned char random[SALT_BYTES];
    if (sodium_init() < 0)
        abort(); // the machine gives no randomness
    randombytes_buf(random, sizeof random);
    return str_hex(mem, random, COUNT(random));
}

// What is written of one change: the leaf itself, and the values beside it.
struct page {
    struct value *fields;                        // path → hash
    struct value *public_fields, *private_fields; // path → [salt, value]
    struct value *actor;                         // [salt, account]
};

// Puts [salt, value] beside, and gives the hash.
static struct value *seal(struct arena *mem, const struct value *value, struct value *pair)
{
    str salt = new_salt(mem);
    struct value *own = NEW(mem, struct value, 1);
    *own = *value;
    value_add(mem, pair, value_text(mem, salt));
    value_add(mem, pair, own);
    return value_text(mem, leaf_value_hash(mem, salt, value));
}

static void page_fields(struct ctx *c, const struct leaf *leaf, struct page *page)
{
    struct changes changes = { 0 };
    page->fields = value_map(c->mem);
    page->public_fields = value_map(c->mem);
    page->private_fields = value_map(c->mem);
    if (leaf->after)
        leaf_changes(c, leaf->type, leaf->before, leaf->after, &changes);
    for (ptrdiff_t i = 0; i < changes.n; i++) {
        const struct change *change = &changes.at[i];
        struct value *pair = value_list(c->mem);
        value_append(c->mem, page->fields, change->path, seal(c->mem, change->value, pair));
        value_append(c->mem, change->hidden ? page->private_fields : page->public_fields, change->path, pair);
    }
}

static str leaf_body(struct ctx *c, const struct leaf *leaf, struct page *page)
{
    struct arena *mem = c->mem;
    const struct record *head = leaf->after ? leaf->after : leaf->before;
    struct value *body = value_map(mem);
    str account = str_fmt(mem, "%lld", (long long)actor_account(c));
    page->actor = value_list(mem);
    value_set(mem, body, "actor", seal(mem, value_text(mem, account), page->actor));
    value_set(mem, body, "fields", page->fields);
    value_set(mem, body, "id", value_text(mem, str_fmt(mem, "%lld", (long long)head->id)));
    value_set(mem, body, "move", value_text(mem, leaf->move));
    value_set(mem, body, "role", value_text(mem, leaf->role));
    value_set(mem, body, "time", value_instant(mem, c->now_ms));
    value_set(mem, body, "type", value_text(mem, str_of(leaf->type->name)));
    value_set(mem, body, "version", value_text(mem, str_fmt(mem, "%lld", (long long)leaf->version)));
    return canonical(mem, body);
}

static str json_of(struct arena *mem, const struct value *v)
{
    struct buf b;
    buf_init(&b, mem, BODY_LIMIT);
    json_write(&b, v);
    return buf_str(&b);
}

static str public_body(struct ctx *c, const struct page *page)
{
    struct value *body = value_map(c->mem);
    value_set(c->mem, body, "fields", page->public_fields);
    return json_of(c->mem, body);
}

static str private_body(struct ctx *c, const struct leaf *leaf, const struct page *page)
{
    struct value *body = value_map(c->mem);
    value_set(c->mem, body, "actor", page->actor);
    if (leaf->note.len > 0)
        value_set(c->mem, body, "note", value_text(c->mem, leaf->note));
    value_set(c->mem, body, "fields", page->private_fields);
    return json_of(c->mem, body);
}

enum err leaf_append(struct ctx *c, const struct leaf *leaf, int64_t *id)
{
    struct page page;
    const struct record *head = leaf->after ? leaf->after : leaf->before;
    page_fields(c, leaf, &page);
    str body = leaf_body(c, leaf, &page), seen = public_body(c, &page), unseen = private_body(c, leaf, &page);
    if (body.len == BODY_LIMIT || seen.len == BODY_LIMIT || unseen.len == BODY_LIMIT)
        return fail(c, ERR_LIMIT, N_("this is too much for one change: save it in parts"));
    enum err err = db_int(c, SQL("INSERT INTO journal_leaf (type, record_id, version, at_ms, body) VALUES (?, ?, ?, ?, ?) RETURNING id"),
                          ARGS(TEXT(str_of(leaf->type->name)), INT(head->id), INT(leaf->version), INT(c->now_ms), TEXT(body)), id);
    if (err == OK && value_count(page.public_fields) > 0)
        err = db_run(c, SQL("INSERT INTO journal_public (leaf, body) VALUES (?, ?)"), ARGS(INT(*id), TEXT(seen)));
    if (err == OK)
        err = db_run(c, SQL("INSERT INTO journal_private (leaf, body) VALUES (?, ?)"), ARGS(INT(*id), TEXT(unseen)));
    return err;
}

enum err leaf_erase(struct ctx *c, const struct record_type *type, int64_t id)
{
    const sql statements[] = {
        SQL("DELETE FROM journal_public WHERE leaf IN (SELECT id FROM journal_leaf WHERE type IN (?, ?) AND record_id = ?)"),
        SQL("DELETE FROM journal_private WHERE leaf IN (SELECT id FROM journal_leaf WHERE type IN (?, ?) AND record_id = ?)"),
    };
    enum err err = OK;
    for (ptrdiff_t i = 0; err == OK && i < COUNT(statements); i++)
        err = db_run(c, statements[i], ARGS(TEXT(str_of(type->name)), TEXT(type_former_name(type)), INT(id)));
    return err;
}
