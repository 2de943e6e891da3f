// SPDX-License-Identifier: Apache-2.0
#include "text/catalogue.h"

#include "base/arena.h"

enum { HEADER_BYTES = 28, ENTRY_BYTES = 8 };

struct message {
    const char *form[PLURAL_FORMS]; // NUL-terminated, in the catalogue's own bytes
};

struct reader {
    const unsigned char *at;
    uint64_t len;
    bool big_endian;
};

static uint32_t word_at(const struct reader *r, uint64_t at)
{
    const unsigned char *b = r->at + at;
    return r->big_endian ? (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3]
                         : (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
}

// The text an entry of a table points to: within the file, with the NUL that ends it.
static bool text_at(const struct reader *r, uint64_t table, uint64_t i, str *out)
{
    uint64_t len = word_at(r, table + i * ENTRY_BYTES), from = word_at(r, table + i * ENTRY_BYTES + 4);
    if (from >= r->len || len >= r->len - from || r->at[from + len] != 0)
        return false;
    *out = (str){ (const char *)r->at + from, (ptrdiff_t)len };
    return true;
}

// The forms of a translation, apart by NULs. Those the translator left empty stay NULL.
static bool message_read(str forms, struct message *m)
{
    for (int i = 0; i < PLURAL_FORMS && forms.at; i++) {
        bool last = str_find_byte(forms, 0) < 0;
        str form = str_cut(&forms, 0);
        if (!str_is_utf8(form))
            return false;
        m->form[i] = form.len > 0 ? form.at : NULL;
        if (last)
            return true;
    }
    return false;
}

static str header_line(str header, str name)
{
    while (header.len > 0) {
        str line = str_cut(&header, '\n');
        if (str_starts(line, name))
            return str_skip(line, name.len);
    }
    return STR_NONE;
}

// The bounds of both tables, without arithmetic that can wrap.
static bool open_tables(struct reader *r, uint64_t *count, uint64_t *originals, uint64_t *translations)
{
    if (r->len < HEADER_BYTES)
        return false;
    r->big_endian = word_at(r, 0) == 0xDE120495;
    if (word_at(r, 0) != 0x950412DE || word_at(r, 4) >> 16 > 1)
        return false;
    *count = word_at(r, 8);
    *originals = word_at(r, 12);
    *translations = word_at(r, 16);
    uint64_t bytes = *count * ENTRY_BYTES;
    return bytes <= r->len && *originals <= r->len - bytes && *translations <= r->len - bytes;
}

static bool fault(const char **why, const char *reason)
{
    *why = reason;
    return false;
}

bool catalogue_read(struct arena *mem, str mo, struct catalogue *out, const char **why)
{
    *out = (struct catalogue){ 0 };
    map_init(&out->messages, mem);
    struct reader r = { (const unsigned char *)mo.at, (uint64_t)mo.len, false };
    uint64_t count = 0, originals = 0, translations = 0;
    if (!open_tables(&r, &count, &originals, &translations))
        return fault(why, "no catalogue, or cut off");
    str header = STR_NONE;
    for (uint64_t i = 0; i < count; i++) {
        str id = STR_NONE, text = STR_NONE;
        if (!text_at(&r, originals, i, &id) || !text_at(&r, translations, i, &text))
            return fault(why, "a text lies outside the file");
        id = str_cut(&id, 0);
        struct message *m = NEW(mem, struct message, 1);
        if (!str_is_utf8(id) || !message_read(text, m))
            return fault(why, "a text is not UTF-8, or has too many forms");
        if (id.len == 0)
            header = text;
        else
            map_put(&out->messages, id, m);
    }
    if (!plural_read(header_line(header, S("Plural-Forms:")), &out->plural))
        return fault(why, "no plural rule, or not a sound one");
    return true;
}

const char *catalogue_text(const struct catalogue *c, const char *msgid, int form)
{
    const struct message *m = map_get(&c->messages, str_of(msgid));
    return m && form >= 0 && form < PLURAL_FORMS ? m->form[form] : NULL;
}
