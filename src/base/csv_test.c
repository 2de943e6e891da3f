// SPDX-License-Identifier: Apache-2.0
#include "base/csv.h"
#include "base/test.h"

static str cell_of(struct arena *mem, str cell)
{
    struct buf b;
    bool first = true;
    buf_init(&b, mem, 1 << 20);
    csv_cell(&b, &first, cell);
    return buf_str(&b);
}

TEST(cells_are_quoted_only_when_needed)
{
    CHECK_STR(cell_of(mem, S("plain text")), "plain text");
    CHECK_STR(cell_of(mem, S("")), "");
    CHECK_STR(cell_of(mem, S("a,b")), "\"a,b\"");
    CHECK_STR(cell_of(mem, S("say \"no\"")), "\"say \"\"no\"\"\"");
    CHECK_STR(cell_of(mem, S("two\nlines")), "\"two\nlines\"");
    CHECK_STR(cell_of(mem, S(" edge")), "\" edge\"");
}

TEST(a_cell_never_becomes_a_formula)
{
    CHECK_STR(cell_of(mem, S("=1+1")), "'=1+1");
    CHECK_STR(cell_of(mem, S("@SUM(A1)")), "'@SUM(A1)");
    CHECK_STR(cell_of(mem, S("+cmd|' /C calc'!A0")), "'+cmd|' /C calc'!A0");
    CHECK_STR(cell_of(mem, S("-2+3")), "'-2+3");
    CHECK_STR(cell_of(mem, S("-")), "'-");
    CHECK_STR(cell_of(mem, S("=\"a\",b")), "\"'=\"\"a\"\",b\"");
    CHECK_STR(cell_of(mem, S("\t=1")), "\"'\t=1\"");
    CHECK_STR(cell_of(mem, S("\n=1")), "\"'\n=1\"");
    CHECK_STR(cell_of(mem, S("\xEF\xBC\x9D" "1+1")), "'\xEF\xBC\x9D" "1+1");
    CHECK_STR(cell_of(mem, S("\xEF\xBC\xA0SUM")), "'\xEF\xBC\xA0SUM");
    CHECK_STR(cell_of(mem, S("-264000.00")), "-264000.00");
    CHECK_STR(cell_of(mem, S("+5")), "+5");
}

TEST(what_is_written_is_read_back)
{
    static const str cells[] = { S_INIT("a"), S_INIT(""), S_INIT("b,\"c\"\r\nd"), S_INIT("Itaú"), S_INIT("\"") };
    struct buf b;
    buf_init(&b, mem, 1 << 20);
    for (int row = 0; row < 2; row++) {
        bool first = true;
        for (ptrdiff_t i = 0; i < COUNT(cells); i++)
            csv_cell(&b, &first, cells[i]);
        csv_end(&b);
    }
    struct csv_reader r;
    csv_open(&r, buf_str(&b), ',');
    str got[8];
    for (int row = 0; row < 2; row++) {
        CHECK_INT(csv_row(&r, mem, got, COUNT(got)), COUNT(cells));
        CHECK_INT(r.line, 1 + 2 * row);
        for (ptrdiff_t i = 0; i < COUNT(cells); i++)
            CHECK(str_eq(got[i], cells[i]));
    }
    CHECK_INT(csv_row(&r, mem, got, COUNT(got)), 0);
    CHECK_INT(csv_row(&r, mem, got, COUNT(got)), 0);
}

TEST(rows_end_in_either_way_and_the_last_need_not)
{
    struct csv_reader r;
    str cells[2];
    csv_open(&r, S("\xEF\xBB\xBF\x61;b\nc;d;e\r\n\n;"), ';');
    CHECK_INT(csv_row(&r, mem, cells, 2), 2);
    CHECK_STR(cells[0], "a");
    CHECK_INT(csv_row(&r, mem, cells, 2), 3);
    CHECK_STR(cells[1], "d");
    CHECK_INT(csv_row(&r, mem, cells, 2), 1);
    CHECK_STR(cells[0], "");
    CHECK_INT(csv_row(&r, mem, cells, 2), 2);
    CHECK_INT(r.line, 4);
    CHECK_INT(csv_row(&r, mem, cells, 2), 0);
}

TEST(quotes_that_do_not_fit_are_refused_with_the_line)
{
    static const struct {
        str text;
        ptrdiff_t line;
    } bad[] = {
        { S_INIT("a\n\"b"), 2 }, { S_INIT("\"a\"b"), 1 }, { S_INIT("a\nb\n\"c\"\"\nd"), 3 }, { S_INIT("\"a\" ,b"), 1 }
    };
    for (ptrdiff_t i = 0; i < COUNT(bad); i++) {
        struct csv_reader r;
        str cells[4];
        csv_open(&r, bad[i].text, ',');
        ptrdiff_t n = 1;
        while (n > 0)
            n = csv_row(&r, mem, cells, COUNT(cells));
        CHECK_INT(n, -1);
        CHECK_INT(r.line, bad[i].line);
    }
}

TEST(a_quote_within_a_plain_cell_is_a_character)
{
    struct csv_reader r;
    str cells[2];
    csv_open(&r, S("5\" pipe,b\rc"), ',');
    CHECK_INT(csv_row(&r, mem, cells, 2), 2);
    CHECK_STR(cells[0], "5\" pipe");
    CHECK_STR(cells[1], "b\rc");
    csv_open(&r, S(""), ',');
    CHECK_INT(csv_row(&r, mem, cells, 2), 0);
}
