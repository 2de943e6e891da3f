// SPDX-License-Identifier: Apache-2.0
#include "work/account.h"

#include "db/pool.h"
#include "db/test_pool.h"
#include "work/clean.h"
#include "work/test_office.h"

#include <pthread.h>

static const char right[] = "correct horse battery";

static enum err try_account(struct ctx *c, const struct actor *actor, struct account *account, struct faults *faults)
{
    struct write_result result;
    *faults = (struct faults){ 0 };
    c->actor = actor;
    enum err err = write_save(c, &account_type, account, NULL, faults, &result);
    c->actor = &actor_system;
    return err;
}

static struct account *new_account(struct ctx *c, const char *email, const char *role)
{
    struct account *account = record_new(c->mem, &account_type);
    str *given = NEW(c->mem, str, 1);
    given[0] = str_of(role);
    account->name = S("Example person");
    account->email = str_of(email);
    account->roles = (codes){ given, 1 };
    return account;
}

static int64_t invited(struct ctx *c, const char *email, const char *role)
{
    struct account *account = new_account(c, email, role);
    struct faults faults;
    CHECK_OK(try_account(c, &actor_system, account, &faults));
    return account->record.id;
}

static int64_t active(struct ctx *c, const char *email, const char *role)
{
    int64_t id = invited(c, email, role), same = 0;
    str token;
    struct faults faults = { 0 };
    CHECK_OK(account_link(c, id, &token));
    CHECK_OK(account_link_use(c, token, str_of(right), &faults, &same));
    CHECK_INT(same, id);
    return id;
}

static enum err close_account(struct ctx *c, const struct actor *actor, int64_t id)
{
    struct write_result result;
    struct faults faults = { 0 };
    c->actor = actor;
    enum err err = write_move(c, &account_type, id, 0, S("close"), NULL, &faults, &result);
    c->actor = &actor_system;
    return err;
}

static enum err verify(struct ctx *c, const char *email, const char *password)
{
    int64_t id = 0;
    enum err err = account_verify(c, str_of(email), str_of(password), S("192.0.2.1"), &id);
    if (err != OK)
        fail_clear(c);
    return err;
}

TEST(the_accounts_flow_is_sound)
{
    const char *wrong = flow_check(mem, account_type.flow);
    CHECK_STR(str_of(wrong), "");
}

TEST(an_invited_person_sets_a_password_by_link_and_signs_in)
{
    test_office_open(c);
    int64_t id = invited(c, "Person@Example.org", "editor"), who = 0;
    str token;
    struct faults faults = { 0 };
    struct account account;
    CHECK_OK(account_find(c, S(" person@EXAMPLE.org "), &account));
    CHECK_INT(account.record.id, id);
    CHECK_STR(account.email, "person@example.org");
    CHECK_STR(account.record.state, "invited");
    CHECK_OK(account_link(c, id, &token));
    CHECK_OK(account_link_peek(c, token, &who));
    CHECK_INT(who, id);
    CHECK_OK(account_link_use(c, token, str_of(right), &faults, &who));
    CHECK_OK(account_find(c, S("person@example.org"), &account));
    CHECK_STR(account.record.state, "active");
    CHECK_INT(verify(c, "PERSON@example.org", right), OK);
    CHECK_INT(verify(c, "person@example.org", "wrong horse battery"), ERR_UNKNOWN);
    CHECK_INT(verify(c, "nobody@example.org", right), ERR_UNKNOWN);
    CHECK_INT(account_find(c, S("nobody@example.org"), &account), ERR_MISSING);
    fail_clear(c);
}

TEST(an_address_belongs_to_one_account_however_it_is_written)
{
    test_office_open(c);
    struct faults faults;
    invited(c, "person@example.org", "editor");
    CHECK_INT(try_account(c, &actor_system, new_account(c, "PERSON@example.org", "editor"), &faults), ERR_INVALID);
    CHECK(fault_at(&faults, S("email")));
    fail_clear(c);
}

TEST(a_link_works_once_and_only_the_newest)
{
    test_office_open(c);
    int64_t id = invited(c, "person@example.org", "editor"), who = 0;
    str first, second;
    struct faults faults = { 0 };
    CHECK_OK(account_link(c, id, &first));
    CHECK_OK(account_link(c, id, &second));
    CHECK(!str_eq(first, second));
    CHECK_INT(account_link_peek(c, first, &who), ERR_GONE);
    fail_clear(c);
    CHECK_OK(account_link_use(c, second, str_of(right), &faults, &who));
    CHECK_INT(account_link_use(c, second, str_of(right), &faults, &who), ERR_GONE);
    fail_clear(c);
    CHECK_INT(account_link_peek(c, S("nonsense"), &who), ERR_GONE);
    fail_clear(c);
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM account_link")), 0);
}

TEST(a_link_grows_old)
{
    test_office_open(c);
    int64_t id = invited(c, "person@example.org", "editor"), who = 0;
    str token;
    CHECK_OK(account_link(c, id, &token));
    c->now_ms += LINK_HOURS * 3600000LL - 1;
    CHECK_OK(account_link_peek(c, token, &who));
    c->now_ms += 1;
    CHECK_INT(account_link_peek(c, token, &who), ERR_GONE);
    fail_clear(c);
}

struct user {
    struct ctx *c;
    str token;
    enum err err;
};

static void *use_link(void *arg)
{
    struct user *user = arg;
    struct faults faults = { 0 };
    int64_t who;
    user->err = account_link_use(user->c, user->token, str_of(right), &faults, &who);
    return NULL;
}

TEST(of_two_who_use_one_link_at_once_one_is_let_in)
{
    test_office_open(c);
    int64_t id = invited(c, "person@example.org", "editor");
    str token;
    CHECK_OK(account_link(c, id, &token));
    struct user users[2] = { 0 };
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) {
        users[i].c = test_pool_other(c);
        users[i].token = token;
        CHECK_OK(pool_take(users[i].c));
    }
    for (int i = 0; i < 2; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, use_link, &users[i]), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    CHECK_INT(users[0].err == OK ? users[1].err : users[0].err, ERR_GONE);
    CHECK((users[0].err == OK) != (users[1].err == OK));
}

TEST(a_password_that_is_none_is_refused_and_the_link_kept)
{
    test_office_open(c);
    int64_t id = invited(c, "person@example.org", "editor"), who = 0;
    str token;
    CHECK_OK(account_link(c, id, &token));
    char lengthy[PASSWORD_MAX + 1];
    for (int i = 0; i <= PASSWORD_MAX; i++)
        lengthy[i] = 'x';
    const str bad[] = { STR_NONE, S("short one"), { lengthy, PASSWORD_MAX + 1 }, S("Person@example.org"), S("Example Person"), S("\xFF tenletters") };
    for (ptrdiff_t i = 0; i < COUNT(bad); i++) {
        struct faults faults = { 0 };
        CHECK_INT(account_link_use(c, token, bad[i], &faults, &who), ERR_INVALID);
        CHECK(fault_at(&faults, S("password")));
        fail_clear(c);
    }
    CHECK_OK(account_link_peek(c, token, &who));
}

TEST(ten_failures_of_one_address_close_the_door_for_a_quarter_of_an_hour)
{
    test_office_open(c);
    active(c, "person@example.org", "editor");
    for (int i = 0; i < SIGN_IN_FAILURES_OF_ADDRESS - 1; i++)
        CHECK_INT(verify(c, "person@example.org", "wrong"), ERR_UNKNOWN);
    CHECK_INT(verify(c, "person@example.org", right), OK); // which takes the failures away
    for (int i = 0; i < SIGN_IN_FAILURES_OF_ADDRESS; i++)
        CHECK_INT(verify(c, "Person@example.org", "wrong"), ERR_UNKNOWN);
    CHECK_INT(verify(c, "person@example.org", right), ERR_MANY);
    c->now_ms += SIGN_IN_WINDOW_MS - 1;
    CHECK_INT(verify(c, "person@example.org", right), ERR_MANY);
    c->now_ms += 1;
    CHECK_INT(verify(c, "person@example.org", right), OK);
}

TEST(thirty_failures_from_one_place_close_it_whatever_the_address)
{
    test_office_open(c);
    active(c, "person@example.org", "editor");
    for (int i = 0; i < SIGN_IN_FAILURES_OF_SOURCE; i++)
        CHECK_INT(verify(c, str_z(mem, str_fmt(mem, "guess%d@example.org", i)), "wrong"), ERR_UNKNOWN);
    CHECK_INT(verify(c, "person@example.org", right), ERR_MANY);
    int64_t who = 0;
    CHECK_OK(account_verify(c, S("person@example.org"), str_of(right), S("192.0.2.2"), &who));
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM sign_in_failure WHERE source_hash LIKE '%192%' OR email_hash LIKE '%@%'")), 0);
}

TEST(all_addresses_of_one_network_are_one_place)
{
    test_office_open(c);
    active(c, "person@example.org", "editor");
    int64_t who = 0;
    for (int i = 0; i < SIGN_IN_FAILURES_OF_SOURCE; i++) {
        str source = str_fmt(mem, "2001:db8:0:1::%x", i), email = str_fmt(mem, "guess%d@example.org", i);
        CHECK_INT(account_verify(c, email, S("wrong"), source, &who), ERR_UNKNOWN);
        fail_clear(c);
    }
    CHECK_INT(account_verify(c, S("person@example.org"), str_of(right), S("2001:db8:0:1:ffff::1"), &who), ERR_MANY);
    fail_clear(c);
    CHECK_OK(account_verify(c, S("person@example.org"), str_of(right), S("2001:db8:0:2::1"), &who));
}

TEST(a_crowd_at_the_gate_is_told_to_come_back_and_does_not_count_as_failures)
{
    test_office_open(c);
    active(c, "person@example.org", "editor");
    password_gate_set(&(struct password_gate){ .at_once = 0, .queue_max = 0, .wait_ms = 0 });
    CHECK_INT(verify(c, "person@example.org", right), ERR_BUSY);
    password_gate_set(&(struct password_gate){ .at_once = 0, .queue_max = 1, .wait_ms = 20 });
    CHECK_INT(verify(c, "person@example.org", right), ERR_BUSY);
    password_gate_set(&password_gate_usual);
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM sign_in_failure")), 0);
    CHECK_INT(verify(c, "person@example.org", right), OK);
}

static void *sign_in(void *arg)
{
    struct user *user = arg;
    int64_t who;
    user->err = account_verify(user->c, S("person@example.org"), user->token, STR_NONE, &who);
    return NULL;
}

TEST(many_at_once_get_through_the_gate_but_guesses_do_not_slip_under_the_limit)
{
    enum { USERS = 14 };
    test_office_open(c);
    active(c, "person@example.org", "editor");
    struct user users[USERS] = { 0 };
    pthread_t threads[USERS];
    int unknown = 0, many = 0;
    for (int i = 0; i < USERS; i++) {
        users[i].c = test_pool_other(c);
        users[i].token = S("wrong");
        CHECK_INT(pthread_create(&threads[i], NULL, sign_in, &users[i]), 0);
    }
    for (int i = 0; i < USERS; i++) {
        pthread_join(threads[i], NULL);
        unknown += users[i].err == ERR_UNKNOWN;
        many += users[i].err == ERR_MANY;
    }
    CHECK_INT(unknown, SIGN_IN_FAILURES_OF_ADDRESS);
    CHECK_INT(many, USERS - SIGN_IN_FAILURES_OF_ADDRESS);
}

TEST(the_actor_of_an_account_has_its_roles_and_organisation)
{
    test_office_open(c);
    struct account *account = new_account(c, "person@example.org", "reviewer");
    struct faults faults;
    struct actor actor;
    CHECK_OK(try_account(c, &actor_system, account, &faults));
    CHECK_OK(account_actor(c, account->record.id, &actor));
    CHECK_INT(actor.roles, ROLE_PUBLIC | ROLE_REVIEWER);
    CHECK_INT(actor.organisation, 0);
    CHECK_STR(actor.name, "Example person");
    CHECK_INT(account_actor(c, 999, &actor), ERR_MISSING);
    fail_clear(c);
}

TEST(sessions_carry_the_person_until_they_end)
{
    test_office_open(c);
    int64_t id = active(c, "person@example.org", "editor");
    str token, other;
    struct session session, again;
    CHECK_OK(session_begin(c, id, S("192.0.2.1"), &token));
    CHECK_OK(session_begin(c, id, S("192.0.2.1"), &other));
    CHECK_OK(session_find(c, token, &session));
    CHECK_INT(session.actor.account, id);
    CHECK_INT(session.actor.roles, ROLE_PUBLIC | ROLE_EDITOR);
    CHECK_INT(session.csrf.len, 64);
    CHECK_OK(session_find(c, other, &again));
    CHECK(!str_eq(session.csrf, again.csrf) && session.id != again.id);
    CHECK_OK(session_end(c, session.id));
    CHECK_INT(session_find(c, token, &session), ERR_UNKNOWN);
    fail_clear(c);
    CHECK_OK(session_find(c, other, &again));
    CHECK_OK(session_end_all(c, id));
    CHECK_INT(session_find(c, other, &again), ERR_UNKNOWN);
    fail_clear(c);
    CHECK_INT(session_find(c, S("forged"), &again), ERR_UNKNOWN);
    fail_clear(c);
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM session")), 0);
}

TEST(sessions_end_when_idle_or_old_and_the_cleaning_job_takes_them_out)
{
    test_office_open(c);
    int64_t id = active(c, "person@example.org", "editor"), begun = c->now_ms;
    str token;
    struct session session;
    CHECK_OK(session_begin(c, id, STR_NONE, &token));
    for (int day = 6; day < SESSION_DAYS; day += 6) { // seen every six days
        c->now_ms = begun + day * 86400000LL;
        CHECK_OK(session_find(c, token, &session));
    }
    c->now_ms = begun + SESSION_DAYS * 86400000LL;
    CHECK_INT(session_find(c, token, &session), ERR_UNKNOWN);
    fail_clear(c);
    CHECK_OK(session_begin(c, id, STR_NONE, &token));
    c->now_ms += SESSION_IDLE_HOURS * 3600000LL;
    CHECK_INT(session_find(c, token, &session), ERR_UNKNOWN);
    fail_clear(c);
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM session")), 2);
    CHECK_OK(clean_subscriber.run(c, value_map(mem)));
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM session")), 0);
}

TEST(a_new_password_ends_the_sessions_begun_with_the_old_one)
{
    test_office_open(c);
    int64_t id = active(c, "person@example.org", "editor"), who;
    str token, link;
    struct session session;
    struct faults faults = { 0 };
    CHECK_OK(session_begin(c, id, STR_NONE, &token));
    CHECK_OK(account_link(c, id, &link));
    CHECK_OK(account_link_use(c, link, S("another horse battery"), &faults, &who));
    CHECK_INT(session_find(c, token, &session), ERR_UNKNOWN);
    fail_clear(c);
    CHECK_INT(verify(c, "person@example.org", right), ERR_UNKNOWN);
    CHECK_INT(verify(c, "person@example.org", "another horse battery"), OK);
}

TEST(a_closed_account_is_shut_on_all_sides)
{
    test_office_open(c);
    int64_t id = active(c, "person@example.org", "editor"), who;
    str session_token, link, token;
    struct session session;
    struct actor actor;
    CHECK_OK(session_begin(c, id, STR_NONE, &session_token));
    CHECK_OK(account_link(c, id, &link));
    CHECK_OK(token_make(c, id, S("harvester"), &token));
    CHECK_OK(close_account(c, &secretary_actor, id));
    CHECK_INT(session_find(c, session_token, &session), ERR_UNKNOWN);
    fail_clear(c);
    CHECK_INT(account_link_peek(c, link, &who), ERR_GONE);
    fail_clear(c);
    CHECK_INT(token_find(c, token, &actor), ERR_UNKNOWN);
    fail_clear(c);
    CHECK_INT(account_actor(c, id, &actor), ERR_DENIED);
    fail_clear(c);
    CHECK_INT(account_link(c, id, &link), ERR_DENIED);
    fail_clear(c);
    CHECK_INT(session_begin(c, id, STR_NONE, &token), ERR_DENIED);
    fail_clear(c);
    CHECK_INT(verify(c, "person@example.org", right), ERR_UNKNOWN);
}

TEST(tokens_let_programs_in)
{
    test_office_open(c);
    int64_t id = active(c, "person@example.org", "editor");
    str token;
    struct actor actor;
    CHECK_OK(token_make(c, id, S("harvester"), &token));
    CHECK_OK(token_find(c, token, &actor));
    CHECK_INT(actor.account, id);
    CHECK_INT(token_find(c, S("0000000000000000000000000000000000000000000"), &actor), ERR_UNKNOWN);
    fail_clear(c);
    CHECK_INT(token_make(c, id, S("  "), &token), ERR_INVALID);
    fail_clear(c);
}

TEST(administrators_are_made_and_changed_by_administrators_alone)
{
    test_office_open(c);
    struct faults faults;
    str link;
    CHECK_INT(try_account(c, &secretary_actor, new_account(c, "a@example.org", "administrator"), &faults), ERR_INVALID);
    CHECK(fault_at(&faults, S("roles")));
    fail_clear(c);
    struct account *first = new_account(c, "a@example.org", "administrator");
    CHECK_OK(try_account(c, &administrator_actor, first, &faults));
    int64_t id = first->record.id;
    first->email = S("secretary@example.org");
    CHECK_INT(try_account(c, &secretary_actor, first, &faults), ERR_INVALID);
    fail_clear(c);
    first->email = S("a@example.org");
    first->roles.n = 0; // taking the role away first is no way round
    CHECK_INT(try_account(c, &secretary_actor, first, &faults), ERR_INVALID);
    fail_clear(c);
    CHECK_INT(close_account(c, &secretary_actor, id), ERR_DENIED);
    fail_clear(c);
    c->actor = &secretary_actor;
    CHECK_INT(account_link(c, id, &link), ERR_DENIED);
    fail_clear(c);
    c->actor = NULL; // who forgot the password asks as the public
    CHECK_OK(account_link(c, id, &link));
    CHECK_OK(try_account(c, &secretary_actor, new_account(c, "e@example.org", "editor"), &faults));
}

TEST(an_invited_administrator_is_thrown_away_by_administrators_alone_and_links_go_along)
{
    test_office_open(c);
    struct faults faults;
    str link;
    struct account *first = new_account(c, "a@example.org", "administrator");
    CHECK_OK(try_account(c, &administrator_actor, first, &faults));
    c->actor = &administrator_actor;
    CHECK_OK(account_link(c, first->record.id, &link));
    c->actor = &secretary_actor;
    CHECK_INT(write_discard(c, &account_type, first->record.id, 0), ERR_DENIED);
    fail_clear(c);
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM account_link")), 1);
    c->actor = &administrator_actor;
    CHECK_OK(write_discard(c, &account_type, first->record.id, 0));
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM account_link")), 0);
}

TEST(the_last_administrator_stays)
{
    test_office_open(c);
    struct faults faults;
    int64_t id = active(c, "a@example.org", "administrator");
    CHECK_INT(close_account(c, &administrator_actor, id), ERR_CONFLICT);
    fail_clear(c);
    struct account account;
    CHECK_OK(account_find(c, S("a@example.org"), &account));
    account.roles.n = 0;
    CHECK_INT(try_account(c, &administrator_actor, &account, &faults), ERR_INVALID);
    CHECK(fault_at(&faults, S("roles")));
    fail_clear(c);
    active(c, "b@example.org", "administrator");
    CHECK_OK(close_account(c, &administrator_actor, id));
}

TEST(nothing_of_an_account_stands_in_the_public_journal_or_in_clear)
{
    test_office_open(c);
    active(c, "person@example.org", "editor");
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM journal_public WHERE body LIKE '%erson%' OR body LIKE '%editor%'")), 0);
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM journal_leaf WHERE body LIKE '%erson%' OR body LIKE '%editor%'")), 0);
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM journal_leaf WHERE type = 'account'")), 2);
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM credential WHERE hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'")), 1);
}
