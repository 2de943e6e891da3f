// SPDX-License-Identifier: Apache-2.0
#include "record/openapi.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/test.h"
#include "record/test_types.h"
#include "view/json.h"

static const struct value *document(struct ctx *c, const struct actor *actor)
{
    static const struct record_type *const types[] = { &thing_type, &maker_type };
    schema_register(types, COUNT(types));
    c->actor = actor;
    return openapi_document(c, S("0.1.0"), S("http://127.0.0.1:8080"));
}

// "#/components/schemas/thing"
static bool leads_somewhere(struct ctx *c, const struct value *root, str ref)
{
    char *path = str_z(c->mem, str_skip(ref, 2));
    for (char *at = path; *at; at++)
        if (*at == '/')
            *at = '.';
    return str_starts(ref, S("#/")) && value_path(root, str_of(path)) != NULL;
}

static ptrdiff_t references_check(struct ctx *c, const struct value *root, const struct value *here)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; here->kind == V_LIST && i < value_count(here); i++)
        n += references_check(c, root, value_at(here, i));
    for (ptrdiff_t i = 0; here->kind == V_MAP && i < here->map.n; i++) {
        if (!str_eq(here->map.at[i].key, S("$ref"))) {
            n += references_check(c, root, here->map.at[i].value);
            continue;
        }
        CHECK(leads_somewhere(c, root, value_as_text(here->map.at[i].value)));
        n++;
    }
    return n;
}

TEST(every_reference_of_the_description_leads_somewhere)
{
    const struct value *root = document(c, &actor_system);
    CHECK(references_check(c, root, root) > 100);
    CHECK_STR(value_as_text(value_get(root, S("openapi"))), "3.1.0");
    CHECK_STR(value_as_text(value_path(root, S("servers.0.url"))), "http://127.0.0.1:8080");
}

TEST(the_description_is_json_that_comes_back)
{
    const struct value *root = document(c, NULL);
    struct value *back = NULL;
    struct buf text;
    buf_init(&text, mem, 4 << 20);
    json_write(&text, root);
    CHECK(!text.over);
    CHECK_OK(json_read(c, buf_str(&text), &back));
    CHECK(value_equal(root, back));
}

TEST(operations_have_names_of_their_own_and_faults)
{
    const struct value *paths = value_get(document(c, NULL), S("paths"));
    struct map seen;
    map_init(&seen, mem);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < paths->map.n; i++)
        for (ptrdiff_t k = 0; k < paths->map.at[i].value->map.n; k++) {
            const struct value *operation = paths->map.at[i].value->map.at[k].value;
            str name = value_as_text(value_get(operation, S("operationId")));
            CHECK(name.len > 0 && map_get(&seen, name) == NULL);
            map_put(&seen, name, paths->map.at[i].value);
            CHECK(value_count(value_get(operation, S("responses"))) >= 2);
            n++;
        }
    CHECK_INT(n, 24);
    CHECK(map_get(&seen, S("listThing")) != NULL && map_get(&seen, S("moveThingDraft")) != NULL);
}

static const struct value *parameter(struct ctx *c, const struct value *root, str name)
{
    (void)c;
    const struct value *all = value_get(value_get(value_get(value_get(root, S("paths")), S("/api/v1/things")), S("get")), S("parameters"));
    for (ptrdiff_t i = 0; i < value_count(all); i++)
        if (str_eq(value_as_text(value_get(value_at(all, i), S("name"))), name))
            return value_at(all, i);
    return NULL;
}

TEST(filters_and_sorts_are_described_with_their_codes)
{
    const struct value *root = document(c, NULL);
    const struct value *form = value_path(parameter(c, root, S("form")), S("schema.items.enum"));
    CHECK_INT(value_count(form), 2);
    CHECK_STR(value_as_text(value_at(form, 0)), "round");
    CHECK_INT(value_count(value_path(parameter(c, root, S("open")), S("schema.items.enum"))), 2);
    CHECK(parameter(c, root, S("part_role")) != NULL);
    CHECK(parameter(c, root, S("symbol")) != NULL);
    CHECK(parameter(c, root, S("summary")) == NULL);
    const struct value *sorts = value_path(parameter(c, root, S("sort")), S("schema.enum"));
    CHECK_INT(value_count(sorts), 4 + 2 * 4);
}

TEST(fields_of_the_office_are_described_to_the_office_alone)
{
    const struct value *part = value_path(document(c, NULL), S("components.schemas.part.properties"));
    CHECK(value_get(part, S("role")) != NULL);
    CHECK(value_get(part, S("remark")) == NULL);
    part = value_path(document(c, &actor_system), S("components.schemas.part.properties"));
    CHECK(value_get(part, S("remark")) != NULL);
}

TEST(a_new_record_needs_what_even_a_draft_needs)
{
    const struct value *root = document(c, NULL);
    const struct value *needed = value_path(root, S("components.schemas.new_thing.required"));
    CHECK_INT(value_count(needed), 1);
    CHECK_STR(value_as_text(value_at(needed, 0)), "title");
    const struct value *total = value_path(root, S("components.schemas.thing.properties.part_total.readOnly"));
    CHECK(total && total->truth);
}
