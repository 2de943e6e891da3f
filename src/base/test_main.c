// SPDX-License-Identifier: Apache-2.0
// The main of every test program: runs the tests that registered themselves; with an argument those whose name contains it.
#include "base/test.h"
#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TESTS_MAX = 4000 };

static struct test_row *first_row;
static struct test_row **last_row = &first_row;

void test_register(struct test_row *row)
{
    *last_row = row;
    last_row = &row->next;
}

static void run_row(void **state)
{
    const struct test_row *row = *state;
    struct arena *mem = arena_open(row->name, ARENA_BOOT);
    struct ctx c = { .mem = mem, .now_ms = clock_now_ms() };
    row->run(&c, mem);
    arena_close(mem);
}

void test_check_failed(const char *condition, const char *file, int line)
{
    print_error("%s\n", condition);
    _fail(file, line);
    abort(); // it has left by then
}

void test_check_str(str got, const char *want, const char *file, int line)
{
    if (str_eq(got, str_of(want)))
        return;
    print_error("got  \"%.*s\"\nwant \"%s\"\n", STR_ARG(got), want);
    _fail(file, line);
}

void test_check_ok(struct ctx *c, enum err e, const char *file, int line)
{
    if (e == OK)
        return;
    print_error("%s: %.*s [%.*s]\n", err_name(e), STR_ARG(c->said), STR_ARG(c->detail));
    _fail(file, line);
}

int main(int argc, char **argv)
{
    static struct CMUnitTest tests[TESTS_MAX];
    const char *wanted = argc > 1 ? argv[1] : "";
    size_t n = 0;
    for (struct test_row *row = first_row; row; row = row->next) {
        if (!strstr(row->name, wanted))
            continue;
        if (n == TESTS_MAX)
            abort();
        tests[n++] = (struct CMUnitTest){ .name = row->name, .test_func = run_row, .initial_state = row };
    }
    if (n == 0) {
        fprintf(stderr, "no test has \"%s\" in its name\n", wanted);
        return 2;
    }
    return _cmocka_run_group_tests(argv[0], tests, n, NULL, NULL) == 0 ? 0 : 1;
}
