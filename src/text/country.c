// SPDX-License-Identifier: Apache-2.0
#include "text/country.h"

#include "base/err.h"

static const struct country countries[] = {
#define X(code, region, subregion, intermediate, flags) { #code, region, subregion, intermediate, flags },
#include "text/country_table.h"
#undef X
};

static const struct {
    int m49;
    const char *name;
} regions[] = {
    { 2, N_("Africa") },
    { 5, N_("South America") },
    { 9, N_("Oceania") },
    { 11, N_("Western Africa") },
    { 13, N_("Central America") },
    { 14, N_("Eastern Africa") },
    { 15, N_("Northern Africa") },
    { 17, N_("Middle Africa") },
    { 18, N_("Southern Africa") },
    { 19, N_("Americas") },
    { 21, N_("Northern America") },
    { 29, N_("Caribbean") },
    { 30, N_("Eastern Asia") },
    { 34, N_("Southern Asia") },
    { 35, N_("South-eastern Asia") },
    { 39, N_("Southern Europe") },
    { 53, N_("Australia and New Zealand") },
    { 54, N_("Melanesia") },
    { 57, N_("Micronesia") },
    { 61, N_("Polynesia") },
    { 142, N_("Asia") },
    { 143, N_("Central Asia") },
    { 145, N_("Western Asia") },
    { 150, N_("Europe") },
    { 151, N_("Eastern Europe") },
    { 154, N_("Northern Europe") },
    { 155, N_("Western Europe") },
    { 202, N_("Sub-Saharan Africa") },
    { 419, N_("Latin America and the Caribbean") },
};

const struct country *country_find(str code)
{
    ptrdiff_t low = 0, high = COUNT(countries);
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        int order = str_compare(code, str_of(countries[middle].code));
        if (order == 0)
            return &countries[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

ptrdiff_t country_count(void)
{
    return COUNT(countries);
}

const struct country *country_at(ptrdiff_t i)
{
    return i >= 0 && i < COUNT(countries) ? &countries[i] : NULL;
}

const char *country_region_name(int m49)
{
    for (ptrdiff_t i = 0; i < COUNT(regions); i++) {
        if (regions[i].m49 == m49)
            return regions[i].name;
    }
    return NULL;
}
