// SPDX-License-Identifier: Apache-2.0
#include "work/write.h"

#include "db/pool.h"
#include "db/test_pool.h"
#include "journal/leaf.h"
#include "work/test_office.h"

#include <pthread.h>

static enum err save(struct ctx *c, struct thing *thing, const struct write_options *options, struct write_result *result,
                     struct faults *faults)
{
    *faults = (struct faults){ 0 };
    return write_save(c, &reviewed_type, thing, options, faults, result);
}

static int64_t leaves(struct ctx *c)
{
    return test_office_count(c, SQL("SELECT COUNT(*) FROM journal_leaf"));
}

static int64_t outbox(struct ctx *c)
{
    return test_office_count(c, SQL("SELECT COUNT(*) FROM outbox"));
}

static int64_t things(struct ctx *c)
{
    return test_office_count(c, SQL("SELECT COUNT(*) FROM thing"));
}

TEST(a_new_record_begins_in_the_first_state_with_one_leaf)
{
    test_office_open(c);
    struct write_result made = test_office_save(c, &editor_actor, test_office_thing(c, S("Wheel")), STR_NONE);
    CHECK_INT(made.version, 1);
    CHECK_STR(made.state, "draft");
    CHECK(made.leaf > 0 && made.draft == 0 && !made.unchanged && made.made == NULL);
    struct thing *back = test_office_load(c, made.id);
    CHECK_INT(back->record.created_by, editor_actor.account);
    CHECK_INT(back->record.created_ms, c->now_ms);
    CHECK_INT(back->record.submitted_by, 0);
    CHECK_INT(leaves(c), 1);
}

TEST(what_is_kept_about_a_record_is_not_taken_from_people_but_from_the_program)
{
    test_office_open(c);
    struct thing *thing = test_office_thing(c, S("Wheel"));
    thing->record.origin = S("demo");
    thing->record.example = true;
    thing->record.state = S("published");
    thing->record.created_by = 9;
    struct thing *other = test_office_thing(c, S("Cart"));
    other->record = thing->record;
    struct write_result made = test_office_save(c, &editor_actor, thing, STR_NONE);
    struct thing *back = test_office_load(c, made.id);
    CHECK_STR(back->record.origin, "");
    CHECK(!back->record.example);
    CHECK_STR(back->record.state, "draft");
    CHECK_INT(back->record.created_by, editor_actor.account);

    other->symbol = STR_NONE;
    made = test_office_save(c, &actor_system, other, STR_NONE);
    back = test_office_load(c, made.id);
    CHECK_STR(back->record.origin, "demo");
    CHECK(back->record.example);
    CHECK_STR(back->record.state, "published");
    CHECK_INT(back->record.created_by, 0);
}

TEST(creating_and_changing_are_for_those_with_the_right)
{
    test_office_open(c);
    struct write_result result;
    struct faults faults;
    struct thing *thing = test_office_thing(c, S("Wheel"));
    c->actor = &reviewer_actor;
    CHECK_INT(save(c, thing, NULL, &result, &faults), ERR_DENIED);
    fail_clear(c);
    c->actor = NULL;
    CHECK_INT(save(c, thing, NULL, &result, &faults), ERR_DENIED);
    fail_clear(c);
    CHECK_INT(things(c) + leaves(c), 0);

    test_office_save(c, &editor_actor, thing, STR_NONE);
    struct actor stranger = { .account = 200, .organisation = 2, .roles = ROLE_PUBLIC | ROLE_EDITOR };
    c->actor = &stranger;
    CHECK_INT(save(c, thing, NULL, &result, &faults), ERR_MISSING); // what one may not see is not there
    fail_clear(c);
    thing->title = S("Wheels");
    test_office_save(c, &colleague_actor, thing, STR_NONE); // speaks for an organisation in it
    CHECK_INT(test_office_load(c, thing->record.id)->record.version, 2);
}

TEST(all_faults_come_back_and_nothing_is_written)
{
    test_office_open(c);
    struct thing *thing = test_office_thing(c, STR_NONE);
    thing->parts.at[1].maker = 77;
    struct write_result result;
    struct faults faults;
    c->actor = &editor_actor;
    CHECK_INT(save(c, thing, &(struct write_options){ .move = S("submit") }, &result, &faults), ERR_INVALID);
    CHECK(fault_at(&faults, S("title")));
    CHECK(fault_at(&faults, S("parts.1.maker")));
    CHECK_INT(thing->record.id, 0);
    fail_clear(c);
    CHECK_INT(things(c) + leaves(c) + outbox(c), 0);
}

TEST(a_draft_may_be_incomplete_but_what_is_submitted_may_not)
{
    test_office_open(c);
    struct thing *thing = test_office_thing(c, S("Wheel"));
    thing->form = STR_NONE;
    struct write_result made = test_office_save(c, &editor_actor, thing, STR_NONE);
    struct write_result result;
    struct faults faults = { 0 };
    c->actor = &editor_actor;
    CHECK_INT(write_move(c, &reviewed_type, made.id, 0, S("submit"), NULL, &faults, &result), ERR_INVALID);
    CHECK(fault_at(&faults, S("form")));
    fail_clear(c);
    CHECK_STR(test_office_load(c, made.id)->record.state, "draft");
    CHECK_INT(leaves(c), 1);
}

TEST(saving_what_did_not_change_writes_nothing)
{
    test_office_open(c);
    struct write_result made = test_office_save(c, &editor_actor, test_office_thing(c, S("Wheel")), STR_NONE);
    struct thing *thing = test_office_load(c, made.id);
    struct write_result again = test_office_save(c, &editor_actor, thing, STR_NONE);
    CHECK(again.unchanged);
    CHECK_INT(again.version, 1);
    CHECK_INT(again.id, made.id);
    CHECK_INT(leaves(c), 1);
}

TEST(what_could_not_be_read_is_no_unchanged_record)
{
    test_office_open(c);
    int64_t id = test_office_save(c, &editor_actor, test_office_thing(c, S("Wheel")), STR_NONE).id;
    int64_t published = test_office_published(c, S("Cart"));
    struct write_result result;
    struct faults faults = { 0 };
    fault_add(c, &faults, S("since"), N_("this is no date"));
    c->actor = &editor_actor;
    CHECK_INT(write_save(c, &reviewed_type, test_office_load(c, id), NULL, &faults, &result), ERR_INVALID);
    fail_clear(c);
    CHECK_INT(write_save(c, &reviewed_type, test_office_load(c, published), NULL, &faults, &result), ERR_INVALID);
    CHECK_INT(faults.n, 1);
    fail_clear(c);
}

TEST(a_change_over_an_old_version_is_stale)
{
    test_office_open(c);
    struct write_result made = test_office_save(c, &editor_actor, test_office_thing(c, S("Wheel")), STR_NONE);
    struct thing *first = test_office_load(c, made.id), *second = test_office_load(c, made.id);
    first->title = S("Wheel of wood");
    second->title = S("Wheel of steel");
    test_office_save(c, &editor_actor, first, STR_NONE);
    struct write_result result;
    struct faults faults;
    c->actor = &editor_actor;
    CHECK_INT(save(c, second, NULL, &result, &faults), ERR_STALE); // by the version in its head
    fail_clear(c);
    CHECK_INT(second->record.version, 1);
    second->record.version = 0;
    CHECK_INT(save(c, second, &(struct write_options){ .if_version = 1 }, &result, &faults), ERR_STALE);
    fail_clear(c);
    CHECK_STR(test_office_load(c, made.id)->title, "Wheel of wood");
    CHECK_INT(leaves(c), 2);
    CHECK_INT(save(c, second, &(struct write_options){ .if_version = 2 }, &result, &faults), OK);
    CHECK_INT(result.version, 3);
}

TEST(two_people_publish_and_events_leave_with_the_commit)
{
    test_office_open(c);
    test_office_effects = 0;
    struct actor both = { .account = 300, .organisation = 1, .roles = ROLE_PUBLIC | ROLE_EDITOR | ROLE_REVIEWER };
    struct write_result made = test_office_save(c, &both, test_office_thing(c, S("Wheel")), S("submit"));
    CHECK_STR(made.state, "submitted");
    CHECK_STR(str_of(made.made->name), "submit");
    CHECK_INT(outbox(c), 0); // nobody listens to "thing.submitted"
    struct write_result result;
    struct faults faults = { 0 };
    c->actor = &both;
    CHECK_INT(write_move(c, &reviewed_type, made.id, 0, S("publish"), NULL, &faults, &result), ERR_DENIED);
    fail_clear(c);
    CHECK_INT(test_office_effects, 0);
    CHECK_INT(leaves(c), 1);

    result = test_office_move(c, &reviewer_actor, made.id, 0, S("publish"));
    CHECK_STR(result.state, "published");
    CHECK_INT(result.version, 2);
    CHECK_INT(test_office_effects, 1);
    CHECK_INT(outbox(c), 1);
    CHECK_INT(leaves(c), 2);
    CHECK_INT(test_office_load(c, made.id)->record.submitted_by, 300);
}

TEST(whoever_changes_what_was_submitted_does_not_publish_it)
{
    test_office_open(c);
    struct write_result made = test_office_save(c, &editor_actor, test_office_thing(c, S("Wheel")), S("submit"));
    struct thing *thing = test_office_load(c, made.id);
    thing->title = S("Wheel of the secretary");
    test_office_save(c, &secretary_actor, thing, STR_NONE);
    struct write_result result;
    struct faults faults = { 0 };
    c->actor = &secretary_actor;
    CHECK_INT(write_move(c, &reviewed_type, made.id, 0, S("publish"), NULL, &faults, &result), ERR_DENIED);
    fail_clear(c);
    test_office_move(c, &reviewer_actor, made.id, 0, S("publish"));
}

TEST(moves_that_do_not_fit_are_refused_with_the_reason)
{
    test_office_open(c);
    struct write_result made = test_office_save(c, &editor_actor, test_office_thing(c, S("Loaned")), S("submit"));
    struct write_result result;
    struct faults faults = { 0 };
    c->actor = &reviewer_actor;
    CHECK_INT(write_move(c, &reviewed_type, made.id, 0, S("archive"), NULL, &faults, &result), ERR_CONFLICT);
    CHECK(str_find(c->said, S("In review")) > 0);
    fail_clear(c);
    CHECK_INT(write_move(c, &reviewed_type, made.id, 0, S("publish"), NULL, &faults, &result), ERR_CONFLICT);
    CHECK_STR(c->said, "it is loaned: get it back first");
    fail_clear(c);
    CHECK_INT(write_move(c, &reviewed_type, made.id, 0, S("ask"), NULL, &faults, &result), ERR_INVALID); // without a note
    CHECK(fault_at(&faults, S("note")));
    fail_clear(c);
    CHECK_INT(write_move(c, &reviewed_type, made.id, 0, STR_NONE, NULL, &faults, &result), ERR_MALFORMED);
    fail_clear(c);
    CHECK_INT(write_move(c, &reviewed_type, 999, 0, S("ask"), NULL, &faults, &result), ERR_MISSING);
    fail_clear(c);
    faults = (struct faults){ 0 };
    CHECK_OK(write_move(c, &reviewed_type, made.id, 0, S("ask"), &(struct write_options){ .note = S("say more") }, &faults, &result));
    CHECK_STR(result.state, "changes-asked");
    CHECK_INT(leaves(c), 2);
}

static enum err save_then_fail(struct ctx *c, void *thing)
{
    struct write_result result;
    struct faults faults = { 0 };
    enum err err = write_save(c, &reviewed_type, thing, NULL, &faults, &result);
    return err == OK ? fail(c, ERR_CONFLICT, N_("no")) : err;
}

TEST(a_write_within_a_write_goes_when_that_one_fails)
{
    test_office_open(c);
    CHECK_INT(db_write(c, save_then_fail, test_office_thing(c, S("Wheel"))), ERR_CONFLICT);
    fail_clear(c);
    CHECK_INT(things(c) + leaves(c) + outbox(c), 0);
}

struct saver {
    struct ctx *c;
    struct thing *thing;
    enum err err;
};

static void *save_on_thread(void *arg)
{
    struct saver *saver = arg;
    struct write_result result;
    struct faults faults;
    saver->err = save(saver->c, saver->thing, NULL, &result, &faults);
    return NULL;
}

TEST(of_two_at_once_over_one_version_one_is_stale)
{
    test_office_open(c);
    struct write_result made = test_office_save(c, &editor_actor, test_office_thing(c, S("Wheel")), STR_NONE);
    struct saver savers[2] = { 0 };
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) {
        savers[i].c = test_pool_other(c);
        CHECK_OK(pool_take(savers[i].c));
        savers[i].c->actor = i ? &colleague_actor : &editor_actor;
        savers[i].thing = test_office_load(savers[i].c, made.id);
        savers[i].thing->title = i ? S("One") : S("Other");
    }
    for (int i = 0; i < 2; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, save_on_thread, &savers[i]), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    CHECK((savers[0].err == OK) != (savers[1].err == OK));
    CHECK_INT(savers[0].err == OK ? savers[1].err : savers[0].err, ERR_STALE);
    CHECK_INT(test_office_load(c, made.id)->record.version, 2);
    CHECK_INT(leaves(c), 2);
}

TEST(only_first_drafts_are_thrown_away_and_by_their_owners)
{
    test_office_open(c);
    struct write_result made = test_office_save(c, &editor_actor, test_office_thing(c, S("Wheel")), STR_NONE);
    c->actor = &(struct actor){ .account = 200, .organisation = 2, .roles = ROLE_PUBLIC | ROLE_EDITOR };
    CHECK_INT(write_discard(c, &reviewed_type, made.id, 0), ERR_MISSING);
    fail_clear(c);
    c->actor = &editor_actor;
    CHECK_OK(write_discard(c, &reviewed_type, made.id, 0));
    CHECK_INT(things(c), 0);
    CHECK_INT(leaves(c), 2);
    int64_t id = test_office_published(c, S("Cart"));
    CHECK_INT(write_discard(c, &reviewed_type, id, 0), ERR_CONFLICT);
    fail_clear(c);
    CHECK_INT(things(c), 1);
}

TEST(taking_out_for_good_is_for_administrators_and_leaves_its_leaf)
{
    test_office_open(c);
    int64_t id = test_office_published(c, S("Cart"));
    c->actor = &secretary_actor;
    CHECK_INT(write_remove(c, &reviewed_type, id), ERR_DENIED);
    fail_clear(c);
    c->actor = &administrator_actor;
    CHECK_OK(write_remove(c, &reviewed_type, id));
    CHECK_INT(things(c), 0);
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM journal_leaf WHERE version = 3 AND body LIKE '%\"move\":\"remove\"%'")), 1);
}

TEST(a_type_without_a_flow_is_complete_when_it_is_saved)
{
    test_office_open(c);
    c->actor = &secretary_actor;
    struct maker *maker = record_new(mem, &maker_type);
    struct write_result result;
    struct faults faults = { 0 };
    CHECK_INT(write_save(c, &maker_type, maker, NULL, &faults, &result), ERR_INVALID);
    CHECK(fault_at(&faults, S("name")));
    fail_clear(c);
    maker->name = S("Example maker 3");
    faults = (struct faults){ 0 };
    CHECK_OK(write_save(c, &maker_type, maker, NULL, &faults, &result));
    CHECK_STR(result.state, "");
    maker->name = S("Example maker 1"); // is there already
    CHECK_INT(write_save(c, &maker_type, maker, NULL, &faults, &result), ERR_INVALID);
}
