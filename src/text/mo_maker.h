// SPDX-License-Identifier: Apache-2.0
// mo_maker — compiled catalogues for tests, in either byte order.
#ifndef ACCORD_TEXT_MO_MAKER_H
#define ACCORD_TEXT_MO_MAKER_H

#include "base/str.h"

enum byte_order { LITTLE_ENDIAN_FIRST, BIG_ENDIAN_FIRST };

// Pairs of msgid and msgstr with their NULs within; the first is the header's text for the msgid "".
str mo_make(struct arena *, enum byte_order, const str (*pairs)[2], ptrdiff_t n);

#endif
