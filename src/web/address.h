// SPDX-License-Identifier: Apache-2.0
// address — the target of a request taken apart: the path, the query and forms, percent-decoded once and checked.
//
// What comes out is well-formed UTF-8 without NUL bytes; what is not is ERR_MALFORMED with a sentence that says which part.
// Rules: RFC 3986 for paths and percent-encoding, the URL Standard's application/x-www-form-urlencoded for queries and forms.
#ifndef ACCORD_WEB_ADDRESS_H
#define ACCORD_WEB_ADDRESS_H

#include "base/buf.h"
#include "view/value.h"

// The path decoded. Refused: no leading slash, dot segments (also encoded ones), encoded slashes and backslashes, empty
// segments, control characters, more than LIMIT_PATH bytes.
enum err address_path(struct ctx *, str raw, str *path) MUST_CHECK;

// A query: a flat map of texts; a name given several times becomes a list of texts. At most LIMIT_PARAMETERS.
enum err address_query(struct ctx *, str raw, struct value **out) MUST_CHECK;

// A form (application/x-www-form-urlencoded): a tree, "partners.0.role" being a path; a path given several times becomes a list.
enum err address_form(struct ctx *, str raw, struct value **out) MUST_CHECK;

// One named text into a form's tree: what address_form and the multipart reader have in common.
enum err address_put(struct ctx *, struct value *form, str path, str text) MUST_CHECK;

// Percent-encoded for a query's name or value: everything but letters, digits and - . _ ~.
void address_encode(struct buf *, str);

// A path within this site that may be gone to after a form ("next"): starts with one slash, no scheme, no control characters.
bool address_is_local(str);

#endif
