// SPDX-License-Identifier: Apache-2.0
// schema — a record type is a static table of fields, checked by the compiler. From that one table come the SQL tables of both
// stores, input checks, forms, lists, filters, facets, JSON, CSV, OpenAPI, versions, history, the search index and who sees what.
//
// A record is an aggregate: F_MANY(child) fields hold rows of a child type, which may hold rows of their own (three levels).
//
//     struct partner { struct child child; int64_t organisation; str role; };
//     struct partnership { struct record record; str title; codes purposes; MANY(struct partner) partners; };
//
//     #define P struct partnership
//     static const struct field partnership_fields[] = {
//         F_TEXT(P, title, .label = N_("Title"), .max = 200, .flags = NEEDED | SEARCHED | LISTED, .weight = 'A'),
//         F_CHOICES(P, purposes, .label = N_("Purposes"), .choices = purposes, .flags = REQUIRED | FACET),
//         F_MANY(P, partners, struct partner, &partner_type, .label = N_("Partners"), .max = 200),
//     };
//     #undef P
//     const struct record_type partnership_type = {
//         .name = "partnership", .plural = "partnerships", …, RECORD_FIELDS(struct partnership, partnership_fields),
//     };
//
// Adding a field is one row; adding a type is one table; adding a kind of field is one row of functions (kind.h).
#ifndef ACCORD_RECORD_SCHEMA_H
#define ACCORD_RECORD_SCHEMA_H

#include "base/faults.h"
#include "base/money.h"
#include "base/time.h"
#include "record/actor.h"
#include "view/value.h"

// First member of every top-level record's struct. What the program keeps about each record; none of it is written by hand.
struct record {
    int64_t id;      // 0: not saved yet
    int64_t version; // 1, 2, 3 …; what If-Match asks for; 0: not saved yet
    str state;       // of its flow; types without a flow have ""
    str lang;        // language of its content: "en"
    str origin;      // "" made here, "demo" loaded by the demonstration, later an import's name
    bool example;    // fictitious: marked so on every page and in the API
    int64_t created_ms, changed_ms;
    int64_t created_by, submitted_by; // accounts; 0: the program
};

// First member of every child row's struct.
struct child {
    int64_t id; // stays with the row through edits; 0: new
};

typedef struct {
    const str *at;
    ptrdiff_t n;
} codes;

#define MANY(type)      \
    struct {            \
        type *at;       \
        ptrdiff_t n;    \
    }

struct choice {
    const char *code;
    const char *label; // N_
    const char *group; // N_ heading in long lists, or NULL
};

// A list of codes that is not a static array of choices: countries, currencies.
struct code_list {
    const char *name;
    ptrdiff_t (*count)(void);
    str (*code)(ptrdiff_t i);
    bool (*has)(str code);
    str (*label)(const struct ctx *, str code); // in the reader's language
};
extern const struct code_list code_list_countries, code_list_currencies, code_list_languages;

struct kind;
struct record_type;

enum field_flags {
    NEEDED = 1 << 0,     // even in a draft
    REQUIRED = 1 << 1,   // to be submitted
    SEARCHED = 1 << 2,   // by the box on the page; weight says how much
    LISTED = 1 << 3,     // in list rows, CSV and the API's lists
    FACET = 1 << 4,      // filter with counts (choices, countries, references, yes/no; dates by year)
    SORTED = 1 << 5,     // lists may be sorted by it (an index is made)
    FILTERED = 1 << 6,   // filter without counts (an index is made)
    TRANSLATED = 1 << 7, // may have translations
    FULL_DATE = 1 << 8,  // a date known to the day
    UNIQUE = 1 << 9,     // no two records have the same value (empty is allowed many times)
    POSITIVE = 1 << 10,  // numbers and money: not below zero
    COMPUTED = 1 << 11,  // set by the type's compute function, never by input
};

struct field {
    const char *name;        // column, JSON member, form name, filter
    const struct kind *kind;
    ptrdiff_t at;            // where in the struct
    const char *label;       // N_
    const char *help;        // N_, one sentence under the label
    const char *section;     // N_, heading on forms and pages; NULL: the one of the field before
    unsigned flags;
    char weight;             // SEARCHED: 'A' title, 'B' (default), 'C' small print
    ptrdiff_t max;           // text: code points (0: 300; rich 20,000); many: rows (0: 100); codes: how many (0: 300)
    const char *refers;      // F_REF: the type it points to
    const struct choice *choices; // ends with a NULL code
    const struct code_list *list;
    const struct record_type *many;
    roles read;              // who sees it; 0: everyone who sees the record
    roles write;             // who may change it; 0: whoever may edit the record
    bool (*required)(const void *row); // required when this holds (row: the struct it stands in)
    const char *was;         // its name before
};

// Offset of a member, refused by the compiler unless the member has this type.
#define AT(T, m, type) ((ptrdiff_t)offsetof(T, m) + _Generic(((T *)0)->m, type: 0))
#define FIELD(T, m, ctype, the_kind, ...) { .name = #m, .kind = &the_kind, .at = AT(T, m, ctype), __VA_ARGS__ }

#define F_TEXT(T, m, ...) FIELD(T, m, str, kind_text, __VA_ARGS__)          // one line
#define F_LONG(T, m, ...) FIELD(T, m, str, kind_long, __VA_ARGS__)          // several lines, plain
#define F_RICH(T, m, ...) FIELD(T, m, str, kind_rich, __VA_ARGS__)          // Markdown
#define F_LINK(T, m, ...) FIELD(T, m, str, kind_link, __VA_ARGS__)          // http or https address
#define F_EMAIL(T, m, ...) FIELD(T, m, str, kind_email, __VA_ARGS__)
#define F_CODE(T, m, ...) FIELD(T, m, str, kind_code, __VA_ARGS__)          // an identifier: letters, digits, - _ . / :
#define F_YES(T, m, ...) FIELD(T, m, bool, kind_yes, __VA_ARGS__)           // yes or no; "not stated" is a F_CHOICE
#define F_INT(T, m, ...) FIELD(T, m, int64_t, kind_int, __VA_ARGS__)        // a count; 0 when not stated
#define F_NUMBER(T, m, ...) FIELD(T, m, decimal, kind_number, __VA_ARGS__)  // exact, may be unstated
#define F_DATE(T, m, ...) FIELD(T, m, date, kind_date, __VA_ARGS__)
#define F_INSTANT(T, m, ...) FIELD(T, m, int64_t, kind_instant, __VA_ARGS__) // UTC milliseconds; 0: none
#define F_MONEY(T, m, ...) FIELD(T, m, money, kind_money, __VA_ARGS__)      // columns m_minor, m_currency
#define F_CHOICE(T, m, ...) FIELD(T, m, str, kind_choice, __VA_ARGS__)      // one of .choices or .list
#define F_CHOICES(T, m, ...) FIELD(T, m, codes, kind_choices, __VA_ARGS__)  // several of them, in the order given
#define F_REF(T, m, ...) FIELD(T, m, int64_t, kind_ref, __VA_ARGS__)        // id of a record of type .refers; 0: none
#define F_MANY(T, m, row_struct, row_type, ...) \
    { .name = #m, .kind = &kind_many, .at = (ptrdiff_t)offsetof(T, m) + _Generic(((T *)0)->m.at, row_struct *: 0), \
      .many = (row_type), __VA_ARGS__ }

extern const struct kind kind_text, kind_long, kind_rich, kind_link, kind_email, kind_code, kind_yes, kind_int, kind_number,
    kind_date, kind_instant, kind_money, kind_choice, kind_choices, kind_ref, kind_many;

// A facet that is worked out from the record (partner kinds, regions, the year it began).
struct facet_sink; // facet_put() into it
struct facet {
    const char *name;   // filter name: "partner_kind"
    const char *label;  // N_
    void (*derive)(struct ctx *, const void *record, struct facet_sink *);
    const struct choice *choices;     // labels of its codes,
    const struct code_list *list;     // or from here,
    const char *refers;               // or titles of records of this type (code: the id); none: the code is its own label
    roles read;
};
void facet_put(struct facet_sink *, str code);

enum check_level { CHECK_DRAFT, CHECK_COMPLETE }; // may be incomplete; must be fit to be published

struct flow; // work/flow.h

struct record_type {
    const char *name;    // "partnership": table, references, journal
    const char *plural;  // "partnerships": addresses and API. Child types have none
    const char *label;   // N_("partnership")
    const char *label_plural;
    const char *label_new;  // N_("Register a partnership"): the button; NULL: N_("Add")
    const char *was;        // the table's name before
    ptrdiff_t size;         // of the C struct
    const struct field *fields;
    ptrdiff_t field_count;
    const char *title;      // field that names a record in links and lists
    const char *sort;       // default order: "title", "-changed" (SORTED field, "id" or "changed")
    const struct flow *flow;          // NULL: saved is published, and who may edit is `edit`
    const char *const *public_states; // states in which the public sees a record, NULL-terminated; NULL: everyone sees all
    roles see;              // who sees records at all; 0: everyone (with public_states: in those; owners and office: all)
    roles create, edit;     // who may; OWNER in `edit` means owners of that record
    const struct facet *facets;
    ptrdiff_t facet_count;
    // Rules across fields: add faults with the path they concern.
    void (*check)(struct ctx *, const void *record, enum check_level, struct faults *);
    // Organisations whose editors own the record (facet_put the id as text).
    void (*owners)(struct ctx *, const void *record, struct facet_sink *);
    // Sets the COMPUTED fields from the others, each time before the record is written.
    void (*compute)(struct ctx *, void *record);
    // Adds to the tree what is worked out when shown (sums, sentences): pages and API alike. Rows of lists have LISTED fields only.
    void (*present)(struct ctx *, const void *record, struct value *tree);
    const char *presented; // JSON Schema of what present adds, for the API's description: members with ' for ", or NULL
};

#define RECORD_FIELDS(T, rows) .size = (ptrdiff_t)sizeof(T), .fields = (rows), .field_count = COUNT(rows)

// All record types of the program; called once at boot by app. Aborts, saying which, on a table that contradicts itself (a
// reference to no type, two fields of one name, a facet on a kind that has none, a child with children of depth over three).
// A child type stands in one F_MANY of one type: its table has one parent. Registering again replaces all (tests).
void schema_register(const struct record_type *const *types, ptrdiff_t n);
ptrdiff_t schema_count(void);                           // top-level types, in the order registered
const struct record_type *schema_at(ptrdiff_t i);
const struct record_type *schema_find(str name);        // by name, children too; NULL
const struct record_type *schema_find_stored(str name);    // by the name that rows of journal and drafts have: it may be a former one
const struct record_type *schema_find_plural(str name);
const struct field *field_find(const struct record_type *, str name);

// Of a child type: the type whose F_MANY holds it; NULL for top-level types.
const struct record_type *type_parent(const struct record_type *);
// What rows written before it was renamed call it; its name when it never was. Journal and drafts are looked up by both.
str type_former_name(const struct record_type *);
bool type_is_public_state(const struct record_type *, str state);
bool field_is_readable(const struct field *, roles viewer);
bool field_is_writable(const struct field *, roles viewer);

// Untranslated label of a state; set by work/flow.c, which knows flows. NULL, or NULL from it: the code is shown.
extern const char *(*schema_state_label)(const struct record_type *, str state);

// Room for one record of a type, zeroed.
void *record_new(struct arena *, const struct record_type *);

#endif
