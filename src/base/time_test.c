// SPDX-License-Identifier: Apache-2.0
#include "base/test.h"
#include "base/time.h"
#include "base/zone.h"

static date day(int year, int month, int d)
{
    return (date){ (int16_t)year, (int8_t)month, (int8_t)d };
}

static date parsed(const char *iso)
{
    date d = { 0 };
    return date_parse(str_of(iso), &d) ? d : (date){ 0 };
}

TEST(dates_are_read_to_the_precision_they_are_known)
{
    CHECK_STR(date_str(mem, parsed("1994")), "1994");
    CHECK_STR(date_str(mem, parsed("2001-05")), "2001-05");
    CHECK_STR(date_str(mem, parsed("2003-05-31")), "2003-05-31");
    CHECK_STR(date_str(mem, (date){ 0 }), "");
    CHECK(date_is_full(parsed("2003-05-31")) && !date_is_full(parsed("2003-05")) && !date_is_none(parsed("2003")));
}

TEST(what_is_no_date_is_refused)
{
    static const char *const bad[] = { "",           "0000",       "994",         "1994-",
                                       "1994-00",    "1994-13",    "1994-1",      "2003-02-29",
                                       "2003-05-32", "2003-05-00", "2003-05-31 ", "2003/05/31",
                                       "20030531",   "2003-05-3",  "+2003",       "2003-05-31T",
                                       "199a",       "-994",       "10000",       "10000-01-01" };
    for (ptrdiff_t i = 0; i < COUNT(bad); i++) {
        date d = day(1, 1, 1);
        CHECK(!date_parse(str_of(bad[i]), &d));
        CHECK_INT(date_compare(d, day(1, 1, 1)), 0);
    }
}

TEST(leap_years_follow_the_gregorian_rule)
{
    CHECK_INT(date_month_days(2000, 2), 29);
    CHECK_INT(date_month_days(1900, 2), 28);
    CHECK_INT(date_month_days(2004, 2), 29);
    CHECK_INT(date_month_days(2003, 2), 28);
    CHECK_INT(date_month_days(2003, 4), 30);
    CHECK_INT(date_month_days(2003, 12), 31);
    CHECK_INT(date_month_days(2003, 13), 0);
    CHECK_INT(date_month_days(2003, 0), 0);
}

TEST(a_date_exists_or_it_does_not)
{
    CHECK(date_is_valid(day(2004, 2, 29)) && date_is_valid(day(2004, 0, 0)) && date_is_valid(day(9999, 12, 0)));
    CHECK(!date_is_valid(day(2003, 2, 29)) && !date_is_valid((date){ 0 }) && !date_is_valid(day(2003, 0, 5)));
    CHECK(!date_is_valid(day(10000, 1, 1)) && !date_is_valid(day(-1, 1, 1)) && !date_is_valid(day(2003, -1, 1)));
}

// Hinnant, "chrono-compatible low-level date algorithms": 1970-01-01 is day 0.
TEST(days_are_counted_from_1970)
{
    CHECK_INT(date_days(day(1970, 1, 1)), 0);
    CHECK_INT(date_days(day(1969, 12, 31)), -1);
    CHECK_INT(date_days(day(2000, 3, 1)), 11017);
    CHECK_INT(date_days(day(2000, 2, 29)), 11016);
    CHECK_INT(date_days(day(2003, 0, 0)), date_days(day(2003, 1, 1)));
    CHECK_STR(date_str(mem, date_from_days(11017)), "2000-03-01");
    CHECK_STR(date_str(mem, date_from_days(-1)), "1969-12-31");
    CHECK(date_is_none(date_from_days(INT32_MIN)) && date_is_none(date_from_days(INT32_MAX)));
}

TEST(each_day_of_four_centuries_comes_back)
{
    int32_t n = date_days(day(1799, 12, 31));
    for (int year = 1800; year < 2200; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int d = 1; d <= date_month_days(year, month); d++) {
                CHECK_INT(date_days(day(year, month, d)), ++n);
                CHECK_INT(date_compare(date_from_days(n), day(year, month, d)), 0);
            }
        }
    }
}

TEST(a_date_of_reduced_precision_has_a_first_and_a_last_day)
{
    CHECK_STR(date_str(mem, date_first(parsed("2001-05"))), "2001-05-01");
    CHECK_STR(date_str(mem, date_last(parsed("2001-05"))), "2001-05-31");
    CHECK_STR(date_str(mem, date_last(parsed("2004-02"))), "2004-02-29");
    CHECK_STR(date_str(mem, date_first(parsed("1994"))), "1994-01-01");
    CHECK_STR(date_str(mem, date_last(parsed("1994"))), "1994-12-31");
    CHECK_STR(date_str(mem, date_last(parsed("1994-06-07"))), "1994-06-07");
    CHECK(date_is_none(date_first((date){ 0 })) && date_is_none(date_last((date){ 0 })));
}

TEST(reduced_precision_sorts_before_the_days_within_it)
{
    static const char *const sorted[] = {
        "1993-12-31", "1994", "1994-01", "1994-01-01", "1994-01-31", "1994-02", "1995"
    };
    for (ptrdiff_t i = 0; i < COUNT(sorted); i++) {
        for (ptrdiff_t j = 0; j < COUNT(sorted); j++)
            CHECK_INT(date_compare(parsed(sorted[i]), parsed(sorted[j])), (i > j) - (i < j));
    }
}

TEST(months_are_added_and_the_day_clamped)
{
    CHECK_STR(date_str(mem, date_add_months(parsed("2003-01-31"), 1)), "2003-02-28");
    CHECK_STR(date_str(mem, date_add_months(parsed("2004-01-31"), 1)), "2004-02-29");
    CHECK_STR(date_str(mem, date_add_months(parsed("2003-05-31"), 6)), "2003-11-30");
    CHECK_STR(date_str(mem, date_add_months(parsed("2003-12-15"), 1)), "2004-01-15");
    CHECK_STR(date_str(mem, date_add_months(parsed("2003-01-15"), -1)), "2002-12-15");
    CHECK_STR(date_str(mem, date_add_months(parsed("2003-03-31"), -13)), "2002-02-28");
    CHECK_STR(date_str(mem, date_add_months(parsed("2003-03-31"), 0)), "2003-03-31");
    CHECK_STR(date_str(mem, date_add_months(parsed("0001-01-31"), -1)), "");
    CHECK_STR(date_str(mem, date_add_months(parsed("9999-12-31"), 1)), "");
    CHECK_STR(date_str(mem, date_add_months(parsed("2003-03-31"), INT32_MAX)), "");
}

TEST(instants_are_written_and_read_back)
{
    static const struct {
        const char *iso;
        int64_t ms;
    } rows[] = {
        { "1970-01-01T00:00:00.000Z", 0 },
        { "1969-12-31T23:59:59.999Z", -1 },
        { "2000-03-01T00:00:00.000Z", 11017 * INT64_C(86400000) },
        { "2003-05-31T12:34:56.789Z", 1054384496789 },
    };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        int64_t ms = 0;
        CHECK_STR(instant_str(mem, rows[i].ms), rows[i].iso);
        CHECK(instant_parse(str_of(rows[i].iso), &ms));
        CHECK_INT(ms, rows[i].ms);
    }
    int64_t ms = 0;
    CHECK(instant_parse(S("2003-05-31T12:34:56Z"), &ms));
    CHECK_INT(ms, 1054384496000);
}

TEST(what_is_no_instant_is_refused)
{
    static const char *const bad[] = { "",
                                       "2003-05-31",
                                       "2003-05-31T12:34:56",
                                       "2003-05-31T24:00:00Z",
                                       "2003-05-31T12:60:00Z",
                                       "2003-05-31T12:34:60Z",
                                       "2003-05-31 12:34:56Z",
                                       "2003-05-31T12:34:56.Z",
                                       "2003-05-31T12:34:56.1Z",
                                       "2003-05-31T12:34:56+02:00",
                                       "2003-05-31T12:34:56Zx",
                                       "2003-05T12:34:56Z",
                                       "2003-02-30T12:34:56Z" };
    for (ptrdiff_t i = 0; i < COUNT(bad); i++) {
        int64_t ms = 7;
        CHECK(!instant_parse(str_of(bad[i]), &ms));
        CHECK_INT(ms, 7);
    }
}

TEST(an_instant_falls_on_the_day_of_its_offset)
{
    int64_t ms = 0;
    CHECK(instant_parse(S("2003-05-31T23:30:00Z"), &ms));
    CHECK_STR(date_str(mem, instant_date(ms, 0)), "2003-05-31");
    CHECK_STR(date_str(mem, instant_date(ms, 3600)), "2003-06-01");
    CHECK_STR(date_str(mem, instant_date(-1, 0)), "1969-12-31");
    CHECK_STR(date_str(mem, instant_date(0, -1)), "1969-12-31");
    CHECK(date_is_none(instant_date(INT64_MAX, 86400)) && date_is_none(instant_date(INT64_MIN, -86400)));
}

// New York: https://data.iana.org/time-zones — daylight time 2007-03-11 to 2007-11-04 at 02:00; from the rule since.
TEST(a_zone_has_its_offset_at_any_time)
{
    static const struct {
        str zone;
        const char *at;
        int32_t want;
    } rows[] = {
        { S_INIT("America/New_York"), "2007-03-11T06:59:59Z", -18000 },
        { S_INIT("America/New_York"), "2007-03-11T07:00:00Z", -14400 },
        { S_INIT("America/New_York"), "2007-11-04T05:59:59Z", -14400 },
        { S_INIT("America/New_York"), "2007-11-04T06:00:00Z", -18000 },
        { S_INIT("America/New_York"), "2060-07-01T00:00:00Z", -14400 },
        { S_INIT("America/New_York"), "2060-01-01T00:00:00Z", -18000 },
        { S_INIT("Europe/Zurich"), "2060-03-28T00:59:59Z", 3600 }, // the last Sunday of March 2060
        { S_INIT("Europe/Zurich"), "2060-03-28T01:00:00Z", 7200 },
        { S_INIT("Australia/Sydney"), "2060-01-01T00:00:00Z", 39600 }, // summer spans the new year
        { S_INIT("Australia/Sydney"), "2060-07-01T00:00:00Z", 36000 },
        { S_INIT("Asia/Kolkata"), "2060-07-01T00:00:00Z", 19800 },
        { S_INIT("Asia/Tokyo"), "1990-07-01T00:00:00Z", 32400 },
        { S_INIT("UTC"), "2060-07-01T00:00:00Z", 0 },
    };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        int64_t ms = 0;
        int32_t offset = 1;
        CHECK(instant_parse(str_of(rows[i].at), &ms));
        CHECK(zone_offset(rows[i].zone, ms / 1000, &offset));
        CHECK_INT(offset, rows[i].want);
    }
    CHECK_STR(date_str(mem, instant_date_in(INT64_C(1054420200000), S("Africa/Cairo"))), "2003-06-01");
    int32_t offset = 1;
    CHECK(zone_offset(S("Europe/Zurich"), INT64_MAX, &offset) && offset == 3600);
    CHECK(zone_offset(S("Europe/Zurich"), INT64_MIN, &offset) && offset == 2048); // local mean time: 8°32' E
}

TEST(a_zone_that_is_none_counts_as_utc)
{
    static const str bad[] = { S_INIT(""),
                               S_INIT("/etc/passwd"),
                               S_INIT("../../../etc/passwd"),
                               S_INIT("Mars/Olympus"),
                               S_INIT("Europe"),
                               S_INIT("Europe/../UTC"),
                               S_INIT("zone.tab"),
                               S_INIT("Europe\0/Paris"),
                               S_INIT("tzdata") };
    for (ptrdiff_t i = 0; i < COUNT(bad); i++) {
        int32_t offset = 1;
        CHECK(!zone_offset(bad[i], 1054420200, &offset));
        CHECK_INT(offset, 0);
        CHECK_STR(date_str(mem, instant_date_in(INT64_C(1054420200000), bad[i])), "2003-05-31");
    }
}

TEST(the_clock_can_be_shifted)
{
    int64_t before = clock_now_ms(), ticks = clock_ticks_us();
    CHECK(before > INT64_C(1700000000000));
    clock_shift_ms(INT64_C(86400000));
    int64_t shifted = clock_now_ms();
    clock_shift_ms(0);
    CHECK(shifted - before >= INT64_C(86400000) && shifted - before < INT64_C(86460000));
    CHECK(clock_ticks_us() >= ticks);
}

TEST(a_point_to_wait_until_is_as_far_off_as_asked)
{
    int64_t ticks = clock_ticks_us();
    struct timespec until = clock_after_us(1999999);
    int64_t us = until.tv_sec * 1000000 + until.tv_nsec / 1000 - ticks;
    CHECK(us >= 1999999 && us < 3999999);
    CHECK(until.tv_nsec >= 0 && until.tv_nsec < 1000000000);
}
