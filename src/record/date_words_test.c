// SPDX-License-Identifier: Apache-2.0
#include "record/date_words.h"

#include "base/test.h"

static void reads_as(struct ctx *c, const char *text, const char *iso)
{
    date d = { .year = 0 };
    str why = STR_NONE;
    bool read = date_words_read(c, str_of(text), &d, &why);
    CHECK_STR(read ? date_str(c->mem, d) : why, iso);
}

TEST(dates_are_read_as_people_write_them)
{
    reads_as(c, "31 May 2003", "2003-05-31");
    reads_as(c, "31st of May, 2003", "2003-05-31");
    reads_as(c, "May 31, 2003", "2003-05-31");
    reads_as(c, "may 2001", "2001-05");
    reads_as(c, "Sept. 2001", "2001-09");
    reads_as(c, "31/5/2003", "2003-05-31");
    reads_as(c, "31.05.2003", "2003-05-31");
    reads_as(c, "1-6-2003", "2003-06-01");
    reads_as(c, "2003/05/31", "2003-05-31");
    reads_as(c, "5/2001", "2001-05");
    reads_as(c, "2001", "2001");
    reads_as(c, "29 February 2004", "2004-02-29");
}

TEST(dates_that_do_not_exist_say_why)
{
    reads_as(c, "31 April 2003", "31 April 2003 does not exist: April has 30 days");
    reads_as(c, "29/2/2003", "29 February 2003 does not exist: February has 28 days");
    reads_as(c, "0 May 2003", "0 May 2003 does not exist: May has 31 days");
    reads_as(c, "5/31/2003", "there is no month 31: write the day first, then the month, as in 31/5/2003");
    reads_as(c, "31 May 03", "write the year with four digits, as in 31 May 2003");
    reads_as(c, "31 May 0000", "write the year with four digits, as in 31 May 2003");
}

TEST(what_is_no_date_is_told_how_to_be_one)
{
    static const char *const nothing[] = {
        "", "soon", "Ma 2003", "31 May", "May", "May May", "2003 May 31 12", "31 12 May", "99999", "1.2.3.4", "31 mai 2003", "٣١",
    };
    for (ptrdiff_t i = 0; i < COUNT(nothing); i++) {
        date d = { .year = 0 };
        str why = STR_NONE;
        CHECK(!date_words_read(c, str_of(nothing[i]), &d, &why));
        CHECK(why.len > 0);
        CHECK(d.year == 0);
    }
}
