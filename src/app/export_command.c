// SPDX-License-Identifier: Apache-2.0
// export — every record of a type to standard output, one by one: memory stays the same for ten records and a million.
#include "app/boot.h"
#include "app/command.h"
#include "base/buf.h"
#include "record/check.h"
#include "record/export.h"
#include "record/query.h"
#include "view/json.h"
#include "web/office.h"

#include <stdio.h>
#include <string.h>

enum { RECORD_MAX = 16 << 20 };

struct export {
    const struct record_type *type;
    enum { AS_CSV, AS_JSON, AS_NDJSON } format;
    roles viewer;
    int64_t written;
};

static enum err put(struct ctx *c, const struct buf *bytes)
{
    if (bytes->over)
        return fail(c, ERR_LIMIT, N_("a record is larger than %d bytes; it cannot be exported"), RECORD_MAX);
    str text = buf_str(bytes);
    if (fwrite(text.at, 1, (size_t)text.len, stdout) != (size_t)text.len)
        return fail(c, ERR_INTERNAL, N_("the output cannot be written; is the disk full?"));
    return OK;
}

static enum err export_one(struct ctx *c, const void *record, void *arg)
{
    struct export *export = arg;
    struct buf out;
    buf_init(&out, c->mem, RECORD_MAX);
    if (export->format == AS_CSV) {
        export_csv_row(c, export->type, record, export->viewer, &out);
    } else {
        if (export->format == AS_JSON)
            buf_add(&out, export->written ? S(",\n") : S("[\n"));
        json_write(&out, record_value(c, export->type, record, export->viewer));
        if (export->format == AS_NDJSON)
            buf_byte(&out, '\n');
    }
    export->written++;
    return put(c, &out);
}

static enum err export_all(struct ctx *c, struct export *export)
{
    struct buf out;
    buf_init(&out, c->mem, RECORD_MAX);
    if (export->format == AS_CSV)
        export_csv_header(c, export->type, export->viewer, &out);
    enum err err = put(c, &out);
    static const struct query everything;
    err = err ? err : query_each(c, export->type, &everything, export_one, export);
    buf_clear(&out);
    if (export->format == AS_JSON)
        buf_add(&out, export->written ? S("\n]\n") : S("[]\n"));
    err = err ? err : put(c, &out);
    if (!err && fflush(stdout))
        err = fail(c, ERR_INTERNAL, N_("the output cannot be written; is the disk full?"));
    return err;
}

static enum err read_format(struct ctx *c, str name, struct export *export)
{
    static const char *const names[] = { "csv", "json", "ndjson" };
    for (int i = 0; i < (int)COUNT(names); i++) {
        if (!name.len || str_eq(name, str_of(names[i]))) {
            export->format = i;
            return OK;
        }
    }
    return fail(c, ERR_INVALID, N_("%.*s is not a format; write csv, json or ndjson"), STR_ARG(name));
}

enum err export_command(struct call *call)
{
    struct ctx *c = call->c;
    bool for_public = call_option(call, "public").len > 0;
    struct export export = { .viewer = for_public ? ROLE_PUBLIC : ROLE_SYSTEM | ROLE_PUBLIC };
    enum err err = read_format(c, call_option(call, "format"), &export);
    err = err ? err : boot_tables(c);
    if (!err) {
        export.type = schema_find_plural(call->operands[0]);
        export.type = export.type ? export.type : schema_find(call->operands[0]);
        if (!export.type || !export.type->plural)
            err = fail(c, ERR_MISSING, N_("there is no record type %.*s; see accord schema"), STR_ARG(call->operands[0]));
    }
    err = err ? err : boot_store(c, BOOT_PRESENT);
    c->actor = for_public ? &actor_public : c->actor;
    err = err ? err : export_all(c, &export);
    boot_close(c);
    return err;
}
