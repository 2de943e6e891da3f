// SPDX-License-Identifier: Apache-2.0
// statement — the bare cost of a SQLite statement: prepared once, run again and again, every column read.
// usage: statement DATABASE SECONDS SQL        prints microseconds a run, and rows a run
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static long run_once(sqlite3_stmt *statement, long *bytes)
{
    long rows = 0;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        rows++;
        for (int i = 0; i < sqlite3_column_count(statement); i++)
            *bytes += sqlite3_column_text(statement, i) ? sqlite3_column_bytes(statement, i) : 0;
    }
    sqlite3_reset(statement);
    return rows;
}

int main(int argc, char **argv)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    if (argc != 4 || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) ||
        sqlite3_prepare_v2(db, argv[3], -1, &statement, NULL)) {
        fprintf(stderr, "statement: %s\n", argc == 4 ? sqlite3_errmsg(db) : "usage: statement DATABASE SECONDS SQL");
        return 1;
    }
    long rows = 0, runs = 0, bytes = 0;
    run_once(statement, &bytes);
    double began = now_s(), end = began + strtod(argv[2], NULL);
    while (now_s() < end) {
        rows += run_once(statement, &bytes);
        runs++;
    }
    printf("%.2f %.1f\n", (now_s() - began) * 1e6 / (double)runs, (double)rows / (double)runs);
    sqlite3_finalize(statement);
    return sqlite3_close(db);
}
