// SPDX-License-Identifier: Apache-2.0
// test_house — the whole program with one part more: "lamp" with its child "bulb", known to it by nothing but tables (not one
// function is theirs). What the program makes of them is what house_test.c looks at.
#ifndef ACCORD_APP_TEST_HOUSE_H
#define ACCORD_APP_TEST_HOUSE_H

#include "web/test_server.h"

struct bulb {
    struct child child;
    str socket;
    date fitted;
    str remark; // the office's
};

struct lamp {
    struct record record;
    str title, summary, colour, cellar_note;
    codes countries;
    int64_t maker, watts;
    date made;
    money price;
    MANY(struct bulb) bulbs;
};

extern const struct record_type lamp_type;

// As the lamps were in an earlier version of the program: called lights, "colour" was "tint", "countries" were "places", "watts" was
// "power", the bulb's "socket" was its "foot", and there was no "price".
struct glow {
    struct child child;
    str foot;
};
struct light {
    struct record record;
    str title, tint;
    codes places;
    int64_t power;
    MANY(struct glow) bulbs;
};
extern const struct record_type light_type;

// The program's own modules and the lamps, booted as a command boots, on a database of the test's own. With `path` at this path.
void test_house_boot(struct ctx *c);
void test_house_boot_earlier(struct ctx *c, const char *path); // the program as it was
void test_house_boot_at(struct ctx *c, const char *path);
void test_house_leave(struct ctx *c); // closes it before the test ends
struct server *test_house_serve(struct ctx *c);

#endif
