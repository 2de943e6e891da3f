// SPDX-License-Identifier: Apache-2.0
#include "work/secret.h"

#include "base/buf.h"

#include <sodium.h>
#include <stdlib.h>

enum { TOKEN_BYTES = 32 };

static const struct column columns[] = {
    { .name = "name", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "value", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
};
const struct table secret_table = { .name = "secret", .key = "name", .columns = columns, .column_count = COUNT(columns) };

str secret_token(struct arena *mem)
{
    unsigned char random[TOKEN_BYTES];
    char text[SECRET_TOKEN_LENGTH + 1];
    if (sodium_init() < 0)
        abort(); // the machine gives no randomness
    randombytes_buf(random, sizeof random);
    sodium_bin2base64(text, sizeof text, random, sizeof random, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    str token = str_copy(mem, str_of(text));
    sodium_memzero(random, sizeof random);
    sodium_memzero(text, sizeof text);
    return token;
}

bool secret_is_token(str text)
{
    if (text.len != SECRET_TOKEN_LENGTH)
        return false;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        char byte = text.at[i];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        if (!letter && !(byte >= '0' && byte <= '9') && byte != '-' && byte != '_')
            return false;
    }
    return true;
}

str secret_hash(struct arena *mem, str token)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)token.at, (unsigned long long)token.len);
    return str_hex(mem, hash, COUNT(hash));
}

enum err secret_keyed(struct ctx *c, str text, str *out)
{
    str key = STR_NONE;
    enum err err = db_run(c, SQL("INSERT INTO secret (name, value) VALUES ('source', ?) ON CONFLICT (name) DO NOTHING"),
                          ARGS(TEXT(secret_token(c->mem))));
    if (err == OK)
        err = db_text(c, SQL("SELECT value FROM secret WHERE name = 'source'"), NO_ARGS, &key);
    if (err != OK)
        return err;
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)text.at, (unsigned long long)text.len,
                       (const unsigned char *)key.at, (size_t)key.len);
    *out = str_hex(c->mem, hash, COUNT(hash));
    return OK;
}
