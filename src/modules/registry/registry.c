// SPDX-License-Identifier: Apache-2.0
#include "modules/registry/registry.h"

#define P struct partner
static const struct field partner_fields[] = {
    F_REF(P, organisation, .label = N_("Organisation"), .refers = "organisation", .flags = SEARCHED, .weight = 'B',
          .help = N_("As the directory names it")),
    F_TEXT(P, name, .label = N_("Or who, when it is no single organisation"), .max = 200, .flags = SEARCHED,
           .help = N_("Such as: local communities")),
    F_CHOICE(P, kind, .label = N_("Kind of party"), .choices = registry_party_kinds,
             .help = N_("Only when it is no single organisation")),
    F_LONG(P, role, .label = N_("Role"), .max = 1000, .flags = SEARCHED, .weight = 'C'),
    F_LONG(P, responsibilities, .label = N_("Responsibilities"), .max = 2000),
    F_LONG(P, benefit, .label = N_("Expected benefit"), .max = 1000),
    F_LONG(P, interests, .label = N_("Interests declared"), .max = 1000),
    F_DATE(P, joined, .label = N_("Joined")),
    F_DATE(P, departed, .label = N_("Left")),
};
#undef P
static const struct record_type partner_type = {
    .name = "partner",
    .label = N_("partner"),
    .title = "name",
    RECORD_FIELDS(struct partner, partner_fields),
};

#define C struct contribution
static const struct field contribution_fields[] = {
    F_LONG(C, what, .label = N_("What"), .help = N_("In words a stranger understands"), .max = 500, .flags = SEARCHED | REQUIRED,
           .weight = 'C'),
    F_CHOICE(C, kind, .label = N_("Kind"), .choices = registry_contribution_kinds, .flags = REQUIRED),
    F_CHOICE(C, stage, .label = N_("How sure it is"), .choices = registry_stages, .flags = REQUIRED),
    F_REF(C, organisation, .label = N_("Given by"), .refers = "organisation", .help = N_("Empty when several give it together")),
    F_MONEY(C, amount, .label = N_("Amount"), .flags = POSITIVE),
    F_MONEY(C, equivalent, .label = N_("Equivalent stated by the source"), .flags = POSITIVE,
            .help = N_("As the source words it; nothing is converted here")),
    F_NUMBER(C, quantity, .label = N_("How many"), .flags = POSITIVE),
    F_TEXT(C, unit, .label = N_("Of what"), .help = N_("Such as: laptops, hours"), .max = 80),
    F_CHOICE(C, country, .label = N_("For which country"), .list = &code_list_countries),
    F_DATE(C, day, .label = N_("When")),
    F_TEXT(C, source, .label = N_("Source"), .max = 200),
};
#undef C
static const struct record_type contribution_type = {
    .name = "contribution",
    .label = N_("contribution"),
    .title = "what",
    RECORD_FIELDS(struct contribution, contribution_fields),
};

#define G struct progress
static const struct field progress_fields[] = {
    F_DATE(G, day, .label = N_("When"), .flags = NEEDED),
    F_NUMBER(G, value, .label = N_("Value")),
    F_LONG(G, note, .label = N_("In words"), .max = 1000),
};
#undef G
static const struct record_type progress_type = {
    .name = "progress",
    .label = N_("progress"),
    .title = "day",
    RECORD_FIELDS(struct progress, progress_fields),
};

#define M struct commitment
static const struct field commitment_fields[] = {
    F_LONG(M, what, .label = N_("What is promised"), .max = 500, .flags = SEARCHED | NEEDED, .weight = 'C'),
    F_TEXT(M, indicator, .label = N_("Measured by"), .max = 200),
    F_NUMBER(M, baseline, .label = N_("Starting from")),
    F_NUMBER(M, target, .label = N_("Target")),
    F_TEXT(M, unit, .label = N_("Unit"), .max = 80),
    F_DATE(M, due, .label = N_("Due")),
    F_LONG(M, resources, .label = N_("Resources for it"), .max = 1000),
    F_MANY(M, progress, struct progress, &progress_type, .label = N_("Progress"), .max = 100),
    F_TEXT(M, source, .label = N_("Source"), .max = 200),
};
#undef M
static const struct record_type commitment_type = {
    .name = "commitment",
    .label = N_("commitment"),
    .title = "what",
    RECORD_FIELDS(struct commitment, commitment_fields),
};

#define R struct result
static const struct field result_fields[] = {
    F_CHOICE(R, extent, .label = N_("Extent"), .choices = registry_extents),
    F_NUMBER(R, number, .label = N_("Number"), .flags = NEEDED),
    F_TEXT(R, unit, .label = N_("Of what"), .help = N_("Such as: primary schools"), .max = 120, .flags = NEEDED | SEARCHED, .weight = 'C'),
    F_LONG(R, what, .label = N_("What happened"), .max = 500, .flags = SEARCHED, .weight = 'C'),
    F_CHOICE(R, reached, .label = N_("Reached or planned"), .choices = registry_reached, .flags = REQUIRED),
    F_DATE(R, day, .label = N_("When")),
    F_TEXT(R, source, .label = N_("Source"), .max = 200),
};
#undef R
static const struct record_type result_type = {
    .name = "result",
    .label = N_("result"),
    .title = "unit",
    RECORD_FIELDS(struct result, result_fields),
};

#define T struct report
static const struct field report_fields[] = {
    F_DATE(T, starts, .label = N_("From"), .flags = NEEDED),
    F_DATE(T, ends, .label = N_("To"), .flags = NEEDED),
    F_DATE(T, came, .label = N_("Came on"), .flags = FULL_DATE),
    F_RICH(T, summary, .label = N_("What was done"), .max = 10000, .flags = REQUIRED | SEARCHED, .weight = 'C'),
    F_RICH(T, difficulties, .label = N_("Difficulties"), .max = 5000),
    F_RICH(T, changes, .label = N_("Changes of strategy"), .max = 5000),
    F_RICH(T, next, .label = N_("Next steps"), .max = 5000),
};
#undef T
static const struct record_type report_type = {
    .name = "report",
    .label = N_("report"),
    .title = "starts",
    RECORD_FIELDS(struct report, report_fields),
};

#define L struct lineage
static const struct field lineage_fields[] = {
    F_CHOICE(L, kind, .label = N_("How"), .choices = registry_lineages, .flags = NEEDED),
    F_REF(L, partnership, .label = N_("Partnership"), .refers = "partnership"),
    F_TEXT(L, other, .label = N_("Or which, when it is not in this register"), .max = 300),
    F_NUMBER(L, from_number, .label = N_("From"), .flags = POSITIVE),
    F_NUMBER(L, to_number, .label = N_("To"), .flags = POSITIVE),
    F_TEXT(L, unit, .label = N_("Of what"), .max = 120),
    F_LONG(L, note, .label = N_("In words"), .max = 500),
    F_TEXT(L, source, .label = N_("Source"), .max = 200),
};
#undef L
static const struct record_type lineage_type = {
    .name = "lineage",
    .label = N_("origin or spread"),
    .title = "note",
    RECORD_FIELDS(struct lineage, lineage_fields),
};

#define P struct partnership
static const struct field partnership_fields[] = {
    F_TEXT(P, title, .label = N_("Title"), .section = N_("What it is"), .max = 200, .weight = 'A',
           .flags = NEEDED | SEARCHED | LISTED | SORTED | TRANSLATED, .help = N_("What it does and where, in a few words")),
    F_LONG(P, summary, .label = N_("In one or two sentences"), .max = 600, .flags = REQUIRED | SEARCHED | LISTED | TRANSLATED),
    F_RICH(P, description, .label = N_("Description"), .max = 20000, .flags = SEARCHED | TRANSLATED, .weight = 'C'),
    F_CHOICES(P, purposes, .label = N_("Purposes"), .choices = registry_purposes, .flags = REQUIRED | FACET,
              .help = N_("One or more: what the partnership is for")),
    F_CHOICE(P, track, .label = N_("Track"), .choices = registry_tracks, .flags = FACET,
             .help = N_("Raising funds and working together towards a shared aim are two things")),
    F_CHOICE(P, form, .label = N_("Form"), .choices = registry_forms),
    F_CHOICES(P, motives, .label = N_("Business motives"), .choices = registry_motives),

    F_CHOICE(P, sector, .label = N_("Main sector"), .section = N_("Where and when"), .choices = registry_sectors,
             .flags = REQUIRED | FACET | LISTED),
    F_CHOICES(P, sectors, .label = N_("Other sectors"), .choices = registry_sectors),
    F_CHOICE(P, scope, .label = N_("Scope"), .choices = registry_scopes, .flags = LISTED),
    F_CHOICES(P, countries, .label = N_("Countries"), .list = &code_list_countries, .flags = FACET | LISTED),
    F_TEXT(P, place, .label = N_("Place"), .help = N_("A city, a province, a group of countries"), .max = 200,
           .flags = SEARCHED | LISTED, .weight = 'C'),
    F_DATE(P, starts, .label = N_("Began"), .help = N_("A year will do"), .flags = LISTED | SORTED | FACET),
    F_DATE(P, ends, .label = N_("Ends"), .flags = LISTED),

    F_REF(P, lead, .label = N_("Lead partner"), .section = N_("Who takes part"), .refers = "organisation"),
    F_MANY(P, partners, struct partner, &partner_type, .label = N_("Partners"), .max = 200, .flags = REQUIRED,
           .help = N_("At least one public party and one that is no State")),
    F_LONG(P, coordination, .label = N_("How it is coordinated"), .max = 2000),
    F_LONG(P, decisions, .label = N_("How decisions are made"), .max = 2000),
    F_LONG(P, sharing, .label = N_("How benefits and risks are shared"), .max = 2000),
    F_CHOICE(P, role_conflict, .label = N_("Two roles at once"), .choices = registry_roles_conflict,
             .help = N_("Does one partner provide the framework and also implement?")),

    F_MANY(P, contributions, struct contribution, &contribution_type, .label = N_("Contributions"), .max = 500,
           .section = N_("What is brought and promised")),
    F_MANY(P, commitments, struct commitment, &commitment_type, .label = N_("Commitments"), .max = 200),
    F_CHOICES(P, goals, .label = N_("Intergovernmental commitments"), .choices = registry_goals, .flags = FACET,
              .help = N_("What the partnership helps to carry out")),
    F_TEXT(P, framework, .label = N_("Framework, in the source's words"), .max = 300, .flags = SEARCHED, .weight = 'C'),

    F_MANY(P, results, struct result, &result_type, .label = N_("Results in numbers"), .max = 200,
           .section = N_("What came of it")),
    F_MANY(P, reports, struct report, &report_type, .label = N_("Reports"), .max = 100),
    F_MANY(P, lineage, struct lineage, &lineage_type, .label = N_("Origin and spread"), .max = 50),

    F_LINK(P, website, .label = N_("Website"), .section = N_("About this record"), .max = 500),
    F_CHOICES(P, languages, .label = N_("Working languages"), .list = &code_list_languages),
    F_YES(P, seeking_partners, .label = N_("Looking for more partners"), .flags = FACET | LISTED),
    F_CHOICE(P, follow, .label = N_("Reporting"), .choices = registry_follow, .flags = LISTED, .write = ROLE_OFFICE),
    F_TEXT(P, source, .label = N_("Source"), .help = N_("The document it was taken from, when it was"), .max = 200, .flags = LISTED | SORTED),
    F_LONG(P, source_note, .label = N_("What is read into the source"), .max = 1000, .write = ROLE_OFFICE),
    F_TEXT(P, contact_name, .label = N_("Contact"), .section = N_("For the office only"), .max = 200,
           .read = ROLE_OWNER | ROLE_OFFICE),
    F_EMAIL(P, contact_email, .label = N_("Contact's mail address"), .max = 254, .read = ROLE_OWNER | ROLE_OFFICE),

    F_TEXT(P, who, .label = N_("Who"), .max = 400, .flags = LISTED | COMPUTED),
    F_NUMBER(P, figure, .label = N_("Headline result"), .flags = LISTED | COMPUTED),
    F_TEXT(P, figure_unit, .label = N_("Unit of the headline result"), .max = 120, .flags = LISTED | COMPUTED),
    F_CHOICE(P, figure_extent, .label = N_("Extent of the headline result"), .choices = registry_extents, .flags = LISTED | COMPUTED),
};
#undef P

static const char *const public_states[] = { "published", "concluded", "withdrawn", "archived", NULL };

// M49 codes of the regions.
static const struct choice regions[] = {
    { "2", N_("Africa"), NULL }, { "19", N_("Americas"), NULL }, { "142", N_("Asia"), NULL },
    { "150", N_("Europe"), NULL }, { "9", N_("Oceania"), NULL }, { 0 },
};

static const struct choice country_groups[] = {
    { "ldc", N_("least developed countries"), NULL },
    { "lldc", N_("landlocked developing countries"), NULL },
    { "sids", N_("small island developing States"), NULL },
    { 0 },
};

static const struct facet facets[] = {
    { .name = "partner_kind", .label = N_("Partner kind"), .derive = registry_partner_kinds, .choices = registry_party_kinds },
    { .name = "partner", .label = N_("Partner"), .derive = registry_partner_facet, .refers = "organisation" },
    { .name = "region", .label = N_("Region"), .derive = registry_regions, .choices = regions },
    { .name = "country_group", .label = N_("Country group"), .derive = registry_country_groups, .choices = country_groups },
};

const struct record_type partnership_type = {
    .name = "partnership",
    .plural = "partnerships",
    .label = N_("partnership"),
    .label_plural = N_("Partnerships"),
    .label_new = N_("Register a partnership"),
    RECORD_FIELDS(struct partnership, partnership_fields),
    .title = "title",
    .sort = "title",
    .flow = &partnership_flow,
    .public_states = public_states,
    .create = ROLE_SIGNED_IN,
    .edit = ROLE_OWNER | ROLE_OFFICE,
    .facets = facets,
    .facet_count = COUNT(facets),
    .check = registry_check,
    .owners = registry_owners,
    .compute = registry_compute,
    .present = registry_present,
    .presented = registry_presented,
};

static const struct flow_state states[] = {
    { "draft", N_("Draft"), N_("Only its editors and the office see it.") },
    { "submitted", N_("In review"), N_("The office reads it before it becomes public.") },
    { "changes_asked", N_("Changes asked"), N_("The office asks for changes before it can become public.") },
    { "published", N_("Published"), N_("Everyone can read it.") },
    { "concluded", N_("Concluded"), N_("The partnership has ended; the record stays.") },
    { "withdrawn", N_("Withdrawn"), N_("The partners took it back; the record stays.") },
    { "archived", N_("Archived"), N_("Kept for the record; nothing more is expected.") },
};

#define REVIEW (ROLE_REVIEWER | ROLE_SECRETARIAT | ROLE_ADMINISTRATOR)
static const struct move moves[] = {
    { .name = "submit", .from = "draft changes_asked", .to = "submitted", .right = ROLE_OWNER | ROLE_OFFICE,
      .flags = MOVE_COMPLETE | MOVE_SUBMITS | MOVE_MAIN, .event = "partnership.submitted", .label = N_("Send to the office"),
      .done = N_("It is with the office now. You will see here what they say.") },
    { .name = "take-back", .from = "submitted", .to = "draft", .right = ROLE_OWNER, .label = N_("Take back"),
      .done = N_("It is a draft again.") },
    { .name = "publish", .from = "submitted", .to = "published", .right = REVIEW,
      .flags = MOVE_COMPLETE | MOVE_FOUR_EYES | MOVE_MAIN, .event = "partnership.published", .label = N_("Publish"),
      .done = N_("It is public now.") },
    { .name = "ask-changes", .from = "submitted", .to = "changes_asked", .right = REVIEW, .flags = MOVE_NOTE,
      .event = "partnership.changes_asked", .label = N_("Ask for changes"), .done = N_("The editor is asked for changes.") },
    { .name = "load", .from = "draft", .to = "published", .right = ROLE_SYSTEM, .flags = MOVE_COMPLETE, .label = N_("Load as public"),
      .done = N_("It was loaded.") },
    { .name = "conclude", .from = "published", .to = "concluded", .right = ROLE_OFFICE, .flags = MOVE_NOTE,
      .event = "partnership.concluded", .label = N_("Mark as concluded"), .done = N_("It is marked as concluded.") },
    { .name = "withdraw", .from = "published", .to = "withdrawn", .right = ROLE_OWNER | ROLE_OFFICE, .flags = MOVE_NOTE | MOVE_GRAVE,
      .event = "partnership.withdrawn", .label = N_("Withdraw"), .done = N_("It is withdrawn; the record stays readable.") },
    { .name = "archive", .from = "concluded withdrawn", .to = "archived", .right = ROLE_OFFICE, .event = "partnership.archived",
      .label = N_("Archive"), .done = N_("It is archived.") },
    { .name = "reopen", .from = "concluded withdrawn archived", .to = "published", .right = ROLE_OFFICE, .flags = MOVE_NOTE,
      .event = "partnership.reopened", .label = N_("Reopen"), .done = N_("It is published again.") },
};
#undef REVIEW

const struct flow partnership_flow = {
    .states = states,
    .state_count = COUNT(states),
    .moves = moves,
    .move_count = COUNT(moves),
};

static const struct record_type *const types[] = { &partnership_type };
static const struct resource resources[] = {
    { &partnership_type, "registry/list", "registry/show", NULL,
      N_("Who has promised what with whom, where, and whether it came. Anyone may read, check and copy this register.") },
};
static const struct menu_item menu[] = { { "/partnerships", N_("Partnerships"), ROLE_PUBLIC } };

const struct module registry_module = {
    .name = "registry",
    .types = types,
    .type_count = COUNT(types),
    .resources = resources,
    .resource_count = COUNT(resources),
    .menu = menu,
    .menu_count = COUNT(menu),
};
