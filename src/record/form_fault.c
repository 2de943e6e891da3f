// SPDX-License-Identifier: Apache-2.0
#include "record/form_parts.h"
#include "record/schema_entry.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

// ICU's macros narrow integers in ways that are right and that they do not say.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
str form_capital(struct arena *mem, const char *label)
{
    str text = str_of(label);
    char first[U8_MAX_LENGTH];
    ptrdiff_t i = 0, n = 0;
    UChar32 c = 0;
    if (text.len == 0)
        return text;
    U8_NEXT(text.at, i, text.len, c);
    if (c <= 0)
        return text;
    c = u_totitle(c);
    U8_APPEND_UNSAFE(first, n, c);
    return str_fmt(mem, "%.*s%.*s", (int)n, first, STR_ARG(str_skip(text, i)));
}
#pragma GCC diagnostic pop

str form_anchor(struct arena *mem, str path)
{
    str out = str_fmt(mem, "f-%.*s", STR_ARG(path));
    char *at = str_z(mem, out);
    for (ptrdiff_t i = 0; i < out.len; i++)
        if (at[i] == '.')
            at[i] = '-';
    return (str){ at, out.len };
}

// A path as far as it leads to a control: "partners.2.role" to that of the role, "partners.2" to that of the partners.
enum { STEPS = 2 * SCHEMA_LEVELS };
struct place {
    const struct field *field; // NULL: the form as a whole
    str path, label;
    ptrdiff_t steps[STEPS];    // field, row, field, row, …, each from 1: where it stands in the form
};

static bool row_number(str step, ptrdiff_t *number)
{
    int64_t n = 0;
    if (!str_to_int(step, &n) || n < 0 || n >= PTRDIFF_MAX)
        return false;
    *number = (ptrdiff_t)n;
    return true;
}

static struct place place_find(struct form *form, str path)
{
    struct ctx *c = form->c;
    struct place place = { .label = STR_NONE };
    str rest = path, rows = STR_NONE;
    ptrdiff_t step = 0;
    const struct record_type *type = form->type;
    while (type && rest.len > 0) {
        ptrdiff_t number = 0;
        const struct field *field = field_find(type, str_cut(&rest, '.'));
        if (!field)
            break;
        ptrdiff_t end = rest.len > 0 ? rest.at - path.at - 1 : path.len;
        str label = str_of(tr(c, field->label));
        place.field = field;
        place.path = str_slice(path, 0, end);
        place.label = str_fmt(c->mem, "%.*s%.*s", STR_ARG(rows), STR_ARG(label));
        place.steps[step++] = field - type->fields + 1;
        type = field->many;
        if (!type || rest.len == 0 || !row_number(str_cut(&rest, '.'), &number))
            break;
        place.steps[step++] = number + 1;
        rows = str_fmt(c->mem, "%.*s%.*s %td: ", STR_ARG(rows), STR_ARG(form_capital(c->mem, tr(c, type->label))), number + 1);
    }
    return place;
}

str form_error(struct form *form, const struct field *field, str path)
{
    for (ptrdiff_t i = 0; form->faults && i < form->faults->n; i++) {
        const struct fault *fault = &form->faults->at[i];
        if (!str_starts(fault->field, path))
            continue;
        struct place place = place_find(form, fault->field);
        if (place.field == field && str_eq(place.path, path))
            return fault->reason;
    }
    return STR_NONE;
}

struct placed {
    struct place place;
    const struct fault *fault;
};

// As the form is read: the whole first, then from the top down; what is said of one field as it came.
static int by_place(const void *a, const void *b)
{
    const struct placed *one = a, *other = b;
    for (ptrdiff_t i = 0; i < STEPS; i++) {
        if (one->place.steps[i] != other->place.steps[i])
            return one->place.steps[i] < other->place.steps[i] ? -1 : 1;
    }
    return (one->fault > other->fault) - (one->fault < other->fault);
}

static struct value *fault_value(struct arena *mem, const struct placed *placed)
{
    const struct place *place = &placed->place;
    struct value *item = value_map(mem);
    value_set(mem, item, "field", value_text(mem, placed->fault->field));
    value_set(mem, item, "anchor", value_text(mem, place->field ? form_anchor(mem, place->path) : S("edit")));
    value_set(mem, item, "label", place->field ? value_text(mem, place->label) : value_null(mem));
    value_set(mem, item, "reason", value_text(mem, placed->fault->reason));
    return item;
}

struct value *form_faults(struct form *form)
{
    struct arena *mem = form->c->mem;
    struct value *out = value_list(mem);
    ptrdiff_t n = form->faults ? form->faults->n : 0;
    struct placed *placed = NEW(mem, struct placed, n);
    for (ptrdiff_t i = 0; i < n; i++)
        placed[i] = (struct placed){ place_find(form, form->faults->at[i].field), &form->faults->at[i] };
    if (n > 1)
        qsort(placed, (size_t)n, sizeof *placed, by_place);
    for (ptrdiff_t i = 0; i < n; i++)
        value_add(mem, out, fault_value(mem, &placed[i]));
    return out;
}
