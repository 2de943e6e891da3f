// SPDX-License-Identifier: Apache-2.0
// catalogue — the translations of one language, read from a compiled gettext catalogue (.mo; GNU gettext manual, "The Format
// of GNU MO Files"), of either byte order.
#ifndef ACCORD_TEXT_CATALOGUE_H
#define ACCORD_TEXT_CATALOGUE_H

#include "base/map.h"
#include "text/plural.h"

struct catalogue {
    struct map messages; // singular msgid → struct message
    struct plural plural;
};

// The bytes are kept, not copied. False when they are no sound catalogue (cut off, out of bounds, not UTF-8, no or bad plural
// rule); *why is then a word for the log.
bool catalogue_read(struct arena *, str mo, struct catalogue *out, const char **why) MUST_CHECK;

// NULL when it has no translation. Form 0 is the singular's; a message has at most as many forms as the rule names.
const char *catalogue_text(const struct catalogue *, const char *msgid, int form);

#endif
