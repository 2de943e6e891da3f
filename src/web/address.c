// SPDX-License-Identifier: Apache-2.0
#include "web/address.h"

#include "web/request.h"

// Not a type's own limit, which is lower and said as a fault.
enum { ROWS_MAX = 1000 }; // of one list in a form

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

enum plus { PLUS_IS_ITSELF, PLUS_IS_SPACE };

// False when a percent sign is not followed by two hexadecimal digits, or what comes out is not text.
static bool decode(struct arena *mem, str raw, enum plus plus, str *out)
{
    char *to = NEW(mem, char, raw.len + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < raw.len; i++) {
        char c = raw.at[i];
        if (c == '+' && plus == PLUS_IS_SPACE)
            c = ' ';
        if (c == '%') {
            int high = i + 2 < raw.len ? hex_digit(raw.at[i + 1]) : -1;
            int low = i + 2 < raw.len ? hex_digit(raw.at[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        }
        to[n++] = c;
    }
    *out = (str){ to, n };
    return str_is_utf8(*out);
}

static bool has_control(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.at[i] < ' ' || s.at[i] == 0x7F)
            return true;
    }
    return false;
}

// Decoded segments; a slash that appears only by decoding would make two segments of one.
static bool segments_are_plain(str raw, str path)
{
    ptrdiff_t slashes = 0, decoded_slashes = 0;
    for (ptrdiff_t i = 0; i < raw.len; i++)
        slashes += raw.at[i] == '/';
    for (ptrdiff_t i = 0; i < path.len; i++)
        decoded_slashes += path.at[i] == '/';
    if (slashes != decoded_slashes || str_find_byte(path, '\\') >= 0)
        return false;
    str rest = str_skip(path, 1);
    while (rest.len > 0) {
        bool last = str_find_byte(rest, '/') < 0;
        str segment = str_cut(&rest, '/');
        if (str_eq(segment, S(".")) || str_eq(segment, S("..")) || (segment.len == 0 && !last))
            return false;
    }
    return true;
}

enum err address_path(struct ctx *c, str raw, str *path)
{
    if (raw.len > LIMIT_PATH)
        return fail(c, ERR_MALFORMED, N_("the address is too long: its path may have %d characters"), LIMIT_PATH);
    str decoded;
    if (!decode(c->mem, raw, PLUS_IS_ITSELF, &decoded) || has_control(decoded))
        return fail(c, ERR_MALFORMED, N_("the address cannot be read: it is not well-formed text"));
    if (!str_starts(raw, S("/")) || !segments_are_plain(raw, decoded))
        return fail(c, ERR_MALFORMED, N_("the address cannot be read: its path must be plain, without dots or hidden slashes"));
    *path = decoded;
    return OK;
}

struct pairs {
    str rest;
    int n;
};

// The next "name=value" of raw text; *more is false at the end.
static enum err next_pair(struct ctx *c, struct pairs *p, str *name, str *text, bool *more)
{
    *more = false;
    while (p->rest.len > 0) {
        str pair = str_cut(&p->rest, '&');
        if (pair.len == 0)
            continue;
        if (++p->n > LIMIT_PARAMETERS)
            return fail(c, ERR_MALFORMED, N_("there are too many values: at most %d are read"), LIMIT_PARAMETERS);
        str raw_name = str_cut(&pair, '=');
        if (!decode(c->mem, raw_name, PLUS_IS_SPACE, name) || !decode(c->mem, pair, PLUS_IS_SPACE, text))
            return fail(c, ERR_MALFORMED, N_("the values sent cannot be read: they are not well-formed text in UTF-8"));
        *more = true;
        return OK;
    }
    return OK;
}

enum err address_query(struct ctx *c, str raw, struct value **out)
{
    struct value *query = value_map(c->mem);
    struct pairs p = { .rest = raw };
    str name = STR_NONE, text = STR_NONE;
    bool more = true;
    while (more) {
        enum err e = next_pair(c, &p, &name, &text, &more);
        if (e != OK)
            return e;
        if (!more)
            break;
        struct value *present = value_member(query, name);
        struct value *item = value_text(c->mem, text);
        if (!present) {
            value_append(c->mem, query, name, item);
        } else if (present->kind == V_LIST) {
            value_add(c->mem, present, item);
        } else {
            struct value *several = value_list(c->mem);
            value_add(c->mem, several, value_text(c->mem, value_as_text(present)));
            value_add(c->mem, several, item);
            value_put(c->mem, query, name, several);
        }
    }
    *out = query;
    return OK;
}

// The value at a path, to be added to.
static struct value *present_at(struct value *form, str path)
{
    struct value *at = form;
    while (at && path.len > 0) {
        str step = str_cut(&path, '.');
        int64_t i = 0;
        if (at->kind == V_MAP)
            at = value_member(at, step);
        else if (at->kind == V_LIST && str_to_int(step, &i) && i >= 0 && i < at->list.n)
            at = at->list.at[i];
        else
            at = NULL;
    }
    return at;
}

// A list of texts that this reader made of a repeated name, as against rows.
static bool is_texts(const struct value *v)
{
    return v->kind == V_LIST && value_count(v) > 0 && value_at(v, 0)->kind == V_TEXT;
}

enum err address_put(struct ctx *c, struct value *form, str path, str text)
{
    struct value *item = value_text(c->mem, text);
    struct value *present = path.len > 0 ? present_at(form, path) : NULL;
    if (present && is_texts(present)) {
        value_add(c->mem, present, item);
        return OK;
    }
    if (present && present->kind != V_TEXT)
        return fail(c, ERR_MALFORMED, N_("the form cannot be read: “%.*s” is given twice, in two shapes"), STR_ARG(path));
    if (present) {
        struct value *several = value_list(c->mem);
        value_add(c->mem, several, value_text(c->mem, present->text));
        value_add(c->mem, several, item);
        item = several;
    }
    if (path.len == 0 || !value_put_path(c->mem, form, path, item, ROWS_MAX))
        return fail(c, ERR_MALFORMED, N_("the form cannot be read: the name “%.*s” does not fit the others"),
                    STR_ARG(str_first_points(path, 100)));
    return OK;
}

enum err address_form(struct ctx *c, str raw, struct value **out)
{
    struct value *form = value_map(c->mem);
    struct pairs p = { .rest = raw };
    str name = STR_NONE, text = STR_NONE;
    bool more = true;
    while (more) {
        enum err e = next_pair(c, &p, &name, &text, &more);
        if (e == OK && more)
            e = address_put(c, form, name, text);
        if (e != OK)
            return e;
    }
    *out = form;
    return OK;
}

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
           c == '~';
}

void address_encode(struct buf *b, str s)
{
    static const char digits[] = "0123456789ABCDEF";
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (is_unreserved((char)c)) {
            buf_byte(b, (char)c);
            continue;
        }
        buf_byte(b, '%');
        buf_byte(b, digits[c >> 4]);
        buf_byte(b, digits[c & 15]);
    }
}

bool address_is_local(str s)
{
    return s.len > 0 && s.len <= LIMIT_PATH && s.at[0] == '/' && !str_starts(s, S("//")) && str_find_byte(s, '\\') < 0 &&
           !has_control(s) && str_is_utf8(s);
}
