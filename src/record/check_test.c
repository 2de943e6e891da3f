// SPDX-License-Identifier: Apache-2.0
#include "record/check.h"

#include "base/test.h"
#include "record/test_types.h"
#include "view/json.h"

#include <string.h>

static const roles office = ROLE_PUBLIC | ROLE_SECRETARIAT | ROLE_OWNER;
static const roles owner = ROLE_PUBLIC | ROLE_EDITOR | ROLE_OWNER;

static const struct value *json(struct ctx *c, const char *text)
{
    struct value *out = NULL;
    CHECK_OK(json_read(c, str_of(text), &out));
    return out;
}

static struct faults read_json(struct ctx *c, const char *text, int part, roles viewer, struct thing *thing)
{
    struct faults faults = { .n = 0 };
    record_read(c, &thing_type, json(c, text), READING_JSON, part, viewer, thing, &faults);
    return faults;
}

// {"name": text, …} with paths as a form has them.
static struct value *form_of(struct ctx *c, const char *const (*pairs)[2], ptrdiff_t n)
{
    struct value *form = value_map(c->mem);
    for (ptrdiff_t i = 0; i < n; i++)
        CHECK(value_put_path(c->mem, form, str_of(pairs[i][0]), value_text(c->mem, str_of(pairs[i][1])), 300));
    return form;
}
#define FORM(c, ...) form_of((c), (const char *const[][2]){ __VA_ARGS__ }, COUNT(((const char *const[][2]){ __VA_ARGS__ })))

static struct faults read_form(struct ctx *c, const struct value *form, struct thing *thing)
{
    struct faults faults = { .n = 0 };
    record_read(c, &thing_type, form, READING_FORM, READ_PART, office, thing, &faults);
    return faults;
}

static void check_fault(const struct faults *faults, const char *path, const char *reason)
{
    if (!fault_at(faults, str_of(path)))
        print_error("no fault at %s\n", path);
    CHECK(fault_at(faults, str_of(path)));
    CHECK_STR(fault_reason(faults, str_of(path)), reason);
}

static struct thing *new_thing(struct arena *mem)
{
    return record_new(mem, &thing_type);
}

TEST(everything_wrong_with_a_record_is_said_at_once_with_its_place)
{
    test_types_open(c);
    struct thing *thing = new_thing(mem);
    struct faults faults = read_json(c,
        "{\"title\": 7, \"summary\": [], \"site\": \"ftp://example.org\", \"contact\": \"nobody\", \"symbol\": \"a b\","
        " \"form\": \"oval\", \"purposes\": [\"work\", \"war\"], \"countries\": \"NO\", \"open\": \"yes\", \"maker\": \"one\","
        " \"amount\": \"5\", \"ratio\": 0.5, \"since\": \"May 2001\", \"until\": \"2003-05\", \"opened_ms\": \"noon\","
        " \"cost\": \"5 USD\", \"colour\": \"red\", \"parts\": [{\"maker\": 1, \"share\": \"-1\","
        " \"steps\": [{\"what\": \"a\"}, {\"due\": \"2003-04-31\", \"who\": 1}]}, 7]}",
        READ_WHOLE, office, thing);
    check_fault(&faults, "title", "write text in quotes");
    check_fault(&faults, "summary", "write text in quotes");
    check_fault(&faults, "site", "write the whole address of the page, such as https://example.org/about");
    check_fault(&faults, "contact", "write one e-mail address, such as name@example.org");
    check_fault(&faults, "symbol", "use letters, digits and - _ . / : only, without spaces");
    check_fault(&faults, "form", "\"oval\" is not one of the choices: take one from the list");
    check_fault(&faults, "purposes.1", "\"war\" is not one of the choices: take one from the list");
    check_fault(&faults, "countries", "write a list of codes in square brackets");
    check_fault(&faults, "open", "write true or false, without quotes");
    check_fault(&faults, "maker", "write the number of the record, or {\"id\": its number}");
    check_fault(&faults, "amount", "write a whole number, without quotes");
    check_fault(&faults, "ratio", "write the number in quotes, such as \"0.5\"");
    check_fault(&faults, "since", "write the date as \"2003-05-31\", \"2003-05\" or \"2003\"");
    check_fault(&faults, "until", "give the day too, as in 31 May 2003");
    check_fault(&faults, "opened_ms", "write day and time in UTC, such as 2003-05-31T12:00:00Z");
    check_fault(&faults, "cost", "write money as {\"amount\": \"264000.00\", \"currency\": \"USD\"}");
    check_fault(&faults, "colour", "there is no field of this name: leave it out");
    check_fault(&faults, "parts.0.share", "this cannot be below zero: write the amount without a minus sign");
    check_fault(&faults, "parts.0.steps.1.due", "31 April 2003 does not exist: April has 30 days");
    check_fault(&faults, "parts.0.steps.1.who", "there is no field of this name: leave it out");
    check_fault(&faults, "parts.1", "write each row in braces, with its number as \"id\" when it was there before");
    CHECK_INT(faults.n, 21);
    CHECK(thing->title.len == 0);
}

TEST(what_json_gives_is_read)
{
    test_types_open(c);
    struct thing *thing = new_thing(mem);
    int64_t maker = test_types_makers(c);
    struct faults faults = read_json(c,
        "{\"title\": \"  A \\t wheel \", \"summary\": \"one\\r\\ntwo  \\n\", \"site\": \"https://example.org/x?y=1\","
        " \"contact\": \"a.b@example.org\", \"symbol\": \"E/C.2/2003:L-1_a\", \"form\": \"square\","
        " \"purposes\": [\"rest\", \"play\", \"rest\"], \"open\": true, \"maker\": {\"id\": 1, \"name\": \"x\"}, \"amount\": 28000,"
        " \"ratio\": \"1.234\", \"since\": \"2001-05\", \"until\": \"2003-05-31\", \"opened_ms\": \"2003-05-31T12:00:00Z\","
        " \"cost\": {\"amount\": \"264000.00\", \"currency\": \"USD\"}, \"parts\": [{\"maker\": 2, \"share\": 3}]}",
        READ_WHOLE, office, thing);
    CHECK_INT(maker, 1);
    CHECK_INT(faults.n, 0);
    CHECK_STR(thing->title, "A wheel");
    CHECK_STR(thing->summary, "one\ntwo");
    CHECK_STR(thing->symbol, "E/C.2/2003:L-1_a");
    CHECK_INT(thing->purposes.n, 2);
    CHECK_STR(thing->purposes.at[0], "rest");
    CHECK(thing->open);
    CHECK_INT(thing->maker, 1);
    CHECK_INT(thing->amount, 28000);
    CHECK_INT(thing->ratio.units, 12340); // a point is a decimal point in JSON, never thousands
    CHECK_INT(thing->since.month, 5);
    CHECK_INT(thing->since.day, 0);
    CHECK_INT(thing->opened_ms, 1054382400000);
    CHECK_INT(thing->cost.minor, 26400000);
    CHECK_INT(thing->parts.at[0].share.units, 30000);
}

TEST(a_form_is_read_as_people_write)
{
    test_types_open(c);
    test_types_makers(c);
    struct thing *thing = new_thing(mem);
    struct faults faults = read_form(c, FORM(c, { "title", "Wheel" }, { "site", "www.example.org" }, { "open", "on" },
        { "amount", "28,000" }, { "ratio", "0,5" }, { "since", "May 2001" }, { "until", "31.5.2003" },
        { "opened_ms", "2003-05-31T12:00" }, { "cost.amount", "264 000" }, { "cost.currency", "USD" },
        { "maker", "example MAKER 2" }, { "purposes", "work" }, { "form", "" }, { "_csrf", "x" }), thing);
    CHECK_INT(faults.n, 0);
    CHECK_STR(thing->site, "https://www.example.org");
    CHECK(thing->open);
    CHECK_INT(thing->amount, 28000);
    CHECK_INT(thing->ratio.units, 5000);
    CHECK_INT(thing->since.year, 2001);
    CHECK_INT(thing->until.day, 31);
    CHECK_INT(thing->opened_ms, 1054382400000);
    CHECK_INT(thing->cost.minor, 26400000);
    CHECK_INT(thing->maker, 2);
    CHECK_INT(thing->purposes.n, 1);

    faults = read_form(c, FORM(c, { "title", "" }, { "open", "maybe" }, { "amount", "many" }, { "amount", "1.5" },
        { "until", "31 April 2003" }, { "since", "1/13/2001" }, { "maker", "Nobody" }, { "cost.amount", "5" },
        { "cost.currency", "" }, { "cost.rate", "1" }), thing);
    check_fault(&faults, "open", "answer yes or no");
    check_fault(&faults, "amount", "write a whole number, without decimals");
    check_fault(&faults, "until", "31 April 2003 does not exist: April has 30 days");
    check_fault(&faults, "since", "there is no month 13: write the day first, then the month, as in 31/5/2003");
    check_fault(&faults, "maker", "there is no maker of this name, or several: choose one from the list, or add it first");
    check_fault(&faults, "cost.rate", "money has an amount and a currency, nothing else");
    CHECK_INT(thing->title.len, 0);
    CHECK_INT(thing->amount, 28000);
}

TEST(a_form_empties_what_it_leaves_out_only_when_it_is_the_whole)
{
    test_types_open(c);
    struct thing *thing = test_types_thing(c, S("Wheel"), 1);
    struct faults faults = { .n = 0 };
    record_read(c, &thing_type, FORM(c, { "title", "Cart" }), READING_FORM, READ_PART, owner, thing, &faults);
    CHECK(thing->open);
    CHECK_INT(thing->parts.n, 2);
    record_read(c, &thing_type, FORM(c, { "title", "Cart" }), READING_FORM, READ_WHOLE, owner, thing, &faults);
    CHECK_INT(faults.n, 0);
    CHECK(!thing->open);
    CHECK_INT(thing->purposes.n, 0);
    CHECK_INT(thing->parts.n, 0);
    CHECK(money_is_none(thing->cost));
    CHECK_STR(thing->note, "Seen by the office."); // not theirs to empty
    CHECK_INT(thing->part_total, 2);
}

TEST(rows_of_a_form_are_kept_by_id_and_blank_or_removed_ones_dropped)
{
    test_types_open(c);
    test_types_makers(c);
    struct thing *thing = test_types_thing(c, S("Wheel"), 1);
    CHECK_OK(test_types_insert(c, &thing_type, thing));
    struct faults faults = read_form(c, FORM(c, { "parts.0.maker", "" }, { "parts.0.price.amount", "" },
        { "parts.0.price.currency", "USD" }, { "parts.0._row", "0" }, { "parts.1.id", "2" }, { "parts.1.role", "frame" },
        { "parts.2.id", "1" }, { "parts.2.role", "engine" }, { "parts.2._remove", "on" }, { "parts.3.role", "frame" }), thing);
    CHECK_INT(faults.n, 0);
    CHECK_INT(thing->parts.n, 2);
    CHECK_INT(thing->parts.at[0].child.id, 2);
    CHECK_STR(thing->parts.at[0].role, "frame");
    CHECK_INT(thing->parts.at[0].maker, 2); // not in the form, so kept
    CHECK_INT(thing->parts.at[1].child.id, 0);

    faults = read_form(c, FORM(c, { "parts.0.id", "77" }, { "parts.0.role", "frame" }, { "parts.1.id", "2" },
        { "parts.1.role", "frame" }, { "parts.2.id", "2" }, { "parts.2.role", "frame" }), thing);
    check_fault(&faults, "parts.0.id",
                "there is no row with this number any more: load the page again, or leave the number out to add a row");
    check_fault(&faults, "parts.2.id", "this row is given twice: leave one of them out");
}

// Each text is refused in the title ("t"), the summary of several lines ("s") or the address ("a") when the letter is named.
TEST(what_nobody_sees_or_reads_otherwise_than_it_is_written_is_refused)
{
    static const struct {
        const char *text, *refused;
    } rows[] = {
        { "Fair \xE2\x80\xAEtrade", "ts" },                    // U+202E turns around what follows
        { "Fair \xE2\x80\xADtrade", "ts" },                    // U+202D
        { "Fair \xE2\x81\xA6trade", "t" },                     // U+2066, not closed
        { "Fair \xE2\x80\xAAtrade\xE2\x80\xAC", "t" },        // U+202A
        { "\xE2\x80\x8B\xEF\xBB\xBF", "ts" },                  // zero width only
        { "\xE3\x85\xA4", "ts" },                              // U+3164, a letter without a shape
        { "\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE", "" },      // a joiner that Persian needs
        { "\xD7\xA9\xD7\x9C\xE2\x80\x8F!", "" },             // a mark that Hebrew needs
        { "https://example.org/\xE2\x80\x8Bx", "a" },
        { "https://bank.example@example.org/", "a" },
        { "https://example.org/@someone?a=b@c", "" },
    };
    test_types_open(c);
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        bool address = str_starts(str_of(rows[i].text), S("https"));
        struct faults faults = address ? read_form(c, FORM(c, { "site", rows[i].text }), new_thing(mem))
                                       : read_form(c, FORM(c, { "title", rows[i].text }, { "summary", rows[i].text }), new_thing(mem));
        CHECK_INT(fault_at(&faults, S("title")), strchr(rows[i].refused, 't') != NULL);
        CHECK_INT(fault_at(&faults, S("summary")), strchr(rows[i].refused, 's') != NULL);
        CHECK_INT(fault_at(&faults, S("site")), strchr(rows[i].refused, 'a') != NULL);
    }
}

TEST(text_has_its_limits)
{
    test_types_open(c);
    struct thing *thing = new_thing(mem);
    char long_title[2 * 214 + 1] = { 0 };
    for (int i = 0; i < 214; i++)
        memcpy(long_title + 2 * i, "\xC3\xA9", 2); // é
    struct faults faults = read_form(c, FORM(c, { "title", long_title }, { "summary", "bell\x07" }, { "story", "\xFF\xFE" },
        { "form", "\xC0\x80" }, { "contact", "a\xC2\x80@example.org" }), thing);
    check_fault(&faults, "title", "shorten it to 200 characters; it has 214");
    check_fault(&faults, "summary", "this has control characters, which nobody can see: type it again without them");
    check_fault(&faults, "story", "this has characters that cannot be read: send it as UTF-8 text, without NUL");
    check_fault(&faults, "form", "this has characters that cannot be read: send it as UTF-8 text, without NUL");
    check_fault(&faults, "contact", "this has control characters, which nobody can see: type it again without them");

    struct value *form = value_map(mem);
    value_set(mem, form, "title", value_text(mem, S("a\0b")));
    faults = read_form(c, form, thing);
    check_fault(&faults, "title", "this has characters that cannot be read: send it as UTF-8 text, without NUL");
}

TEST(ten_thousand_rows_are_refused_before_they_are_read)
{
    test_types_open(c);
    struct thing *thing = new_thing(mem);
    struct value *in = value_map(mem), *rows = value_list(mem);
    for (int i = 0; i < 10000; i++)
        value_add(mem, rows, value_map(mem));
    value_set(mem, in, "parts", rows);
    struct faults faults = { .n = 0 };
    record_read(c, &thing_type, in, READING_JSON, READ_WHOLE, office, thing, &faults);
    CHECK_INT(faults.n, 1);
    check_fault(&faults, "parts", "there can be at most 200 rows; there are 10000");
}

TEST(a_role_changes_what_it_may_and_may_send_back_the_rest)
{
    test_types_open(c);
    test_types_makers(c);
    struct thing *thing = test_types_thing(c, S("Wheel"), 1);
    struct faults faults = read_json(c, "{\"note\": \"Seen by the office.\", \"part_total\": 99, \"part_count\": 5, \"id\": 4,"
        " \"version\": 9, \"state\": \"x\", \"path\": \"/\", \"example\": true}", READ_PART, owner, thing);
    CHECK_INT(faults.n, 0);
    CHECK_INT(thing->part_total, 2);
    faults = read_json(c, "{\"note\": \"Nothing to see.\"}", READ_PART, owner, thing);
    check_fault(&faults, "note", "you may not change this: leave it out");
    faults = read_json(c, "{\"note\": \"Seen.\"}", READ_PART, office, thing);
    CHECK_INT(faults.n, 0);
    CHECK_STR(thing->note, "Seen.");
    // What one may not see does not exist.
    faults = read_json(c, "{\"note\": \"Seen.\", \"parts\": [{\"maker\": 1, \"remark\": \"x\"}]}", READ_PART, ROLE_PUBLIC, thing);
    check_fault(&faults, "note", "there is no field of this name: leave it out");
    check_fault(&faults, "parts.0.remark", "there is no field of this name: leave it out");
}

TEST(input_that_is_no_record_is_one_fault)
{
    test_types_open(c);
    struct thing *thing = new_thing(mem);
    struct faults faults = { .n = 0 };
    record_read(c, &thing_type, json(c, "[1]"), READING_JSON, READ_WHOLE, office, thing, &faults);
    record_read(c, &thing_type, NULL, READING_FORM, READ_WHOLE, office, thing, &faults);
    CHECK_INT(faults.n, 2);
    CHECK_STR(faults.at[0].field, "");
}

// ---- rules

static struct faults check(struct ctx *c, const struct thing *thing, enum check_level level)
{
    struct faults faults = { .n = 0 };
    CHECK_OK(record_check(c, &thing_type, thing, level, &faults));
    return faults;
}

TEST(a_complete_record_has_no_faults)
{
    test_types_open(c);
    struct faults faults = check(c, test_types_thing(c, S("Wheel"), test_types_makers(c)), CHECK_COMPLETE);
    CHECK_STR(faults.n ? faults.at[0].reason : STR_NONE, "");
    CHECK_INT(faults.n, 0);
}

TEST(a_draft_may_lack_what_publication_needs)
{
    test_types_open(c);
    test_types_makers(c);
    struct thing *thing = new_thing(mem);
    struct step step = { .what = S("Draw") };
    struct part part = { .role = S("engine"), .maker = 1, .steps = { &step, 1 } };
    thing->parts.at = &part;
    thing->parts.n = 1;
    struct faults faults = check(c, thing, CHECK_DRAFT);
    CHECK_INT(faults.n, 1);
    check_fault(&faults, "title", "fill this in");
    thing->cost = money_of(1, "USD");
    faults = check(c, thing, CHECK_COMPLETE);
    check_fault(&faults, "title", "fill this in");
    check_fault(&faults, "form", "fill this in");
    check_fault(&faults, "purposes", "fill this in");
    check_fault(&faults, "maker", "fill this in");
    check_fault(&faults, "note", "fill this in"); // because it costs something
    check_fault(&faults, "parts.0.steps.0.due", "fill this in");
    check_fault(&faults, "parts.0.materials", "say what the engine is made of");
    CHECK_INT(faults.n, 7);
}

TEST(references_have_to_be_there_and_to_be_seen)
{
    test_types_open(c);
    int64_t maker = test_types_makers(c);
    struct thing *thing = test_types_thing(c, S("Wheel"), maker), *hidden = test_types_thing(c, S("Secret"), maker);
    hidden->record.state = S("draft");
    CHECK_OK(test_types_insert(c, &thing_type, hidden));
    thing->maker = 55;
    thing->model = hidden->record.id;
    thing->parts.at[1].maker = 56;
    struct faults faults = check(c, thing, CHECK_DRAFT);
    check_fault(&faults, "maker", "there is no maker with the number 55: choose one that is there");
    check_fault(&faults, "model", "there is no thing with the number 1: choose one that is there");
    check_fault(&faults, "parts.1.maker", "there is no maker with the number 56: choose one that is there");
    CHECK_INT(faults.n, 3);
    c->actor = &actor_system;
    thing->maker = thing->parts.at[1].maker = maker;
    CHECK_INT(check(c, thing, CHECK_DRAFT).n, 0);
}

TEST(what_is_unique_is_refused_twice_over)
{
    test_types_open(c);
    int64_t maker = test_types_makers(c);
    struct thing *one = test_types_thing(c, S("Wheel"), maker), *other = test_types_thing(c, S("Cart"), maker);
    CHECK_OK(test_types_insert(c, &thing_type, one)); // empty symbols are no clash
    CHECK_OK(test_types_insert(c, &thing_type, other));
    one->symbol = S("L.1");
    CHECK_OK(test_types_update(c, &thing_type, one, 1));
    CHECK_INT(check(c, one, CHECK_DRAFT).n, 0);
    other->symbol = S("L.1");
    struct faults faults = check(c, other, CHECK_DRAFT);
    check_fault(&faults, "symbol", "another thing has this already: choose another one, or change that one");
    CHECK_INT(test_types_update(c, &thing_type, other, 1), ERR_CONFLICT);
    fail_clear(c);
}

TEST(rules_across_fields_are_the_types_own)
{
    test_types_open(c);
    struct thing *thing = test_types_thing(c, S("Wheel"), test_types_makers(c));
    thing->until = (date){ 1999, 1, 1 };
    struct faults faults = check(c, thing, CHECK_DRAFT);
    CHECK_INT(faults.n, 1);
    check_fault(&faults, "until", "this is before the beginning: give a later day");
}

TEST(what_our_own_code_puts_together_meets_the_same_rules)
{
    test_types_open(c);
    struct thing *thing = test_types_thing(c, S("Wheel"), test_types_makers(c));
    thing->form = S("oval");
    thing->until = (date){ 2003, 5, 0 };
    thing->parts.at[0].share.units = -1;
    thing->parts.at[0].steps.at[0].what = S("\xFF");
    struct faults faults = check(c, thing, CHECK_DRAFT);
    check_fault(&faults, "form", "\"oval\" is not one of the choices: take one from the list");
    check_fault(&faults, "until", "give the day too, as in 31 May 2003");
    CHECK(fault_at(&faults, S("parts.0.share")));
    CHECK(fault_at(&faults, S("parts.0.steps.0.what")));
    CHECK_INT(faults.n, 4);
}
