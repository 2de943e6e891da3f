// SPDX-License-Identifier: Apache-2.0
#include "web/multipart.h"

#include "web/address.h"
#include "web/media.h"
#include "web/request.h"

struct part {
    str name, content;
    bool is_file;
    str filename;
};

static enum err unreadable(struct ctx *c, const char *detail)
{
    fail_detail(c, "multipart: %s", detail);
    return fail(c, ERR_MALFORMED, N_("the form cannot be read: its parts are not put together as a form's should be"));
}

// The header lines of a part, up to the empty line; *body is left at what follows it.
static bool read_headers(str *body, struct part *part)
{
    ptrdiff_t end = str_find(str_slice(*body, 0, MULTIPART_HEADERS_MAX), S("\r\n\r\n"));
    if (end < 0)
        return false;
    str lines = str_slice(*body, 0, end);
    *body = str_skip(*body, end + 4);
    while (lines.len > 0) {
        str line = str_trim(str_cut(&lines, '\n'));
        str name = str_cut(&line, ':');
        if (!str_eq_nocase(name, S("Content-Disposition")))
            continue;
        str rest = line;
        if (!str_eq_nocase(str_trim(str_cut(&rest, ';')), S("form-data")))
            return false;
        part->name = media_parameter(line, S("name"));
        part->filename = media_parameter(line, S("filename"));
        part->is_file = str_find(line, S("filename")) >= 0;
    }
    return part->name.len > 0;
}

static enum err put_part(struct ctx *c, struct value *form, const struct part *part)
{
    if (part->is_file && part->content.len == 0 && part->filename.len == 0)
        return OK;
    if (part->is_file)
        return fail(c, ERR_MALFORMED, N_("files cannot be sent here yet: remove the file and send the form again"));
    if (!str_is_utf8(part->name) || !str_is_utf8(part->content))
        return fail(c, ERR_MALFORMED, N_("the values sent cannot be read: they are not well-formed text in UTF-8"));
    return address_put(c, form, part->name, part->content);
}

// Between two boundaries: the part's headers and content. *last after the closing one.
static enum err next_part(struct ctx *c, str mark, str *rest, struct part *part, bool *last)
{
    *last = str_starts(*rest, S("--"));
    if (*last)
        return OK;
    if (!str_starts(*rest, S("\r\n")))
        return unreadable(c, "no line end after a boundary");
    *rest = str_skip(*rest, 2);
    if (!read_headers(rest, part))
        return unreadable(c, "a part without a readable head");
    ptrdiff_t end = str_find(*rest, mark);
    if (end < 0)
        return unreadable(c, "a part that does not end");
    part->content = str_slice(*rest, 0, end);
    *rest = str_skip(*rest, end + mark.len);
    return OK;
}

enum err multipart_read(struct ctx *c, str boundary, str body, struct value **out)
{
    struct value *form = value_map(c->mem);
    *out = form;
    if (boundary.len == 0 || boundary.len > MULTIPART_BOUNDARY_MAX)
        return unreadable(c, "no boundary");
    str mark = str_fmt(c->mem, "\r\n--%.*s", STR_ARG(boundary));
    str rest = body;
    if (!str_starts(rest, str_skip(mark, 2)))
        return unreadable(c, "it does not begin with its boundary");
    rest = str_skip(rest, mark.len - 2);
    for (int n = 0; n <= LIMIT_PARAMETERS; n++) {
        struct part part = { 0 };
        bool last = false;
        enum err e = next_part(c, mark, &rest, &part, &last);
        if (e == OK && !last)
            e = put_part(c, form, &part);
        if (e != OK || last)
            return e;
    }
    return fail(c, ERR_MALFORMED, N_("there are too many values: at most %d are read"), LIMIT_PARAMETERS);
}
