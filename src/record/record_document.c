// SPDX-License-Identifier: Apache-2.0
#include "record/check_read.h"
#include "record/record_value.h"
#include "view/json.h"

enum { DOCUMENT_MAX = 16 << 20 };

str record_document(struct ctx *c, const struct record_type *type, const void *record)
{
    struct buf out;
    buf_init(&out, c->mem, DOCUMENT_MAX);
    json_write_canonical(&out, record_bare_value(c, type, record));
    return buf_str(&out);
}

enum err record_from_document(struct ctx *c, const struct record_type *type, str document, void *record)
{
    struct value *in = NULL;
    struct faults faults = { .n = 0 };
    enum err err = json_read(c, document, &in);
    if (err != OK)
        return err;
    check_read_document(c, type, in, record, &faults);
    if (faults.n > 0)
        return fail(c, ERR_INVALID, N_("the kept draft no longer fits: %.*s: %.*s"), STR_ARG(faults.at[0].field),
                    STR_ARG(faults.at[0].reason));
    str lang = value_as_text(value_get(in, S("lang")));
    if (lang.len > 0)
        ((struct record *)record)->lang = lang;
    return OK;
}
