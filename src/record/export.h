// SPDX-License-Identifier: Apache-2.0
// export — records as CSV (one row a record; F_MANY as the number of rows, money as amount and currency, several codes by "; ").
#ifndef ACCORD_RECORD_EXPORT_H
#define ACCORD_RECORD_EXPORT_H

#include "base/csv.h"
#include "record/query.h"

void export_csv_header(struct ctx *, const struct record_type *, roles viewer, struct buf *);
void export_csv_row(struct ctx *, const struct record_type *, const void *record, roles viewer, struct buf *);

#endif
