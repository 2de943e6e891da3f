// SPDX-License-Identifier: Apache-2.0
#include "app/test_house.h"

#include "app/boot.h"
#include "app/modules.h"
#include "app/settings.h"
#include "base/log.h"
#include "base/time.h"
#include "db/test_pool.h"
#include "modules/directory/directory.h"
#include "modules/office/office_module.h"
#include "modules/registry/registry.h"

// --- The tables: all there is of lamps ----------------------------------------------------------------------------------------

static const struct choice sockets[] = {
    { "screw", N_("Screw"), NULL },
    { "bayonet", N_("Bayonet"), NULL },
    { NULL, NULL, NULL },
};
static const struct choice colours[] = {
    { "warm", N_("Warm"), NULL },
    { "cold", N_("Cold"), NULL },
    { NULL, NULL, NULL },
};

#define B struct bulb
static const struct field bulb_fields[] = {
    F_CHOICE(B, socket, .label = N_("Socket"), .choices = sockets, .flags = NEEDED, .was = "foot"),
    F_DATE(B, fitted, .label = N_("Fitted")),
    F_TEXT(B, remark, .label = N_("Remark"), .read = ROLE_OFFICE),
};
#undef B
static const struct record_type bulb_type = {
    .name = "bulb", .was = "glow", .label = N_("bulb"), .label_plural = N_("bulbs"), .title = "socket", RECORD_FIELDS(struct bulb, bulb_fields),
};

#define L struct lamp
static const struct field lamp_fields[] = {
    F_TEXT(L, title, .label = N_("Title"), .max = 60, .flags = NEEDED | SEARCHED | LISTED | SORTED, .weight = 'A'),
    F_LONG(L, summary, .label = N_("Summary"), .flags = SEARCHED),
    F_CHOICE(L, colour, .label = N_("Colour"), .choices = colours, .flags = REQUIRED | FACET | LISTED, .was = "tint"),
    F_CHOICES(L, countries, .label = N_("Countries"), .list = &code_list_countries, .flags = FACET, .was = "places"),
    F_REF(L, maker, .label = N_("Maker"), .refers = "organisation", .flags = FACET | LISTED),
    F_INT(L, watts, .label = N_("Watts"), .flags = POSITIVE | SORTED | LISTED, .was = "power"),
    F_DATE(L, made, .label = N_("Made"), .flags = FACET | LISTED),
    F_MONEY(L, price, .label = N_("Price"), .flags = POSITIVE | LISTED),
    F_TEXT(L, cellar_note, .label = N_("Note of the cellar"), .flags = SEARCHED | SORTED | FILTERED, .read = ROLE_OFFICE,
           .write = ROLE_OFFICE),
    F_MANY(L, bulbs, struct bulb, &bulb_type, .label = N_("Bulbs"), .max = 9),
};
#undef L

static const struct flow_state states[] = {
    { "draft", N_("Draft"), N_("It is being written.") },
    { "submitted", N_("In review"), N_("The office reads it.") },
    { "published", N_("Published"), N_("Everyone can read it.") },
};
static const struct move moves[] = {
    { .name = "submit", .from = "draft", .to = "submitted", .right = ROLE_OWNER, .flags = MOVE_COMPLETE | MOVE_SUBMITS,
      .label = N_("Submit"), .done = N_("It was sent.") },
    { .name = "publish", .from = "submitted", .to = "published", .right = ROLE_REVIEWER, .flags = MOVE_COMPLETE | MOVE_FOUR_EYES | MOVE_MAIN,
      .label = N_("Publish"), .done = N_("It is public now.") },
};
static const struct flow review = { .states = states, .state_count = COUNT(states), .moves = moves, .move_count = COUNT(moves) };
static const char *const public_states[] = { "published", NULL };

const struct record_type lamp_type = {
    .name = "lamp",
    .plural = "lamps",
    .label = N_("lamp"),
    .label_plural = N_("lamps"),
    .label_new = N_("Add a lamp"),
    .was = "light",
    .title = "title",
    .sort = "title",
    .flow = &review,
    .public_states = public_states,
    .create = ROLE_EDITOR | ROLE_SYSTEM,
    .edit = ROLE_OWNER | ROLE_SYSTEM,
    RECORD_FIELDS(struct lamp, lamp_fields),
};

#define G struct glow
static const struct field glow_fields[] = {
    F_CHOICE(G, foot, .label = N_("Foot"), .choices = sockets, .flags = NEEDED),
};
#undef G
static const struct record_type glow_type = {
    .name = "glow", .label = N_("glow"), .label_plural = N_("glows"), .title = "foot", RECORD_FIELDS(struct glow, glow_fields),
};

#define L struct light
static const struct field light_fields[] = {
    F_TEXT(L, title, .label = N_("Title"), .max = 60, .flags = NEEDED | SEARCHED | LISTED | SORTED, .weight = 'A'),
    F_CHOICE(L, tint, .label = N_("Tint"), .choices = colours, .flags = REQUIRED | FACET | LISTED),
    F_CHOICES(L, places, .label = N_("Places"), .list = &code_list_countries, .flags = FACET),
    F_MANY(L, bulbs, struct glow, &glow_type, .label = N_("Bulbs"), .max = 9),
    F_INT(L, power, .label = N_("Power"), .flags = POSITIVE | SORTED | LISTED),
};
#undef L
const struct record_type light_type = {
    .name = "light",
    .plural = "lights",
    .label = N_("light"),
    .label_plural = N_("lights"),
    .title = "title",
    .sort = "title",
    .flow = &review,
    .public_states = public_states,
    .create = ROLE_SYSTEM,
    .edit = ROLE_SYSTEM,
    RECORD_FIELDS(struct light, light_fields),
};

static const struct record_type *const types[] = { &lamp_type }, *const earlier_types[] = { &light_type };
static const struct resource resources[] = { { .type = &lamp_type } }, earlier_resources[] = { { .type = &light_type } };
static const struct menu_item menu[] = { { "/lamps", N_("Lamps"), ROLE_PUBLIC } };
static const struct module present = {
    .name = "lamps", .types = types, .type_count = COUNT(types), .resources = resources, .resource_count = COUNT(resources),
    .menu = menu, .menu_count = COUNT(menu),
};
static const struct module earlier = {
    .name = "lamps", .types = earlier_types, .type_count = COUNT(earlier_types), .resources = earlier_resources,
    .resource_count = COUNT(earlier_resources),
};

// The one list, in place of app/modules.c's: a row longer.
static struct module lamps;
const struct module *const modules[] = { &registry_module, &directory_module, &office_module, &lamps };
const ptrdiff_t modules_count = COUNT(modules);

// --- The program over them ----------------------------------------------------------------------------------------------------

static void close_with_arena(void *c)
{
    boot_close(c);
}

static void stop(void *server)
{
    server_stop(server);
}

static void boot(struct ctx *c, const struct module *as, const char *path)
{
    lamps = *as;
    log_set_level(LOG_ERROR);
    c->now_ms = clock_now_ms();
    CHECK_OK(settings_set_flag(c, S("db"), str_of(path)));
    CHECK_OK(boot_tables(c));
    CHECK_OK(boot_store(c, BOOT_MAKE));
}

void test_house_boot_earlier(struct ctx *c, const char *path)
{
    boot(c, &earlier, path);
}

void test_house_boot_at(struct ctx *c, const char *path)
{
    boot(c, &present, path);
    arena_defer(c->mem, close_with_arena, c);
}

void test_house_boot(struct ctx *c)
{
    test_house_boot_at(c, test_pool_path(c));
}

void test_house_leave(struct ctx *c)
{
    boot_close(c);
}

struct server *test_house_serve(struct ctx *c)
{
    struct server *server = NULL;
    CHECK_OK(server_start(c, &(struct server_options){ .listen = "127.0.0.1:0", .event_threads = 1, .readers = 2, .writers = 2 }, &server));
    arena_defer(c->mem, stop, server);
    return server;
}
