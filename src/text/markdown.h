// SPDX-License-Identifier: Apache-2.0
// markdown — rich text as people write it (CommonMark, by cmark in safe mode: no raw HTML, no javascript: addresses).
#ifndef ACCORD_TEXT_MARKDOWN_H
#define ACCORD_TEXT_MARKDOWN_H

#include "base/buf.h"

void markdown_html(struct buf *, str source);            // headings begin at level 3; links get rel="nofollow noopener"
str markdown_plain(struct arena *, str source);          // words only: for search, summaries and mails

#endif
