// SPDX-License-Identifier: Apache-2.0
// account — a person who signs in: a record type (name, mail address, roles, organisation, language) whose personal fields the
// office alone sees, and what must not be a record: passwords (password.h), one-time links, sessions, tokens for programs.
//
// Links, sessions and tokens are 256-bit random tokens kept as SHA-256. They go to the account's holder alone, and never into a log.
// Only an administrator or the program may give the administrator's role, or change, close or reopen an administrator's account;
// the last active administrator cannot be closed or lose the role.
#ifndef ACCORD_WORK_ACCOUNT_H
#define ACCORD_WORK_ACCOUNT_H

#include "db/table.h"
#include "record/schema.h"
#include "work/password.h"

struct account {
    struct record record;
    str name;
    str email;            // unique, compared without case, kept in small letters
    codes roles;          // role codes
    int64_t organisation; // 0: none
    str language;
};
extern const struct record_type account_type; // flow: invited → active ↔ closed; refers to the type "organisation"

enum { LINK_HOURS = 72, SESSION_DAYS = 30, SESSION_IDLE_HOURS = 24 * 7 };

extern const struct table credential_table, account_link_table, sign_in_failure_table, session_table, token_table;

// The account of an address; ERR_MISSING.
enum err account_find(struct ctx *, str email, struct account *out) MUST_CHECK;
enum err account_actor(struct ctx *, int64_t account, struct actor *out) MUST_CHECK; // ERR_DENIED when it is closed

// A one-time link's token for the account (set a password and sign in); earlier ones stop working. Calls db_write. Who is signed in
// and no administrator gets none for an administrator's account (ERR_DENIED).
enum err account_link(struct ctx *, int64_t account, str *token) MUST_CHECK;
// Whose link it is, without using it up. ERR_GONE when it is used, old or unknown.
enum err account_link_peek(struct ctx *, str token, int64_t *account) MUST_CHECK;
// Uses the link: sets the password, makes an invited account active, ends its other sessions. ERR_INVALID with faults.
enum err account_link_use(struct ctx *, str token, str password, struct faults *, int64_t *account) MUST_CHECK;

// Checks address and password. ERR_UNKNOWN with one sentence for both; ERR_MANY after ten failures of one address or thirty of one
// `source` (the client's address, of IPv6 its network of 64 bits; hashed when kept; empty: not counted) within fifteen minutes.
// Takes as long for an unknown address.
enum { SIGN_IN_FAILURES_OF_ADDRESS = 10, SIGN_IN_FAILURES_OF_SOURCE = 30, SIGN_IN_WINDOW_MS = 15 * 60000 };
enum err account_verify(struct ctx *, str email, str password, str source, int64_t *account) MUST_CHECK;

// Sessions. `token` goes into the cookie; csrf is derived from it.
enum err session_begin(struct ctx *, int64_t account, str source, str *token) MUST_CHECK;
struct session {
    int64_t id;
    struct actor actor;
    str csrf; // what forms carry
    str lang;
};
enum err session_find(struct ctx *, str token, struct session *out) MUST_CHECK; // ERR_UNKNOWN: none, ended or too old
enum err session_end(struct ctx *, int64_t session) MUST_CHECK;
enum err session_end_all(struct ctx *, int64_t account) MUST_CHECK; // inside db_write too

// Tokens for programs (Authorization: Bearer): made by the account's holder or `accord user token`; may do what the account may.
enum err token_make(struct ctx *, int64_t account, str name, str *token) MUST_CHECK;
enum err token_find(struct ctx *, str token, struct actor *out) MUST_CHECK;

#endif
