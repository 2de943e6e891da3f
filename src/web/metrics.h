// SPDX-License-Identifier: Apache-2.0
// metrics — what the server has done, as counters, and their Prometheus text (exposition format 0.0.4).
#ifndef ACCORD_WEB_METRICS_H
#define ACCORD_WEB_METRICS_H

#include "web/cache.h"

// Counts one request. NULL route: no such address, or refused at the door.
void metrics_count(const struct route *, int status, int64_t micros, int64_t bytes);
void metrics_connections(int change); // +1 opened, -1 closed
void metrics_cache(struct cache *);   // whose figures to show; NULL when it closes

str metrics_text(struct ctx *);

#endif
