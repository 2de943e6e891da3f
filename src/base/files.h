// SPDX-License-Identifier: Apache-2.0
// files — whole files in and out.
#ifndef ACCORD_BASE_FILES_H
#define ACCORD_BASE_FILES_H

#include "base/err.h"

// The whole file, at most `limit` bytes (ERR_LIMIT beyond), NUL-terminated for convenience. "-" is standard input.
enum err file_read(struct ctx *, const char *path, ptrdiff_t limit, str *out) MUST_CHECK;
// Written beside, synced, then renamed over `path`: a reader sees the old or the new, never half.
enum err file_write(struct ctx *, const char *path, str bytes) MUST_CHECK;
bool file_exists(const char *path);

#endif
