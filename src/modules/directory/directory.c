// SPDX-License-Identifier: Apache-2.0
#include "modules/directory/directory.h"

static const struct choice name_kinds[] = {
    { "legal", N_("legal name"), NULL },
    { "trading", N_("trading name"), NULL },
    { "former", N_("former name"), NULL },
    { "translation", N_("name in another language"), NULL },
    { 0 },
};

// The kinds of §9 and of the directory's page. Size of companies: under 10 employees micro, 10–249 small or medium, 250 and over
// large; a company whose size nobody stated stays "company".
static const struct choice organisation_kinds[] = {
    { "state", N_("State"), N_("Public") },
    { "local-authority", N_("local authority"), N_("Public") },
    { "un-entity", N_("UN entity"), N_("Public") },
    { "intergovernmental", N_("other intergovernmental organisation"), N_("Public") },
    { "company", N_("company, size not stated"), N_("Business") },
    { "large-company", N_("large company"), N_("Business") },
    { "small-company", N_("small or medium company"), N_("Business") },
    { "micro-company", N_("micro company"), N_("Business") },
    { "business-association", N_("business association"), N_("Business") },
    { "foundation", N_("foundation"), N_("Civil society and others") },
    { "ngo", N_("NGO"), N_("Civil society and others") },
    { "labour", N_("labour organisation"), N_("Civil society and others") },
    { "community", N_("local community"), N_("Civil society and others") },
    { "academic", N_("academic institution"), N_("Civil society and others") },
    { "media", N_("media"), N_("Civil society and others") },
    { 0 },
};

#define N struct organisation_name
static const struct field name_fields[] = {
    F_TEXT(N, name, .label = N_("Name"), .max = 300, .flags = NEEDED | SEARCHED, .weight = 'A'),
    F_CHOICE(N, kind, .label = N_("Kind of name"), .choices = name_kinds),
    F_CHOICE(N, language, .label = N_("Language"), .list = &code_list_languages),
};
#undef N
static const struct record_type organisation_name_type = {
    .name = "organisation_name",
    .label = N_("other name"),
    .title = "name",
    RECORD_FIELDS(struct organisation_name, name_fields),
};

#define I struct organisation_identifier
static const struct field identifier_fields[] = {
    F_CODE(I, scheme, .label = N_("Register"), .help = N_("Code of the register, as org-id.guide lists it"), .max = 40, .flags = NEEDED),
    F_CODE(I, code, .label = N_("Number"), .max = 80, .flags = NEEDED | SEARCHED),
};
#undef I
static const struct record_type organisation_identifier_type = {
    .name = "organisation_identifier",
    .label = N_("identifier"),
    .title = "code",
    RECORD_FIELDS(struct organisation_identifier, identifier_fields),
};

#define O struct organisation
static const struct field organisation_fields[] = {
    F_TEXT(O, name, .label = N_("Name"), .section = N_("Who it is"), .max = 300, .weight = 'A',
           .flags = NEEDED | SEARCHED | LISTED | SORTED | UNIQUE),
    F_TEXT(O, short_name, .label = N_("Short name"), .help = N_("How it is called in lists, such as UNICEF"), .max = 60, .weight = 'A',
           .flags = SEARCHED | LISTED),
    F_CHOICE(O, kind, .label = N_("Kind"), .choices = organisation_kinds, .flags = REQUIRED | FACET | LISTED,
             .help = N_("A company is large with 250 employees or more, small or medium with 10 to 249, micro below")),
    F_CHOICE(O, country, .label = N_("Country"), .list = &code_list_countries, .flags = FACET | LISTED),
    F_TEXT(O, sector, .label = N_("Sector"), .max = 120, .flags = SEARCHED, .weight = 'C'),
    F_NUMBER(O, employees, .label = N_("Employees"), .flags = POSITIVE),
    F_REF(O, parent, .label = N_("Part of"), .refers = "organisation"),
    F_LINK(O, website, .label = N_("Website"), .max = 500),
    F_RICH(O, about, .label = N_("About"), .max = 5000, .flags = SEARCHED, .weight = 'C'),
    F_MANY(O, names, struct organisation_name, &organisation_name_type, .label = N_("Other names"), .max = 50),
    F_MANY(O, identifiers, struct organisation_identifier, &organisation_identifier_type, .label = N_("Identifiers"), .max = 20),
    F_TEXT(O, source, .label = N_("Source"), .help = N_("Where this comes from, when it was taken from a document"), .max = 200),
    F_TEXT(O, contact_name, .label = N_("Contact"), .section = N_("For the office only"), .max = 200, .read = ROLE_OWNER | ROLE_OFFICE),
    F_EMAIL(O, contact_email, .label = N_("Contact's mail address"), .max = 254, .read = ROLE_OWNER | ROLE_OFFICE),
};
#undef O

static void organisation_owners(struct ctx *c, const void *record, struct facet_sink *out)
{
    const struct organisation *o = record;
    facet_put(out, str_fmt(c->mem, "%lld", (long long)o->record.id));
}

static void organisation_check(struct ctx *c, const void *record, enum check_level level, struct faults *faults)
{
    const struct organisation *o = record;
    (void)level;
    if (o->parent && o->parent == o->record.id)
        fault_add(c, faults, S("parent"), N_("an organisation cannot be part of itself"));
}

const struct record_type organisation_type = {
    .name = "organisation",
    .plural = "organisations",
    .label = N_("organisation"),
    .label_plural = N_("Organisations"),
    .label_new = N_("Add an organisation"),
    RECORD_FIELDS(struct organisation, organisation_fields),
    .title = "name",
    .sort = "name",
    .create = ROLE_SIGNED_IN,
    .edit = ROLE_OWNER | ROLE_OFFICE,
    .check = organisation_check,
    .owners = organisation_owners,
};

static const struct record_type *const types[] = { &organisation_type };
static const struct resource resources[] = {
    { &organisation_type, NULL, "directory/show", NULL, N_("Everyone who takes part in a partnership of this register.") },
};
static const struct menu_item menu[] = { { "/organisations", N_("Directory"), ROLE_PUBLIC } };

const struct module directory_module = {
    .name = "directory",
    .types = types,
    .type_count = COUNT(types),
    .resources = resources,
    .resource_count = COUNT(resources),
    .menu = menu,
    .menu_count = COUNT(menu),
};
