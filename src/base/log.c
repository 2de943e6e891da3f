// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include "base/arena.h"
#include "base/time.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

enum { LOG_LINE = 2048 };

static atomic_int threshold = LOG_INFO;
static const char *const level_names[] = { "error", "warn", "info", "debug" };

void log_set_level(enum log_level level)
{
    atomic_store_explicit(&threshold, (int)level, memory_order_relaxed);
}

// A value cannot begin a line of its own, nor steer a terminal.
static void flatten(char *line, int len)
{
    for (int i = 0; i < len; i++) {
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7F)
            line[i] = ' ';
    }
}

static int within(int printed, int room)
{
    return printed < 0 ? 0 : printed < room ? printed : room - 1;
}

void log_line(enum log_level level, const char *event, const char *fmt, ...)
{
    if ((int)level > atomic_load_explicit(&threshold, memory_order_relaxed))
        return;
    char line[LOG_LINE + 1], when[32];
    instant_print(when, clock_now_ms());
    int len = within(snprintf(line, LOG_LINE, "t=%s level=%s event=%s ", when, level_names[level], event), LOG_LINE);
    va_list args;
    va_start(args, fmt);
    len += within(vsnprintf(line + len, (size_t)(LOG_LINE - len), fmt, args), LOG_LINE - len);
    va_end(args);
    flatten(line, len);
    line[len++] = '\n';
    // One write, so that lines of several threads do not mix; when standard error is gone there is nobody to tell.
    ssize_t written = write(STDERR_FILENO, line, (size_t)len);
    (void)written;
}
