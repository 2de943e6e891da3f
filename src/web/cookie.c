// SPDX-License-Identifier: Apache-2.0
#include "web/cookie.h"

#include "web/address.h"

#include <sodium.h>
#include <string.h>

enum { SEAL_BYTES = 16, NOTICE_SECONDS = 60, LANGUAGE_SECONDS = 365 * 24 * 3600 };

str cookie_find(str header, str name)
{
    while (header.len > 0) {
        str pair = str_cut(&header, ';');
        str found = str_trim(str_cut(&pair, '='));
        if (str_eq(found, name))
            return str_trim(pair);
    }
    return STR_NONE;
}

static str line(const struct request *r, const char *name, str value, int seconds)
{
    const char *secure = str_starts(r->base_url, S("https:")) ? "; Secure" : "";
    return str_fmt(r->c.mem, "%s=%.*s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%d%s", name, STR_ARG(value), seconds, secure);
}

str cookie_session(const struct request *r, str token)
{
    return line(r, COOKIE_SESSION, token, SESSION_DAYS * 24 * 3600);
}

str cookie_session_end(const struct request *r)
{
    return line(r, COOKIE_SESSION, S(""), 0);
}

str cookie_language(const struct request *r, str tag)
{
    return line(r, COOKIE_LANGUAGE, tag, LANGUAGE_SECONDS);
}

// A keyed hash of the text: the key is what only this session's forms know.
static str seal(const struct request *r, str text)
{
    unsigned char key[crypto_generichash_KEYBYTES] = { 0 }, hash[SEAL_BYTES];
    str secret = str_slice(r->session.csrf, 0, (ptrdiff_t)sizeof key);
    memcpy(key, secret.at, (size_t)secret.len);
    crypto_generichash(hash, sizeof hash, (const unsigned char *)text.at, (unsigned long long)text.len, key, sizeof key);
    return str_hex(r->c.mem, hash, SEAL_BYTES);
}

str cookie_notice(const struct request *r, str text)
{
    if (r->session.csrf.len == 0)
        return STR_NONE;
    text = str_first_points(text, NOTICE_MAX);
    struct buf b;
    buf_init(&b, r->c.mem, 16 * NOTICE_MAX);
    buf_add(&b, seal(r, text));
    buf_byte(&b, '.');
    address_encode(&b, text);
    return line(r, COOKIE_NOTICE, buf_str(&b), NOTICE_SECONDS);
}

str cookie_notice_end(const struct request *r)
{
    return line(r, COOKIE_NOTICE, S(""), 0);
}

str cookie_notice_read(const struct request *r, str cookie)
{
    if (r->session.csrf.len == 0 || cookie.len == 0 || cookie.len > 16 * NOTICE_MAX)
        return STR_NONE;
    str rest = cookie;
    str hash = str_cut(&rest, '.');
    struct ctx aside = { .mem = r->c.mem };
    struct value *text = NULL;
    // A form of one field without a name's worth of trouble: the same decoding as everywhere.
    if (address_query(&aside, str_fmt(r->c.mem, "t=%.*s", STR_ARG(rest)), &text) != OK)
        return STR_NONE;
    str said = value_as_text(value_get(text, S("t")));
    str wanted = seal(r, said);
    return hash.len == wanted.len && sodium_memcmp(hash.at, wanted.at, (size_t)wanted.len) == 0 ? said : STR_NONE;
}
