// SPDX-License-Identifier: Apache-2.0
// Whatever is typed becomes well-formed text that the full-text index takes and that cannot leave the public columns.
#include "fuzz.h"
#include "record/search.h"

#include <sqlite3.h>

static sqlite3_stmt *statement(void)
{
    static sqlite3_stmt *stmt;
    sqlite3 *db = NULL;
    if (stmt)
        return stmt;
    MUST(sqlite3_open(":memory:", &db) == SQLITE_OK);
    MUST(sqlite3_exec(db, "CREATE VIRTUAL TABLE t USING fts5(a, p); INSERT INTO t VALUES ('word', 'secret')", NULL, NULL, NULL) == SQLITE_OK);
    MUST(sqlite3_prepare_v2(db, "SELECT rowid FROM t WHERE t MATCH '{a} : (' || ? || ')' AND a MATCH 'word'", -1, &stmt, NULL)
         == SQLITE_OK);
    return stmt;
}

// The one row is found by "word" alone: an expression that names nothing but other words must not find it.
static bool finds(str expression)
{
    sqlite3_stmt *stmt = statement();
    sqlite3_reset(stmt);
    sqlite3_bind_text(stmt, 1, expression.at, (int)expression.len, SQLITE_STATIC);
    int code = sqlite3_step(stmt);
    MUST(code == SQLITE_ROW || code == SQLITE_DONE);
    return code == SQLITE_ROW;
}

static bool mentions_word(str typed)
{
    for (ptrdiff_t i = 0; i < typed.len; i++)
        if (typed.at[i] == 'w' || typed.at[i] == 'W' || (unsigned char)typed.at[i] >= 0x80)
            return true;
    return false;
}

FUZZ(input)
{
    str expression = search_expression(c->mem, input);
    MUST(str_is_utf8(expression));
    MUST(expression.len <= 8 * input.len + 64);
    MUST(expression.len == 0 || !finds(expression) || mentions_word(input));
}
