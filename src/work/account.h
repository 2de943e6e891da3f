// SPDX-License-Identifier: Apache-2.0
// account — a person who signs in: a record type (name, mail address, roles, organisation, language) whose personal fields the
// office alone sees, and what must not be a record: passwords, one-time links, sessions.
//
// Passwords: Argon2id, 19 MiB, 2 passes, 1 lane (OWASP Password Storage Cheat Sheet, second configuration), at most two at once;
// others wait at most 10 s, then ERR_BUSY says so. Links and sessions are 256-bit random tokens kept as SHA-256.
#ifndef ACCORD_WORK_ACCOUNT_H
#define ACCORD_WORK_ACCOUNT_H

#include "record/schema.h"

struct account {
    struct record record;
    str name;
    str email;            // unique, compared without case
    codes roles;          // role codes
    int64_t organisation; // 0: none
    str language;
};
extern const struct record_type account_type; // flow: invited → active ↔ closed

enum { PASSWORD_MIN = 10, PASSWORD_MAX = 200, LINK_HOURS = 72, SESSION_DAYS = 30, SESSION_IDLE_HOURS = 24 * 7 };

// The account of an address; ERR_MISSING.
enum err account_find(struct ctx *, str email, struct account *out) MUST_CHECK;
enum err account_actor(struct ctx *, int64_t account, struct actor *out) MUST_CHECK; // ERR_DENIED when it is closed

// A one-time link's token for the account (set a password and sign in); earlier ones stop working. Calls db_write.
enum err account_link(struct ctx *, int64_t account, str *token) MUST_CHECK;
// Whose link it is, without using it up. ERR_GONE when it is used, old or unknown.
enum err account_link_peek(struct ctx *, str token, int64_t *account) MUST_CHECK;
// Uses the link: sets the password, makes an invited account active, ends its other sessions. ERR_INVALID with faults.
enum err account_link_use(struct ctx *, str token, str password, struct faults *, int64_t *account) MUST_CHECK;

// Checks address and password. ERR_UNKNOWN with one sentence for both; ERR_MANY after ten failures of one address or thirty of one
// `source` (the client's address, hashed when kept) within fifteen minutes. Takes as long for an unknown address.
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
enum err session_end_all(struct ctx *, int64_t account) MUST_CHECK;

// Tokens for programs (Authorization: Bearer): made by the account's holder or `accord user token`; may do what the account may.
enum err token_make(struct ctx *, int64_t account, str name, str *token) MUST_CHECK;
enum err token_find(struct ctx *, str token, struct actor *out) MUST_CHECK;

#endif
