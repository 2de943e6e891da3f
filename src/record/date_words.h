// SPDX-License-Identifier: Apache-2.0
// date_words — dates as people write them: "31 May 2003", "May 31, 2003", "May 2001", "31/5/2003", "31.05.2003", "5/2001",
// "2003-05-31", "2001". Numbers alone are day, month, year, or year, month, day when the first has four digits.
#ifndef ACCORD_RECORD_DATE_WORDS_H
#define ACCORD_RECORD_DATE_WORDS_H

#include "base/err.h"
#include "base/time.h"

// False with a sentence for the user, translated, in the arena of the context.
bool date_words_read(struct ctx *, str text, date *out, str *why) MUST_CHECK;

#endif
