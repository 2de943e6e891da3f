// SPDX-License-Identifier: Apache-2.0
#include "db/migrate.h"

#include "base/buf.h"
#include "base/map.h"
#include "db/driver.h"
#include "db/table_inside.h"

#include <assert.h>

enum { PLAN_TEXT = 8 << 20 };

// --- the program's own tables

static const struct column info_columns[] = {
    { .name = "key", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "value", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED },
};
static const struct column change_columns[] = {
    { .name = "name", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "n", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
};
static const struct table own_tables[] = {
    { .name = "schema_info", .key = "key", .columns = info_columns, .column_count = COUNT(info_columns) },
    { .name = "change_counter", .key = "name", .columns = change_columns, .column_count = COUNT(change_columns) },
};

// --- what is there

struct planned {
    str text;
    struct planned *next;
};

struct plan {
    struct ctx *c;
    enum err err;       // of a look into what is stored
    struct arena *mem;
    const struct dialect *dialect;
    struct map there;   // "kind table name"
    struct planned *first, **last;
};

static str thing(struct arena *mem, const char *kind, str table, str name)
{
    return str_fmt(mem, "%s %.*s %.*s", kind, STR_ARG(table), STR_ARG(name));
}

static bool is_there(const struct plan *plan, const char *kind, str table, str name)
{
    return map_get(&plan->there, thing(plan->mem, kind, table, name)) != NULL;
}

static bool table_is_there(const struct plan *plan, str table)
{
    return is_there(plan, "table", table, S(""));
}

static enum err plan_begin(struct ctx *c, struct plan *plan)
{
    *plan = (struct plan){ .c = c, .mem = c->mem, .dialect = c->db->driver->dialect };
    plan->last = &plan->first;
    map_init(&plan->there, c->mem);
    struct rows *rows;
    enum err err = db_query(c, sql_built(str_of(c->db->driver->inventory)), NO_ARGS, &rows);
    for (bool more = true; err == OK && more;) {
        err = rows_next(c, rows, &more);
        if (err != OK || !more)
            break;
        const char *kind = str_z(c->mem, rows_peek(rows, 0));
        str table = rows_text(c, rows, 1);
        map_put(&plan->there, thing(c->mem, kind, table, rows_peek(rows, 2)), plan);
    }
    return err;
}

// --- what is to be done

static void plan_add(struct plan *plan, str text)
{
    struct planned *planned = NEW(plan->mem, struct planned, 1);
    planned->text = text;
    *plan->last = planned;
    plan->last = &planned->next;
}

// Several statements, each but perhaps the last ended by ";\n".
static void plan_add_all(struct plan *plan, str text)
{
    while (text.len > 0) {
        ptrdiff_t end = str_find(text, S(";\n"));
        plan_add(plan, end < 0 ? text : str_slice(text, 0, end));
        text = end < 0 ? STR_NONE : str_skip(text, end + 2);
    }
}

static void plan_column(struct plan *plan, const struct table *table, str stored, const struct column *column)
{
    if (is_there(plan, "column", stored, str_of(column->name)))
        return;
    if (column->was != NULL && is_there(plan, "column", stored, str_of(column->was)))
        plan_add(plan, str_fmt(plan->mem, "ALTER TABLE \"%s\" RENAME COLUMN \"%s\" TO \"%s\"", table->name, column->was,
                               column->name));
    else
        plan_add(plan, str_fmt(plan->mem, "ALTER TABLE \"%s\" ADD COLUMN %.*s", table->name,
                               STR_ARG(table_column(plan->mem, plan->dialect, column))));
}

static bool is_word(char b)
{
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_';
}

static str column_before(const struct plan *plan, const struct table *table, str stored, str name)
{
    for (ptrdiff_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        if (str_eq(str_of(column->name), name) && column->was != NULL && !is_there(plan, "column", stored, name))
            return str_of(column->was);
    }
    return name;
}

// The columns of an index as they were called before.
static str columns_before(const struct plan *plan, const struct table *table, str stored, str columns)
{
    struct buf out;
    buf_init(&out, plan->mem, PLAN_TEXT);
    for (ptrdiff_t i = 0, end; i < columns.len; i = end) {
        for (end = i; end < columns.len && is_word(columns.at[end]);)
            end++;
        buf_add(&out, column_before(plan, table, stored, str_slice(columns, i, end)));
        if (end < columns.len)
            buf_byte(&out, columns.at[end++]);
    }
    return buf_str(&out);
}

// An index is known by its name. One whose name comes from names before a rename is made anew.
static void plan_index(struct plan *plan, const struct table *table, str stored, const struct index *index)
{
    str name = table_index_name(plan->mem, table, index);
    if (is_there(plan, "index", stored, name))
        return;
    str before = table_index_name_of(plan->mem, stored, columns_before(plan, table, stored, str_of(index->columns)));
    if (!str_eq(before, name) && is_there(plan, "index", stored, before))
        plan_add(plan, str_fmt(plan->mem, "DROP INDEX \"%.*s\"", STR_ARG(before)));
    plan_add(plan, table_index(plan->mem, table, index));
}

static void plan_search(struct plan *plan, const struct table *table, str stored)
{
    str name = str_fmt(plan->mem, "%s_search", table->name);
    str before = str_fmt(plan->mem, "%.*s_search", STR_ARG(stored));
    if (table->search == NULL || table_is_there(plan, name))
        return;
    if (table_is_there(plan, before))
        plan_add(plan, str_fmt(plan->mem, "ALTER TABLE \"%.*s\" RENAME TO \"%.*s\"", STR_ARG(before), STR_ARG(name)));
    else
        plan_add_all(plan, dialect_text(plan->mem, plan->dialect->search_create, str_of(table->name)));
}

// Only where such rows are, so that a store that is up to date has an empty plan.
static void plan_word(struct plan *plan, const struct table *table, str stored, const struct word_change *word)
{
    int64_t found = 0;
    str look = str_fmt(plan->mem, "SELECT 1 FROM \"%.*s\" WHERE \"%s\" = ? LIMIT 1", STR_ARG(stored), word->column);
    enum err err = db_int(plan->c, sql_built(look), ARGS(TEXT(str_of(word->was))), &found);
    if (err == ERR_MISSING)
        fail_clear(plan->c);
    else if (err != OK && plan->err == OK)
        plan->err = err;
    if (err == OK)
        plan_add(plan, str_fmt(plan->mem, "UPDATE \"%s\" SET \"%s\" = '%s' WHERE \"%s\" = '%s'", table->name, word->column, word->now,
                               word->column, word->was));
}

static void plan_table(struct plan *plan, const struct table *table)
{
    str name = str_of(table->name), stored = name;
    if (!table_is_there(plan, name)) {
        stored = str_of(table->was);
        if (table->was == NULL || !table_is_there(plan, stored)) {
            plan_add_all(plan, table_create(plan->mem, plan->dialect, table));
            return;
        }
        plan_add(plan, str_fmt(plan->mem, "ALTER TABLE \"%s\" RENAME TO \"%s\"", table->was, table->name));
    }
    for (ptrdiff_t i = 0; i < table->column_count; i++)
        plan_column(plan, table, stored, &table->columns[i]);
    for (ptrdiff_t i = 0; i < table->index_count; i++)
        plan_index(plan, table, stored, &table->indexes[i]);
    for (ptrdiff_t i = 0; i < table->word_count; i++)
        plan_word(plan, table, stored, &table->words[i]);
    plan_search(plan, table, stored);
}

static void plan_tables(struct plan *plan, const struct table *const *tables, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < COUNT(own_tables); i++)
        plan_table(plan, &own_tables[i]);
    for (ptrdiff_t i = 0; i < n; i++)
        plan_table(plan, tables[i]);
}

enum err migrate_plan(struct ctx *c, const struct table *const *tables, ptrdiff_t n, str *out)
{
    struct plan plan;
    enum err err = plan_begin(c, &plan);
    if (err != OK)
        return err;
    plan_tables(&plan, tables, n);
    if (plan.err != OK)
        return plan.err;
    struct buf text;
    buf_init(&text, c->mem, PLAN_TEXT);
    for (const struct planned *planned = plan.first; planned != NULL; planned = planned->next) {
        buf_add(&text, planned->text);
        buf_lit(&text, ";\n");
    }
    *out = buf_str(&text);
    return OK;
}

// --- doing it

struct run {
    const struct table *const *tables;
    ptrdiff_t n;
    const struct migration_step *steps;
    ptrdiff_t step_count;
};

// A number kept in schema_info; 0 when it is not there.
static enum err info_read(struct ctx *c, str key, int64_t *out)
{
    str text;
    *out = 0;
    enum err err = db_text(c, SQL("SELECT value FROM schema_info WHERE key = ?"), ARGS(TEXT(key)), &text);
    if (err == ERR_MISSING)
        return OK;
    if (err == OK && !str_to_int(text, out))
        return fail(c, ERR_INTERNAL, N_("its table schema_info holds something else than a number; restore the latest backup"));
    return err;
}

static enum err info_write(struct ctx *c, str key, int64_t before, int64_t now)
{
    if (before == now)
        return OK;
    return db_run(c,
                  SQL("INSERT INTO schema_info (key, value) VALUES (?, ?) "
                      "ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value"),
                  ARGS(TEXT(key), TEXT(str_fmt(c->mem, "%lld", (long long)now))));
}

static enum err run_steps(struct ctx *c, const struct run *run, int64_t done)
{
    for (ptrdiff_t i = 0; i < run->step_count; i++) {
        assert(i == 0 || run->steps[i].number > run->steps[i - 1].number);
        if (run->steps[i].number <= done)
            continue;
        enum err err = run->steps[i].run(c);
        if (err != OK)
            return err;
    }
    return OK;
}

static enum err run_plan(struct ctx *c, const struct plan *plan)
{
    enum err err = OK;
    for (const struct planned *planned = plan->first; planned != NULL && err == OK; planned = planned->next)
        err = db_run(c, sql_built(planned->text), NO_ARGS);
    return err;
}

static enum err run_all(struct ctx *c, struct plan *plan, const struct run *run)
{
    int64_t format = 0, step = 0, last = run->step_count > 0 ? run->steps[run->step_count - 1].number : 0;
    bool is_new = !table_is_there(plan, S("schema_info"));
    if (is_new && plan->there.n > 0)
        return fail(c, ERR_CONFLICT, N_("it is the database of another program; name another file or database"));
    enum err err = is_new ? OK : info_read(c, S("format"), &format);
    if (err == OK && format > MIGRATE_FORMAT)
        return fail(c, ERR_CONFLICT,
                    N_("its format is %lld, this program knows formats up to %d; use the newer program that wrote it"),
                    (long long)format, MIGRATE_FORMAT);
    if (err == OK && !is_new)
        err = info_read(c, S("step"), &step);
    plan_tables(plan, run->tables, run->n);
    err = err != OK ? err : plan->err;
    if (err == OK)
        err = run_plan(c, plan);
    if (err == OK && !is_new) // in a new store there is nothing old to change
        err = run_steps(c, run, step);
    if (err == OK)
        err = info_write(c, S("format"), format, MIGRATE_FORMAT);
    return err != OK ? err : info_write(c, S("step"), step, step > last ? step : last);
}

static enum err migrate_write(struct ctx *c, void *arg)
{
    struct plan plan;
    enum err err = plan_begin(c, &plan);
    if (err == OK)
        err = run_all(c, &plan, arg);
    if (err == OK)
        return OK;
    str why = c->said, detail = c->detail;
    fail_clear(c);
    fail_detail(c, "%.*s", STR_ARG(detail));
    return fail(c, err, N_("the database was not brought up to date, and nothing in it was changed: %.*s"), STR_ARG(why));
}

enum err migrate_run(struct ctx *c, const struct table *const *tables, ptrdiff_t n, const struct migration_step *steps,
                     ptrdiff_t step_count)
{
    struct run run = { tables, n, steps, step_count };
    return db_write(c, migrate_write, &run);
}
