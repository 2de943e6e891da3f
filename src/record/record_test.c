// SPDX-License-Identifier: Apache-2.0
// Trees, documents and differences of whole records.
#include "base/test.h"
#include "record/check.h"
#include "record/test_types.h"
#include "view/json.h"

static const roles office = ROLE_PUBLIC | ROLE_SECRETARIAT;

static str json_of(struct ctx *c, const struct value *tree)
{
    struct buf out;
    buf_init(&out, c->mem, 1 << 20);
    json_write(&out, tree);
    return buf_str(&out);
}

static struct thing *saved(struct ctx *c)
{
    struct thing *thing = test_types_thing(c, S("Wheel"), test_types_makers(c));
    CHECK_OK(test_types_insert(c, &thing_type, thing));
    return thing;
}

TEST(the_public_gets_what_it_may_read)
{
    test_types_open(c);
    struct value *tree = record_value(c, &thing_type, saved(c), ROLE_PUBLIC);
    CHECK_STR(json_of(c, tree),
        "{\"id\":1,\"version\":1,\"state\":\"published\",\"lang\":\"en\",\"created\":\"2003-05-31T12:00:00.000Z\","
        "\"changed\":\"2003-05-31T12:00:00.000Z\",\"example\":true,\"path\":\"/things/1\",\"title\":\"Wheel\","
        "\"summary\":\"One line.\\nAnother line.\",\"story\":\"It *began* in May.\",\"site\":\"https://example.org/thing\","
        "\"symbol\":\"\",\"form\":\"round\",\"purposes\":[\"rest\",\"work\"],\"countries\":[\"NO\",\"KE\"],\"open\":true,"
        "\"maker\":{\"id\":1,\"name\":\"Example maker 1\",\"path\":\"/makers/1\"},\"model\":null,\"amount\":28000,\"ratio\":\"0.5\","
        "\"since\":\"2001-05\",\"until\":\"2003-05-31\",\"opened_ms\":\"2003-05-31T12:00:00.000Z\","
        "\"cost\":{\"amount\":\"264000.00\",\"currency\":\"USD\"},\"part_total\":2,\"parts\":[{\"id\":1,"
        "\"maker\":{\"id\":1,\"name\":\"Example maker 1\",\"path\":\"/makers/1\"},\"role\":\"frame\","
        "\"materials\":[\"steel\",\"wood\"],\"share\":\"0.5\",\"price\":{\"amount\":\"1500.00\",\"currency\":\"USD\"},"
        "\"steps\":[{\"id\":1,\"what\":\"Draw\",\"due\":\"2001-05\",\"done\":true},{\"id\":2,\"what\":\"Build\","
        "\"due\":\"2003-05-31\",\"done\":false}]},{\"id\":2,\"maker\":{\"id\":2,\"name\":\"Example maker 2\","
        "\"path\":\"/makers/2\"},\"role\":\"engine\",\"materials\":[\"paper\",\"steel\"],\"share\":null,\"price\":null,"
        "\"steps\":[]}],\"part_count\":2}");
}

TEST(the_office_gets_the_rest_too)
{
    test_types_open(c);
    struct value *tree = record_value(c, &thing_type, saved(c), office);
    CHECK_STR(value_as_text(value_get(tree, S("note"))), "Seen by the office.");
    CHECK_STR(value_as_text(value_path(tree, S("parts.0.remark"))), "heavier than said");
    CHECK(value_get(tree, S("contact")) != NULL);
}

TEST(a_row_of_a_list_is_head_title_and_what_is_listed)
{
    test_types_open(c);
    struct value *tree = record_row_value(c, &thing_type, saved(c), ROLE_PUBLIC);
    CHECK(value_get(tree, S("id")) && value_get(tree, S("title")) && value_get(tree, S("cost")));
    CHECK(!value_get(tree, S("story")) && !value_get(tree, S("parts")) && !value_get(tree, S("part_count")));
}

static const char *state_in_words(const struct record_type *type, str state)
{
    return type->flow && str_eq(state, S("published")) ? "Published" : NULL;
}

TEST(a_state_has_the_label_its_flow_gives)
{
    test_types_open(c);
    struct record_type with_flow = thing_type;
    with_flow.flow = (const struct flow *)(const void *)&with_flow; // never looked into
    schema_state_label = state_in_words;
    const struct value *state = value_get(record_row_value(c, &with_flow, saved(c), office), S("state"));
    schema_state_label = NULL;
    CHECK_INT(state->kind, V_CODE);
    CHECK_STR(str_of(state->label), "Published");
}

TEST(our_own_answer_sent_back_changes_nothing)
{
    test_types_open(c);
    struct thing *thing = saved(c), *back = record_new(mem, &thing_type);
    CHECK_OK(store_load(c, &thing_type, 1, back));
    struct value *in = NULL;
    struct faults faults = { .n = 0 };
    CHECK_OK(json_read(c, json_of(c, record_value(c, &thing_type, back, office)), &in));
    record_read(c, &thing_type, in, READING_JSON, READ_WHOLE, office, back, &faults);
    CHECK_STR(faults.n ? faults.at[0].field : STR_NONE, "");
    CHECK_STR(record_document(c, &thing_type, back), str_z(mem, record_document(c, &thing_type, thing)));
    struct difference *differences;
    CHECK_INT(record_difference(c, &thing_type, thing, back, office, &differences), 0);
}

TEST(a_document_holds_all_and_is_the_same_after_a_round)
{
    test_types_open(c);
    struct thing *thing = saved(c), *back = record_new(mem, &thing_type);
    thing->parts.at[1].child.id = 0; // a new row of a draft
    str document = record_document(c, &thing_type, thing);
    CHECK(str_find(document, S("heavier than said")) > 0);
    CHECK(str_find(document, S("\"maker\":1")) > 0);
    CHECK_OK(record_from_document(c, &thing_type, document, back));
    CHECK_STR(record_document(c, &thing_type, back), str_z(mem, document));
    CHECK_INT(back->part_total, 2);
    CHECK_INT(back->parts.at[0].steps.at[1].child.id, 2);
    CHECK_STR(back->record.lang, "en");
    CHECK_INT(back->record.id, 0); // whose draft it is stands elsewhere
}

TEST(a_document_of_former_days_is_read_as_far_as_it_goes)
{
    test_types_open(c);
    struct thing *back = record_new(mem, &thing_type);
    CHECK_OK(record_from_document(c, &thing_type, S("{\"title\":\"Wheel\",\"gone\":{\"x\":[1]}}"), back));
    CHECK_STR(back->title, "Wheel");
    CHECK_INT(record_from_document(c, &thing_type, S("{\"form\":\"oval\"}"), back), ERR_INVALID);
    CHECK(str_starts(c->said, S("the kept draft no longer fits: form: ")));
    fail_clear(c);
    CHECK_INT(record_from_document(c, &thing_type, S("{"), back), ERR_MALFORMED);
    fail_clear(c);
    CHECK_INT(record_from_document(c, &thing_type, S("[]"), back), ERR_INVALID);
    fail_clear(c);
}

static str lines_of(struct ctx *c, const struct difference *d, ptrdiff_t n)
{
    struct buf out;
    buf_init(&out, c->mem, 1 << 16);
    for (ptrdiff_t i = 0; i < n; i++) {
        bool whole = d[i].before->kind == V_MAP || d[i].after->kind == V_MAP;
        buf_fmt(&out, "%.*s | %.*s", STR_ARG(d[i].path), STR_ARG(d[i].label));
        if (!whole)
            buf_fmt(&out, " | %.*s > %.*s", STR_ARG(json_of(c, d[i].before)), STR_ARG(json_of(c, d[i].after)));
        else
            buf_fmt(&out, " | %s", d[i].before->kind == V_NULL ? "came" : "went");
        buf_byte(&out, '\n');
    }
    return buf_str(&out);
}

static struct thing *changed(struct ctx *c, int64_t id)
{
    struct thing *after = record_new(c->mem, &thing_type);
    CHECK_OK(store_load(c, &thing_type, id, after));
    after->title = S("Cart");
    after->note = S("Looked at again.");
    after->cost.minor = 5;
    after->parts.at[0].role = S("engine");
    after->parts.at[0].steps.at[1].done = true;
    after->parts.at[0].steps.at[0].child.id = 0;
    after->parts.at[1].child.id = 0;
    return after;
}

TEST(differences_name_field_row_before_and_after)
{
    test_types_open(c);
    struct thing *before = saved(c), *after = changed(c, before->record.id);
    struct difference *d;
    ptrdiff_t n = record_difference(c, &thing_type, before, after, ROLE_PUBLIC, &d);
    CHECK_STR(lines_of(c, d, n),
        "title | Title | \"Wheel\" > \"Cart\"\n"
        "cost | Cost | {\"amount\":\"264000.00\",\"currency\":\"USD\"} > {\"amount\":\"0.05\",\"currency\":\"USD\"}\n"
        "parts.1.role | part Example maker 1: Role | \"frame\" > \"engine\"\n"
        "parts.1.steps.new1 | part Example maker 1: step Draw | came\n"
        "parts.1.steps.2.done | part Example maker 1: step Build: Done | false > true\n"
        "parts.1.steps.1 | part Example maker 1: step Draw | went\n"
        "parts.new1 | part Example maker 2 | came\n"
        "parts.2 | part Example maker 2 | went\n");
    n = record_difference(c, &thing_type, before, after, office, &d);
    CHECK_INT(n, 9);
    CHECK_STR(d[2].path, "note"); // the office sees more
}

TEST(another_order_of_rows_is_a_difference)
{
    test_types_open(c);
    struct thing *before = saved(c), *after = record_new(mem, &thing_type);
    CHECK_OK(store_load(c, &thing_type, before->record.id, after));
    struct part first = after->parts.at[0];
    after->parts.at[0] = after->parts.at[1];
    after->parts.at[1] = first;
    struct difference *d;
    ptrdiff_t n = record_difference(c, &thing_type, before, after, ROLE_PUBLIC, &d);
    CHECK_STR(lines_of(c, d, n), "parts | Parts: order | [\"part Example maker 1\",\"part Example maker 2\"] > "
                                 "[\"part Example maker 2\",\"part Example maker 1\"]\n");
}

TEST(the_name_of_what_is_hidden_is_not_told)
{
    test_types_open(c);
    struct thing *hidden = saved(c), *thing = test_types_thing(c, S("Cart"), 1);
    hidden->record.state = S("draft");
    CHECK_OK(test_types_update(c, &thing_type, hidden, 1));
    thing->model = hidden->record.id;
    CHECK_STR(json_of(c, value_get(record_value(c, &thing_type, thing, ROLE_PUBLIC), S("model"))), "{\"id\":1,\"name\":\"\"}");
    CHECK_STR(json_of(c, value_get(record_value(c, &thing_type, thing, office), S("model"))),
              "{\"id\":1,\"name\":\"Wheel\",\"path\":\"/things/1\"}");
}
