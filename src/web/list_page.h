// SPDX-License-Identifier: Apache-2.0
// list_page — a record type's list: as a page with search, filters, order and pages by key; as CSV and NDJSON in pieces.
#ifndef ACCORD_WEB_LIST_PAGE_H
#define ACCORD_WEB_LIST_PAGE_H

#include "record/query.h"
#include "web/route.h"

handler list_page;

// The query of this request's address, or ERR_INVALID with the faults in the answer. For page and API alike.
enum err list_query(struct request *, struct answer *, const struct record_type *, struct query *) MUST_CHECK;
// Sets the answer to stream all records of the query, when CSV or NDJSON is wanted; false when neither is.
bool list_stream(struct request *, struct answer *, const struct record_type *, const struct query *);
// "/partnerships?purpose=advocacy&after=…": `path` with the query and the key of a page (empty: the first).
str list_address(struct arena *, str path, const struct query *, str after);

#endif
