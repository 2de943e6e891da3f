// SPDX-License-Identifier: Apache-2.0
#include "journal/leaf.h"

#include "journal/test_journal.h"
#include "view/json.h"

static str text_of(struct ctx *c, sql statement, int64_t leaf)
{
    str text;
    CHECK_OK(db_text(c, statement, ARGS(INT(leaf)), &text));
    return text;
}

static str body_of(struct ctx *c, int64_t leaf)
{
    return text_of(c, SQL("SELECT body FROM journal_leaf WHERE id = ?"), leaf);
}

static struct value *tree_of(struct ctx *c, str text)
{
    struct value *v;
    CHECK_OK(json_read(c, text, &v));
    return v;
}

static str canonical(struct arena *mem, const struct value *v)
{
    struct buf b;
    buf_init(&b, mem, 1 << 20);
    json_write_canonical(&b, v);
    return buf_str(&b);
}

// Every hash of the leaf is the one of the salt and value beside it; returns how many there are.
static ptrdiff_t check_hashes(struct ctx *c, const struct value *leaf, const struct value *beside)
{
    const struct value *fields = value_get(beside, S("fields")), *hashes = value_get(leaf, S("fields"));
    for (ptrdiff_t i = 0; i < value_count(fields); i++) {
        const struct value *pair = fields->map.at[i].value;
        str hash = leaf_value_hash(c->mem, value_as_text(value_at(pair, 0)), value_at(pair, 1));
        CHECK_STR(value_as_text(value_get(hashes, fields->map.at[i].key)), str_z(c->mem, hash));
    }
    return value_count(fields);
}

// How many leaves have such a value in the open.
static int64_t open_with(struct ctx *c, str pattern)
{
    int64_t n = -1;
    CHECK_OK(db_int(c, SQL("SELECT COUNT(*) FROM journal_public WHERE body LIKE ?"), ARGS(TEXT(pattern)), &n));
    return n;
}

TEST(the_hash_of_a_leaf_is_that_of_rfc_6962)
{
    // RFC 6962 §2.1; the leaf hash of the empty string as in the test vectors of Certificate Transparency's own Merkle tree.
    CHECK_STR(leaf_hash(mem, STR_NONE), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    CHECK_STR(leaf_hash(mem, S("\0")), "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7");
}

TEST(the_hash_of_a_value_is_that_of_salt_and_canonical_json)
{
    str zero = S("00000000000000000000000000000000");
    // printf '\0%.0s' {1..16}, then '"abc"', 'null', '"12"', '["1","2"]', through sha256sum.
    CHECK_STR(leaf_value_hash(mem, zero, value_text(mem, S("abc"))), "09ceb8e48d50cb319c2cb741037c2986f4f1fdf864f57e175b40f07aa2d8715c");
    CHECK_STR(leaf_value_hash(mem, zero, value_null(mem)), "d610bc7501b1677896409b3d13018ef55f0c395d5951aa9d596bf038cb51c2fa");
    CHECK_STR(leaf_value_hash(mem, zero, value_int(mem, 12)), "8c35d8f56ada5adc9b59063adb39608ec70b557f76680bfdf2852aed9f215fe6");
    struct value *ids = value_list(mem);
    value_add(mem, ids, value_int(mem, 1));
    value_add(mem, ids, value_int(mem, 2));
    CHECK_STR(leaf_value_hash(mem, zero, ids), "57230e4dd74acd410197bc8f7d734d82ceed1d3ba33cba67bfb835eecb5bef0d");
    CHECK_STR(leaf_value_hash(mem, S("00"), value_null(mem)), "");
    CHECK_STR(leaf_value_hash(mem, S("no hexadecimal digits, 32 of them"), value_null(mem)), "");
}

TEST(a_leaf_is_canonical_and_names_what_the_header_says)
{
    test_journal_open(c);
    struct thing *thing = test_journal_new(c, S("Wheel"));
    str body = body_of(c, test_journal_last(c));
    struct value *leaf = tree_of(c, body);
    CHECK_STR(body, str_z(mem, canonical(mem, leaf)));
    CHECK_INT(value_count(leaf), 8);
    CHECK_STR(value_as_text(value_get(leaf, S("type"))), "thing");
    CHECK_STR(value_as_text(value_get(leaf, S("id"))), str_z(mem, str_fmt(mem, "%lld", (long long)thing->record.id)));
    CHECK_STR(value_as_text(value_get(leaf, S("version"))), "1");
    CHECK_STR(value_as_text(value_get(leaf, S("move"))), "create");
    CHECK_STR(value_as_text(value_get(leaf, S("role"))), "editor");
    CHECK_STR(value_as_text(value_get(leaf, S("time"))), "2003-05-31T12:00:00.000Z");
    CHECK_INT(value_as_text(value_get(leaf, S("actor"))).len, 64);
}

TEST(each_hash_can_be_worked_out_again_from_the_value_beside)
{
    test_journal_open(c);
    test_journal_new(c, S("Wheel"));
    int64_t id = test_journal_last(c);
    struct value *leaf = tree_of(c, body_of(c, id));
    struct value *seen = tree_of(c, text_of(c, SQL("SELECT body FROM journal_public WHERE leaf = ?"), id));
    struct value *unseen = tree_of(c, text_of(c, SQL("SELECT body FROM journal_private WHERE leaf = ?"), id));
    ptrdiff_t n = check_hashes(c, leaf, seen) + check_hashes(c, leaf, unseen);
    CHECK_INT(n, value_count(value_get(leaf, S("fields"))));
    CHECK(n > 20);
    const struct value *actor = value_get(unseen, S("actor"));
    CHECK_STR(value_as_text(value_at(actor, 1)), "101");
    CHECK_STR(value_as_text(value_get(leaf, S("actor"))),
              str_z(mem, leaf_value_hash(mem, value_as_text(value_at(actor, 0)), value_at(actor, 1))));
}

TEST(what_the_public_may_not_read_stands_with_the_private_values)
{
    test_journal_open(c);
    struct thing *thing = test_journal_new(c, S("Wheel"));
    int64_t id = test_journal_last(c);
    struct value *seen = tree_of(c, text_of(c, SQL("SELECT body FROM journal_public WHERE leaf = ?"), id));
    struct value *unseen = tree_of(c, text_of(c, SQL("SELECT body FROM journal_private WHERE leaf = ?"), id));
    str remark = str_fmt(mem, "parts.%lld.remark", (long long)thing->parts.at[0].child.id);
    CHECK(value_get(value_get(unseen, S("fields")), remark) != NULL);
    CHECK(value_get(value_get(unseen, S("fields")), S("contact")) != NULL);
    CHECK(value_get(value_get(seen, S("fields")), remark) == NULL);
    CHECK(value_get(value_get(seen, S("fields")), S("contact")) == NULL);
    CHECK(value_get(value_get(seen, S("fields")), S("title")) != NULL);
    CHECK(str_find(body_of(c, id), S("Wheel")) < 0 && str_find(body_of(c, id), S("person@example.org")) < 0);
}

TEST(what_is_written_before_a_record_is_public_stands_with_the_private_values)
{
    test_journal_open(c);
    struct thing *first = test_types_thing(c, S("Rash words"), 1);
    first->record.state = S("draft");
    test_journal_add(c, first);
    CHECK_INT(open_with(c, S("%Rash%")), 0);
    CHECK_INT(open_with(c, S("%Another line%")), 0);
    struct thing *next = test_journal_load(c, first->record.id);
    next->title = S("Calm words");
    next->record.state = S("published");
    test_journal_change(c, first, next);
    CHECK_INT(open_with(c, S("%Rash%")), 0);
    CHECK_INT(open_with(c, S("%Calm words%")), 1);
    CHECK_INT(open_with(c, S("%Another line%")), 1); // not changed, but public now
    CHECK_INT(open_with(c, S("%person@example.org%")), 0);
    struct thing *last = test_journal_load(c, first->record.id);
    last->title = S("Calm words again");
    test_journal_change(c, next, last);
    CHECK_INT(open_with(c, S("%Another line%")), 1);
}

TEST(a_change_names_only_what_changed)
{
    test_journal_open(c);
    struct thing *thing = test_journal_new(c, S("Wheel"));
    struct thing *next = test_journal_load(c, thing->record.id);
    next->title = S("Wheel of wood");
    next->summary = STR_NONE;
    struct part *kept = &next->parts.at[1];
    next->parts.at = kept;
    next->parts.n = 1;
    test_journal_change(c, thing, next);
    int64_t id = test_journal_last(c);
    const struct value *fields = value_get(tree_of(c, body_of(c, id)), S("fields"));
    CHECK_INT(value_count(fields), 5);
    CHECK(value_get(fields, S("title")) && value_get(fields, S("summary")) && value_get(fields, S("parts")));
    CHECK(value_get(fields, S("part_total")) != NULL); // computed
    CHECK(value_get(fields, str_fmt(mem, "parts.%lld", (long long)thing->parts.at[0].child.id)) != NULL);
    struct value *seen = tree_of(c, text_of(c, SQL("SELECT body FROM journal_public WHERE leaf = ?"), id));
    CHECK_INT(value_at(value_get(value_get(seen, S("fields")), S("summary")), 1)->kind, V_NULL);
}

TEST(salts_are_new_each_time)
{
    test_journal_open(c);
    test_journal_new(c, S("Wheel"));
    str one = value_as_text(value_path(tree_of(c, body_of(c, test_journal_last(c))), S("fields.title")));
    test_journal_new(c, S("Wheel"));
    str other = value_as_text(value_path(tree_of(c, body_of(c, test_journal_last(c))), S("fields.title")));
    CHECK(one.len == 64 && other.len == 64 && !str_eq(one, other));
}

static enum err erase_here(struct ctx *c, void *id)
{
    return leaf_erase(c, &thing_type, *(const int64_t *)id);
}

TEST(erasing_takes_the_values_of_one_record_and_leaves_the_leaves)
{
    test_journal_open(c);
    struct thing *gone = test_journal_new(c, S("Wheel"));
    int64_t leaf = test_journal_last(c);
    str before = body_of(c, leaf);
    test_journal_new(c, S("Cart"));
    int64_t kept = test_journal_last(c);
    CHECK_OK(db_write(c, erase_here, &gone->record.id));
    CHECK_STR(body_of(c, leaf), str_z(mem, before));
    str none;
    CHECK_INT(db_text(c, SQL("SELECT body FROM journal_public WHERE leaf = ?"), ARGS(INT(leaf)), &none), ERR_MISSING);
    CHECK_INT(db_text(c, SQL("SELECT body FROM journal_private WHERE leaf = ?"), ARGS(INT(leaf)), &none), ERR_MISSING);
    CHECK(text_of(c, SQL("SELECT body FROM journal_public WHERE leaf = ?"), kept).len > 0);
}
