// SPDX-License-Identifier: Apache-2.0
// Kinds that are text: one line, several lines, Markdown, addresses, identifiers.
#include "base/buf.h"
#include "record/kind.h"
#include "text/markdown.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

static bool is_space(char ch)
{
    return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r' || ch == '\f' || ch == '\v';
}

// C0 (but tab, line feed and carriage return, which were dealt with), DEL and C1: nothing a reader could see.
static bool has_controls(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char ch = (unsigned char)s.at[i];
        bool c1 = ch == 0xC2 && i + 1 < s.len && (unsigned char)s.at[i + 1] < 0xA0;
        if ((ch < 0x20 && ch != '\n' && ch != '\t') || ch == 0x7F || c1)
            return true;
    }
    return false;
}

// ICU's macro narrows integers in ways that are right and that it does not say.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
static UChar32 point_next(str s, ptrdiff_t *at)
{
    UChar32 point;
    ptrdiff_t i = *at;
    U8_NEXT(s.at, i, s.len, point);
    *at = i;
    return point;
}
#pragma GCC diagnostic pop

enum line { ONE_LINE, LINES, ADDRESS };

// Overrides make a text read otherwise than it is written, and what is opened in a name and not closed turns what stands after it
// on a page (Unicode TR36, bidirectional text spoofing). Marks (U+200E, U+200F, U+061C) and joiners, which some scripts need, are let be.
static bool turns_direction(UChar32 point, enum line line)
{
    if (point == 0x202D || point == 0x202E)
        return true;
    return line != LINES && ((point >= 0x202A && point <= 0x202C) || (point >= 0x2066 && point <= 0x2069));
}

static bool is_visible(UChar32 point)
{
    bool filler = point == 0x115F || point == 0x1160 || point == 0x3164 || point == 0xFFA0 || point == 0x2800;
    return !filler && u_isgraph(point) && u_charType(point) != U_FORMAT_CHAR;
}

static bool check_seen(struct ctx *c, const struct kind_case *k, str s, enum line line)
{
    bool seen = s.len == 0 || line == ADDRESS, turned = false;
    for (ptrdiff_t at = 0; at < s.len;) {
        UChar32 point = point_next(s, &at);
        seen = line == ADDRESS ? seen && is_visible(point) : seen || is_visible(point);
        turned = turned || turns_direction(point, line);
    }
    if (turned)
        return kind_refuse(c, k, N_("this has marks that turn the direction of writing, so that it reads as something else: type it again"));
    return seen || kind_refuse(c, k, N_("this has characters that nobody can see: type it again without them"));
}

// One line: runs of white space become one space, none at the ends.
static str folded(struct arena *mem, str s)
{
    char *to = NEW(mem, char, s.len + 1);
    ptrdiff_t n = 0;
    s = str_trim(s);
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (!is_space(s.at[i]))
            to[n++] = s.at[i];
        else if (!is_space(s.at[i - 1]))
            to[n++] = ' ';
    }
    return (str){ to, n };
}

// Several lines: line ends as line feeds, no empty lines before, no white space after.
static str straightened(struct arena *mem, str s)
{
    char *to = NEW(mem, char, s.len + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.at[i] != '\r')
            to[n++] = s.at[i];
        else if (i + 1 == s.len || s.at[i + 1] != '\n')
            to[n++] = '\n';
    }
    while (n > 0 && is_space(to[n - 1]))
        n--;
    ptrdiff_t from = 0, line = 0;
    while (from < n && is_space(to[from])) {
        if (to[from++] == '\n')
            line = from;
    }
    return (str){ to + line, n - line };
}

static bool check_length(struct ctx *c, const struct kind_case *k, str s)
{
    ptrdiff_t max = field_max(k->field), points = str_points(s);
    if (points <= max)
        return true;
    fault_add(c, k->faults, k->path, N_("shorten it to %td characters; it has %td"), max, points);
    return false;
}

static bool take(struct ctx *c, const struct kind_case *k, str s, enum line line, void *member)
{
    if (has_controls(s)) {
        fault_add(c, k->faults, k->path, N_("this has control characters, which nobody can see: type it again without them"));
        return false;
    }
    if (!check_length(c, k, s) || !check_seen(c, k, s, line))
        return false;
    *(str *)member = s;
    return true;
}

static bool read_line(struct ctx *c, const struct kind_case *k, const struct value *in, void *member)
{
    str s;
    return kind_text_of(c, k, in, &s) && take(c, k, folded(c->mem, s), ONE_LINE, member);
}

static bool read_lines(struct ctx *c, const struct kind_case *k, const struct value *in, void *member)
{
    str s;
    return kind_text_of(c, k, in, &s) && take(c, k, straightened(c->mem, s), LINES, member);
}

// A name before the host ("https://bank.example@elsewhere.example/") is there to deceive.
static bool has_user(str rest)
{
    for (ptrdiff_t i = 0; i < rest.len && !strchr("/?#", rest.at[i]); i++) {
        if (rest.at[i] == '@')
            return true;
    }
    return false;
}

// RFC 3986, as far as it matters: http or https, a host, none of the characters an address cannot have.
static bool is_link(str s)
{
    str rest = str_skip(s, str_starts(s, S("https://")) ? 8 : str_starts(s, S("http://")) ? 7 : s.len);
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (strchr(" <>\"\\^`{|}", s.at[i]))
            return false;
    }
    return rest.len > 0 && !strchr("/?#:@", rest.at[0]) && !has_user(rest);
}

static bool read_link(struct ctx *c, const struct kind_case *k, const struct value *in, void *member)
{
    str s;
    if (!kind_text_of(c, k, in, &s))
        return false;
    s = folded(c->mem, s);
    bool bare = s.len > 0 && str_find(s, S(":")) < 0 && str_find(s, S(".")) > 0;
    if (k->reading == READING_FORM && bare)
        s = str_fmt(c->mem, "https://%.*s", STR_ARG(s));
    if (s.len > 0 && !is_link(s))
        return kind_refuse(c, k, N_("write the whole address of the page, such as https://example.org/about"));
    return take(c, k, s, ADDRESS, member);
}

// A dot within the domain, one @, nothing that RFC 5321 would have to quote. Whether it exists, only a message can tell.
static bool is_email(str s)
{
    ptrdiff_t at = str_find_byte(s, '@');
    str domain = str_skip(s, at + 1);
    ptrdiff_t dot = str_find_byte(domain, '.');
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (strchr(" ,;:<>()[]\"\\", s.at[i]))
            return false;
    }
    return at > 0 && at <= 64 && str_find_byte(domain, '@') < 0 && dot > 0 && domain.at[domain.len - 1] != '.';
}

static bool read_email(struct ctx *c, const struct kind_case *k, const struct value *in, void *member)
{
    str s;
    if (!kind_text_of(c, k, in, &s))
        return false;
    s = folded(c->mem, s);
    if (s.len > 0 && !is_email(s))
        return kind_refuse(c, k, N_("write one e-mail address, such as name@example.org"));
    return take(c, k, s, ADDRESS, member);
}

static bool is_code(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char ch = s.at[i];
        bool letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9');
        if (!letter && !strchr("-_./:", ch))
            return false;
    }
    return true;
}

static bool read_code(struct ctx *c, const struct kind_case *k, const struct value *in, void *member)
{
    str s;
    if (!kind_text_of(c, k, in, &s))
        return false;
    s = str_trim(s);
    if (!is_code(s))
        return kind_refuse(c, k, N_("use letters, digits and - _ . / : only, without spaces"));
    return take(c, k, s, ONE_LINE, member);
}

static struct value *text_value(struct ctx *c, const struct field *f, const void *member, roles viewer)
{
    (void)f, (void)viewer;
    return value_text(c->mem, *(const str *)member);
}

static struct value *rich_value(struct ctx *c, const struct field *f, const void *member, roles viewer)
{
    (void)f, (void)viewer;
    return value_rich(c->mem, *(const str *)member);
}

static void text_to_columns(const struct field *f, const void *member, struct val *out)
{
    (void)f;
    out[0] = TEXT(*(const str *)member);
}

static void text_from_row(struct ctx *c, const struct field *f, const struct rows *rows, ptrdiff_t column, void *member)
{
    (void)f;
    *(str *)member = rows_text(c, rows, column);
}

static bool text_is_empty(const void *member)
{
    return ((const str *)member)->len == 0;
}

static struct value *text_schema(struct ctx *c, const struct field *f)
{
    struct value *schema = value_map(c->mem);
    value_set(c->mem, schema, "type", value_text(c->mem, S("string")));
    value_set(c->mem, schema, "maxLength", value_int(c->mem, field_max(f)));
    return schema;
}

static struct value *link_schema(struct ctx *c, const struct field *f)
{
    struct value *schema = text_schema(c, f);
    value_set(c->mem, schema, "pattern", value_text(c->mem, S("^(https?://.+)?$")));
    return schema;
}

static struct value *code_schema(struct ctx *c, const struct field *f)
{
    struct value *schema = text_schema(c, f);
    value_set(c->mem, schema, "pattern", value_text(c->mem, S("^[A-Za-z0-9_./:-]*$")));
    return schema;
}

static str text_words(struct ctx *c, const struct field *f, const void *member)
{
    (void)c, (void)f;
    return *(const str *)member;
}

static str rich_words(struct ctx *c, const struct field *f, const void *member)
{
    (void)f;
    return markdown_plain(c->mem, *(const str *)member);
}

#define TEXT_KIND                                                                                                     \
    .size = (ptrdiff_t)sizeof(str), .columns = 1, .suffix = { "" }, .type = { COLUMN_TEXT }, .value = text_value,      \
    .to_columns = text_to_columns, .from_row = text_from_row, .is_empty = text_is_empty

const struct kind kind_text = {
    TEXT_KIND, .name = "text", .input = "text", .max = 300, .column_flags = { COLUMN_REQUIRED },
    .read = read_line, .schema = text_schema, .words = text_words,
};

const struct kind kind_long = {
    TEXT_KIND, .name = "long", .input = "textarea", .max = 5000, .column_flags = { COLUMN_REQUIRED },
    .read = read_lines, .schema = text_schema, .words = text_words,
};

const struct kind kind_rich = {
    .name = "rich", .input = "textarea", .size = (ptrdiff_t)sizeof(str), .max = 20000,
    .columns = 1, .suffix = { "" }, .type = { COLUMN_TEXT }, .column_flags = { COLUMN_REQUIRED },
    .read = read_lines, .value = rich_value, .to_columns = text_to_columns, .from_row = text_from_row,
    .is_empty = text_is_empty, .schema = text_schema, .words = rich_words,
};

const struct kind kind_link = {
    TEXT_KIND, .name = "link", .input = "text", .max = 2000, .column_flags = { COLUMN_REQUIRED },
    .read = read_link, .schema = link_schema, .words = text_words,
};

const struct kind kind_email = {
    TEXT_KIND, .name = "email", .input = "text", .max = 254, .column_flags = { COLUMN_REQUIRED },
    .read = read_email, .schema = text_schema, .words = text_words,
};

const struct kind kind_code = {
    TEXT_KIND, .name = "code", .input = "text", .max = 100, .column_flags = { COLUMN_REQUIRED | COLUMN_BYTEWISE },
    .read = read_code, .schema = code_schema, .words = text_words,
};
