// SPDX-License-Identifier: Apache-2.0
#include "record/kind.h"

#include "base/buf.h"
#include "record/store.h"

#include <string.h>

ptrdiff_t field_max(const struct field *f)
{
    return f->max ? f->max : f->kind->max;
}

bool field_is_codes(const struct field *f)
{
    return f->kind->columns == 0 && !f->many;
}

const void *field_member(const struct field *f, const void *row)
{
    return (const char *)row + f->at;
}

void *field_room(const struct field *f, void *row)
{
    return (char *)row + f->at;
}

bool field_is_empty(const struct field *f, const void *row)
{
    return f->kind->is_empty(field_member(f, row));
}

// A MANY() member has another pointer type for each row struct, so it is copied in and out as bytes.
struct many many_get(const void *member)
{
    struct many many;
    memcpy(&many, member, sizeof many);
    return many;
}

void many_set(void *member, struct many many)
{
    memcpy(member, &many, sizeof many);
}

void *many_row(const struct field *f, struct many many, ptrdiff_t i)
{
    return (char *)many.at + i * f->many->size;
}

static const struct choice *choice_find(const struct field *f, str code)
{
    for (const struct choice *one = f->choices; one && one->code; one++) {
        if (str_eq(str_of(one->code), code))
            return one;
    }
    return NULL;
}

bool field_has_code(const struct field *f, str code)
{
    return f->list ? f->list->has(code) : choice_find(f, code) != NULL;
}

str field_code_label(struct ctx *c, const struct field *f, str code)
{
    int64_t id = 0;
    if (f->list)
        return f->list->has(code) ? f->list->label(c, code) : code;
    if (f->refers) {
        str title = str_to_int(code, &id) ? store_title(c, schema_find(str_of(f->refers)), id) : STR_NONE;
        return title.len > 0 ? title : code;
    }
    if (f->kind == &kind_yes)
        return str_of(str_eq(code, S("yes")) ? tr(c, N_("yes")) : tr(c, N_("no")));
    const struct choice *one = choice_find(f, code);
    return one ? str_of(tr(c, one->label)) : code;
}

bool kind_is_nothing(const struct kind_case *k, const struct value *in)
{
    if (!in || in->kind == V_NULL)
        return true;
    return k->reading == READING_FORM && in->kind == V_TEXT && str_trim(in->text).len == 0;
}

bool kind_refuse(struct ctx *c, const struct kind_case *k, const char *reason)
{
    fault_add(c, k->faults, k->path, "%s", tr(c, reason));
    return false;
}

bool kind_text_of(struct ctx *c, const struct kind_case *k, const struct value *in, str *out)
{
    *out = STR_NONE;
    if (!in || in->kind == V_NULL)
        return true;
    bool is_text = in->kind == V_TEXT || in->kind == V_RICH || in->kind == V_CODE;
    if (!is_text)
        return kind_refuse(c, k, k->reading == READING_JSON ? N_("write text in quotes") : N_("give one value, not several"));
    if (!str_is_utf8(in->text))
        return kind_refuse(c, k, N_("this has characters that cannot be read: send it as UTF-8 text, without NUL"));
    *out = in->text;
    return true;
}
