// SPDX-License-Identifier: Apache-2.0
// directory — who takes part: organisations, their kinds and names (A/58/227 §9, §43; later participation, networks, focal points).
#ifndef ACCORD_DIRECTORY_DIRECTORY_H
#define ACCORD_DIRECTORY_DIRECTORY_H

#include "web/route.h"

struct organisation_name {
    struct child child;
    str name;
    str kind; // legal, trading, former, translation
    str language;
};

struct organisation_identifier {
    struct child child;
    str scheme; // org-id.guide list code: "XM-DAC", "GB-COH"
    str code;
};

struct organisation {
    struct record record;
    str name;
    str short_name; // "UNICEF"
    str kind;       // organisation_kinds
    str sector;
    str country;    // ISO 3166-1 alpha-2
    int64_t parent;
    decimal employees;
    str website;
    str about; // Markdown
    str contact_name, contact_email; // for the organisation's own editors and the office
    str source;
    MANY(struct organisation_name) names;
    MANY(struct organisation_identifier) identifiers;
};

extern const struct record_type organisation_type;
extern const struct module directory_module;

#endif
