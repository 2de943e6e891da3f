// SPDX-License-Identifier: Apache-2.0
#include "record/test_types.h"

#include "db/test_pool.h"

static const struct choice roles_of_parts[] = {
    { "frame", N_("Frame"), NULL },
    { "engine", N_("Engine"), NULL },
    { NULL, NULL, NULL },
};

static const struct choice materials[] = {
    { "wood", N_("Wood"), NULL },
    { "steel", N_("Steel"), NULL },
    { "paper", N_("Paper"), NULL },
    { NULL, NULL, NULL },
};

static const struct choice forms[] = {
    { "round", N_("Round"), NULL },
    { "square", N_("Square"), NULL },
    { NULL, NULL, NULL },
};

static const struct choice purposes[] = {
    { "work", N_("Work"), NULL },
    { "play", N_("Play"), NULL },
    { "rest", N_("Rest"), NULL },
    { NULL, NULL, NULL },
};

static const char *const published[] = { "published", NULL };

#define M struct maker
static const struct field maker_fields[] = {
    F_TEXT(M, name, .label = N_("Name"), .max = 100, .flags = NEEDED | SEARCHED | LISTED | SORTED | UNIQUE, .weight = 'A'),
    F_CHOICE(M, country, .label = N_("Country"), .list = &code_list_countries, .flags = FACET | LISTED),
};
#undef M

const struct record_type maker_type = {
    .name = "maker",
    .plural = "makers",
    .label = N_("maker"),
    .label_plural = N_("makers"),
    .title = "name",
    .sort = "name",
    .public_states = published,
    .create = ROLE_SECRETARIAT | ROLE_SYSTEM,
    .edit = ROLE_SECRETARIAT | ROLE_SYSTEM,
    RECORD_FIELDS(struct maker, maker_fields),
};

#define P struct step
static const struct field step_fields[] = {
    F_TEXT(P, what, .label = N_("What"), .max = 80, .flags = NEEDED | SEARCHED, .weight = 'C'),
    F_DATE(P, due, .label = N_("Due"), .flags = REQUIRED),
    F_YES(P, done, .label = N_("Done")),
};
#undef P

const struct record_type step_type = {
    .name = "step",
    .label = N_("step"),
    .label_plural = N_("steps"),
    .title = "what",
    RECORD_FIELDS(struct step, step_fields),
};

static void check_part(struct ctx *c, const void *record, enum check_level level, struct faults *faults)
{
    const struct part *part = record;
    if (level == CHECK_COMPLETE && str_eq(part->role, S("engine")) && part->materials.n == 0)
        fault_add(c, faults, S("materials"), N_("say what the engine is made of"));
}

#define P struct part
static const struct field part_fields[] = {
    F_REF(P, maker, .label = N_("Maker"), .refers = "maker", .flags = NEEDED),
    F_CHOICE(P, role, .label = N_("Role"), .choices = roles_of_parts, .flags = REQUIRED),
    F_CHOICES(P, materials, .label = N_("Materials"), .choices = materials, .flags = SEARCHED),
    F_NUMBER(P, share, .label = N_("Share"), .flags = POSITIVE),
    F_MONEY(P, price, .label = N_("Price")),
    F_TEXT(P, remark, .label = N_("Remark"), .flags = SEARCHED, .read = ROLE_OFFICE),
    F_MANY(P, steps, struct step, &step_type, .label = N_("Steps"), .max = 50),
};
#undef P

const struct record_type part_type = {
    .name = "part",
    .label = N_("part"),
    .label_plural = N_("parts"),
    .title = "maker",
    .check = check_part,
    RECORD_FIELDS(struct part, part_fields),
};

static bool costs_something(const void *row)
{
    const struct thing *thing = row;
    return !money_is_none(thing->cost);
}

#define T struct thing
static const struct field thing_fields[] = {
    F_TEXT(T, title, .label = N_("Title"), .help = N_("What people call it."), .section = N_("About"), .max = 200,
           .flags = NEEDED | SEARCHED | LISTED | SORTED, .weight = 'A'),
    F_LONG(T, summary, .label = N_("Summary"), .max = 600, .flags = SEARCHED | LISTED),
    F_RICH(T, story, .label = N_("Story"), .flags = SEARCHED, .weight = 'C'),
    F_LINK(T, site, .label = N_("Website")),
    F_EMAIL(T, contact, .label = N_("Contact"), .flags = SEARCHED, .read = ROLE_OWNER | ROLE_OFFICE),
    F_CODE(T, symbol, .label = N_("Symbol"), .max = 40, .flags = UNIQUE | FILTERED),
    F_CHOICE(T, form, .label = N_("Form"), .section = N_("What it is for"), .choices = forms,
             .flags = REQUIRED | FACET | LISTED | SORTED),
    F_CHOICES(T, purposes, .label = N_("Purposes"), .choices = purposes, .flags = REQUIRED | FACET | LISTED),
    F_CHOICES(T, countries, .label = N_("Countries"), .list = &code_list_countries, .flags = FACET),
    F_YES(T, open, .label = N_("Open"), .flags = FACET | LISTED),
    F_REF(T, maker, .label = N_("Maker"), .refers = "maker", .flags = REQUIRED | FACET | LISTED | SEARCHED),
    F_REF(T, model, .label = N_("Made after"), .refers = "thing"),
    F_INT(T, amount, .label = N_("How many"), .section = N_("Figures"), .flags = POSITIVE | SORTED | LISTED),
    F_NUMBER(T, ratio, .label = N_("Ratio")),
    F_DATE(T, since, .label = N_("Since"), .flags = FACET | SORTED | LISTED),
    F_DATE(T, until, .label = N_("Until"), .flags = FULL_DATE),
    F_INSTANT(T, opened_ms, .label = N_("Opened")),
    F_MONEY(T, cost, .label = N_("Cost"), .flags = POSITIVE | LISTED),
    F_LONG(T, note, .label = N_("Note of the office"), .flags = SEARCHED, .read = ROLE_OWNER | ROLE_OFFICE,
           .write = ROLE_OFFICE, .required = costs_something),
    F_INT(T, part_total, .label = N_("Parts"), .flags = COMPUTED | LISTED),
    F_MANY(T, parts, struct part, &part_type, .label = N_("Parts"), .section = N_("Parts"), .max = 200),
};
#undef T

static void derive_part_role(struct ctx *c, const void *record, struct facet_sink *sink)
{
    (void)c;
    const struct thing *thing = record;
    for (ptrdiff_t i = 0; i < thing->parts.n; i++)
        facet_put(sink, thing->parts.at[i].role);
}

static void derive_owners(struct ctx *c, const void *record, struct facet_sink *sink)
{
    const struct thing *thing = record;
    if (thing->maker)
        facet_put(sink, str_fmt(c->mem, "%lld", (long long)thing->maker));
}

static const struct facet thing_facets[] = {
    { .name = "part_role", .label = N_("Role of a part"), .derive = derive_part_role, .choices = roles_of_parts },
};

static void compute_thing(struct ctx *c, void *record)
{
    (void)c;
    struct thing *thing = record;
    thing->part_total = thing->parts.n;
}

static void check_thing(struct ctx *c, const void *record, enum check_level level, struct faults *faults)
{
    (void)level;
    const struct thing *thing = record;
    if (!date_is_none(thing->since) && !date_is_none(thing->until) && date_compare(thing->until, thing->since) < 0)
        fault_add(c, faults, S("until"), N_("this is before the beginning: give a later day"));
}

static void present_thing(struct ctx *c, const void *record, struct value *tree)
{
    const struct thing *thing = record;
    if (value_get(tree, S("parts"))) // a row of a list has no parts with it
        value_set(c->mem, tree, "part_count", value_int(c->mem, thing->parts.n));
}

const struct record_type thing_type = {
    .name = "thing",
    .plural = "things",
    .label = N_("thing"),
    .label_plural = N_("things"),
    .label_new = N_("Add a thing"),
    .title = "title",
    .sort = "-changed",
    .public_states = published,
    .create = ROLE_EDITOR | ROLE_SECRETARIAT | ROLE_SYSTEM,
    .edit = ROLE_OWNER | ROLE_SECRETARIAT | ROLE_SYSTEM,
    .facets = thing_facets,
    .facet_count = COUNT(thing_facets),
    .check = check_thing,
    .compute = compute_thing,
    .owners = derive_owners,
    .present = present_thing,
    RECORD_FIELDS(struct thing, thing_fields),
};

// ---- a store with them

void test_types_open(struct ctx *c)
{
    static const struct record_type *const types[] = { &thing_type, &maker_type };
    ptrdiff_t n = 0;
    schema_register(types, COUNT(types));
    test_pool_open(c);
    c->now_ms = 1054382400000; // 2003-05-31T12:00Z
    const struct table *const *tables = store_tables(c->mem, &n);
    CHECK_OK(migrate_run(c, tables, n, NULL, 0));
}

struct deed {
    const struct record_type *type;
    void *record;
    int64_t number; // version or id
};

static enum err insert(struct ctx *c, void *arg)
{
    struct deed *deed = arg;
    return store_insert(c, deed->type, deed->record);
}

static enum err update(struct ctx *c, void *arg)
{
    struct deed *deed = arg;
    return store_update(c, deed->type, deed->record, deed->number);
}

static enum err delete(struct ctx *c, void *arg)
{
    struct deed *deed = arg;
    return store_delete(c, deed->type, deed->number);
}

enum err test_types_insert(struct ctx *c, const struct record_type *type, void *record)
{
    return db_write(c, insert, &(struct deed){ type, record, 0 });
}

enum err test_types_update(struct ctx *c, const struct record_type *type, void *record, int64_t version)
{
    return db_write(c, update, &(struct deed){ type, record, version });
}

enum err test_types_delete(struct ctx *c, const struct record_type *type, int64_t id)
{
    return db_write(c, delete, &(struct deed){ type, NULL, id });
}

int64_t test_types_makers(struct ctx *c)
{
    struct maker *first = record_new(c->mem, &maker_type), *second = record_new(c->mem, &maker_type);
    first->record.state = second->record.state = S("published");
    first->name = S("Example maker 1");
    first->country = S("NO");
    second->name = S("Example maker 2");
    second->country = S("KE");
    CHECK_OK(test_types_insert(c, &maker_type, first));
    CHECK_OK(test_types_insert(c, &maker_type, second));
    return first->record.id;
}

static codes two_codes(struct ctx *c, str first, str second)
{
    str *at = NEW(c->mem, str, 2);
    at[0] = first;
    at[1] = second;
    return (codes){ at, 2 };
}

static struct part *new_parts(struct ctx *c, int64_t maker)
{
    struct part *parts = NEW(c->mem, struct part, 2);
    struct step *steps = NEW(c->mem, struct step, 2);
    steps[0] = (struct step){ .what = S("Draw"), .due = { 2001, 5, 0 }, .done = true };
    steps[1] = (struct step){ .what = S("Build"), .due = { 2003, 5, 31 } };
    parts[0] = (struct part){ .maker = maker, .role = S("frame"), .share = { 5000, true }, .price = money_of(1500, "USD"),
                              .remark = S("heavier than said"), .materials = two_codes(c, S("steel"), S("wood")) };
    parts[0].steps.at = steps;
    parts[0].steps.n = 2;
    parts[1] = (struct part){ .maker = maker + 1, .role = S("engine"), .materials = two_codes(c, S("paper"), S("steel")) };
    return parts;
}

struct thing *test_types_thing(struct ctx *c, str title, int64_t maker)
{
    struct thing *thing = record_new(c->mem, &thing_type);
    *thing = (struct thing){
        .record = { .state = S("published"), .lang = S("en"), .example = true },
        .title = title,
        .summary = S("One line.\nAnother line."),
        .story = S("It *began* in May."),
        .site = S("https://example.org/thing"),
        .contact = S("person@example.org"),
        .form = S("round"),
        .purposes = two_codes(c, S("rest"), S("work")),
        .countries = two_codes(c, S("NO"), S("KE")),
        .open = true,
        .maker = maker,
        .amount = 28000,
        .ratio = { 5000, true },
        .since = { 2001, 5, 0 },
        .until = { 2003, 5, 31 },
        .opened_ms = 1054382400000,
        .cost = money_of(264000, "USD"),
        .note = S("Seen by the office."),
        .part_total = 2,
    };
    thing->parts.at = new_parts(c, maker);
    thing->parts.n = 2;
    return thing;
}
