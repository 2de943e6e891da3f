// SPDX-License-Identifier: Apache-2.0
// zone — offsets from UTC out of the machine's time zone files (RFC 8536), for any zone at any time and from any thread,
// which the C library's own time zone functions cannot do.
#ifndef ACCORD_BASE_ZONE_H
#define ACCORD_BASE_ZONE_H

#include "base/str.h"

// Seconds to add to UTC for local time in an IANA zone ("Africa/Cairo") at `seconds` since 1970. False, and an offset of 0,
// when the machine does not know the zone. Zones once read are kept for the life of the program.
bool zone_offset(str zone, int64_t seconds, int32_t *offset);

#endif
