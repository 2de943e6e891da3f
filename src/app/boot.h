// SPDX-License-Identifier: Apache-2.0
// boot — what every command stands on: languages, record types, routes; and an open store that fits this program.
#ifndef ACCORD_APP_BOOT_H
#define ACCORD_APP_BOOT_H

#include "db/pool.h"

// Tables only: for schema, routes, where. c->mem becomes the boot arena of all of them.
enum err boot_tables(struct ctx *) MUST_CHECK;

// Opens the store of --db into c->pool and c->db, brings its schema up to date and reads what it says of the office.
// BOOT_PRESENT: it must be there already (a mistyped name makes no new office).
enum boot_store { BOOT_MAKE, BOOT_PRESENT };
enum err boot_store(struct ctx *, enum boot_store) MUST_CHECK;
void boot_close(struct ctx *);

// What the database keeps about its office: "name", "zone". Missing: *value stays as it is.
enum err boot_office_get(struct ctx *, str key, str *value) MUST_CHECK;
enum err boot_office_put(struct ctx *, str key, str value) MUST_CHECK;

// While no administrator has signed in: a sign-in link for the first one (whose account is made when there is none); else empty.
enum err boot_first_link(struct ctx *, const char *base_url, str *link) MUST_CHECK;
// Whether any record of the demonstration is in the store.
enum err boot_has_demonstration(struct ctx *, bool *yes) MUST_CHECK;

#endif
