// SPDX-License-Identifier: Apache-2.0
// multipart — forms sent as multipart/form-data (RFC 7578): texts go into the same tree as address_form makes.
//
// Files are not taken yet: an empty file field is passed over, a chosen file is ERR_MALFORMED with a sentence.
#ifndef ACCORD_WEB_MULTIPART_H
#define ACCORD_WEB_MULTIPART_H

#include "view/value.h"

enum { MULTIPART_BOUNDARY_MAX = 70, MULTIPART_HEADERS_MAX = 2000 };

// `boundary` as the Content-Type header gives it, without quotes. At most LIMIT_PARAMETERS parts.
enum err multipart_read(struct ctx *, str boundary, str body, struct value **out) MUST_CHECK;

#endif
