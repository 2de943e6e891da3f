// SPDX-License-Identifier: Apache-2.0
#include "text/country.h"

#include "base/test.h"
#include "text/lang.h"

#include <string.h>

TEST(countries_stand_in_order_and_are_found)
{
    CHECK_INT(country_count(), 249);
    for (ptrdiff_t i = 0; i < country_count(); i++) {
        CHECK(i == 0 || strcmp(country_at(i - 1)->code, country_at(i)->code) < 0);
        CHECK(country_find(str_of(country_at(i)->code)) == country_at(i));
    }
    CHECK(country_at(-1) == NULL);
    CHECK(country_at(249) == NULL);
}

TEST(what_is_no_country_is_not_found)
{
    const char *bad[] = { "", "N", "no", "NOR", "XX", "ZZ", "SU", "EU", "UK" };
    for (ptrdiff_t i = 0; i < COUNT(bad); i++)
        CHECK(country_find(str_of(bad[i])) == NULL);
}

// United Nations, M49: Nepal is both least developed and landlocked, Tuvalu least developed and a small island, Norway neither.
TEST(regions_and_groups_are_those_of_m49)
{
    const struct country *nepal = country_find(S("NP")), *tuvalu = country_find(S("TV")), *norway = country_find(S("NO"));
    CHECK_INT(nepal->region, 142);
    CHECK_INT(nepal->subregion, 34);
    CHECK_INT(nepal->flags, COUNTRY_LDC | COUNTRY_LLDC);
    CHECK_INT(tuvalu->flags, COUNTRY_LDC | COUNTRY_SIDS);
    CHECK_INT(norway->subregion, 154);
    CHECK_INT(norway->flags, 0);
    CHECK_INT(country_find(S("KE"))->intermediate, 14);
}

TEST(every_region_of_the_table_has_a_name)
{
    for (ptrdiff_t i = 0; i < country_count(); i++) {
        const struct country *one = country_at(i);
        CHECK(one->region == 0 || country_region_name(one->region));
        CHECK(one->subregion == 0 || country_region_name(one->subregion));
        CHECK(one->intermediate == 0 || country_region_name(one->intermediate));
    }
    CHECK(country_region_name(0) == NULL);
    CHECK(country_region_name(1) == NULL);
}

TEST(every_country_has_a_name_of_its_own)
{
    for (ptrdiff_t i = 0; i < country_count(); i++) {
        str code = str_of(country_at(i)->code);
        CHECK(lang_country(mem, NULL, code).len > 2);
    }
}
