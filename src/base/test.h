// SPDX-License-Identifier: Apache-2.0
// test — cmocka with tests that register themselves. A test file has TEST functions and no main; link base/test_main.c.
//
//     TEST(a_report_is_due_from_midnight_of_its_day) { CHECK(…); CHECK_STR(out, "…"); }
//
// `mem` is an arena that lives as long as the test, `c` a context over it.
#ifndef ACCORD_BASE_TEST_H
#define ACCORD_BASE_TEST_H

#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#undef fail // ours is err.h's
#undef fail_msg

struct test_row {
    const char *name;
    void (*run)(struct ctx *c, struct arena *mem);
    struct test_row *next;
};
void test_register(struct test_row *);

#define TEST(test_name)                                                              \
    static void test_##test_name(struct ctx *c, struct arena *mem);                 \
    __attribute__((constructor)) static void test_register_##test_name(void)        \
    {                                                                               \
        static struct test_row row = { #test_name, test_##test_name, NULL };        \
        test_register(&row);                                                        \
    }                                                                               \
    static void test_##test_name(__attribute__((unused)) struct ctx *c,             \
                                 __attribute__((unused)) struct arena *mem)

#define CHECK(condition) ((condition) ? (void)0 : test_check_failed(#condition, __FILE__, __LINE__))
#define CHECK_FAIL(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__)) // says why
#define CHECK_INT(got, want) assert_int_equal((got), (want))
#define CHECK_STR(got, want) test_check_str((got), (want), __FILE__, __LINE__)
#define CHECK_OK(call) test_check_ok(c, (call), __FILE__, __LINE__)
_Noreturn void test_check_failed(const char *condition, const char *file, int line);
void test_check_str(str got, const char *want, const char *file, int line);
void test_check_ok(struct ctx *, enum err, const char *file, int line); // prints said and detail when it is not OK

#endif
