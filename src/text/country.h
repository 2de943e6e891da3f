// SPDX-License-Identifier: Apache-2.0
// country — the countries and areas of ISO 3166-1, and where the United Nations' M49 standard puts them: region, sub-region,
// and the groups of least developed, landlocked developing and small island developing States. For facets and totals; names
// of countries are in lang.h.
#ifndef ACCORD_TEXT_COUNTRY_H
#define ACCORD_TEXT_COUNTRY_H

#include "base/str.h"

enum country_flag {
    COUNTRY_LDC = 1,  // least developed country
    COUNTRY_LLDC = 2, // landlocked developing country
    COUNTRY_SIDS = 4, // small island developing State
};

struct country {
    char code[3];          // ISO 3166-1 alpha-2, capitals
    uint16_t region;       // M49: 2 Africa, 9 Oceania, 19 Americas, 142 Asia, 150 Europe; 0 for Antarctica
    uint16_t subregion;    // M49: 202 Sub-Saharan Africa, …
    uint16_t intermediate; // M49: 14 Eastern Africa, …; 0 where the sub-region is not divided further
    uint8_t flags;         // of enum country_flag
};

const struct country *country_find(str code); // NULL when there is none; capitals only
ptrdiff_t country_count(void);
const struct country *country_at(ptrdiff_t i); // in order of codes

const char *country_region_name(int m49); // untranslated; NULL when the table has no such region

#endif
