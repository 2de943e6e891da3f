// SPDX-License-Identifier: Apache-2.0
// cookie — the three cookies there are: the session, a notice said once on the next page, and the chosen language (RFC 6265).
#ifndef ACCORD_WEB_COOKIE_H
#define ACCORD_WEB_COOKIE_H

#include "web/request.h"

#define COOKIE_SESSION "accord_session"
#define COOKIE_NOTICE "accord_notice"
#define COOKIE_LANGUAGE "accord_lang"
enum { NOTICE_MAX = 300 };

// The value of a cookie in a Cookie header; empty when it is not there.
str cookie_find(str header, str name);

// Set-Cookie lines. HttpOnly and SameSite=Lax; Secure when the site's address is https.
str cookie_session(const struct request *, str token);
str cookie_session_end(const struct request *);
str cookie_language(const struct request *, str tag);

// A notice carries a keyed hash over the session, so that nobody else can put words on our pages; without a session there is none.
str cookie_notice(const struct request *, str text);
str cookie_notice_end(const struct request *);
str cookie_notice_read(const struct request *, str cookie); // empty when it is not of this session

#endif
