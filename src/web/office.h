// SPDX-License-Identifier: Apache-2.0
// office — what the pages know of the office they belong to: name, time zone, languages. Set at boot, read by all.
#ifndef ACCORD_WEB_OFFICE_H
#define ACCORD_WEB_OFFICE_H

#include "base/err.h"
#include "base/time.h"

struct office {
    str name;     // "Partnerships office"
    str zone;     // IANA: "UTC", "Africa/Cairo"
    str languages; // "en fr"
    bool demonstration; // the demonstration is loaded: pages say so
    const char *version; // of the program
};
const struct office *office(void);
void office_set(const struct office *); // at boot; the texts must live as long as the program
int64_t office_generation(void);        // how often it was set: cached pages show the office
date office_today(void); // in its time zone

#endif
