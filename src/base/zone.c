// SPDX-License-Identifier: Apache-2.0
#include "base/zone.h"

#include "base/arena.h"
#include "base/files.h"
#include "base/time.h"

#include <pthread.h>

// tzcode's TZif files have about 600 names; the largest has some 3,500 bytes.
enum { ZONE_FILE_LIMIT = 128 << 10, ZONE_NAME_LIMIT = 64, ZONES_MEMORY = 64 << 20, DAY_S = 86400 };

// When daylight time begins or ends, in a POSIX TZ string: M (month, week, weekday), J (day 1..365, no leap day) or a plain
// day 0..365; at `time_s` after local midnight.
struct turn {
    char kind; // 'M', 'J' or 'D'
    int a, b, c;
    int64_t time_s;
};

struct zone {
    str name;
    int64_t count, types;
    const unsigned char *at;      // transition times, eight bytes each
    const unsigned char *kinds;   // index of the type that begins there
    const unsigned char *details; // six bytes a type: offset, is daylight, designation
    int32_t standard, daylight;   // after the last transition
    bool has_rule, has_daylight;
    struct turn begins, ends;
    struct zone *next;
};

static int64_t big_endian(const unsigned char *at, int n)
{
    uint64_t value = at[0] & 0x80 ? UINT64_MAX : 0;
    for (int i = 0; i < n; i++)
        value = value << 8 | at[i];
    return (int64_t)value;
}

// ---- the POSIX TZ string at the end of the file, such as EET-2EEST,M4.5.5/0,M10.5.4/24

static bool take_byte(str *s, char c)
{
    if (s->len == 0 || s->at[0] != c)
        return false;
    *s = str_skip(*s, 1);
    return true;
}

static bool take_number(str *s, int *out)
{
    ptrdiff_t n = 0;
    int value = 0;
    while (n < s->len && n < 4 && s->at[n] >= '0' && s->at[n] <= '9')
        value = value * 10 + (s->at[n++] - '0');
    *s = str_skip(*s, n);
    *out = value;
    return n > 0;
}

// [+-]hh[:mm[:ss]]
static bool take_time(str *s, int64_t *out)
{
    bool negative = take_byte(s, '-');
    if (!negative)
        take_byte(s, '+');
    int part[3] = { 0 };
    if (!take_number(s, &part[0]))
        return false;
    for (int i = 1; i < 3 && take_byte(s, ':'); i++) {
        if (!take_number(s, &part[i]))
            return false;
    }
    int64_t seconds = part[0] * 3600 + part[1] * 60 + part[2];
    *out = negative ? -seconds : seconds;
    return true;
}

static bool take_name(str *s)
{
    bool quoted = take_byte(s, '<');
    ptrdiff_t n = 0;
    while (n < s->len && (quoted ? s->at[n] != '>' : (s->at[n] | 0x20) >= 'a' && (s->at[n] | 0x20) <= 'z'))
        n++;
    *s = str_skip(*s, n);
    return n > 0 && (!quoted || take_byte(s, '>'));
}

static bool take_turn(str *s, struct turn *turn)
{
    *turn = (struct turn){ .kind = 'D', .time_s = 7200 };
    if (!take_byte(s, ','))
        return false;
    if (take_byte(s, 'M')) {
        turn->kind = 'M';
        if (!take_number(s, &turn->a) || !take_byte(s, '.') || !take_number(s, &turn->b) || !take_byte(s, '.'))
            return false;
        if (turn->a < 1 || turn->a > 12 || turn->b < 1 || turn->b > 5)
            return false;
        if (!take_number(s, &turn->c) || turn->c > 6)
            return false;
    } else {
        turn->kind = take_byte(s, 'J') ? 'J' : 'D';
        if (!take_number(s, &turn->a) || turn->a > 365)
            return false;
    }
    return !take_byte(s, '/') || take_time(s, &turn->time_s);
}

// In POSIX, west is positive.
static bool zone_read_rule(struct zone *zone, str s)
{
    int64_t west = 0;
    if (!take_name(&s) || !take_time(&s, &west))
        return false;
    zone->standard = (int32_t)-west;
    if (s.len == 0)
        return true;
    if (!take_name(&s))
        return false;
    west -= 3600;
    if (s.len > 0 && s.at[0] != ',' && !take_time(&s, &west))
        return false;
    zone->daylight = (int32_t)-west;
    zone->has_daylight = take_turn(&s, &zone->begins) && take_turn(&s, &zone->ends) && s.len == 0;
    return zone->has_daylight;
}

// Local seconds since 1970 at which the turn happens in that year.
static int64_t turn_in(struct turn turn, int year)
{
    int32_t january = date_days((date){ (int16_t)year, 1, 1 });
    int32_t day = january + turn.a;
    if (turn.kind == 'J') {
        bool leap = date_month_days(year, 2) == 29;
        day = january + turn.a - 1 + (leap && turn.a >= 60);
    } else if (turn.kind == 'M') {
        int32_t first = date_days((date){ (int16_t)year, (int8_t)turn.a, 1 });
        int32_t weekday = (first % 7 + 11) % 7; // 1970-01-01 was a Thursday, and Sunday is 0
        day = first + (turn.c - weekday + 7) % 7 + 7 * (turn.b - 1);
        if (day >= first + date_month_days(year, turn.a))
            day -= 7;
    }
    return (int64_t)day * DAY_S + turn.time_s;
}

static int32_t rule_offset(const struct zone *zone, int64_t seconds)
{
    if (!zone->has_daylight)
        return zone->standard;
    int64_t ms = 0;
    date day = { 0 };
    if (!__builtin_mul_overflow(seconds, (int64_t)1000, &ms))
        day = instant_date(ms, zone->standard);
    if (date_is_none(day))
        return zone->standard;
    int64_t begins = turn_in(zone->begins, day.year) - zone->standard;
    int64_t ends = turn_in(zone->ends, day.year) - zone->daylight;
    bool in_daylight = begins < ends ? seconds >= begins && seconds < ends : seconds >= begins || seconds < ends;
    return in_daylight ? zone->daylight : zone->standard;
}

// ---- the file

enum { HEAD = 44, COUNTS = 20 };

// isutcnt, isstdcnt, leapcnt, timecnt, typecnt, charcnt
struct counts {
    int64_t n[6];
};

static bool read_head(str file, struct counts *counts)
{
    if (file.len < HEAD || !str_starts(file, S("TZif")))
        return false;
    for (int i = 0; i < 6; i++) {
        counts->n[i] = big_endian((const unsigned char *)file.at + COUNTS + 4 * i, 4);
        if (counts->n[i] < 0 || counts->n[i] > ZONE_FILE_LIMIT)
            return false;
    }
    return true;
}

static ptrdiff_t block_size(struct counts k, int time_size)
{
    return (ptrdiff_t)(k.n[3] * time_size + k.n[3] + k.n[4] * 6 + k.n[5] + k.n[2] * (time_size + 4) + k.n[1] + k.n[0]);
}

static bool zone_read(struct zone *zone, str file)
{
    struct counts k;
    if (!read_head(file, &k) || file.at[4] < '2')
        return false;
    file = str_skip(file, HEAD + block_size(k, 4)); // the block of four-byte times is for readers of before 2005
    if (!read_head(file, &k) || file.len < HEAD + block_size(k, 8) || k.n[4] == 0)
        return false;
    zone->count = k.n[3];
    zone->types = k.n[4];
    zone->at = (const unsigned char *)file.at + HEAD;
    zone->kinds = zone->at + 8 * zone->count;
    zone->details = zone->kinds + zone->count;
    str rule = str_trim(str_skip(file, HEAD + block_size(k, 8)));
    zone->has_rule = rule.len > 0 && zone_read_rule(zone, rule);
    return true;
}

static int32_t type_offset(const struct zone *zone, int64_t type)
{
    return type < zone->types ? (int32_t)big_endian(zone->details + 6 * type, 4) : 0;
}

static int32_t offset_at(const struct zone *zone, int64_t seconds)
{
    int64_t low = 0, high = zone->count; // how many transitions lie at or before `seconds`
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (big_endian(zone->at + 8 * middle, 8) <= seconds)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == zone->count && zone->has_rule)
        return rule_offset(zone, seconds);
    return type_offset(zone, low == 0 ? 0 : zone->kinds[low - 1]);
}

// ---- those already read; never changed once they are in the list

static pthread_mutex_t zones_lock = PTHREAD_MUTEX_INITIALIZER;
static struct arena *zones_memory;
static struct zone *zones;

// Letters, digits and _ + - / in the names of the zone database; no path that leaves its folder.
static bool name_is_safe(str name)
{
    if (name.len == 0 || name.len > ZONE_NAME_LIMIT || name.at[0] == '/')
        return false;
    for (ptrdiff_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '+' && c != '-' && c != '/')
            return false;
    }
    return true;
}

static const struct zone *zone_load(str name)
{
    if (!zones_memory)
        zones_memory = arena_open("time zones", ZONES_MEMORY);
    arena_mark mark = arena_here(zones_memory);
    struct ctx c = { .mem = zones_memory };
    struct zone *zone = NEW(zones_memory, struct zone, 1);
    str file = STR_NONE;
    str path = str_fmt(zones_memory, "/usr/share/zoneinfo/%.*s", STR_ARG(name));
    if (file_read(&c, path.at, ZONE_FILE_LIMIT, &file) != OK || !zone_read(zone, file)) {
        arena_reset(zones_memory, mark);
        return NULL;
    }
    zone->name = str_copy(zones_memory, name);
    zone->next = zones;
    zones = zone;
    return zone;
}

static const struct zone *zone_find(str name)
{
    pthread_mutex_lock(&zones_lock);
    const struct zone *zone = zones;
    while (zone && !str_eq(zone->name, name))
        zone = zone->next;
    if (!zone)
        zone = zone_load(name);
    pthread_mutex_unlock(&zones_lock);
    return zone;
}

bool zone_offset(str zone, int64_t seconds, int32_t *offset)
{
    const struct zone *found = name_is_safe(zone) ? zone_find(zone) : NULL;
    *offset = found ? offset_at(found, seconds) : 0;
    return found != NULL;
}
