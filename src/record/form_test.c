// SPDX-License-Identifier: Apache-2.0
#include "record/form.h"

#include "base/test.h"
#include "record/test_types.h"

static struct value *form_for(struct ctx *c, const struct thing *thing, const struct form_options *options)
{
    struct value *form = NULL;
    CHECK_OK(form_value(c, &thing_type, thing, options, &form));
    return form;
}

static const struct value *named(const struct value *fields, str name)
{
    for (ptrdiff_t i = 0; i < value_count(fields); i++)
        if (str_eq(value_as_text(value_get(value_at(fields, i), S("name"))), name))
            return value_at(fields, i);
    return NULL;
}

// A field at its path, rows included.
static const struct value *field_at(const struct value *form, const char *path)
{
    const struct value *sections = value_get(form, S("sections")), *found = NULL;
    for (ptrdiff_t i = 0; i < value_count(sections) && !found; i++)
        found = named(value_get(value_at(sections, i), S("fields")), str_of(path));
    return found;
}

static const struct value *row_at(const struct value *field, ptrdiff_t i)
{
    return value_at(value_get(field, S("rows")), i);
}

static str text(const struct value *map, str key)
{
    return value_as_text(value_get(map, key));
}

static bool is_on(const struct value *field, str code)
{
    const struct value *options = value_get(field, S("options"));
    for (ptrdiff_t i = 0; i < value_count(options); i++)
        if (str_eq(text(value_at(options, i), S("code")), code))
            return value_get(value_at(options, i), S("on"))->truth;
    CHECK(false);
    return false;
}

static const struct thing *saved(struct ctx *c)
{
    test_types_open(c);
    struct thing *thing = test_types_thing(c, S("Wheel"), test_types_makers(c));
    CHECK_OK(test_types_insert(c, &thing_type, thing));
    return thing;
}

static const struct form_options editing = { .viewer = ROLE_PUBLIC | ROLE_EDITOR | ROLE_OWNER };

TEST(a_form_shows_the_record_as_one_would_type_it)
{
    const struct value *form = form_for(c, saved(c), &editing);
    CHECK_STR(text(field_at(form, "title"), S("value")), "Wheel");
    CHECK(value_get(field_at(form, "title"), S("text"))->truth);
    CHECK_INT(value_get(field_at(form, "title"), S("max"))->number, 200);
    CHECK_STR(text(field_at(form, "summary"), S("value")), "One line.\nAnother line.");
    CHECK_STR(text(field_at(form, "open"), S("value")), "yes");
    CHECK_STR(text(field_at(form, "amount"), S("value")), "28000");
    CHECK_STR(text(field_at(form, "ratio"), S("value")), "0.5");
    CHECK_STR(text(field_at(form, "since"), S("value")), "2001-05");
    CHECK_STR(text(field_at(form, "cost"), S("amount")), "264000");
    CHECK_STR(text(field_at(form, "cost"), S("currency")), "USD");
    CHECK_STR(text(field_at(form, "maker"), S("value")), "Example maker 1");
    CHECK_INT(value_count(value_get(field_at(form, "maker"), S("choices"))), 2);
    CHECK(is_on(field_at(form, "form"), S("round")) && !is_on(field_at(form, "form"), S("square")));
    CHECK(is_on(field_at(form, "purposes"), S("work")) && !is_on(field_at(form, "purposes"), S("play")));
    CHECK(is_on(field_at(form, "countries"), S("KE")));
}

TEST(what_a_form_sends_back_is_the_same_record)
{
    const struct thing *thing = saved(c);
    struct thing *copy = record_new(mem, &thing_type);
    *copy = *thing;
    copy->ratio = (decimal){ 11250, true }; // 1.125, which could be read as 1125
    copy->cost.minor = 26400050;
    struct value *sent = value_map(mem);
    const struct value *sections = value_get(form_for(c, copy, &editing), S("sections"));
    for (ptrdiff_t i = 0; i < value_count(sections); i++) {
        const struct value *fields = value_get(value_at(sections, i), S("fields"));
        for (ptrdiff_t k = 0; k < value_count(fields); k++) {
            const struct value *field = value_at(fields, k);
            if (value_get(field, S("money"))->kind == V_BOOL) {
                struct value *sum = value_map(mem);
                value_set(mem, sum, "amount", value_text(mem, text(field, S("amount"))));
                value_set(mem, sum, "currency", value_text(mem, text(field, S("currency"))));
                value_put(mem, sent, text(field, S("name")), sum);
            } else if (value_get(field, S("text"))->kind == V_BOOL || value_get(field, S("number"))->kind == V_BOOL
                       || value_get(field, S("date"))->kind == V_BOOL || value_get(field, S("ref"))->kind == V_BOOL) {
                value_put(mem, sent, text(field, S("name")), value_text(mem, text(field, S("value"))));
            }
        }
    }
    struct faults faults = { 0 };
    struct thing *back = record_new(mem, &thing_type);
    *back = *thing;
    record_read(c, &thing_type, sent, READING_FORM, READ_PART, editing.viewer, back, &faults);
    CHECK_INT(faults.n, 0);
    CHECK_STR(record_document(c, &thing_type, back), str_z(mem, record_document(c, &thing_type, copy)));
}

TEST(what_was_typed_stands_over_the_record)
{
    const struct thing *thing = saved(c);
    struct value *typed = value_map(mem), *cost = value_map(mem), *none = value_list(mem);
    struct faults faults = { 0 };
    value_set(mem, typed, "title", value_text(mem, S("<b>Other</b>")));
    value_set(mem, typed, "amount", value_text(mem, S("many")));
    value_set(mem, cost, "amount", value_text(mem, S("12,5")));
    value_set(mem, cost, "currency", value_text(mem, S("X")));
    value_set(mem, typed, "cost", cost);
    value_add(mem, none, value_text(mem, STR_NONE));
    value_set(mem, typed, "purposes", none);
    value_set(mem, typed, "maker", value_text(mem, S("2")));
    fault_add(c, &faults, S("amount"), "write a number");
    fault_add(c, &faults, S("cost.currency"), "write three letters");
    struct form_options options = editing;
    options.typed = typed;
    options.faults = &faults;
    const struct value *form = form_for(c, thing, &options);
    CHECK_STR(text(field_at(form, "title"), S("value")), "<b>Other</b>");
    CHECK_STR(text(field_at(form, "amount"), S("value")), "many");
    CHECK_STR(text(field_at(form, "amount"), S("error")), "write a number");
    CHECK_STR(text(field_at(form, "cost"), S("amount")), "12,5");
    CHECK_STR(text(field_at(form, "cost"), S("currency")), "X");
    CHECK_STR(text(field_at(form, "cost"), S("error")), "write three letters");
    CHECK(!is_on(field_at(form, "purposes"), S("work")));
    CHECK_STR(text(field_at(form, "maker"), S("value")), "Example maker 2");
    CHECK_STR(text(field_at(form, "summary"), S("value")), "One line.\nAnother line."); // not sent: another step of a wizard
}

TEST(faults_lead_to_their_controls_from_the_top_down)
{
    const struct thing *thing = saved(c);
    struct faults faults = { 0 };
    fault_add(c, &faults, S("title"), "say what it is called");
    fault_add(c, &faults, S("parts.1.role"), "say what it does");
    fault_add(c, &faults, S("parts.0.steps.1.due"), "say when");
    fault_add(c, &faults, S("parts.0"), "this row is given twice");
    fault_add(c, &faults, STR_NONE, "the whole is wrong");
    struct form_options options = editing;
    options.faults = &faults;
    const struct value *form = form_for(c, thing, &options), *list = value_get(form, S("faults"));
    static const char *const want[][2] = { { "edit", "" }, { "f-title", "Title" }, { "f-parts", "Parts" },
                                           { "f-parts-0-steps-1-due", "Part 1: Step 2: Due" }, { "f-parts-1-role", "Part 2: Role" } };
    for (ptrdiff_t i = 0; i < COUNT(want); i++) {
        CHECK_STR(text(value_at(list, i), S("anchor")), want[i][0]);
        CHECK_STR(text(value_at(list, i), S("label")), want[i][1]);
    }
    CHECK_INT(value_get(value_at(list, 0), S("label"))->kind, V_NULL);
    const struct value *parts = field_at(form, "parts");
    CHECK_STR(text(parts, S("error")), "this row is given twice");
    const struct value *role = named(value_get(row_at(parts, 1), S("fields")), S("parts.1.role"));
    CHECK_STR(text(role, S("error")), "say what it does");
    CHECK_STR(text(role, S("anchor")), "f-parts-1-role");
    CHECK_INT(value_get(named(value_get(row_at(parts, 0), S("fields")), S("parts.0.role")), S("error"))->kind, V_NULL);
}

TEST(rows_have_their_ids_and_empty_ones_follow)
{
    const struct thing *thing = saved(c);
    struct form_options options = editing;
    options.blank_rows = 1;
    const struct value *parts = field_at(form_for(c, thing, &options), "parts");
    CHECK_INT(value_count(value_get(parts, S("rows"))), 3);
    CHECK_STR(text(parts, S("label_row")), "Part");
    CHECK_STR(text(row_at(parts, 0), S("id")), "1");
    CHECK_STR(text(row_at(parts, 2), S("id")), "");
    CHECK_STR(text(row_at(parts, 2), S("path")), "parts.2");
    CHECK_INT(value_get(row_at(parts, 2), S("number"))->number, 3);
    const struct value *steps = named(value_get(row_at(parts, 0), S("fields")), S("parts.0.steps"));
    CHECK_INT(value_count(value_get(steps, S("rows"))), 3);
    CHECK_STR(text(named(value_get(row_at(steps, 1), S("fields")), S("parts.0.steps.1.what")), S("value")), "Build");
    steps = named(value_get(row_at(parts, 2), S("fields")), S("parts.2.steps"));
    CHECK_INT(value_count(value_get(steps, S("rows"))), 0);
    CHECK(value_get(steps, S("add"))->truth);
}

TEST(typed_rows_stay_where_they_were_typed)
{
    const struct thing *thing = saved(c);
    struct value *typed = value_map(mem), *rows = value_list(mem), *gone = value_map(mem), *fresh = value_map(mem);
    value_set(mem, gone, "id", value_text(mem, S("1")));
    value_set(mem, gone, "_remove", value_text(mem, S("yes")));
    value_set(mem, fresh, "id", value_text(mem, STR_NONE));
    value_set(mem, fresh, "role", value_text(mem, S("engine")));
    value_add(mem, rows, gone);
    value_add(mem, rows, fresh);
    value_set(mem, typed, "parts", rows);
    struct form_options options = editing;
    options.typed = typed;
    options.blank_rows = 1;
    const struct value *parts = field_at(form_for(c, thing, &options), "parts");
    CHECK_INT(value_count(value_get(parts, S("rows"))), 2);
    CHECK(value_get(row_at(parts, 0), S("removed"))->truth);
    CHECK(!value_get(row_at(parts, 1), S("removed"))->truth);
    CHECK(is_on(named(value_get(row_at(parts, 0), S("fields")), S("parts.0.role")), S("frame"))); // of the row with this id
    CHECK(is_on(named(value_get(row_at(parts, 1), S("fields")), S("parts.1.role")), S("engine")));
    options.add_to = S("parts");
    CHECK_INT(value_count(value_get(field_at(form_for(c, thing, &options), "parts"), S("rows"))), 3);
}

TEST(one_row_more_can_be_asked_for_at_any_depth)
{
    const struct thing *thing = saved(c);
    struct form_options options = editing;
    options.add_to = S("parts.1.steps");
    const struct value *parts = field_at(form_for(c, thing, &options), "parts");
    CHECK_INT(value_count(value_get(parts, S("rows"))), 2);
    const struct value *steps = named(value_get(row_at(parts, 1), S("fields")), S("parts.1.steps"));
    CHECK_INT(value_count(value_get(steps, S("rows"))), 1);
}

TEST(a_form_has_only_what_the_viewer_may_write)
{
    const struct thing *thing = saved(c);
    const struct value *form = form_for(c, thing, &editing);
    CHECK(field_at(form, "contact") != NULL);
    CHECK(field_at(form, "note") == NULL);       // the office's to write
    CHECK(field_at(form, "part_total") == NULL); // computed
    CHECK(named(value_get(row_at(field_at(form, "parts"), 0), S("fields")), S("parts.0.remark")) == NULL);
    struct form_options options = { .viewer = ROLE_PUBLIC | ROLE_SECRETARIAT };
    CHECK(field_at(form_for(c, thing, &options), "note") != NULL);
}

TEST(sections_follow_the_table_and_one_can_be_asked_for)
{
    const struct thing *thing = saved(c);
    const struct value *sections = value_get(form_for(c, thing, &editing), S("sections"));
    CHECK_INT(value_count(sections), 4);
    CHECK_STR(text(value_at(sections, 0), S("label")), "About");
    CHECK_STR(text(value_at(sections, 1), S("anchor")), "part-2");
    struct form_options options = editing;
    options.only_section = "Figures";
    sections = value_get(form_for(c, thing, &options), S("sections"));
    CHECK_INT(value_count(sections), 1);
    CHECK(named(value_get(value_at(sections, 0), S("fields")), S("ratio")) != NULL);
}

TEST(every_field_has_every_key)
{
    static const char *const keys[] = { "name", "anchor", "label",    "help",   "optional", "error",     "text",   "textarea",
                                        "select", "checks", "yes",    "money",  "date",     "number",    "ref",    "many",
                                        "value",  "max",    "options", "amount", "currency", "id",       "choices", "label_row",
                                        "rows",   "add" };
    const struct value *sections = value_get(form_for(c, saved(c), &editing), S("sections"));
    for (ptrdiff_t i = 0; i < value_count(sections); i++) {
        const struct value *fields = value_get(value_at(sections, i), S("fields"));
        for (ptrdiff_t k = 0; k < value_count(fields); k++) {
            int inputs = 0;
            for (ptrdiff_t n = 0; n < COUNT(keys); n++) {
                const struct value *one = value_get(value_at(fields, k), str_of(keys[n]));
                CHECK(one != NULL);
                inputs += n >= 6 && n < 16 && one->kind == V_BOOL;
            }
            CHECK_INT(inputs, 1);
        }
    }
}
