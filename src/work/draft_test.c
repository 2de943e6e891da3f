// SPDX-License-Identifier: Apache-2.0
#include "work/draft.h"

#include "view/json.h"
#include "work/test_office.h"

static int64_t drafts(struct ctx *c)
{
    return test_office_count(c, SQL("SELECT COUNT(*) FROM draft"));
}

static struct draft draft_over(struct ctx *c, int64_t id)
{
    struct draft draft;
    CHECK_OK(draft_of(c, &reviewed_type, id, &draft));
    return draft;
}

static struct thing *drafted(struct ctx *c, int64_t id)
{
    struct draft draft = draft_over(c, id);
    struct thing *thing = record_new(c->mem, &reviewed_type);
    CHECK_OK(draft_load(c, &draft, &reviewed_type, thing));
    return thing;
}

static enum err try_save(struct ctx *c, const struct actor *actor, struct thing *thing, int64_t if_version)
{
    struct write_result result;
    struct faults faults = { 0 };
    c->actor = actor;
    return write_save(c, &reviewed_type, thing, &(struct write_options){ .if_version = if_version }, &faults, &result);
}

static enum err try_move(struct ctx *c, const struct actor *actor, int64_t id, int64_t draft, str move)
{
    struct write_result result;
    struct faults faults = { 0 };
    c->actor = actor;
    return write_move(c, &reviewed_type, id, draft, move, NULL, &faults, &result);
}

TEST(a_change_of_a_public_record_is_a_draft_over_it)
{
    test_office_open(c);
    int64_t id = test_office_published(c, S("Wheel"));
    struct thing *thing = test_office_load(c, id);
    thing->title = S("Wheel of wood");
    thing->parts.at[0].remark = S("changed");
    struct write_result made = test_office_save(c, &editor_actor, thing, STR_NONE);
    CHECK(made.draft > 0 && made.leaf == 0);
    CHECK_INT(made.id, id);
    CHECK_STR(made.state, "draft");
    CHECK_STR(test_office_load(c, id)->title, "Wheel");
    CHECK_INT(test_office_load(c, id)->record.version, 2);

    struct thing *back = drafted(c, id);
    CHECK_STR(back->title, "Wheel of wood");
    CHECK_STR(back->parts.at[0].remark, "changed");
    CHECK_INT(back->parts.at[0].child.id, thing->parts.at[0].child.id);
    CHECK_INT(back->record.version, made.version);
    CHECK_STR(back->record.state, "draft");
    CHECK_INT(draft_over(c, id).created_by, editor_actor.account);
    CHECK_INT(draft_over(c, id).base_version, 2);
}

TEST(saving_again_changes_the_one_draft)
{
    test_office_open(c);
    int64_t id = test_office_published(c, S("Wheel"));
    struct thing *thing = test_office_load(c, id);
    thing->title = S("Wheel of wood");
    struct write_result first = test_office_save(c, &editor_actor, thing, STR_NONE);
    struct thing *again = drafted(c, id);
    again->title = S("Wheel of steel");
    struct write_result second = test_office_save(c, &colleague_actor, again, STR_NONE);
    CHECK_INT(second.draft, first.draft);
    CHECK(second.version > first.version);
    CHECK_INT(drafts(c), 1);
    CHECK_STR(drafted(c, id)->title, "Wheel of steel");
    struct write_result same = test_office_save(c, &colleague_actor, drafted(c, id), STR_NONE);
    CHECK(same.unchanged);
    CHECK_INT(same.version, second.version);
}

TEST(who_read_the_public_version_or_an_old_draft_does_not_overwrite_the_draft)
{
    test_office_open(c);
    int64_t id = test_office_published(c, S("Wheel"));
    struct thing *thing = test_office_load(c, id), *late = test_office_load(c, id);
    thing->title = S("Wheel of wood");
    struct write_result first = test_office_save(c, &editor_actor, thing, STR_NONE);
    late->title = S("Wheel of steel");
    CHECK_INT(try_save(c, &colleague_actor, late, 0), ERR_STALE);
    CHECK(str_find(c->said, S("being prepared already")) > 0);
    fail_clear(c);
    CHECK_INT(try_save(c, &colleague_actor, late, late->record.version), ERR_STALE);
    fail_clear(c);
    // The form of the draft, read over the published record as a page may do it.
    CHECK_OK(try_save(c, &colleague_actor, late, first.version));
    struct thing *older = test_office_load(c, id);
    older->title = S("Wheel of paper");
    CHECK_INT(try_save(c, &editor_actor, older, first.version), ERR_STALE);
    fail_clear(c);
    CHECK_STR(drafted(c, id)->title, "Wheel of steel");
}

TEST(saving_a_public_record_unchanged_begins_no_draft)
{
    test_office_open(c);
    int64_t id = test_office_published(c, S("Wheel"));
    struct write_result same = test_office_save(c, &editor_actor, test_office_load(c, id), STR_NONE);
    CHECK(same.unchanged && same.draft == 0);
    CHECK_INT(same.version, 2);
    CHECK_STR(same.state, "published");
    CHECK_INT(drafts(c), 0);
}

TEST(a_draft_is_reviewed_by_another_person_and_applied)
{
    test_office_open(c);
    int64_t id = test_office_published(c, S("Wheel"));
    struct thing *thing = test_office_load(c, id);
    struct part *parts = NEW(mem, struct part, 3);
    parts[0] = thing->parts.at[1];
    parts[1] = thing->parts.at[0];
    parts[2] = (struct part){ .maker = 2, .role = S("frame") };
    thing->parts.at = parts;
    thing->parts.n = 3;
    thing->title = S("Wheel of wood");
    struct actor both = { .account = 300, .organisation = 1, .roles = ROLE_PUBLIC | ROLE_EDITOR | ROLE_REVIEWER };
    struct write_result made = test_office_save(c, &both, thing, S("submit"));
    CHECK_STR(made.state, "submitted");
    CHECK_INT(try_move(c, &both, id, made.draft, S("publish")), ERR_DENIED);
    fail_clear(c);
    CHECK_INT(try_move(c, &reviewer_actor, id, made.draft + 1, S("publish")), ERR_MISSING);
    fail_clear(c);

    struct write_result done = test_office_move(c, &reviewer_actor, id, made.draft, S("publish"));
    CHECK(done.draft == 0 && done.leaf > 0);
    CHECK_INT(done.version, 3);
    CHECK_STR(done.state, "published");
    struct thing *back = test_office_load(c, id);
    CHECK_STR(back->title, "Wheel of wood");
    CHECK_STR(back->record.state, "published");
    CHECK_INT(back->parts.n, 3);
    CHECK_INT(back->parts.at[0].child.id, parts[0].child.id);
    CHECK_INT(back->record.created_by, editor_actor.account);
    CHECK_INT(drafts(c), 0);
    struct draft none;
    CHECK_INT(draft_of(c, &reviewed_type, id, &none), ERR_MISSING);
}

TEST(a_draft_over_an_older_version_is_shown_again_before_it_is_applied)
{
    test_office_open(c);
    int64_t id = test_office_published(c, S("Wheel"));
    struct thing *thing = test_office_load(c, id), *meanwhile = test_office_load(c, id);
    thing->title = S("Wheel of wood");
    struct write_result made = test_office_save(c, &editor_actor, thing, S("submit"));
    meanwhile->summary = S("Corrected by the program.");
    test_office_save(c, &actor_system, meanwhile, STR_NONE);
    CHECK_INT(try_move(c, &reviewer_actor, id, made.draft, S("publish")), ERR_CONFLICT);
    CHECK(str_find(c->said, S("save it again")) > 0);
    fail_clear(c);
    CHECK_STR(test_office_load(c, id)->title, "Wheel");

    struct write_result again = test_office_save(c, &editor_actor, drafted(c, id), STR_NONE);
    CHECK(!again.unchanged);
    CHECK_STR(again.state, "submitted");
    CHECK_INT(draft_over(c, id).base_version, 3);
    test_office_move(c, &reviewer_actor, id, made.draft, S("publish"));
    CHECK_STR(test_office_load(c, id)->title, "Wheel of wood");
}

TEST(a_draft_over_what_is_not_public_any_more_is_not_applied)
{
    test_office_open(c);
    int64_t id = test_office_published(c, S("Wheel"));
    struct thing *thing = test_office_load(c, id);
    thing->title = S("Wheel of wood");
    struct write_result made = test_office_save(c, &editor_actor, thing, S("submit"));
    test_office_move(c, &reviewer_actor, id, 0, S("archive"));
    CHECK_INT(try_move(c, &reviewer_actor, id, made.draft, S("publish")), ERR_CONFLICT);
    CHECK(str_find(c->said, S("not public any more")) > 0);
    fail_clear(c);
}

TEST(the_program_changes_public_records_in_place)
{
    test_office_open(c);
    int64_t id = test_office_published(c, S("Wheel"));
    struct thing *thing = test_office_load(c, id);
    thing->title = S("Wheel of wood");
    struct write_result made = test_office_save(c, &actor_system, thing, STR_NONE);
    CHECK(made.draft == 0 && made.version == 3 && made.leaf > 0);
    CHECK_STR(test_office_load(c, id)->record.state, "published");
    CHECK_INT(test_office_load(c, id)->record.submitted_by, editor_actor.account);
}

TEST(drafts_are_thrown_away_by_those_who_may_and_with_the_record)
{
    test_office_open(c);
    int64_t id = test_office_published(c, S("Wheel"));
    struct thing *thing = test_office_load(c, id);
    thing->title = S("Wheel of wood");
    struct write_result made = test_office_save(c, &editor_actor, thing, STR_NONE);
    c->actor = &(struct actor){ .account = 200, .organisation = 2, .roles = ROLE_PUBLIC | ROLE_EDITOR };
    CHECK_INT(write_discard(c, &reviewed_type, id, made.draft), ERR_DENIED);
    fail_clear(c);
    c->actor = &colleague_actor;
    CHECK_OK(write_discard(c, &reviewed_type, id, made.draft));
    CHECK_INT(drafts(c), 0);
    CHECK_INT(write_discard(c, &reviewed_type, id, made.draft), ERR_MISSING);
    fail_clear(c);
    thing = test_office_load(c, id);
    thing->title = S("Wheel of steel");
    test_office_save(c, &editor_actor, thing, STR_NONE);
    CHECK_INT(drafts(c), 1);
    c->actor = &administrator_actor;
    CHECK_OK(write_remove(c, &reviewed_type, id));
    CHECK_INT(drafts(c), 0);
}

TEST(what_waits_for_the_office_is_listed_oldest_first)
{
    test_office_open(c);
    int64_t id = test_office_published(c, S("Wheel"));
    struct thing *thing = test_office_load(c, id);
    thing->title = S("Wheel of wood");
    c->now_ms += 5000;
    struct write_result change = test_office_save(c, &editor_actor, thing, S("submit"));
    c->now_ms -= 3000;
    struct write_result fresh = test_office_save(c, &editor_actor, test_office_thing(c, S("Cart")), S("submit"));
    test_office_save(c, &editor_actor, test_office_thing(c, S("Not sent yet")), STR_NONE);
    c->actor = &reviewer_actor;
    struct value *list;
    CHECK_OK(draft_waiting(c, 10, &list));
    CHECK_INT(value_count(list), 2);
    CHECK_STR(value_as_text(value_path(list, S("0.name"))), "Cart");
    CHECK_INT(value_path(list, S("0.id"))->number, fresh.id);
    CHECK_INT(value_path(list, S("0.draft"))->number, 0);
    CHECK_STR(value_as_text(value_path(list, S("1.name"))), "Wheel");
    CHECK_INT(value_path(list, S("1.draft"))->number, change.draft);
    CHECK_STR(value_as_text(value_path(list, S("1.state"))), "submitted");
    CHECK_OK(draft_waiting(c, 1, &list));
    CHECK_INT(value_count(list), 1);
    CHECK_STR(value_as_text(value_path(list, S("0.name"))), "Cart");
}
