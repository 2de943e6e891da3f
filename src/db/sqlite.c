// SPDX-License-Identifier: Apache-2.0
#include "db/sqlite.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUSY_MS = 5000 }; // how long another program's write is waited for

// Counting all memory in one place costs every thread a lock; nobody reads the count.
static void sqlite_set_up(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static bool sqlite_accepts(str url)
{
    return str_starts(url, S("file:")) || str_find(url, S("://")) < 0;
}

// SQLite would create the file readable by all; it holds private data.
static void file_create_private(const struct pool_options *options)
{
    if (options->vfs != NULL || str_starts(str_of(options->url), S("file:")))
        return;
    int file = open(options->url, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0)
        close(file); // when it cannot be made, opening it says why
}

static int link_exec(struct link *link, const char *text)
{
    return sqlite3_exec(link->db, text, NULL, NULL, NULL);
}

static int mode_is_wal(void *is_wal, int n, char **values, char **names)
{
    (void)names;
    *(bool *)is_wal = n == 1 && str_eq(str_of(values[0]), S("wal"));
    return 0;
}

// With a write-ahead log readers and the writer do not wait for one another. Not every file system can have one.
static int writer_set_up(struct link *link)
{
    bool is_wal = false;
    int code = sqlite3_exec(link->db, "PRAGMA journal_mode = WAL", mode_is_wal, &is_wal, NULL);
    if (code == SQLITE_OK && !is_wal)
        return sqlite3_db_readonly(link->db, "main") == 1 ? SQLITE_READONLY : SQLITE_CANTOPEN;
    return code != SQLITE_OK ? code : link_exec(link, "PRAGMA cache_size = -8192; PRAGMA journal_size_limit = 67108864");
}

// Settings of every link; the database file itself is first read here.
static int link_set_up(struct link *link, const struct pool_options *options, enum link_use use)
{
    sqlite3_busy_timeout(link->db, BUSY_MS);
    sqlite3_db_config(link->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(link->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(link->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    sqlite3_db_config(link->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(link->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    int code = link_exec(link, "PRAGMA synchronous = FULL; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY");
    if (code == SQLITE_OK && use == LINK_WRITER)
        code = writer_set_up(link);
    else if (code == SQLITE_OK)
        code = link_exec(link, "PRAGMA cache_size = -1024; PRAGMA query_only = ON; SELECT count(*) FROM sqlite_schema");
    if (code == SQLITE_OK && options->mode == POOL_READ_WRITE && sqlite3_db_readonly(link->db, "main") == 1)
        code = SQLITE_READONLY;
    return code;
}

static void sqlite_close(struct link *link)
{
    sqlite_cache_close(&link->cache);
    sqlite3_close(link->db);
    link->db = NULL;
}

static enum err sqlite_connect(struct ctx *c, struct arena *mem, const struct pool_options *options, enum link_use use,
                               struct link **out)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, sqlite_set_up);
    if (options->mode == POOL_READ_WRITE && use == LINK_WRITER)
        file_create_private(options);
    struct link *link = NEW(mem, struct link, 1);
    sqlite_cache_init(&link->cache);
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE;
    flags |= options->mode == POOL_READ_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    int code = sqlite3_open_v2(options->url, &link->db, flags, options->vfs);
    if (code == SQLITE_OK)
        code = link_set_up(link, options, use);
    *out = link;
    if (code == SQLITE_OK)
        return OK;
    enum err err = sqlite_cause_file(c, options->url, code, sqlite3_errmsg(link->db));
    sqlite_close(link);
    return err;
}

static enum err sqlite_control(struct ctx *c, struct link *link, enum control control)
{
    // Savepoints of one name nest; RELEASE and ROLLBACK TO mean the innermost.
    static const str text[CONTROL_COUNT] = {
        [CONTROL_READ] = S_INIT("BEGIN"),
        [CONTROL_WRITE] = S_INIT("BEGIN IMMEDIATE"),
        [CONTROL_COMMIT] = S_INIT("COMMIT"),
        [CONTROL_ROLLBACK] = S_INIT("ROLLBACK"),
        [CONTROL_SAVEPOINT] = S_INIT("SAVEPOINT part"),
        [CONTROL_RELEASE] = S_INIT("RELEASE part"),
        [CONTROL_ROLLBACK_TO] = S_INIT("ROLLBACK TO part"),
    };
    struct ctx quiet = { .mem = c->mem };
    enum err err = sqlite_rows_run(&quiet, link, text[control], NULL, 0, NULL);
    if (err == OK)
        return OK;
    // What a failing disk has kept of a commit is known only when the file is read again after a crash.
    if (control == CONTROL_COMMIT && (link->code & 0xff) == SQLITE_IOERR)
        link->code = CAUSE_UNSURE;
    return sqlite_cause_tell(c, link);
}

static bool sqlite_is_open(const struct link *link)
{
    return sqlite3_get_autocommit(link->db) == 0;
}

static enum err sqlite_version(struct ctx *c, struct link *link, int64_t *out)
{
    struct cursor *slot = NULL;
    bool more = false;
    enum err err = sqlite_rows_query(c, link, S("PRAGMA data_version"), NULL, 0, &slot);
    if (err != OK)
        return err;
    err = sqlite_rows_next(c, link, slot, &more);
    if (more)
        *out = sqlite_rows_integer(slot, 0);
    sqlite_rows_done(link, slot);
    return err;
}

static enum err sqlite_ping(struct ctx *c, struct link *link)
{
    return sqlite_rows_run(c, link, S("SELECT count(*) FROM sqlite_schema"), NULL, 0, NULL);
}

static int copy_into(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    if (backup == NULL)
        return sqlite3_extended_errcode(to);
    int code = sqlite3_backup_step(backup, -1); // all at once: one snapshot; writers go on meanwhile
    int end = sqlite3_backup_finish(backup);
    return code == SQLITE_DONE ? end : code;
}

static int file_sync(const char *path, int flags)
{
    int file = open(path, flags | O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return SQLITE_IOERR;
    int code = fsync(file) == 0 ? SQLITE_OK : SQLITE_IOERR;
    close(file);
    return code;
}

static enum err backup_fill(struct ctx *c, struct link *link, const char *to_path)
{
    sqlite3 *to = NULL;
    int code = sqlite3_open_v2(to_path, &to, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL);
    if (code == SQLITE_OK)
        code = copy_into(link->db, to);
    str detail = str_copy(c->mem, str_of(sqlite3_errmsg(to)));
    sqlite3_close(to);
    if (code == SQLITE_OK)
        code = file_sync(to_path, 0);
    ptrdiff_t slash = str_of(to_path).len;
    while (slash > 0 && to_path[slash - 1] != '/')
        slash--;
    if (code == SQLITE_OK)
        code = file_sync(slash > 0 ? str_z(c->mem, (str){ to_path, slash }) : ".", O_DIRECTORY);
    return code == SQLITE_OK ? OK : sqlite_cause_file(c, to_path, code, str_z(c->mem, detail));
}

static enum err sqlite_backup(struct ctx *c, struct link *link, const char *to_path)
{
    int file = open(to_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && access(to_path, F_OK) == 0)
        return fail(c, ERR_CONFLICT, N_("the backup was not made: %s is there already; name a new file"), to_path);
    if (file < 0)
        return fail(c, ERR_INTERNAL, N_("the backup was not made: %s cannot be created; check the folder and its rights"),
                    to_path);
    close(file);
    enum err err = backup_fill(c, link, to_path);
    if (err != OK)
        unlink(to_path);
    return err;
}

const struct driver driver_sqlite = {
    .dialect = &dialect_sqlite,
    .inventory = "SELECT 'table', name, '' FROM sqlite_schema WHERE type = 'table' UNION ALL "
                 "SELECT 'index', tbl_name, name FROM sqlite_schema WHERE type = 'index' UNION ALL "
                 "SELECT 'column', t.name, i.name FROM sqlite_schema t, pragma_table_info(t.name) i WHERE t.type = 'table'",
    .accepts = sqlite_accepts,
    .connect = sqlite_connect,
    .close = sqlite_close,
    .query = sqlite_rows_query,
    .next = sqlite_rows_next,
    .done = sqlite_rows_done,
    .run = sqlite_rows_run,
    .is_null = sqlite_rows_is_null,
    .integer = sqlite_rows_integer,
    .real = sqlite_rows_real,
    .peek = sqlite_rows_peek,
    .control = sqlite_control,
    .is_open = sqlite_is_open,
    .tell = sqlite_cause_tell,
    .version = sqlite_version,
    .ping = sqlite_ping,
    .backup = sqlite_backup,
};
