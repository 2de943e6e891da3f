// SPDX-License-Identifier: Apache-2.0
// static_file — styles, scripts and images, all within the program: there is no folder to climb out of.
#ifndef ACCORD_WEB_STATIC_FILE_H
#define ACCORD_WEB_STATIC_FILE_H

#include "web/answer.h"

// "/static/NAME", "/favicon.ico", "/favicon.svg", "/robots.txt"; false when there is none. The query (?v=) does not matter.
bool static_file_reply(const struct request *, str path, struct reply *);
bool static_file_is_one(str path); // does it look like one?

#endif
