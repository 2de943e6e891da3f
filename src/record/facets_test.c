// SPDX-License-Identifier: Apache-2.0
#include "base/test.h"
#include "record/query_things.h"

static const struct value *facet_of(const struct value *facets, str name)
{
    for (ptrdiff_t i = 0; i < value_count(facets); i++)
        if (str_eq(value_as_text(value_get(value_at(facets, i), S("name"))), name))
            return value_at(facets, i);
    return NULL;
}

static const struct value *option_of(const struct value *facet, str code)
{
    const struct value *options = value_get(facet, S("options"));
    for (ptrdiff_t i = 0; i < value_count(options); i++)
        if (str_eq(value_as_text(value_get(value_at(options, i), S("code"))), code))
            return value_at(options, i);
    return NULL;
}

static int64_t number(const struct value *option, str key)
{
    return value_get(option, key)->number;
}

static const struct value *facets_for(struct ctx *c, const char *address)
{
    struct query query = things_query(c, address);
    struct value *facets = NULL;
    CHECK_OK(query_facets(c, &thing_type, &query, &facets));
    return facets;
}

// Every code of every facet, counted over the things in memory.
static void check_counts(struct ctx *c, const char *address)
{
    static const struct {
        const char *facet, *codes[15];
    } all[] = {
        { "form", { "round", "square" } },
        { "purposes", { "work", "play", "rest" } },
        { "open", { "yes", "no" } },
        { "maker", { "1", "2" } },
        { "since", { "1990", "1991", "1992", "1993", "1994", "1995", "1996", "1997", "1998", "1999", "2000", "2001", "2002" } },
    };
    struct query query = things_query(c, address);
    const struct value *facets = facets_for(c, address);
    CHECK(value_equal(facets, facets_for(c, address))); // out of memory, as nothing has changed
    for (ptrdiff_t i = 0; i < COUNT(all); i++)
        for (ptrdiff_t k = 0; all[i].codes[k]; k++) {
            str name = str_of(all[i].facet), code = str_of(all[i].codes[k]);
            const struct value *option = option_of(facet_of(facets, name), code);
            int64_t want = 0;
            for (ptrdiff_t n = 0; n < THINGS; n++)
                want += things_fit(c, things[n], &query, name) && things_fit_code(c, things[n], name, code);
            CHECK_INT(option ? number(option, S("count")) : 0, want);
        }
}

TEST(facets_count_what_the_list_would_have_without_their_own_filter)
{
    static const char *const addresses[] = {
        "", "form=round", "form=round,square&purposes=work", "since=1993", "since=1993&maker=2&open=yes", "state=draft", "since=2050",
    };
    int64_t maker = things_open(c);
    const struct actor editor = { .account = 3, .organisation = maker + 1, .roles = ROLE_PUBLIC | ROLE_EDITOR };
    const struct actor *const actors[] = { NULL, &editor, &things_office };
    for (ptrdiff_t a = 0; a < COUNT(actors); a++)
        for (ptrdiff_t i = 0; i < COUNT(addresses); i++) {
            c->actor = actors[a];
            check_counts(c, addresses[i]);
        }
}

TEST(a_chosen_code_is_shown_even_when_nothing_is_left_of_it)
{
    things_open(c);
    const struct value *facets = facets_for(c, "since=2050&form=round");
    const struct value *since = facet_of(facets, S("since")), *option = option_of(since, S("2050"));
    CHECK_INT(number(option, S("count")), 0);
    CHECK(value_get(option, S("on"))->truth);
    CHECK(value_get(since, S("open"))->truth);
    CHECK_STR(value_as_text(value_get(option, S("address"))), "form=round");
    CHECK(!value_get(option_of(since, S("1993")), S("on"))->truth);
    CHECK_STR(value_as_text(value_get(option_of(since, S("1993")), S("address"))), "since=2050&since=1993&form=round");
}

TEST(choices_keep_their_order_and_others_go_by_number)
{
    things_open(c);
    const struct value *facets = facets_for(c, "");
    const struct value *purposes = value_get(facet_of(facets, S("purposes")), S("options"));
    CHECK_STR(value_as_text(value_get(value_at(purposes, 0), S("code"))), "work");
    CHECK_STR(value_as_text(value_get(value_at(purposes, 2), S("label"))), "Rest");
    const struct value *since = value_get(facet_of(facets, S("since")), S("options"));
    for (ptrdiff_t i = 1; i < value_count(since); i++)
        CHECK(number(value_at(since, i - 1), S("count")) >= number(value_at(since, i), S("count")));
}

TEST(references_are_named_and_those_not_seen_are_left_out)
{
    int64_t maker = things_open(c);
    const struct value *options = value_get(facet_of(facets_for(c, ""), S("maker")), S("options"));
    CHECK_INT(value_count(options), 2);
    CHECK_STR(value_as_text(value_get(value_at(options, 0), S("label"))), "Example maker 1");
    struct maker *hidden = record_new(mem, &maker_type);
    CHECK_OK(store_load(c, &maker_type, maker, hidden));
    hidden->record.state = S("draft");
    CHECK_OK(test_types_update(c, &maker_type, hidden, 1));
    CHECK_INT(value_count(value_get(facet_of(facets_for(c, ""), S("maker")), S("options"))), 1);
    c->actor = &things_office;
    CHECK_INT(value_count(value_get(facet_of(facets_for(c, ""), S("maker")), S("options"))), 2);
}

TEST(a_facet_of_nothing_is_not_there)
{
    things_open(c);
    CHECK(facet_of(facets_for(c, ""), S("part_role")) == NULL);
    CHECK(facet_of(facets_for(c, ""), S("owner")) == NULL);
    CHECK(facet_of(facets_for(c, ""), S("note")) == NULL);
}

// A list of many records is counted another way than one of few.
TEST(counts_hold_for_searches)
{
    things_open(c);
    const struct value *facets = facets_for(c, "q=bridge");
    struct query query = things_query(c, "");
    int64_t want = 0;
    for (ptrdiff_t i = 0; i < THINGS; i += 10)
        want += things_fit(c, things[i], &query, STR_NONE) && str_eq(things[i]->form, S("round"));
    CHECK_INT(number(option_of(facet_of(facets, S("form")), S("round")), S("count")), want);
}

TEST(facets_follow_what_is_written)
{
    things_open(c);
    int64_t before = number(option_of(facet_of(facets_for(c, "form=round"), S("purposes")), S("work")), S("count"));
    CHECK_OK(test_types_insert(c, &thing_type, test_types_thing(c, S("Wheel"), 1)));
    int64_t after = number(option_of(facet_of(facets_for(c, "form=round"), S("purposes")), S("work")), S("count"));
    CHECK_INT(after, before + 1);
}

TEST(a_facet_names_its_most_frequent_codes_and_says_how_many_more)
{
    test_types_open(c);
    int64_t maker = test_types_makers(c);
    for (int16_t i = 0; i < 230; i++) {
        struct thing *thing = record_new(mem, &thing_type);
        thing->record.state = S("published");
        thing->title = S("Thing");
        thing->maker = maker;
        thing->since.year = (int16_t)(1500 + (i < 225 ? i : 224)); // the last year six times
        CHECK_OK(test_types_insert(c, &thing_type, thing));
    }
    for (int round = 0; round < 2; round++) { // counted, and remembered
        const struct value *since = facet_of(facets_for(c, "since=1724,1700"), S("since"));
        CHECK_INT(value_count(value_get(since, S("options"))), 200);
        CHECK_INT(value_get(since, S("more"))->number, 25);
        CHECK_INT(number(option_of(since, S("1724")), S("count")), 6);
        CHECK(value_get(option_of(since, S("1700")), S("on"))->truth);
    }
}
