// SPDX-License-Identifier: Apache-2.0
// A catalogue that is read gives a form for every number.
#include "fuzz.h"
#include "text/catalogue.h"

FUZZ(input)
{
    struct catalogue catalogue;
    const char *why = NULL;
    struct plural plural;
    if (plural_read(input, &plural))
        MUST(plural_form(&plural, INT64_MIN) < plural.forms);
    if (!catalogue_read(c->mem, input, &catalogue, &why)) {
        MUST(why);
        return;
    }
    for (int64_t n = -1; n < 120; n++) {
        int form = plural_form(&catalogue.plural, n);
        MUST(form >= 0 && form < catalogue.plural.forms);
        catalogue_text(&catalogue, "Partners", form);
    }
}
