// SPDX-License-Identifier: Apache-2.0
#include "record/export.h"

#include "base/test.h"
#include "record/test_types.h"

// The cells of a header and one row, side by side.
struct sheet {
    str names[40], cells[40];
    ptrdiff_t n;
};

static struct sheet sheet_of(struct ctx *c, const struct thing *thing, roles viewer)
{
    struct buf out;
    struct sheet sheet;
    struct csv_reader reader;
    buf_init(&out, c->mem, 1 << 16);
    export_csv_header(c, &thing_type, viewer, &out);
    export_csv_row(c, &thing_type, thing, viewer, &out);
    csv_open(&reader, buf_str(&out), ',');
    sheet.n = csv_row(&reader, c->mem, sheet.names, 40);
    CHECK_INT(csv_row(&reader, c->mem, sheet.cells, 40), sheet.n);
    CHECK_INT(csv_row(&reader, c->mem, sheet.names, 0), 0);
    return sheet;
}

static str cell(const struct sheet *sheet, str name)
{
    for (ptrdiff_t i = 0; i < sheet->n; i++)
        if (str_eq(sheet->names[i], name))
            return sheet->cells[i];
    return S("(no such column)");
}

TEST(a_record_is_a_row_under_the_names_of_its_fields)
{
    test_types_open(c);
    struct thing *thing = test_types_thing(c, S("Wheel, \"round\""), test_types_makers(c));
    CHECK_OK(test_types_insert(c, &thing_type, thing));
    struct sheet sheet = sheet_of(c, thing, ROLE_PUBLIC);
    CHECK_STR(cell(&sheet, S("id")), "1");
    CHECK_STR(cell(&sheet, S("state")), "published");
    CHECK_STR(cell(&sheet, S("example")), "yes");
    CHECK_STR(cell(&sheet, S("changed")), "2003-05-31T12:00:00.000Z");
    CHECK_STR(cell(&sheet, S("title")), "Wheel, \"round\"");
    CHECK_STR(cell(&sheet, S("summary")), "One line.\nAnother line.");
    CHECK_STR(cell(&sheet, S("purposes")), "rest; work");
    CHECK_STR(cell(&sheet, S("open")), "yes");
    CHECK_STR(cell(&sheet, S("maker")), "Example maker 1");
    CHECK_STR(cell(&sheet, S("model")), "");
    CHECK_STR(cell(&sheet, S("amount")), "28000");
    CHECK_STR(cell(&sheet, S("ratio")), "0.5");
    CHECK_STR(cell(&sheet, S("since")), "2001-05");
    CHECK_STR(cell(&sheet, S("cost")), "264000.00");
    CHECK_STR(cell(&sheet, S("cost_currency")), "USD");
    CHECK_STR(cell(&sheet, S("parts")), "2");
    CHECK_STR(cell(&sheet, S("note")), "(no such column)");
}

TEST(the_office_gets_its_own_columns)
{
    test_types_open(c);
    struct sheet sheet = sheet_of(c, test_types_thing(c, S("Wheel"), test_types_makers(c)), ROLE_PUBLIC | ROLE_REVIEWER);
    CHECK_STR(cell(&sheet, S("note")), "Seen by the office.");
}

TEST(an_empty_record_has_empty_cells)
{
    test_types_open(c);
    struct sheet sheet = sheet_of(c, record_new(mem, &thing_type), ROLE_PUBLIC);
    CHECK_STR(cell(&sheet, S("cost")), "");
    CHECK_STR(cell(&sheet, S("cost_currency")), "");
    CHECK_STR(cell(&sheet, S("amount")), "");
    CHECK_STR(cell(&sheet, S("since")), "");
    CHECK_STR(cell(&sheet, S("parts")), "0");
}

TEST(a_cell_never_becomes_a_formula)
{
    static const char *const titles[] = { "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1" };
    test_types_open(c);
    for (ptrdiff_t i = 0; i < COUNT(titles); i++) {
        struct thing *thing = record_new(mem, &thing_type);
        thing->title = str_of(titles[i]);
        struct sheet sheet = sheet_of(c, thing, ROLE_PUBLIC);
        CHECK(str_starts(cell(&sheet, S("title")), S("'")));
    }
}
