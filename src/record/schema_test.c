// SPDX-License-Identifier: Apache-2.0
#include "record/schema.h"

#include "base/buf.h"
#include "base/test.h"
#include "db/table.h"
#include "record/test_types.h"
#include "view/json.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

// ---- tables that contradict themselves

struct one {
    struct record record;
    str title, code, text;
    codes several;
    date day;
    int64_t other;
    MANY(struct step) steps;
};

#define O struct one
static const struct field good_fields[] = {
    F_TEXT(O, title, .label = "Title", .flags = SORTED),
};
static const struct choice twice[] = { { "a", "A", NULL }, { "a", "B", NULL }, { NULL, NULL, NULL } };

static const struct record_type good = {
    .name = "one", .plural = "ones", .label = "one", .title = "title", RECORD_FIELDS(struct one, good_fields),
};

// What registration says of these types; empty when it accepts them.
static str said_of(struct ctx *c, const struct record_type *const *types, ptrdiff_t n)
{
    int ends[2], status = 0;
    char text[300] = { 0 };
    CHECK(pipe(ends) == 0);
    fflush(NULL);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        schema_register(types, n);
        _exit(0);
    }
    close(ends[1]);
    ssize_t got = 0, more;
    while ((more = read(ends[0], text + got, sizeof text - 1 - (size_t)got)) > 0)
        got += more;
    close(ends[0]);
    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK((got > 0) == WIFSIGNALED(status));
    return str_trim(str_copy(c->mem, str_of(text)));
}

// The same of `good` with one field more.
static str said_of_field(struct ctx *c, struct field f)
{
    const struct field fields[] = { good_fields[0], f };
    struct record_type type = good;
    const struct record_type *types[] = { &type };
    type.fields = fields;
    type.field_count = COUNT(fields);
    return said_of(c, types, 1);
}

TEST(a_field_that_contradicts_itself_ends_the_program_with_a_sentence)
{
    const struct {
        struct field field;
        const char *said;
    } cases[] = {
        { F_TEXT(O, title, .label = "x"), "two fields are named title" },
        { F_TEXT(O, text, .label = "x", .flags = FACET), "text: a field of kind text has no facet" },
        { F_TEXT(O, text, .help = "x"), "text needs a kind and a label" },
        { F_REF(O, other, .label = "x", .refers = "nothing"), "other refers to nothing, which is no registered type" },
        { F_REF(O, other, .label = "x"), "other: F_REF needs the type it refers to, and only F_REF does" },
        { F_CHOICE(O, code, .label = "x"), "code: choices or a list of codes belong to choice fields, and to all of them" },
        { F_CHOICE(O, code, .label = "x", .choices = twice), "code: two choices have the code a" },
        { F_CHOICES(O, several, .label = "x", .choices = twice + 1, .flags = SORTED),
          "several: only a field of one column can be sorted by or be unique" },
        { F_TEXT(O, text, .label = "x", .flags = FULL_DATE), "text: only dates are known to the day" },
        { F_TEXT(O, text, .label = "x", .weight = 'X'), "text: a weight is 'A', 'B' or 'C'" },
        { F_TEXT(O, text, .label = "x", .was = "title"), "text was title, which is no name for a field, or one that another has now" },
        { F_MANY(O, steps, struct step, &thing_type, .label = "x"), "steps: thing has a plural, so it is no child type" },
    };
    for (ptrdiff_t i = 0; i < COUNT(cases); i++)
        CHECK_STR(said_of_field(c, cases[i].field), str_z(mem, str_fmt(mem, "record type one: %s", cases[i].said)));
    struct field reserved = F_TEXT(O, text, .label = "x");
    reserved.name = "select";
    CHECK_STR(said_of_field(c, reserved), "record type one: the name select is taken; choose another for the field");
    reserved.name = "x; DROP TABLE one";
    CHECK(str_find(said_of_field(c, reserved), S("is no name for a field")) > 0);
    struct field outside = F_TEXT(O, text, .label = "x");
    outside.at = (ptrdiff_t)sizeof(struct one);
    CHECK_STR(said_of_field(c, outside), "record type one: text lies outside its struct, or over its first member");
}

TEST(a_type_that_contradicts_itself_ends_the_program_with_a_sentence)
{
    struct record_type type = good;
    const struct record_type *types[] = { &type, &good };
    CHECK_STR(said_of(c, types, 1), "");
    CHECK_STR(said_of(c, types, 2), "record type one: it is registered twice, or is the child of two fields");
    type.title = "nothing";
    CHECK_STR(said_of(c, types, 1), "record type one: its title nothing is no field of words");
    type = good;
    type.sort = "-text";
    CHECK_STR(said_of(c, types, 1), "record type one: its order -text is no SORTED field that everyone may read");
    type = good;
    type.name = "order";
    CHECK(str_find(said_of(c, types, 1), S("this is no name for a type")) > 0);
    type = good;
    type.was = "one";
    CHECK_STR(said_of(c, types, 1), "record type one: it was one, which is no name for a type, or one that another has now");
    type = good;
    type.plural = NULL;
    CHECK(str_find(said_of(c, types, 1), S("is a child type")) > 0);
}

// ---- what is registered

TEST(what_is_stored_is_found_by_a_former_name)
{
    static struct record_type type; // it stays registered
    const struct record_type *const types[] = { &type };
    type = good;
    type.was = "former";
    schema_register(types, 1);
    CHECK(schema_find_stored(S("one")) == &type && schema_find_stored(S("former")) == &type);
    CHECK(schema_find(S("former")) == NULL);
    CHECK(schema_find_stored(S("other")) == NULL);
    CHECK_STR(type_former_name(&type), "former");
    CHECK_STR(type_former_name(&good), "one");
}

TEST(types_are_found_by_name_and_by_plural)
{
    test_types_open(c);
    CHECK_INT(schema_count(), 2);
    CHECK(schema_at(0) == &thing_type);
    CHECK(schema_find(S("part")) == &part_type);
    CHECK(schema_find_plural(S("makers")) == &maker_type);
    CHECK(schema_find(S("things")) == NULL);
    CHECK(schema_find_plural(S("part")) == NULL);
    CHECK(field_find(&thing_type, S("cost"))->kind == &kind_money);
    CHECK(field_find(&thing_type, S("cost_minor")) == NULL);
    CHECK(type_parent(&step_type) == &part_type);
    CHECK(type_parent(&thing_type) == NULL);
}

TEST(rights_of_fields_follow_their_rows)
{
    test_types_open(c);
    const struct field *note = field_find(&thing_type, S("note")), *total = field_find(&thing_type, S("part_total"));
    CHECK(!field_is_readable(note, ROLE_PUBLIC));
    CHECK(field_is_readable(note, ROLE_OWNER));
    CHECK(!field_is_writable(note, ROLE_OWNER));
    CHECK(field_is_writable(note, ROLE_SECRETARIAT));
    CHECK(!field_is_writable(total, ROLE_SYSTEM));
    CHECK(type_is_public_state(&thing_type, S("published")));
    CHECK(!type_is_public_state(&thing_type, S("")));
    CHECK(role_find(S("secretariat")) == ROLE_SECRETARIAT && role_find(S("king")) == 0);
    CHECK_STR(str_of(role_code(ROLE_FOCAL_POINT)), "focal-point");
}

// ---- tables

static str text_of_tables(struct ctx *c, const struct dialect *dialect, const struct record_type *type)
{
    ptrdiff_t n = 0;
    struct buf out;
    buf_init(&out, c->mem, 1 << 20);
    const struct table *const *tables = store_tables_of(c->mem, type, &n);
    for (ptrdiff_t i = 0; i < n; i++)
        buf_add(&out, table_create(c->mem, dialect, tables[i]));
    return buf_str(&out);
}

TEST(tables_come_from_fields_for_the_first_store)
{
    test_types_open(c); // SQLite has run them by now
    str text = text_of_tables(c, &dialect_sqlite, &thing_type);
    static const char *const parts[] = {
        "CREATE TABLE \"thing\" (\n    \"id\" INTEGER PRIMARY KEY AUTOINCREMENT,\n    \"version\" INTEGER NOT NULL DEFAULT 1,",
        "\"cost_minor\" INTEGER NOT NULL DEFAULT 0,\n    \"cost_currency\" TEXT COLLATE BINARY NOT NULL DEFAULT ''",
        "\"maker\" INTEGER REFERENCES \"maker\" (id)",
        "\"ratio\" INTEGER,",
        "CREATE UNIQUE INDEX \"thing_by_symbol\" ON \"thing\" (symbol) WHERE symbol <> '';",
        "CREATE INDEX \"thing_by_title_id\" ON \"thing\" (title, id);",
        "CREATE INDEX \"thing_by_state_id\" ON \"thing\" (state, id);",
        "CREATE INDEX \"thing_by_lower_title\" ON \"thing\" (lower(title));",
        "CREATE VIRTUAL TABLE thing_search USING fts5",
        "CREATE TABLE \"thing_code\" (",
        "PRIMARY KEY (field, shown, code, id)",
        "\"parent_id\" INTEGER NOT NULL REFERENCES \"thing\" (id)",
        "\"parent_id\" INTEGER NOT NULL REFERENCES \"part\" (id)",
        "CREATE INDEX \"step_by_parent_id_position\" ON \"step\" (parent_id, position);",
        "CREATE TABLE \"part_code\" (",
    };
    for (ptrdiff_t i = 0; i < COUNT(parts); i++) {
        if (str_find(text, str_of(parts[i])) < 0)
            print_error("not there: %s\n", parts[i]);
        CHECK(str_find(text, str_of(parts[i])) >= 0);
    }
    CHECK(str_find(text, S("step_code")) < 0);   // no field of several codes
    CHECK(str_find(text, S("part_facet")) < 0);  // rows have no facets of their own
    CHECK(str_find(text, S("\"purposes\"")) < 0); // kept in thing_code
}

TEST(tables_of_the_second_store_are_written_out)
{
    test_types_open(c);
    CHECK_STR(text_of_tables(c, &dialect_postgres, &maker_type),
        "CREATE TABLE \"maker\" (\n"
        "    \"id\" BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,\n"
        "    \"version\" BIGINT NOT NULL DEFAULT 1,\n"
        "    \"state\" TEXT COLLATE \"C\" NOT NULL DEFAULT '',\n"
        "    \"lang\" TEXT COLLATE \"C\" NOT NULL DEFAULT '',\n"
        "    \"origin\" TEXT COLLATE \"C\" NOT NULL DEFAULT '',\n"
        "    \"example\" BIGINT NOT NULL DEFAULT 0,\n"
        "    \"created_ms\" BIGINT NOT NULL DEFAULT 0,\n"
        "    \"changed_ms\" BIGINT NOT NULL DEFAULT 0,\n"
        "    \"created_by\" BIGINT NOT NULL DEFAULT 0,\n"
        "    \"submitted_by\" BIGINT NOT NULL DEFAULT 0,\n"
        "    \"name\" TEXT NOT NULL DEFAULT '',\n"
        "    \"country\" TEXT COLLATE \"C\" NOT NULL DEFAULT ''\n"
        ");\n"
        "CREATE INDEX \"maker_by_state_id\" ON \"maker\" (state, id);\n"
        "CREATE INDEX \"maker_by_changed_ms_id\" ON \"maker\" (changed_ms, id);\n"
        "CREATE INDEX \"maker_by_created_by_id\" ON \"maker\" (created_by, id);\n"
        "CREATE INDEX \"maker_by_lower_name\" ON \"maker\" (lower(name));\n"
        "CREATE INDEX \"maker_by_name_id\" ON \"maker\" (name, id);\n"
        "CREATE UNIQUE INDEX \"maker_by_name\" ON \"maker\" (name) WHERE name <> '';\n"
        "CREATE TABLE maker_search (id BIGINT PRIMARY KEY, public TSVECTOR NOT NULL, whole TSVECTOR NOT NULL);\n"
        "CREATE INDEX maker_search_public ON maker_search USING gin (public);\n"
        "CREATE INDEX maker_search_whole ON maker_search USING gin (whole);\n"
        "CREATE TABLE \"maker_facet\" (\n"
        "    \"field\" TEXT COLLATE \"C\" NOT NULL,\n"
        "    \"code\" TEXT COLLATE \"C\" NOT NULL,\n"
        "    \"shown\" BIGINT NOT NULL,\n"
        "    \"id\" BIGINT NOT NULL REFERENCES \"maker\" (id),\n"
        "    PRIMARY KEY (field, shown, code, id)\n"
        ");\n"
        "CREATE INDEX \"maker_facet_by_id\" ON \"maker_facet\" (id);\n");
}

TEST(tables_that_are_referred_to_come_first)
{
    test_types_open(c); // registers thing before maker, and thing refers to maker
    ptrdiff_t n = 0;
    const struct table *const *tables = store_tables(mem, &n);
    CHECK_INT(n, 8);
    CHECK_STR(str_of(tables[0]->name), "maker");
    CHECK_STR(str_of(tables[2]->name), "thing");
}

// ---- descriptions

TEST(every_kind_describes_itself)
{
    test_types_open(c);
    struct value *all = value_map(mem);
    struct buf out;
    buf_init(&out, mem, 1 << 16);
    for (ptrdiff_t i = 0; i < thing_type.field_count; i++) {
        const struct field *f = &thing_type.fields[i];
        CHECK(f->kind->name && f->kind->input && f->kind->size > 0);
        value_put(mem, all, str_of(f->name), f->kind->schema(c, f));
    }
    json_write(&out, all);
    str text = buf_str(&out);
    CHECK(str_find(text, S("\"title\":{\"type\":\"string\",\"maxLength\":200}")) >= 0);
    CHECK(str_find(text, S("\"form\":{\"type\":[\"string\",\"null\"],\"enum\":[\"round\",\"square\",null]}")) >= 0);
    CHECK(str_find(text, S("\"amount\":{\"type\":[\"integer\",\"null\"],\"minimum\":0}")) >= 0);
    CHECK(str_find(text, S("\"cost\":{\"oneOf\":[{\"$ref\":\"#/components/schemas/Money\"},{\"type\":\"null\"}]}")) >= 0);
    CHECK(str_find(text, S("\"parts\":{\"type\":\"array\",\"maxItems\":200,\"items\":{\"$ref\":\"#/components/schemas/part\"}}")) >= 0);
}

TEST(codes_have_labels)
{
    test_types_open(c);
    const struct field *form = field_find(&thing_type, S("form")), *countries = field_find(&thing_type, S("countries"));
    CHECK_STR(field_code_label(c, form, S("round")), "Round");
    CHECK_STR(field_code_label(c, form, S("oval")), "oval");
    CHECK(field_has_code(countries, S("NO")) && !field_has_code(countries, S("no")) && !field_has_code(countries, S("ZZ")));
    CHECK_STR(field_code_label(c, countries, S("NO")), "Norway");
    CHECK_STR(field_code_label(c, field_find(&thing_type, S("open")), S("yes")), "yes");
    test_types_makers(c);
    CHECK_STR(field_code_label(c, field_find(&thing_type, S("maker")), S("2")), "Example maker 2");
    CHECK_STR(field_code_label(c, field_find(&thing_type, S("maker")), S("77")), "77");
    CHECK(code_list_currencies.has(S("NOK")) && !code_list_currencies.has(S("ABC")));
    CHECK_STR(code_list_languages.label(c, S("zh")), "Chinese");
    for (ptrdiff_t i = 0; i < code_list_languages.count(); i++)
        CHECK(code_list_languages.has(code_list_languages.code(i)));
}
