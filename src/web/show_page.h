// SPDX-License-Identifier: Apache-2.0
// show_page — one record to read: its fields, what may be done with it, its newest changes; its whole history; the draft over it.
#ifndef ACCORD_WEB_SHOW_PAGE_H
#define ACCORD_WEB_SHOW_PAGE_H

#include "web/route.h"

handler show_page, show_history_page, show_draft_page;

// For pages of modules that add to a record's page: fills the answer as show_page does, the record being `record` afterwards.
enum err show_record(struct request *, struct answer *, const void **record) MUST_CHECK;

#endif
