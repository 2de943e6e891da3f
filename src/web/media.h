// SPDX-License-Identifier: Apache-2.0
// media — what a body is and what kind of answer is wanted, from the headers that say so (RFC 9110 §8.3, §12.5.1).
#ifndef ACCORD_WEB_MEDIA_H
#define ACCORD_WEB_MEDIA_H

#include "web/request.h"

enum media { MEDIA_NONE, MEDIA_FORM, MEDIA_MULTIPART, MEDIA_JSON, MEDIA_OTHER };
enum media media_of(str content_type); // MEDIA_NONE for an empty one

// A parameter of a header value: media_parameter("text/html; charset=utf-8", "charset"). Quotes are taken off; empty when it is
// not there. The value points into the header.
str media_parameter(str header, str name);

// The kind of answer: `format` (query parameter, wins) json, csv, ndjson or html; `fragment` when the header HX-Request is true;
// else what Accept prefers of text/html and application/json. False when `format` is something else.
bool media_wants(str accept, str format, bool fragment, enum wants *out) MUST_CHECK;

// Does Accept-Encoding allow gzip (RFC 9110 §12.5.3)?
bool media_accepts_gzip(str accept_encoding);

// Does If-None-Match name this entity tag (weak comparison), or "*"?
bool media_names_etag(str if_none_match, str etag);

#endif
