// SPDX-License-Identifier: Apache-2.0
#include "base/csv.h"

#include "base/arena.h"

// [+-] digits, points and commas: what a spreadsheet takes for a number, not for a formula.
static bool is_number(str cell)
{
    str rest = str_skip(cell, str_starts(cell, S("-")) || str_starts(cell, S("+")));
    bool digits = false;
    for (ptrdiff_t i = 0; i < rest.len; i++) {
        bool digit = rest.at[i] >= '0' && rest.at[i] <= '9';
        if (!digit && rest.at[i] != '.' && rest.at[i] != ',')
            return false;
        digits = digits || digit;
    }
    return digits;
}

// Some spreadsheets take the wide signs of East Asian keyboards (U+FF1D, U+FF0B, U+FF0D, U+FF20) for the narrow ones.
static bool begins_wide(str cell)
{
    return str_starts(cell, S("\xEF\xBC\x9D")) || str_starts(cell, S("\xEF\xBC\x8B")) || str_starts(cell, S("\xEF\xBC\x8D")) ||
           str_starts(cell, S("\xEF\xBC\xA0"));
}

static bool runs_as_formula(str cell)
{
    bool sign = cell.len > 0 && str_find_byte(S("=+-@\t\r\n"), cell.at[0]) >= 0;
    return (sign && !is_number(cell)) || begins_wide(cell);
}

static bool needs_quotes(str cell)
{
    for (ptrdiff_t i = 0; i < cell.len; i++) {
        if (str_find_byte(S(",;\"\t\r\n"), cell.at[i]) >= 0)
            return true;
    }
    return cell.len > 0 && (cell.at[0] == ' ' || cell.at[cell.len - 1] == ' ');
}

void csv_cell(struct buf *b, bool *first, str cell)
{
    if (!*first)
        buf_byte(b, ',');
    *first = false;
    const char *guard = runs_as_formula(cell) ? "'" : "";
    if (!needs_quotes(cell)) {
        buf_add(b, str_of(guard));
        buf_add(b, cell);
        return;
    }
    buf_byte(b, '"');
    buf_add(b, str_of(guard));
    ptrdiff_t quote = 0;
    while ((quote = str_find_byte(cell, '"')) >= 0) {
        buf_add(b, str_slice(cell, 0, quote + 1));
        buf_byte(b, '"');
        cell = str_skip(cell, quote + 1);
    }
    buf_add(b, cell);
    buf_byte(b, '"');
}

void csv_end(struct buf *b)
{
    buf_lit(b, "\r\n");
}

void csv_open(struct csv_reader *r, str text, char separator)
{
    str rest = str_skip(text, str_starts(text, S("\xEF\xBB\xBF")) ? 3 : 0);
    *r = (struct csv_reader){ rest, separator ? separator : ',', 0, 1 };
}

// Lines end in CR LF or LF; a CR alone is text.
static ptrdiff_t line_end(str s)
{
    return str_starts(s, S("\r\n")) ? 2 : str_starts(s, S("\n")) ? 1 : 0;
}

static str plain_cell(struct csv_reader *r)
{
    ptrdiff_t n = 0;
    while (n < r->rest.len && r->rest.at[n] != r->separator && line_end(str_skip(r->rest, n)) == 0)
        n++;
    str cell = str_slice(r->rest, 0, n);
    r->rest = str_skip(r->rest, n);
    return cell;
}

// `raw` lies between the outer quotes and holds `doubled` pairs of quotes.
static str undouble(struct arena *mem, str raw, ptrdiff_t doubled)
{
    if (doubled == 0)
        return raw;
    char *text = NEW(mem, char, raw.len - doubled + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < raw.len; i++) {
        text[n++] = raw.at[i];
        i += raw.at[i] == '"';
    }
    return (str){ text, n };
}

static bool quoted_cell(struct csv_reader *r, struct arena *mem, str *cell)
{
    str s = str_skip(r->rest, 1);
    ptrdiff_t n = 0, doubled = 0;
    for (; n < s.len; n++) {
        r->next_line += s.at[n] == '\n';
        if (s.at[n] != '"')
            continue;
        if (n + 1 >= s.len || s.at[n + 1] != '"')
            break;
        doubled++;
        n++;
    }
    if (n == s.len)
        return false;
    *cell = undouble(mem, str_slice(s, 0, n), doubled);
    r->rest = str_skip(s, n + 1);
    return r->rest.len == 0 || r->rest.at[0] == r->separator || line_end(r->rest) > 0;
}

ptrdiff_t csv_row(struct csv_reader *r, struct arena *mem, str *cells, ptrdiff_t max)
{
    if (r->rest.len == 0)
        return 0;
    r->line = r->next_line;
    for (ptrdiff_t n = 1;; n++) {
        str cell = STR_NONE;
        if (!str_starts(r->rest, S("\"")))
            cell = plain_cell(r);
        else if (!quoted_cell(r, mem, &cell))
            return -1;
        if (n <= max)
            cells[n - 1] = cell;
        if (r->rest.len > 0 && r->rest.at[0] == r->separator) {
            r->rest = str_skip(r->rest, 1);
            continue;
        }
        r->rest = str_skip(r->rest, line_end(r->rest));
        r->next_line++;
        return n;
    }
}
