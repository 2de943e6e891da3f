// SPDX-License-Identifier: Apache-2.0
#include "base/faults.h"
#include "base/test.h"

#include <string.h>

TEST(the_first_cause_wins)
{
    CHECK_INT(fail(c, ERR_CONFLICT, "version %d is gone", 3), ERR_CONFLICT);
    CHECK_INT(fail(c, ERR_MISSING, "nothing here"), ERR_CONFLICT);
    CHECK_STR(c->said, "version 3 is gone");
    CHECK_INT(c->err, ERR_CONFLICT);
}

TEST(a_detail_is_kept_apart_from_what_is_said)
{
    fail_detail(c, "errno %d", 28);
    fail_detail(c, "another");
    CHECK_INT(fail(c, ERR_INTERNAL, "the disk is full"), ERR_INTERNAL);
    CHECK_STR(c->detail, "errno 28");
    fail_clear(c);
    CHECK(c->err == OK && c->said.len == 0 && c->detail.len == 0);
    CHECK_INT(fail(c, ERR_BUSY, "again"), ERR_BUSY);
}

TEST(each_code_has_a_status_an_exit_code_and_a_sentence)
{
    for (int e = 0; e < ERR_COUNT; e++) {
        CHECK(err_http((enum err)e) >= 200 && err_http((enum err)e) < 600);
        CHECK((err_exit((enum err)e) == 0) == (e == OK));
        CHECK(strlen(err_name((enum err)e)) > 1 && strlen(err_text((enum err)e)) > 3);
    }
    CHECK_INT(err_http(ERR_INVALID), 422);
    CHECK_INT(err_exit(ERR_INTERNAL), 5);
    CHECK_STR(str_of(err_name(ERR_STALE)), "STALE");
}

static const char *shout(const struct lang *lang, const char *msgid)
{
    (void)lang;
    return strcmp(msgid, "no %s") == 0 ? "KEIN %s" : NULL;
}

TEST(what_is_said_is_translated_where_a_translation_exists)
{
    c->translate = shout;
    CHECK_INT(fail(c, ERR_MISSING, "no %s", "title"), ERR_MISSING);
    CHECK_STR(c->said, "KEIN title");
    CHECK_STR(str_of(tr(c, "other")), "other");
    CHECK_STR(str_of(tr(c, "")), "");
    CHECK_STR(str_of(tr(NULL, "other")), "other");
}

TEST(a_long_sentence_is_cut_to_its_limit)
{
    char *name = NEW(mem, char, 100001);
    memset(name, 'x', 100000);
    CHECK_INT(fail(c, ERR_INVALID, "cannot take %s", name), ERR_INVALID);
    CHECK(c->said.len > 100 && c->said.len <= 2000);
}

TEST(all_faults_are_kept_in_order)
{
    struct faults f = { 0 };
    CHECK(!fault_at(&f, S("title")));
    char name[] = "f0";
    for (int i = 0; i < 9; i++) {
        name[1] = (char)('0' + i);
        fault_add(c, &f, str_of(name), "reason %d", i);
    }
    fault_add(c, &f, S("f3"), "a second reason");
    CHECK_INT(f.n, 10);
    CHECK_STR(f.at[0].field, "f0");
    CHECK_STR(f.at[8].reason, "reason 8");
    CHECK_STR(fault_reason(&f, S("f3")), "reason 3");
    CHECK_STR(fault_reason(&f, S("f")), "");
    CHECK(fault_at(&f, S("f8")) && !fault_at(&f, S("f9")));
}

TEST(faults_stop_at_their_limit)
{
    struct faults f = { 0 };
    for (int i = 0; i < FAULTS_MAX + 50; i++)
        fault_add(c, &f, S("x"), "%d", i);
    CHECK_INT(f.n, FAULTS_MAX);
    for (int i = 0; i < FAULTS_MAX; i++)
        CHECK_STR(f.at[i].reason, str_fmt(mem, "%d", i).at);
}
