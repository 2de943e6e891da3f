// SPDX-License-Identifier: Apache-2.0
// shape — records as the templates draw them: TYPE, STATE, VIEW and ITEM of ui/templates/README.md, "Shared shapes".
#ifndef ACCORD_WEB_SHAPE_H
#define ACCORD_WEB_SHAPE_H

#include "record/query.h"
#include "web/route.h"

struct value *shape_type(struct request *, const struct record_type *, const char *lead);
struct value *shape_state(struct request *, const struct record_type *, str code); // V_NULL for types without a flow
struct value *shape_view(struct request *, const struct field *, const void *row, roles viewer);
// The sections of a record's page: every field the viewer may read, in the order of the table.
struct value *shape_sections(struct request *, const struct record_type *, const void *record, roles viewer);
struct value *shape_item(struct request *, const struct record_type *, const void *record, roles viewer);
struct value *shape_items(struct request *, const struct record_type *, const struct query_page *, roles viewer);

// What differs, as lines of a table: [{"label", "before", "after"}, …]; a row that came or went is followed by all it holds.
struct value *shape_differences(struct request *, const struct record_type *, const void *before, const void *after, roles viewer);

str shape_title(struct request *, const struct record_type *, const void *record); // "No name yet" where it has none
str shape_path(struct arena *, const struct record_type *, int64_t id);            // "/partnerships/7"

// The text, or null where it is empty: a template must find every key.
struct value *shape_text(struct request *, str);
struct value *shape_label(struct request *, const char *untranslated); // null for NULL

#endif
