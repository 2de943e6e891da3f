// SPDX-License-Identifier: Apache-2.0
#include "work/flow.h"

#include "base/test.h"
#include "view/json.h"

#include <string.h>

static enum err held_on_sundays(struct ctx *c, const struct move_case *in)
{
    (void)in;
    return fail(c, ERR_CONFLICT, N_("nothing is archived on a Sunday: come back tomorrow"));
}

static const struct flow_state states[] = {
    { "draft", "Draft", "It is being written." },
    { "changes-asked", "Changes asked", "The office asked for changes." },
    { "submitted", "In review", "The office reads it." },
    { "published", "Published", "Everyone can read it." },
    { "archived", "Archived", "It is kept for the record." },
};
static const struct move moves[] = {
    { "submit", "draft changes-asked", "submitted", ROLE_OWNER, MOVE_SUBMITS | MOVE_MAIN, NULL, NULL, NULL, "Submit", "Sent." },
    { "ask", "submitted", "changes-asked", ROLE_REVIEWER, MOVE_NOTE, NULL, NULL, NULL, "Ask for changes", "Asked." },
    { "publish", "submitted", "published", ROLE_REVIEWER, MOVE_FOUR_EYES | MOVE_MAIN, NULL, NULL, NULL, "Publish", "Public." },
    { "archive", "submitted published", "archived", ROLE_REVIEWER, MOVE_GRAVE, held_on_sundays, NULL, NULL, "Archive", "Kept." },
};
static const struct flow review = { .states = states, .state_count = COUNT(states), .moves = moves, .move_count = COUNT(moves) };
static const struct record_type reviewed = { .name = "reviewed", .flow = &review };

static str json(struct arena *mem, const struct value *v)
{
    struct buf b;
    buf_init(&b, mem, 1 << 16);
    json_write(&b, v);
    return buf_str(&b);
}

static void check_wrong(struct arena *mem, const struct flow *flow, const char *part)
{
    const char *wrong = flow_check(mem, flow);
    CHECK(wrong != NULL);
    if (!strstr(wrong, part))
        CHECK_STR(str_of(wrong), part);
}

TEST(a_sound_flow_passes_its_check)
{
    CHECK(flow_check(mem, &review) == NULL);
}

TEST(a_state_that_no_move_leads_to_is_named)
{
    struct flow lost = review;
    lost.move_count = 3; // without "archive"
    check_wrong(mem, &lost, "archived: no moves lead");
}

TEST(a_state_reached_only_from_an_unreachable_one_is_named)
{
    static const struct move circle[] = {
        { "a", "changes-asked", "submitted", ROLE_EDITOR, 0, NULL, NULL, NULL, "A", "Done." },
        { "b", "submitted", "changes-asked", ROLE_EDITOR, 0, NULL, NULL, NULL, "B", "Done." },
    };
    check_wrong(mem, &(struct flow){ .states = states, .state_count = 3, .moves = circle, .move_count = 2 }, "changes-asked: no moves lead");
}

TEST(moves_that_contradict_the_flow_are_named)
{
    struct move move = { "go", "draft", "nowhere", ROLE_EDITOR, 0, NULL, NULL, NULL, "Go", "Gone." };
    struct flow flow = { .states = states, .state_count = 1, .moves = &move, .move_count = 1 };
    check_wrong(mem, &flow, "go: the move leads to a state there is not");
    move.to = "";
    move.from = "draft elsewhere";
    check_wrong(mem, &flow, "go: the move starts from a state there is not");
    move.from = "";
    check_wrong(mem, &flow, "go: the move starts from no state");
    move.from = "draft";
    move.right = 0;
    check_wrong(mem, &flow, "go: nobody may");
    move.right = ROLE_EDITOR;
    move.done = NULL;
    check_wrong(mem, &flow, "go: the move has no label or nothing to say");
    move.done = "Gone.";
    CHECK(flow_check(mem, &flow) == NULL);
}

TEST(two_moves_or_states_of_one_name_are_named)
{
    static const struct move twice[] = {
        { "go", "draft", "", ROLE_EDITOR, 0, NULL, NULL, NULL, "Go", "Gone." },
        { "go", "draft", "", ROLE_EDITOR, 0, NULL, NULL, NULL, "Go", "Gone." },
    };
    check_wrong(mem, &(struct flow){ .states = states, .state_count = 1, .moves = twice, .move_count = 2 }, "go: two moves");
    static const struct flow_state same[] = { { "a", "A", "A." }, { "a", "A", "A." } };
    check_wrong(mem, &(struct flow){ .states = same, .state_count = 2, .moves = NULL, .move_count = 0 }, "a: two states");
    check_wrong(mem, &(struct flow){ 0 }, "no state");
}

TEST(a_move_is_found_only_from_its_states)
{
    CHECK(flow_move(&review, S("submit"), S("draft")) == &moves[0]);
    CHECK(flow_move(&review, S("submit"), S("changes-asked")) == &moves[0]);
    CHECK(flow_move(&review, S("submit"), S("changes")) == NULL);
    CHECK(flow_move(&review, S("submit"), S("published")) == NULL);
    CHECK(flow_move(&review, S("fly"), S("draft")) == NULL);
    CHECK(flow_move(NULL, S("submit"), S("draft")) == NULL);
}

TEST(a_move_is_refused_to_those_without_its_right)
{
    struct record record = { .state = S("submitted") };
    struct move_case in = { &reviewed, &moves[2], &record, STR_NONE };
    CHECK_INT(flow_may(c, &in, ROLE_PUBLIC | ROLE_OWNER), ERR_DENIED);
    CHECK_STR(c->said, "\"Publish\" is for other roles than yours: ask the office");
    fail_clear(c);
    CHECK_OK(flow_may(c, &in, ROLE_REVIEWER));
    CHECK_OK(flow_may(c, &in, ROLE_SYSTEM));
}

TEST(who_submitted_does_not_publish_but_the_program_does)
{
    struct actor actor = { .account = 7, .roles = ROLE_PUBLIC | ROLE_REVIEWER };
    c->actor = &actor;
    struct record record = { .state = S("submitted"), .submitted_by = 7 };
    struct move_case in = { &reviewed, &moves[2], &record, STR_NONE };
    CHECK_INT(flow_may(c, &in, ROLE_REVIEWER), ERR_DENIED);
    fail_clear(c);
    CHECK_OK(flow_may(c, &in, ROLE_REVIEWER | ROLE_SYSTEM));
    record.submitted_by = 8;
    CHECK_OK(flow_may(c, &in, ROLE_REVIEWER));
    record.submitted_by = 0; // nobody submitted: the program made it
    actor.account = 0;
    CHECK_OK(flow_may(c, &in, ROLE_REVIEWER));
}

TEST(buttons_say_what_can_be_done_and_why_something_cannot)
{
    struct actor actor = { .account = 7, .roles = ROLE_PUBLIC | ROLE_REVIEWER };
    c->actor = &actor;
    struct record record = { .state = S("submitted"), .submitted_by = 7 };
    CHECK_STR(json(mem, flow_buttons(c, &reviewed, &record, ROLE_REVIEWER)),
              "[{\"name\":\"ask\",\"label\":\"Ask for changes\",\"note\":true},"
              "{\"name\":\"publish\",\"label\":\"Publish\",\"held\":\"\\\"Publish\\\" takes a second person, as you submitted this: ask a "
              "colleague\"},"
              "{\"name\":\"archive\",\"label\":\"Archive\",\"held\":\"nothing is archived on a Sunday: come back tomorrow\"}]");
    CHECK_INT(c->err, OK);
    CHECK_STR(json(mem, flow_buttons(c, &reviewed, &record, ROLE_PUBLIC)), "[]");
    record.state = S("draft");
    CHECK_STR(json(mem, flow_buttons(c, &reviewed, &record, ROLE_OWNER)),
              "[{\"name\":\"submit\",\"label\":\"Submit\",\"main\":true}]");
}

TEST(the_diagram_is_a_mermaid_state_diagram)
{
    CHECK_STR(flow_diagram(mem, &review), "stateDiagram-v2\n"
                                          "    state \"Draft\" as draft\n"
                                          "    state \"Changes asked\" as changes_asked\n"
                                          "    state \"In review\" as submitted\n"
                                          "    state \"Published\" as published\n"
                                          "    state \"Archived\" as archived\n"
                                          "    [*] --> draft\n"
                                          "    draft --> submitted: Submit\n"
                                          "    changes_asked --> submitted: Submit\n"
                                          "    submitted --> changes_asked: Ask for changes\n"
                                          "    submitted --> published: Publish\n"
                                          "    submitted --> archived: Archive\n"
                                          "    published --> archived: Archive\n"
                                          "    archived --> [*]\n");
}
