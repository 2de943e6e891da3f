// SPDX-License-Identifier: Apache-2.0
// guard — who is asking, may they ask this, and did their own page send them (OWASP Cross-Site Request Forgery Prevention).
#ifndef ACCORD_WEB_GUARD_H
#define ACCORD_WEB_GUARD_H

#include "web/answer.h"
#include "web/request.h"

// Finds the session (cookie) or token (Authorization: Bearer) and sets c.actor. A session that has ended is nobody; a token that
// is not known is ERR_UNKNOWN.
enum err guard_identify(struct request *) MUST_CHECK;

// The route's right. ERR_UNKNOWN when nobody is signed in and signing in may help; else ERR_DENIED.
enum err guard_right(struct request *) MUST_CHECK;

// Requests that change something: Origin and Sec-Fetch-Site, when they are there, must be ours; and with a session the form's
// token (field _csrf or header X-CSRF-Token) must be the session's, except on routes that are open. Tokens of programs come with
// no cookie and need neither.
enum err guard_origin(struct request *) MUST_CHECK;
enum err guard_forgery(struct request *) MUST_CHECK;

#endif
