// SPDX-License-Identifier: Apache-2.0
// log — one line per event on standard error, key=value, no personal data and no secrets. Only app/ and web/ log.
#ifndef ACCORD_BASE_LOG_H
#define ACCORD_BASE_LOG_H

#include "base/str.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };
void log_set_level(enum log_level);
// `event` is a short literal ("request", "started"); the rest are formatted key=value pairs.
void log_line(enum log_level, const char *event, const char *fmt, ...) PRINTF_LIKE(3, 4);

#endif
