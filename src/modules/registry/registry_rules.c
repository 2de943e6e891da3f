// SPDX-License-Identifier: Apache-2.0
// Rules and figures over one partnership's values.
#include "modules/registry/registry.h"

#include "base/buf.h"
#include "record/kind.h"
#include "text/country.h"

// --- Parties ------------------------------------------------------------------------------------------------------------------

static str partner_kind(struct ctx *c, const struct partner *p)
{
    str kind = p->kind;
    if (p->organisation && db_text(c, SQL("SELECT kind FROM organisation WHERE id = ?"), ARGS(INT(p->organisation)), &kind))
        fail_clear(c);
    return kind;
}

static str partner_name(struct ctx *c, const struct partner *p)
{
    str name = p->name;
    if (p->organisation &&
        db_text(c, SQL("SELECT CASE WHEN short_name <> '' THEN short_name ELSE name END FROM organisation WHERE id = ?"),
                ARGS(INT(p->organisation)), &name))
        fail_clear(c);
    return name;
}

enum party { PARTY_UNKNOWN, PARTY_PUBLIC, PARTY_PRIVATE };

// §9: voluntary relations between State and non-State parties; public parties are States, local authorities, UN and other
// intergovernmental organisations.
static enum party party_of(str kind)
{
    static const char *const public_kinds[] = { "state", "local-authority", "un-entity", "intergovernmental" };
    if (!kind.len)
        return PARTY_UNKNOWN;
    for (ptrdiff_t i = 0; i < COUNT(public_kinds); i++)
        if (str_eq(kind, str_of(public_kinds[i])))
            return PARTY_PUBLIC;
    return PARTY_PRIVATE;
}

// --- Checks -------------------------------------------------------------------------------------------------------------------

static void check_partners(struct ctx *c, const struct partnership *p, enum check_level level, struct faults *faults)
{
    int public_parties = 0, private_parties = 0, unknown = 0;
    bool lead_takes_part = !p->lead;
    for (ptrdiff_t i = 0; i < p->partners.n; i++) {
        const struct partner *partner = &p->partners.at[i];
        str path = str_fmt(c->mem, "partners.%td", i);
        if (!partner->organisation && !partner->name.len)
            fault_add(c, faults, str_fmt(c->mem, "%.*s.organisation", STR_ARG(path)),
                      N_("name an organisation of the directory, or say who takes part"));
        else if (!partner->organisation && !partner->kind.len && level == CHECK_COMPLETE)
            fault_add(c, faults, str_fmt(c->mem, "%.*s.kind", STR_ARG(path)), N_("say what kind of party this is"));
        lead_takes_part = lead_takes_part || partner->organisation == p->lead;
        enum party party = party_of(partner_kind(c, partner));
        public_parties += party == PARTY_PUBLIC;
        private_parties += party == PARTY_PRIVATE;
        unknown += party == PARTY_UNKNOWN;
    }
    if (!lead_takes_part)
        fault_add(c, faults, S("lead"), N_("the lead is not among the partners; add it there, or choose one of them"));
    if (level != CHECK_COMPLETE || p->partners.n == 0 || unknown)
        return;
    if (!public_parties)
        fault_add(c, faults, S("partners"),
                  N_("add a public party: a State, a local authority, a UN entity or another intergovernmental organisation"));
    if (!private_parties)
        fault_add(c, faults, S("partners"), N_("add a party that is no State: a company, a foundation, an NGO, a local community"));
}

static void check_contributions(struct ctx *c, const struct partnership *p, enum check_level level, struct faults *faults)
{
    for (ptrdiff_t i = 0; i < p->contributions.n; i++) {
        const struct contribution *row = &p->contributions.at[i];
        if (level == CHECK_COMPLETE && str_eq(row->kind, S("money")) && money_is_none(row->amount))
            fault_add(c, faults, str_fmt(c->mem, "contributions.%td.amount", i), N_("write an amount and a currency, such as 40,000 USD"));
        if (!money_is_none(row->equivalent) && money_is_none(row->amount))
            fault_add(c, faults, str_fmt(c->mem, "contributions.%td.equivalent", i),
                      N_("an equivalent needs the amount it stands for; write that first"));
    }
}

static void check_order(struct ctx *c, struct faults *faults, str field, date from, date to)
{
    if (!date_is_none(from) && !date_is_none(to) && date_compare(date_first(from), date_last(to)) > 0)
        fault_add(c, faults, field, N_("this is before the beginning; change one of the two dates"));
}

static void check_dates(struct ctx *c, const struct partnership *p, struct faults *faults)
{
    check_order(c, faults, S("ends"), p->starts, p->ends);
    for (ptrdiff_t i = 0; i < p->partners.n; i++)
        check_order(c, faults, str_fmt(c->mem, "partners.%td.departed", i), p->partners.at[i].joined, p->partners.at[i].departed);
    for (ptrdiff_t i = 0; i < p->reports.n; i++)
        check_order(c, faults, str_fmt(c->mem, "reports.%td.ends", i), p->reports.at[i].starts, p->reports.at[i].ends);
}

static void check_lineage(struct ctx *c, const struct partnership *p, struct faults *faults)
{
    for (ptrdiff_t i = 0; i < p->lineage.n; i++)
        if (p->record.id && p->lineage.at[i].partnership == p->record.id)
            fault_add(c, faults, str_fmt(c->mem, "lineage.%td.partnership", i), N_("a partnership does not come from itself"));
}

void registry_check(struct ctx *c, const void *record, enum check_level level, struct faults *faults)
{
    const struct partnership *p = record;
    check_partners(c, p, level, faults);
    check_contributions(c, p, level, faults);
    check_dates(c, p, faults);
    check_lineage(c, p, faults);
}

// --- Headline and names -------------------------------------------------------------------------------------------------------

static str names_of_partners(struct ctx *c, const struct partnership *p)
{
    enum { WHO_MAX = 400 };
    struct buf names;
    buf_init(&names, c->mem, 4096);
    for (ptrdiff_t i = 0; i < p->partners.n; i++) {
        if (i)
            buf_lit(&names, " · ");
        buf_add(&names, partner_name(c, &p->partners.at[i]));
    }
    str who = buf_str(&names);
    str fits = str_first_points(who, WHO_MAX - 2);
    return fits.len == who.len ? who : str_fmt(c->mem, "%.*s …", STR_ARG(fits));
}

// The headline is the first result that was reached (editors put the most telling one first). A plan is no result: it stands on
// the record's page, marked as a plan.
static const struct result *headline(const struct partnership *p)
{
    for (ptrdiff_t i = 0; i < p->results.n; i++)
        if (!str_eq(p->results.at[i].reached, S("planned")))
            return &p->results.at[i];
    return NULL;
}

void registry_compute(struct ctx *c, void *record)
{
    struct partnership *p = record;
    static const struct result none;
    const struct result *first = headline(p);
    first = first ? first : &none;
    p->who = names_of_partners(c, p);
    p->figure = first->number;
    p->figure_unit = first->unit;
    p->figure_extent = first->extent;
    if (!p->follow.len)
        p->follow = S("followed");
}

// --- Facets -------------------------------------------------------------------------------------------------------------------

void registry_owners(struct ctx *c, const void *record, struct facet_sink *out)
{
    registry_partner_facet(c, record, out);
}

void registry_partner_facet(struct ctx *c, const void *record, struct facet_sink *out)
{
    const struct partnership *p = record;
    for (ptrdiff_t i = 0; i < p->partners.n; i++)
        if (p->partners.at[i].organisation)
            facet_put(out, str_fmt(c->mem, "%lld", (long long)p->partners.at[i].organisation));
}

void registry_partner_kinds(struct ctx *c, const void *record, struct facet_sink *out)
{
    const struct partnership *p = record;
    for (ptrdiff_t i = 0; i < p->partners.n; i++) {
        str kind = partner_kind(c, &p->partners.at[i]);
        if (kind.len)
            facet_put(out, kind);
    }
}

// M49 regions and sub-regions of its countries; the code is the M49 number.
void registry_regions(struct ctx *c, const void *record, struct facet_sink *out)
{
    const struct partnership *p = record;
    for (ptrdiff_t i = 0; i < p->countries.n; i++) {
        const struct country *country = country_find(p->countries.at[i]);
        if (country && country->region)
            facet_put(out, str_fmt(c->mem, "%d", country->region));
    }
}

void registry_country_groups(struct ctx *c, const void *record, struct facet_sink *out)
{
    static const struct {
        unsigned flag;
        const char *code;
    } groups[] = { { COUNTRY_LDC, "ldc" }, { COUNTRY_LLDC, "lldc" }, { COUNTRY_SIDS, "sids" } };
    const struct partnership *p = record;
    (void)c;
    for (ptrdiff_t i = 0; i < p->countries.n; i++) {
        const struct country *country = country_find(p->countries.at[i]);
        for (ptrdiff_t g = 0; country && g < COUNT(groups); g++)
            if (country->flags & groups[g].flag)
                facet_put(out, str_of(groups[g].code));
    }
}

// --- What a page adds ---------------------------------------------------------------------------------------------------------

// Sums of money by stage and currency, in the order of the stages; equivalents are the source's and are not added up.
struct sum {
    const struct choice *stage;
    money amount;
    int64_t rows;
};
enum { SUMS_MAX = 64 };

static struct sum *sum_for(struct sum *sums, ptrdiff_t *n, const struct choice *stage, const char *currency)
{
    for (ptrdiff_t i = 0; i < *n; i++)
        if (sums[i].stage == stage && str_eq(str_of(sums[i].amount.currency), str_of(currency)))
            return &sums[i];
    if (*n == SUMS_MAX)
        return NULL;
    struct sum *fresh = &sums[(*n)++];
    fresh->stage = stage;
    fresh->amount = money_of(0, currency);
    return fresh;
}

static void add_stage(const struct partnership *p, const struct choice *stage, struct sum *sums, ptrdiff_t *n)
{
    for (ptrdiff_t i = 0; i < p->contributions.n; i++) {
        const struct contribution *row = &p->contributions.at[i];
        if (money_is_none(row->amount) || !str_eq(row->stage, str_of(stage->code)))
            continue;
        struct sum *sum = sum_for(sums, n, stage, row->amount.currency);
        if (sum && !__builtin_add_overflow(sum->amount.minor, row->amount.minor, &sum->amount.minor))
            sum->rows++;
    }
}

static struct value *totals(struct ctx *c, const struct partnership *p)
{
    struct sum *sums = NEW(c->mem, struct sum, SUMS_MAX);
    ptrdiff_t n = 0;
    for (const struct choice *stage = registry_stages; stage->code; stage++)
        add_stage(p, stage, sums, &n);
    struct value *list = value_list(c->mem);
    for (ptrdiff_t i = 0; i < n; i++) {
        struct value *row = value_map(c->mem);
        value_set(c->mem, row, "stage", value_code(c->mem, str_of(sums[i].stage->code), sums[i].stage->label));
        value_set(c->mem, row, "amount", value_money(c->mem, sums[i].amount));
        value_set(c->mem, row, "rows", value_int(c->mem, sums[i].rows));
        value_add(c->mem, list, row);
    }
    return list;
}

static struct value *standing(struct ctx *c, const struct partnership *p)
{
    if (!str_eq(p->follow, S("not-followed")))
        return value_null(c->mem);
    struct value *map = value_map(c->mem);
    value_set(c->mem, map, "code", value_text(c->mem, S("recorded")));
    value_set(c->mem, map, "label", value_text(c->mem, str_of(tr(c, N_("Recorded")))));
    value_set(c->mem, map, "sentence", value_text(c->mem, str_of(tr(c, N_("from the report of 2003; not followed since")))));
    return map;
}

// A party that is an organisation has its kind in the directory; pages and API show it in the row all the same.
static void present_kinds(struct ctx *c, const struct partnership *p, struct value *tree)
{
    struct value *rows = value_member(tree, S("partners"));
    for (ptrdiff_t i = 0; rows && rows->kind == V_LIST && i < rows->list.n && i < p->partners.n; i++) {
        const struct partner *partner = &p->partners.at[i];
        if (!partner->organisation || partner->kind.len)
            continue;
        str kind = partner_kind(c, partner);
        for (const struct choice *choice = registry_party_kinds; kind.len && choice->code; choice++)
            if (str_eq(kind, str_of(choice->code)))
                value_set(c->mem, rows->list.at[i], "kind", value_code(c->mem, kind, choice->label));
    }
}

const char registry_presented[] =
    "{'standing':{'type':['object','null'],'readOnly':true,'description':'How it stands with its reports; null: nobody has said.',"
    "'properties':{'code':{'type':'string'},'label':{'type':'string'},'sentence':{'type':'string'}}},"
    "'totals':{'type':'array','readOnly':true,'description':'Sums of money by stage and currency; equivalents are not added up.',"
    "'items':{'type':'object','properties':{'stage':{'type':'string'},'amount':{'$ref':'#/components/schemas/Money'},"
    "'rows':{'type':'integer','description':'How many contributions.'}}}}}";

void registry_present(struct ctx *c, const void *record, struct value *tree)
{
    const struct partnership *p = record;
    value_set(c->mem, tree, "standing", standing(c, p));
    if (!value_get(tree, S("contributions")))
        return; // a row of a list
    value_set(c->mem, tree, "totals", totals(c, p));
    present_kinds(c, p, tree);
}
