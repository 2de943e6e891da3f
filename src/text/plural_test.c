// SPDX-License-Identifier: Apache-2.0
#include "text/plural.h"

#include "base/test.h"

static int form_of(const char *line, int64_t n)
{
    struct plural p;
    CHECK(plural_read(str_of(line), &p));
    return plural_form(&p, n);
}

// The rules as GNU gettext's manual and its msginit give them.
#define ARABIC                                                                                                              \
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
#define RUSSIAN                                                                                                             \
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"

TEST(plural_rules_of_the_six_languages_give_their_forms)
{
    const struct { const char *line; int64_t n; int form; } cases[] = {
        { "nplurals=2; plural=n != 1;", 0, 1 }, { "nplurals=2; plural=n != 1;", 1, 0 }, { "nplurals=2; plural=(n > 1)", 0, 0 },
        { "nplurals=2; plural=(n > 1)", 2, 1 }, { "nplurals=1; plural=0;", 7, 0 },
        { ARABIC, 0, 0 }, { ARABIC, 1, 1 }, { ARABIC, 2, 2 }, { ARABIC, 3, 3 }, { ARABIC, 110, 3 }, { ARABIC, 11, 4 },
        { ARABIC, 99, 4 }, { ARABIC, 100, 5 }, { ARABIC, 102, 5 },
        { RUSSIAN, 1, 0 }, { RUSSIAN, 21, 0 }, { RUSSIAN, 11, 2 }, { RUSSIAN, 2, 1 }, { RUSSIAN, 24, 1 }, { RUSSIAN, 12, 2 },
        { RUSSIAN, 112, 2 }, { RUSSIAN, 5, 2 }, { RUSSIAN, 0, 2 },
    };
    for (ptrdiff_t i = 0; i < COUNT(cases); i++)
        CHECK_INT(form_of(cases[i].line, cases[i].n), cases[i].form);
}

TEST(plural_expressions_bind_as_in_c)
{
    CHECK_INT(form_of("nplurals=6; plural=1+2*2;", 0), 5);
    CHECK_INT(form_of("nplurals=6; plural=(1+1)*2;", 0), 4);
    CHECK_INT(form_of("nplurals=6; plural=5-2-1;", 0), 2);
    CHECK_INT(form_of("nplurals=6; plural=!n+!0*2;", 0), 3);
    CHECK_INT(form_of("nplurals=6; plural=n?2:3?4:5;", 0), 4);
    CHECK_INT(form_of("nplurals=6; plural=1||0&&0;", 0), 1);
    CHECK_INT(form_of("nplurals=6; plural=1<2==1;", 0), 1);
    CHECK_INT(form_of("nplurals=6; plural=9/2;", 0), 4);
}

TEST(plural_of_a_negative_number_is_that_of_its_size)
{
    CHECK_INT(form_of("nplurals=2; plural=n != 1;", -1), 0);
    CHECK_INT(form_of("nplurals=2; plural=n != 1;", INT64_MIN), 1);
}

TEST(plural_forms_that_do_not_exist_and_divisions_by_zero_give_the_first)
{
    CHECK_INT(form_of("nplurals=2; plural=n;", 7), 0);
    CHECK_INT(form_of("nplurals=2; plural=1/n;", 0), 0);
    CHECK_INT(form_of("nplurals=2; plural=1%n;", 0), 0);
}

TEST(plural_lines_that_are_none_are_refused)
{
    const char *bad[] = {
        "", "nplurals=2", "nplurals=2;", "nplurals=2; plural=", "nplurals=2; plural=;", "nplurals=0; plural=0;", "nplurals=7; plural=0;",
        "nplurals=x; plural=0;", "nplurals=2; plural=(n", "nplurals=2; plural=n)", "nplurals=2; plural=n ? 1;", "nplurals=2; plural=n 1;",
        "nplurals=2; plural=m;", "nplurals=2; plural=n==;", "nplurals=2; plural=-1;", "nplurals=2; plural=99999999999999999999;",
        "nplurals=2; plural=n; exit",
    };
    struct plural p;
    for (ptrdiff_t i = 0; i < COUNT(bad); i++)
        CHECK(!plural_read(str_of(bad[i]), &p));
}

static str repeated(struct arena *mem, const char *before, const char *part, int times, const char *after)
{
    str s = str_of(before);
    for (int i = 0; i < times; i++)
        s = str_fmt(mem, "%.*s%s", STR_ARG(s), part);
    return str_fmt(mem, "%.*s%s", STR_ARG(s), after);
}

TEST(plural_expressions_that_are_too_deep_or_too_long_are_refused)
{
    struct plural p;
    CHECK(plural_read(repeated(mem, "nplurals=2; plural=", "n+", 40, "n;"), &p));
    CHECK(!plural_read(repeated(mem, "nplurals=2; plural=", "n+", 60, "n;"), &p));
    CHECK(!plural_read(repeated(mem, "nplurals=2; plural=", "(", 1000, "n"), &p));
    CHECK(!plural_read(repeated(mem, "nplurals=2; plural=", "!", 1000, "n"), &p));
    CHECK(!plural_read(repeated(mem, "nplurals=2; plural=", "n?n:", 1000, "n"), &p));
}
