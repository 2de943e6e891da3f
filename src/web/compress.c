// SPDX-License-Identifier: Apache-2.0
#include "web/compress.h"

#include "base/arena.h"

#include <limits.h>
#include <zlib.h>

enum { GZIP_WINDOW = 15 + 16, MEMORY = 8 };

// zlib's stream takes bytes through a pointer that is not const, and does not change them.
static Bytef *input_of(str bytes)
{
    union {
        const char *from;
        Bytef *to;
    } at = { .from = bytes.at };
    return at.to;
}

str compress_gzip(struct arena *mem, str bytes, int level)
{
    z_stream z = { 0 };
    if (bytes.len < COMPRESS_LEAST || bytes.len > INT_MAX / 2)
        return STR_NONE;
    if (deflateInit2(&z, level, Z_DEFLATED, GZIP_WINDOW, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return STR_NONE;
    char *out = NEW(mem, char, bytes.len);
    z.next_in = input_of(bytes);
    z.avail_in = (uInt)bytes.len;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)bytes.len;
    int result = deflate(&z, Z_FINISH);
    str packed = { out, (ptrdiff_t)z.total_out };
    deflateEnd(&z);
    return result == Z_STREAM_END ? packed : STR_NONE;
}

bool compress_suits(str content_type)
{
    static const char *const kinds[] = { "text/", "application/json", "application/problem+json", "image/svg+xml",
                                         "application/javascript", "application/x-ndjson" };
    for (ptrdiff_t i = 0; i < COUNT(kinds); i++) {
        if (str_starts(content_type, str_of(kinds[i])))
            return true;
    }
    return false;
}
