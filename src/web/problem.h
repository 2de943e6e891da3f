// SPDX-License-Identifier: Apache-2.0
// problem — a failure in words: as problem+json (RFC 9457) for programs, as the data of the error page for people.
#ifndef ACCORD_WEB_PROBLEM_H
#define ACCORD_WEB_PROBLEM_H

#include "web/request.h"

// {"type","title","status","detail","instance","errors":[{"field","reason"}]}; the request's number when the failure is ours.
struct value *problem_value(struct request *, const struct faults *, enum err, int status);
// ui/templates/README.md, "error".
struct value *problem_page(struct request *, const struct faults *, enum err, int status);
// "/sign-in?next=…" back to this request.
str problem_sign_in(struct request *);
// FAULTS of the templates' README: [{"field","anchor","label","reason"}].
struct value *problem_faults(struct request *, const struct faults *);

#endif
