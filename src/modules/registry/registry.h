// SPDX-License-Identifier: Apache-2.0
// registry — the register of partnerships (A/58/227 §9–25, §48–63): partners, contributions, commitments, reports, results, lineage.
#ifndef ACCORD_REGISTRY_REGISTRY_H
#define ACCORD_REGISTRY_REGISTRY_H

#include "web/route.h"
#include "work/flow.h"

// An organisation's part in a partnership. A party that is no single organisation ("local communities") has a name and a kind here.
struct partner {
    struct child child;
    int64_t organisation;
    str name, kind;
    str role;
    str responsibilities;
    str benefit;   // expected benefit
    str interests; // declared
    date joined, departed;
};

// What is brought in. `stage` says how sure it is: sought, targeted, pledged, planned, programmed, received. An equivalent is the
// source's own statement in another currency; it is never computed and never checked against rates.
struct contribution {
    struct child child;
    int64_t organisation; // who gives; 0: several, or not stated
    str kind;             // money, in-kind, people, technology
    str stage;
    money amount;
    money equivalent;
    decimal quantity;
    str unit;
    str what;
    str country; // where it goes
    date day;
    str source;
};

struct progress {
    struct child child;
    date day;
    decimal value;
    str note;
};

// A deliverable with a date: specific, measurable, achievable, resource-based, time-bound.
struct commitment {
    struct child child;
    str what;
    str indicator;
    decimal baseline, target;
    str unit;
    date due;
    str resources;
    MANY(struct progress) progress;
    str source;
};

struct report {
    struct child child;
    date starts, ends; // the period it covers
    date came;
    str summary, difficulties, changes, next; // Markdown
};

// A number that says what came of it. `extent` keeps the source's own words: exactly, more than, about, nearly.
struct result {
    struct child child;
    decimal number;
    str extent;
    str unit; // "primary schools"
    str what;
    str reached; // "reached" or "planned"
    date day;
    str source;
};

struct lineage {
    struct child child;
    str kind; // adopts, scales, part-of, follows
    int64_t partnership;
    str other; // when it is not in this register
    decimal from_number, to_number;
    str unit;
    str note;
    str source;
};

struct partnership {
    struct record record;
    str title, summary, description;
    str track, form;      // §74–76
    codes motives;        // §74
    codes purposes;       // §14
    str scope;
    codes countries;
    str place;
    str sector;
    codes sectors;
    date starts, ends;
    int64_t lead;
    str coordination, sharing, decisions;
    str role_conflict;    // §78: yes, no, or not stated
    codes goals;          // intergovernmental commitments
    str framework;        // as the source words it
    str website;
    str contact_name, contact_email;
    codes languages;
    bool seeking_partners;
    str follow;           // followed, not-followed: whether reports are expected of it
    str source;
    str source_note;      // what in the record is a reading of the source and not its words
    str who, figure_unit; // COMPUTED: partners' short names; the headline result
    str figure_extent;
    decimal figure;
    MANY(struct partner) partners;
    MANY(struct contribution) contributions;
    MANY(struct commitment) commitments;
    MANY(struct result) results;
    MANY(struct report) reports;
    MANY(struct lineage) lineage;
};

extern const struct record_type partnership_type;
extern const struct flow partnership_flow;
extern const struct module registry_module;

// registry_codes.c: the lists of codes, each with its source there.
extern const struct choice registry_tracks[], registry_forms[], registry_motives[], registry_purposes[], registry_scopes[],
    registry_sectors[], registry_roles_conflict[], registry_goals[], registry_follow[], registry_contribution_kinds[],
    registry_stages[], registry_extents[], registry_reached[], registry_lineages[], registry_party_kinds[];

// registry_rules.c: rules and figures over a record's values.
void registry_check(struct ctx *, const void *record, enum check_level, struct faults *);
void registry_compute(struct ctx *, void *record);
void registry_present(struct ctx *, const void *record, struct value *tree);
extern const char registry_presented[]; // what it adds, as JSON Schema
void registry_owners(struct ctx *, const void *record, struct facet_sink *);
void registry_partner_kinds(struct ctx *, const void *record, struct facet_sink *);
void registry_regions(struct ctx *, const void *record, struct facet_sink *);
void registry_country_groups(struct ctx *, const void *record, struct facet_sink *);
void registry_partner_facet(struct ctx *, const void *record, struct facet_sink *);

#endif
