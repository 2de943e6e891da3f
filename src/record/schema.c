// SPDX-License-Identifier: Apache-2.0
#include "record/schema.h"

#include "record/schema_entry.h"
#include "record/ddl.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

const char *(*schema_state_label)(const struct record_type *, str state);

enum { TYPES_MAX = 256 };

static struct {
    struct arena *mem;
    struct type_entry *entries[TYPES_MAX];
    ptrdiff_t entry_count;
    const struct record_type *top[TYPES_MAX];
    ptrdiff_t top_count;
    struct map by_name, by_plural, by_former;
} schema;

_Noreturn void schema_abort(const struct record_type *type, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fprintf(stderr, "record type %s: ", type->name ? type->name : "without a name");
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
    va_end(args);
    abort();
}

static void entry_fields(struct type_entry *entry)
{
    map_init(&entry->fields, schema.mem);
    for (ptrdiff_t i = 0; i < entry->type->field_count; i++) {
        // The map holds pointers to anything; these rows are read only through const.
        union {
            const struct field *row;
            void *any;
        } field = { .row = &entry->type->fields[i] };
        if (!field.row->name)
            schema_abort(entry->type, "field %td has no name", i);
        if (map_get(&entry->fields, str_of(field.row->name)))
            schema_abort(entry->type, "two fields are named %s", field.row->name);
        map_put(&entry->fields, str_of(field.row->name), field.any);
    }
}

static void add_type(const struct record_type *type, const struct type_entry *parent, const struct field *held_by)
{
    struct type_entry *entry = NEW(schema.mem, struct type_entry, 1);
    *entry = (struct type_entry){ .type = type, .parent = parent, .held_by = held_by, .level = parent ? parent->level + 1 : 0 };
    if (!type->name)
        schema_abort(type, "give it one");
    if (parent && type->plural)
        schema_abort(parent->type, "%s: %s has a plural, so it is no child type", held_by->name, type->name);
    if (entry->level >= SCHEMA_LEVELS)
        schema_abort(type, "its rows are nested deeper than %d levels", SCHEMA_LEVELS);
    if (map_get(&schema.by_name, str_of(type->name)))
        schema_abort(type, "it is registered twice, or is the child of two fields");
    if (schema.entry_count == TYPES_MAX)
        schema_abort(type, "there are more than %d types", TYPES_MAX);
    map_put(&schema.by_name, str_of(type->name), entry);
    if (type->was)
        map_put(&schema.by_former, str_of(type->was), entry);
    schema.entries[schema.entry_count++] = entry;
    entry_fields(entry);
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        if (type->fields[i].many)
            add_type(type->fields[i].many, entry, &type->fields[i]);
    }
}

static void add_top_type(const struct record_type *type)
{
    if (!type->plural)
        schema_abort(type, "a type without a plural is a child type: name it in an F_MANY instead");
    add_type(type, NULL, NULL);
    if (map_get(&schema.by_plural, str_of(type->plural)))
        schema_abort(type, "another type has the plural %s", type->plural);
    map_put(&schema.by_plural, str_of(type->plural), map_get(&schema.by_name, str_of(type->name)));
    schema.top[schema.top_count++] = type;
}

void schema_register(const struct record_type *const *types, ptrdiff_t n)
{
    arena_close(schema.mem);
    schema.mem = arena_open("schema", ARENA_BOOT);
    schema.entry_count = schema.top_count = 0;
    map_init(&schema.by_name, schema.mem);
    map_init(&schema.by_plural, schema.mem);
    map_init(&schema.by_former, schema.mem);
    for (ptrdiff_t i = 0; i < n; i++)
        add_top_type(types[i]);
    for (ptrdiff_t i = 0; i < schema.entry_count; i++)
        schema_rules(schema.entries[i]);
    for (ptrdiff_t i = 0; i < schema.entry_count; i++)
        schema.entries[i]->sql = ddl_statements(schema.mem, schema.entries[i]);
}

ptrdiff_t schema_count(void)
{
    return schema.top_count;
}

const struct record_type *schema_at(ptrdiff_t i)
{
    return schema.top[i];
}

ptrdiff_t schema_entry_count(void)
{
    return schema.entry_count;
}

const struct type_entry *schema_entry_at(ptrdiff_t i)
{
    return schema.entries[i];
}

static const struct type_entry *entry_of(const struct map *map, str name)
{
    return map->mem ? map_get(map, name) : NULL;
}

const struct record_type *schema_find(str name)
{
    const struct type_entry *entry = entry_of(&schema.by_name, name);
    return entry ? entry->type : NULL;
}

const struct record_type *schema_find_stored(str name)
{
    const struct type_entry *entry = entry_of(&schema.by_former, name);
    return entry ? entry->type : schema_find(name);
}

const struct record_type *schema_find_plural(str name)
{
    const struct type_entry *entry = entry_of(&schema.by_plural, name);
    return entry ? entry->type : NULL;
}

const struct type_entry *schema_entry(const struct record_type *type)
{
    const struct type_entry *entry = entry_of(&schema.by_name, str_of(type->name));
    if (!entry || entry->type != type)
        schema_abort(type, "it was never registered");
    return entry;
}

const struct record_type *type_parent(const struct record_type *type)
{
    const struct type_entry *entry = schema_entry(type);
    return entry->parent ? entry->parent->type : NULL;
}

str type_former_name(const struct record_type *type)
{
    return str_of(type->was ? type->was : type->name);
}

const struct field *field_find(const struct record_type *type, str name)
{
    return map_get(&schema_entry(type)->fields, name);
}

bool type_is_public_state(const struct record_type *type, str state)
{
    if (!type->public_states)
        return true;
    for (const char *const *one = type->public_states; *one; one++) {
        if (str_eq(str_of(*one), state))
            return true;
    }
    return false;
}

bool field_is_readable(const struct field *f, roles viewer)
{
    return f->read == 0 || (f->read & viewer) != 0;
}

// What one cannot see one cannot change: a form that does not show it would empty it.
bool field_is_writable(const struct field *f, roles viewer)
{
    return field_is_readable(f, viewer) && !(f->flags & COMPUTED) && (f->write == 0 || (f->write & viewer) != 0);
}

void *record_new(struct arena *mem, const struct record_type *type)
{
    return arena_alloc(mem, 1, type->size, (ptrdiff_t)_Alignof(max_align_t));
}
