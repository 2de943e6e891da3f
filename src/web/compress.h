// SPDX-License-Identifier: Apache-2.0
// compress — gzip (RFC 1952) of a whole body.
#ifndef ACCORD_WEB_COMPRESS_H
#define ACCORD_WEB_COMPRESS_H

#include "base/str.h"

enum { COMPRESS_FAST = 1, COMPRESS_WELL = 6, COMPRESS_LEAST = 1000 };

// Empty when it would not be smaller, or is shorter than COMPRESS_LEAST.
str compress_gzip(struct arena *, str bytes, int level);
// Text, JSON, SVG: worth it. Images are compressed already.
bool compress_suits(str content_type);

#endif
