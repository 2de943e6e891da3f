// SPDX-License-Identifier: Apache-2.0
// csv — rows of text out and in (RFC 4180: quoted when needed, quotes doubled; CR LF or LF read, CR LF written).
#ifndef ACCORD_BASE_CSV_H
#define ACCORD_BASE_CSV_H

#include "base/buf.h"

// Write one cell; `*first` says whether a separator is due and is updated. A cell that a spreadsheet would run as a formula
// (it starts with = + - @ or a tab, and is not a number) gets an apostrophe before it.
void csv_cell(struct buf *, bool *first, str cell);
void csv_end(struct buf *);

struct csv_reader {
    str rest;        // what is not read yet
    char separator;  // ',' by default
    ptrdiff_t line;  // 1-based line on which the last row began
    ptrdiff_t next_line;
};
void csv_open(struct csv_reader *, str text, char separator); // a byte order mark is skipped
// The next row into cells[0..max); returns the number of cells the row has (more than max: the rest is dropped), 0 at the end,
// -1 when a quote is never closed or text follows a closing quote (reader->line says where).
ptrdiff_t csv_row(struct csv_reader *, struct arena *, str *cells, ptrdiff_t max);

#endif
