// SPDX-License-Identifier: Apache-2.0
// test_smtp — a mail server for one message, on a thread and a loopback port of its own; for tests.
#ifndef ACCORD_WORK_TEST_SMTP_H
#define ACCORD_WORK_TEST_SMTP_H

#include "base/test.h"

enum test_smtp_way { SMTP_ACCEPTS, SMTP_REFUSES }; // whom the message is for
struct test_smtp;

struct test_smtp *test_smtp_start(struct ctx *, enum test_smtp_way);
const char *test_smtp_url(const struct test_smtp *);
str test_smtp_stop(struct ctx *, struct test_smtp *); // everything the client said

#endif
