// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"
#include "base/test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

// What log_line writes to standard error.
static str logged(struct arena *mem, enum log_level level, const char *text)
{
    int ends[2];
    CHECK(pipe(ends) == 0);
    fflush(stderr);
    int saved = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    log_line(level, "test", "text=%s", text);
    dup2(saved, STDERR_FILENO);
    close(saved);
    char *got = NEW(mem, char, 10000);
    ssize_t n = read(ends[0], got, 10000);
    close(ends[0]);
    return (str){ got, n < 0 ? 0 : n };
}

TEST(an_event_is_one_line)
{
    str line = logged(mem, LOG_INFO, "a\nlevel=error\r\x1B[2J b");
    CHECK(str_starts(line, S("t=2")));
    CHECK(str_ends(line, S(" level=info event=test text=a level=error  [2J b\n")));
    CHECK_INT(str_find_byte(line, '\n'), line.len - 1);
}

TEST(a_long_event_is_cut_and_still_ends)
{
    char *text = NEW(mem, char, 5001);
    memset(text, 'x', 5000);
    str line = logged(mem, LOG_INFO, text);
    CHECK(line.len > 1000 && line.len <= 2048);
    CHECK(str_ends(line, S("xx\n")));
}

TEST(below_the_level_nothing_is_written)
{
    CHECK_INT(logged(mem, LOG_DEBUG, "a").len, 0);
    log_set_level(LOG_ERROR);
    CHECK_INT(logged(mem, LOG_WARN, "a").len, 0);
    CHECK(logged(mem, LOG_ERROR, "a").len > 0);
    log_set_level(LOG_INFO);
}
