// SPDX-License-Identifier: Apache-2.0
// table_inside — the single statements of table.c, for migrate.c; without the ";" at their end.
#ifndef ACCORD_DB_TABLE_INSIDE_H
#define ACCORD_DB_TABLE_INSIDE_H

#include "db/table.h"

str table_column(struct arena *, const struct dialect *, const struct column *); // "\"title\" TEXT NOT NULL"
str table_create_only(struct arena *, const struct dialect *, const struct table *);
str table_index(struct arena *, const struct table *, const struct index *);
str table_index_name_of(struct arena *, str table, str columns);

#endif
