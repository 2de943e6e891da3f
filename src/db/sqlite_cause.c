// SPDX-License-Identifier: Apache-2.0
#include "db/sqlite.h"

#include <stdio.h>

// Extended codes first: the first row that fits is used.
struct cause {
    int code;
    enum err err;
    const char *text;
};

static const struct cause statement_causes[] = {
    { SQLITE_CONSTRAINT_UNIQUE, ERR_CONFLICT,
      N_("this cannot be saved: another record has the same value where it must be unique; change it and try again") },
    { SQLITE_CONSTRAINT_PRIMARYKEY, ERR_CONFLICT,
      N_("this cannot be saved: a record with the same key is there already; change it and try again") },
    { SQLITE_CONSTRAINT_ROWID, ERR_CONFLICT,
      N_("this cannot be saved: a record with the same number is there already; change it and try again") },
    { SQLITE_CONSTRAINT_FOREIGNKEY, ERR_CONFLICT,
      N_("this cannot be saved: it refers to a record that is not there, or other records refer to it; check the references "
         "and try again") },
    { SQLITE_CONSTRAINT, ERR_INVALID,
      N_("this cannot be saved: a value is missing or of the wrong kind; check what was entered and try again") },
    { SQLITE_MISMATCH, ERR_INVALID,
      N_("this cannot be saved: a value is of the wrong kind; check what was entered and try again") },
    { SQLITE_TOOBIG, ERR_LIMIT, N_("this cannot be saved: it is too large for one record; split it or make it shorter") },
    { SQLITE_READONLY, ERR_BUSY,
      N_("nothing was saved: this database is read-only; give the program the right to write to its file and folder") },
    { SQLITE_FULL, ERR_BUSY, N_("nothing was saved: the disk is full; free some space and try again") },
    { SQLITE_BUSY, ERR_BUSY, N_("nothing was done: another program is using the database; try again shortly") },
    { SQLITE_LOCKED, ERR_BUSY, N_("nothing was done: another program is using the database; try again shortly") },
    { SQLITE_NOMEM, ERR_BUSY, N_("nothing was done: memory is short; try again shortly") },
    { SQLITE_INTERRUPT, ERR_BUSY, N_("nothing was done: it was interrupted; try again shortly") },
    { CAUSE_UNSURE, ERR_INTERNAL,
      N_("it could not be confirmed that this was saved: the disk reported a fault; have the disk checked, then look before "
         "trying again") },
    { SQLITE_IOERR, ERR_INTERNAL, N_("nothing was done: the disk reported a fault; have the disk checked, then try again") },
    { SQLITE_CORRUPT, ERR_INTERNAL,
      N_("nothing was done: the database file is damaged; stop the program and restore the latest backup") },
    { SQLITE_NOTADB, ERR_INTERNAL,
      N_("nothing was done: the database file is no longer one Accord can read; restore the latest backup") },
    { 0, ERR_INTERNAL,
      N_("nothing was done: the database refused what the program asked of it; report this fault of the program") },
};

static const struct cause file_causes[] = {
    { SQLITE_CANTOPEN, ERR_INTERNAL, N_("its folder is not there or access is refused; check the name and the rights") },
    { SQLITE_PERM, ERR_INTERNAL, N_("access is refused; check the rights of the file and its folder") },
    { SQLITE_AUTH, ERR_INTERNAL, N_("access is refused; check the rights of the file and its folder") },
    { SQLITE_READONLY, ERR_INTERNAL, N_("this database is read-only; check the rights of the file and its folder") },
    { SQLITE_FULL, ERR_INTERNAL, N_("the disk is full; free some space and try again") },
    { SQLITE_BUSY, ERR_BUSY, N_("another program holds it locked; end that program or try again shortly") },
    { SQLITE_LOCKED, ERR_BUSY, N_("another program holds it locked; end that program or try again shortly") },
    { SQLITE_CORRUPT, ERR_INTERNAL, N_("it is damaged; restore the latest backup") },
    { SQLITE_IOERR, ERR_INTERNAL, N_("the disk reported a fault; have the disk checked") },
    { 0, ERR_INTERNAL, N_("the store refused it; the log says more") },
};

static const struct cause *cause_find(const struct cause *causes, int code)
{
    while (causes->code != 0 && causes->code != code && causes->code != (code & 0xff))
        causes++;
    return causes;
}

enum err sqlite_cause_tell(struct ctx *c, struct link *link)
{
    const struct cause *cause = cause_find(statement_causes, link->code);
    fail_detail(c, "sqlite %d: %s; in: %s", link->code, link->message, link->about);
    return fail(c, cause->err, "%s", tr(c, cause->text));
}

enum err sqlite_cause_fail(struct ctx *c, struct link *link, int code, str text)
{
    str about = str_slice(text, 0, (ptrdiff_t)sizeof link->about - 1);
    snprintf(link->message, sizeof link->message, "%s", sqlite3_errmsg(link->db));
    snprintf(link->about, sizeof link->about, "%.*s", STR_ARG(about));
    link->code = code;
    return sqlite_cause_tell(c, link);
}

enum err sqlite_cause_file(struct ctx *c, const char *path, int code, const char *detail)
{
    fail_detail(c, "sqlite %d: %s", code, detail);
    if ((code & 0xff) == SQLITE_NOTADB)
        return fail(c, ERR_INTERNAL,
                    N_("%s is not a database Accord can read: it holds something else; name an Accord database, or a new file"),
                    path);
    const struct cause *cause = cause_find(file_causes, code);
    return fail(c, cause->err, N_("the database %s cannot be opened for this: %s"), path, tr(c, cause->text));
}
