// SPDX-License-Identifier: Apache-2.0
// Signing in with address and password. The attempt is counted before the password is looked at, so that many at once cannot slip
// under the limit; a right password takes the address's failures away again.
#include "work/account.h"

#include "base/time.h"
#include "work/secret.h"

#include <arpa/inet.h>

static const struct column columns[] = {
    { .name = "id", .type = COLUMN_ID },
    { .name = "email_hash", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "source_hash", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "at_ms", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
};
static const struct index indexes[] = { { .columns = "email_hash, at_ms" }, { .columns = "source_hash, at_ms" }, { .columns = "at_ms" } };
const struct table sign_in_failure_table = {
    .name = "sign_in_failure",
    .columns = columns,
    .column_count = COUNT(columns),
    .indexes = indexes,
    .index_count = COUNT(indexes),
};

struct attempt {
    str email, source;           // as given
    str email_hash, source_hash; // as kept
    int64_t row;                 // of sign_in_failure
    int64_t account;             // 0: nobody has this address, or not any more
    str hash;                    // of the password; empty: none was ever set
};

static enum err count_failures(struct ctx *c, struct attempt *a)
{
    int64_t of_address = 0, of_source = 0, since = c->now_ms - SIGN_IN_WINDOW_MS;
    enum err err = db_int(c, SQL("SELECT COUNT(*) FROM sign_in_failure WHERE email_hash = ? AND at_ms > ?"),
                          ARGS(TEXT(a->email_hash), INT(since)), &of_address);
    if (err == OK && a->source_hash.len > 0)
        err = db_int(c, SQL("SELECT COUNT(*) FROM sign_in_failure WHERE source_hash = ? AND at_ms > ?"),
                     ARGS(TEXT(a->source_hash), INT(since)), &of_source);
    if (err == OK && (of_address >= SIGN_IN_FAILURES_OF_ADDRESS || of_source >= SIGN_IN_FAILURES_OF_SOURCE))
        return fail(c, ERR_MANY, N_("signing in failed too often: wait a quarter of an hour, or ask for a new link"));
    return err;
}

static enum err find_credential(struct ctx *c, struct attempt *a)
{
    struct rows *rows;
    bool more = false;
    enum err err = db_query(c,
                            SQL("SELECT a.id, k.hash FROM account a JOIN credential k ON k.account = a.id"
                                " WHERE a.email = ? AND a.state = 'active'"),
                            ARGS(TEXT(a->email)), &rows);
    if (err == OK)
        err = rows_next(c, rows, &more);
    if (err != OK || !more)
        return err;
    a->account = rows_int(rows, 0);
    a->hash = rows_text(c, rows, 1);
    rows_done(rows);
    return OK;
}

// Whoever has one address of IPv6 has all of its network of 64 bits (RFC 4291 §2.5.1): they count as one. Other text is itself.
static str place_of(struct arena *mem, str source)
{
    struct in6_addr address;
    if (str_find_byte(source, ':') < 0 || inet_pton(AF_INET6, str_z(mem, source), &address) != 1)
        return source;
    return IN6_IS_ADDR_V4MAPPED(&address) ? source : str_fmt(mem, "%s/64", str_z(mem, str_hex(mem, address.s6_addr, 8)));
}

static enum err attempt_begin(struct ctx *c, void *arg)
{
    struct attempt *a = arg;
    enum err err = secret_keyed(c, a->email, &a->email_hash);
    if (err == OK && a->source.len > 0)
        err = secret_keyed(c, place_of(c->mem, a->source), &a->source_hash);
    if (err == OK)
        err = count_failures(c, a);
    if (err == OK)
        err = db_int(c, SQL("INSERT INTO sign_in_failure (email_hash, source_hash, at_ms) VALUES (?, ?, ?) RETURNING id"),
                     ARGS(TEXT(a->email_hash), TEXT(a->source_hash), INT(c->now_ms)), &a->row);
    return err == OK ? find_credential(c, a) : err;
}

static enum err attempt_succeeded(struct ctx *c, void *arg)
{
    const struct attempt *a = arg;
    return db_run(c, SQL("DELETE FROM sign_in_failure WHERE email_hash = ?"), ARGS(TEXT(a->email_hash)));
}

// It was never looked at: it does not count.
static enum err attempt_withdrawn(struct ctx *c, void *arg)
{
    const struct attempt *a = arg;
    return db_run(c, SQL("DELETE FROM sign_in_failure WHERE id = ?"), ARGS(INT(a->row)));
}

// The first failure is the one to tell; should the store fail too, the attempt counts.
static enum err withdraw(const struct ctx *c, struct attempt *a, enum err first)
{
    struct ctx own = *c;
    fail_clear(&own);
    if (db_write(&own, attempt_withdrawn, a) != OK)
        fail_clear(&own);
    return first;
}

enum err account_verify(struct ctx *c, str email, str password, str source, int64_t *account)
{
    struct attempt a = { .email = str_lower(c->mem, str_trim(email)), .source = source };
    bool matches = false;
    enum err err = db_write(c, attempt_begin, &a);
    if (err != OK)
        return err;
    err = password_verify(c, a.hash, password, &matches);
    if (err != OK)
        return withdraw(c, &a, err);
    if (!matches)
        return fail(c, ERR_UNKNOWN, N_("this mail address and password do not belong together: check both, or ask for a new link"));
    *account = a.account;
    return db_write(c, attempt_succeeded, &a);
}
