// SPDX-License-Identifier: Apache-2.0
#include "work/once.h"

#include "db/pool.h"
#include "db/test_pool.h"
#include "work/test_office.h"

#include <pthread.h>

static enum err answer(struct ctx *c, const struct write_result *result, void *arg, int *status, str *body, str *location)
{
    (void)arg;
    *status = 201;
    *body = str_fmt(c->mem, "{\"id\":%lld}", (long long)result->id);
    *location = str_fmt(c->mem, "/things/%lld", (long long)result->id);
    return OK;
}

static enum err no_answer(struct ctx *c, const struct write_result *result, void *arg, int *status, str *body, str *location)
{
    (void)result;
    (void)arg;
    (void)body;
    (void)location;
    *status = 500;
    return fail(c, ERR_INTERNAL, N_("no answer could be made"));
}

static const struct write_once once = { .key = S_INIT("key-1"), .scope = S_INIT("POST /things"), .request = S_INIT("abc"), .answer = answer };

static enum err save(struct ctx *c, const struct write_once *with, str title, struct write_result *result)
{
    struct faults faults = { 0 };
    struct thing *thing = test_office_thing(c, title);
    return write_save(c, &reviewed_type, thing, &(struct write_options){ .once = with }, &faults, result);
}

static int64_t things(struct ctx *c)
{
    return test_office_count(c, SQL("SELECT COUNT(*) FROM thing"));
}

TEST(a_repeated_request_gets_the_first_answer_and_writes_nothing)
{
    test_office_open(c);
    c->actor = &editor_actor;
    struct write_result first, second;
    struct write_answer known;
    CHECK_OK(write_answered(c, &once, &known));
    CHECK(!known.found);
    CHECK_OK(save(c, &once, S("Wheel"), &first));
    CHECK(!first.answered.found);
    CHECK_OK(save(c, &once, S("Wheel"), &second));
    CHECK(second.answered.found);
    CHECK_INT(second.answered.status, 201);
    CHECK_STR(second.answered.location, str_z(mem, str_fmt(mem, "/things/%lld", (long long)first.id)));
    CHECK_INT(things(c), 1);
    CHECK_OK(write_answered(c, &once, &known));
    CHECK(known.found);
    CHECK_STR(known.body, str_z(mem, second.answered.body));
}

TEST(the_same_key_for_another_request_is_refused)
{
    test_office_open(c);
    c->actor = &editor_actor;
    struct write_result result;
    struct write_once other = once;
    other.request = S("abd");
    CHECK_OK(save(c, &once, S("Wheel"), &result));
    CHECK_INT(save(c, &other, S("Cart"), &result), ERR_CONFLICT);
    fail_clear(c);
    CHECK_INT(things(c), 1);
}

TEST(a_key_is_its_accounts_and_its_addresses_own)
{
    test_office_open(c);
    struct write_result result;
    struct write_once elsewhere = once;
    elsewhere.scope = S("POST /carts");
    c->actor = &editor_actor;
    CHECK_OK(save(c, &once, S("Wheel"), &result));
    CHECK_OK(save(c, &elsewhere, S("Cart"), &result));
    CHECK(!result.answered.found);
    c->actor = &colleague_actor;
    CHECK_OK(save(c, &once, S("Sledge"), &result));
    CHECK(!result.answered.found);
    CHECK_INT(things(c), 3);
}

TEST(what_failed_may_be_sent_again_under_its_key)
{
    test_office_open(c);
    c->actor = &editor_actor;
    struct write_result result;
    struct write_once mute = once;
    mute.answer = no_answer;
    CHECK_INT(save(c, &once, STR_NONE, &result), ERR_INVALID);
    fail_clear(c);
    CHECK_INT(save(c, &mute, S("Wheel"), &result), ERR_INTERNAL); // the answer belongs to the transaction
    fail_clear(c);
    CHECK_INT(things(c), 0);
    CHECK_OK(save(c, &once, S("Wheel"), &result));
    CHECK(!result.answered.found);
}

TEST(after_a_day_a_key_is_new_again)
{
    test_office_open(c);
    c->actor = &editor_actor;
    struct write_result result;
    CHECK_OK(save(c, &once, S("Wheel"), &result));
    c->now_ms += ONCE_KEEP_MS - 1;
    CHECK_OK(save(c, &once, S("Wheel"), &result));
    CHECK(result.answered.found);
    c->now_ms += 1;
    CHECK_OK(save(c, &once, S("Cart"), &result));
    CHECK(!result.answered.found);
    CHECK_INT(things(c), 2);
}

TEST(a_key_of_other_characters_or_too_long_is_refused)
{
    test_office_open(c);
    struct write_answer known;
    char longest[ONCE_KEY_MAX + 1];
    for (int i = 0; i <= ONCE_KEY_MAX; i++)
        longest[i] = 'k';
    struct write_once bad = once;
    bad.key = S("two words");
    CHECK_INT(write_answered(c, &bad, &known), ERR_MALFORMED);
    fail_clear(c);
    bad.key = S("\xC3\xA9");
    CHECK_INT(write_answered(c, &bad, &known), ERR_MALFORMED);
    fail_clear(c);
    bad.key = (str){ longest, ONCE_KEY_MAX + 1 };
    CHECK_INT(write_answered(c, &bad, &known), ERR_MALFORMED);
    fail_clear(c);
    bad.key = (str){ longest, ONCE_KEY_MAX };
    CHECK_OK(write_answered(c, &bad, &known));
    CHECK_OK(write_answered(c, NULL, &known));
    CHECK(!known.found);
}

struct sender {
    struct ctx *c;
    struct write_result result;
    enum err err;
};

static void *send(void *arg)
{
    struct sender *sender = arg;
    sender->err = save(sender->c, &once, S("Wheel"), &sender->result);
    return NULL;
}

TEST(of_the_same_request_sent_twice_at_once_one_is_done)
{
    enum { SENDERS = 4 };
    test_office_open(c);
    struct sender senders[SENDERS] = { 0 };
    pthread_t threads[SENDERS];
    int done = 0;
    for (int i = 0; i < SENDERS; i++) {
        senders[i].c = test_pool_other(c);
        CHECK_OK(pool_take(senders[i].c));
        senders[i].c->actor = &editor_actor;
    }
    for (int i = 0; i < SENDERS; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, send, &senders[i]), 0);
    for (int i = 0; i < SENDERS; i++) {
        pthread_join(threads[i], NULL);
        CHECK_INT(senders[i].err, OK);
        done += !senders[i].result.answered.found;
    }
    CHECK_INT(done, 1);
    CHECK_INT(things(c), 1);
}
