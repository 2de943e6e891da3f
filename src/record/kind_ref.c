// SPDX-License-Identifier: Apache-2.0
// A reference to another record: its number, {"id": 12} as our own answers have it, or in a form its title. That it exists and
// may be seen is looked at by record_check, with all other rules.
#include "record/kind.h"
#include "record/store.h"

static const struct record_type *referred(const struct field *f)
{
    return schema_find(str_of(f->refers));
}

static bool id_of_title(struct ctx *c, const struct kind_case *k, str title, int64_t *id)
{
    const struct record_type *type = referred(k->field);
    if (store_find_title(c, type, title, id) != OK)
        return kind_refuse(c, k, N_("this could not be looked up now: try again shortly"));
    if (*id)
        return true;
    fault_add(c, k->faults, k->path, N_("there is no %s of this name, or several: choose one from the list, or add it first"),
              tr(c, type->label));
    return false;
}

static bool id_of_form(struct ctx *c, const struct kind_case *k, const struct value *in, int64_t *id)
{
    str s;
    if (!kind_text_of(c, k, in, &s))
        return false;
    s = str_trim(s);
    return str_to_int(s, id) || id_of_title(c, k, s, id);
}

static bool id_of_json(struct ctx *c, const struct kind_case *k, const struct value *in, int64_t *id)
{
    const struct value *number = in->kind == V_MAP ? value_get(in, S("id")) : in;
    if (!number || number->kind != V_INT)
        return kind_refuse(c, k, N_("write the number of the record, or {\"id\": its number}"));
    *id = number->number;
    return true;
}

static bool ref_read(struct ctx *c, const struct kind_case *k, const struct value *in, void *member)
{
    int64_t id = 0;
    bool nothing = kind_is_nothing(k, in);
    if (!nothing && !(k->reading == READING_FORM ? id_of_form(c, k, in, &id) : id_of_json(c, k, in, &id)))
        return false;
    if (!nothing && id <= 0)
        return kind_refuse(c, k, N_("numbers of records begin with 1"));
    *(int64_t *)member = id;
    return true;
}

static struct value *ref_value(struct ctx *c, const struct field *f, const void *member, roles viewer)
{
    int64_t id = *(const int64_t *)member;
    if (id == 0)
        return value_null(c->mem);
    const struct record_type *type = referred(f);
    struct value *map = value_map(c->mem);
    str name = store_title_seen(c, type, id, viewer);
    value_set(c->mem, map, "id", value_int(c->mem, id));
    value_set(c->mem, map, "name", value_text(c->mem, name));
    if (name.len > 0)
        value_set(c->mem, map, "path", value_text(c->mem, str_fmt(c->mem, "/%s/%lld", type->plural, (long long)id)));
    return map;
}

static void ref_to_columns(const struct field *f, const void *member, struct val *out)
{
    (void)f;
    int64_t id = *(const int64_t *)member;
    out[0] = id ? INT(id) : NIL;
}

static void ref_from_row(struct ctx *c, const struct field *f, const struct rows *rows, ptrdiff_t column, void *member)
{
    (void)c, (void)f;
    *(int64_t *)member = rows_int(rows, column);
}

static bool ref_is_empty(const void *member)
{
    return *(const int64_t *)member == 0;
}

static struct value *ref_schema(struct ctx *c, const struct field *f)
{
    (void)f;
    struct value *schema = value_map(c->mem), *any = value_list(c->mem);
    struct value *full = value_map(c->mem), *number = value_map(c->mem), *none = value_map(c->mem);
    value_set(c->mem, full, "$ref", value_text(c->mem, S("#/components/schemas/Reference")));
    value_set(c->mem, number, "type", value_text(c->mem, S("integer")));
    value_set(c->mem, none, "type", value_text(c->mem, S("null")));
    value_add(c->mem, any, full);
    value_add(c->mem, any, number);
    value_add(c->mem, any, none);
    value_set(c->mem, schema, "oneOf", any);
    return schema;
}

static void ref_facet(struct ctx *c, const struct field *f, const void *member, struct facet_sink *sink)
{
    (void)f;
    int64_t id = *(const int64_t *)member;
    if (id)
        facet_put(sink, str_fmt(c->mem, "%lld", (long long)id));
}

static str ref_words(struct ctx *c, const struct field *f, const void *member)
{
    int64_t id = *(const int64_t *)member;
    return id ? store_title(c, referred(f), id) : STR_NONE;
}

const struct kind kind_ref = {
    .name = "ref", .input = "ref", .size = (ptrdiff_t)sizeof(int64_t),
    .columns = 1, .suffix = { "" }, .type = { COLUMN_INT },
    .read = ref_read, .value = ref_value, .to_columns = ref_to_columns, .from_row = ref_from_row, .is_empty = ref_is_empty,
    .schema = ref_schema, .facet = ref_facet, .words = ref_words,
};
