// SPDX-License-Identifier: Apache-2.0
#include "db/fault_vfs.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES_MAX = 16, PATH_BYTES = 512, SECTOR = 512 };

struct tracked {
    char path[PATH_BYTES];
    int64_t from, to; // written since the last sync; from == to: nothing
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct tracked files[FILES_MAX];
static int file_count;
static enum fault_kind fault;
static int64_t calls, fault_at;

struct fault_file {
    sqlite3_file base;
    struct tracked *tracked; // NULL: temporary files
};

static struct fault_file *own(sqlite3_file *file)
{
    return (struct fault_file *)file;
}

static sqlite3_file *real(sqlite3_file *file)
{
    return (sqlite3_file *)(own(file) + 1);
}

static sqlite3_vfs *real_vfs(void)
{
    return sqlite3_vfs_find("unix");
}

// --- files, by the system's own means

static void check(bool well, const char *what)
{
    if (well)
        return;
    perror(what);
    abort();
}

static void synced_path(const struct tracked *t, char out[PATH_BYTES + 8])
{
    snprintf(out, PATH_BYTES + 8, "%.*s.synced", PATH_BYTES - 1, t->path);
}

static void copy_range(int from, int to, int64_t begin, int64_t end)
{
    char block[SECTOR];
    for (int64_t at = begin; at < end;) {
        ssize_t n = pread(from, block, end - at < SECTOR ? (size_t)(end - at) : SECTOR, at);
        check(n >= 0, "pread");
        if (n == 0)
            return;
        check(pwrite(to, block, (size_t)n, at) == n, "pwrite");
        at += n;
    }
}

static int64_t size_of(int file)
{
    struct stat s;
    check(fstat(file, &s) == 0, "fstat");
    return s.st_size;
}

static void keep_synced(struct tracked *t, int64_t from, int64_t to)
{
    char path[PATH_BYTES + 8];
    synced_path(t, path);
    int now = open(t->path, O_RDONLY | O_CREAT, 0600), synced = open(path, O_RDWR | O_CREAT, 0600);
    check(now >= 0 && synced >= 0, t->path);
    copy_range(now, synced, from, to);
    check(ftruncate(synced, size_of(now)) == 0, "ftruncate");
    close(now);
    close(synced);
    t->from = t->to = 0;
}

static struct tracked *track(const char *path)
{
    for (int i = 0; i < file_count; i++)
        if (strcmp(files[i].path, path) == 0)
            return &files[i];
    check(file_count < FILES_MAX && strlen(path) < PATH_BYTES, "too many files");
    struct tracked *t = &files[file_count++];
    *t = (struct tracked){ 0 };
    snprintf(t->path, PATH_BYTES, "%s", path);
    keep_synced(t, 0, INT64_MAX);
    return t;
}

// --- faults

enum call { CALL_WRITE, CALL_SYNC };

// What this call is to answer; under the lock.
static int answer(enum call call)
{
    calls++;
    if (fault == FAULT_NONE || calls <= fault_at)
        return SQLITE_OK;
    if (call == CALL_SYNC)
        return fault == FAULT_SYNC || fault == FAULT_POWER ? SQLITE_IOERR_FSYNC : SQLITE_OK;
    if (fault == FAULT_FULL)
        return SQLITE_FULL;
    return fault == FAULT_WRITE || fault == FAULT_POWER ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

static void mark_written(struct tracked *t, int64_t from, int64_t to)
{
    if (t == NULL)
        return;
    if (t->from == t->to)
        t->from = from;
    t->from = from < t->from ? from : t->from;
    t->to = to > t->to ? to : t->to;
}

static int fault_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
    pthread_mutex_lock(&lock);
    int code = answer(CALL_WRITE);
    if (code == SQLITE_OK)
        code = real(file)->pMethods->xWrite(real(file), bytes, n, at);
    if (code == SQLITE_OK)
        mark_written(own(file)->tracked, at, at + n);
    pthread_mutex_unlock(&lock);
    return code;
}

static int fault_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    pthread_mutex_lock(&lock);
    int code = answer(CALL_WRITE);
    if (code == SQLITE_OK)
        code = real(file)->pMethods->xTruncate(real(file), size);
    pthread_mutex_unlock(&lock);
    return code;
}

static int fault_sync(sqlite3_file *file, int flags)
{
    pthread_mutex_lock(&lock);
    int code = answer(CALL_SYNC);
    if (code == SQLITE_OK)
        code = real(file)->pMethods->xSync(real(file), flags);
    if (code == SQLITE_OK && own(file)->tracked != NULL)
        keep_synced(own(file)->tracked, own(file)->tracked->from, own(file)->tracked->to);
    pthread_mutex_unlock(&lock);
    return code;
}

// --- passed on

static int fault_close(sqlite3_file *file)
{
    return real(file)->pMethods->xClose(real(file));
}

static int fault_read(sqlite3_file *file, void *to, int n, sqlite3_int64 at)
{
    return real(file)->pMethods->xRead(real(file), to, n, at);
}

static int fault_size(sqlite3_file *file, sqlite3_int64 *out)
{
    return real(file)->pMethods->xFileSize(real(file), out);
}

static int fault_lock(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xLock(real(file), level);
}

static int fault_unlock(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xUnlock(real(file), level);
}

static int fault_reserved(sqlite3_file *file, int *out)
{
    return real(file)->pMethods->xCheckReservedLock(real(file), out);
}

static int fault_control(sqlite3_file *file, int what, void *arg)
{
    return real(file)->pMethods->xFileControl(real(file), what, arg);
}

static int fault_sector(sqlite3_file *file)
{
    return real(file)->pMethods->xSectorSize(real(file));
}

static int fault_traits(sqlite3_file *file)
{
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int fault_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
}

static int fault_shm_lock(sqlite3_file *file, int from, int n, int flags)
{
    return real(file)->pMethods->xShmLock(real(file), from, n, flags);
}

static void fault_shm_barrier(sqlite3_file *file)
{
    real(file)->pMethods->xShmBarrier(real(file));
}

static int fault_shm_unmap(sqlite3_file *file, int remove)
{
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = fault_close,
    .xRead = fault_read,
    .xWrite = fault_write,
    .xTruncate = fault_truncate,
    .xSync = fault_sync,
    .xFileSize = fault_size,
    .xLock = fault_lock,
    .xUnlock = fault_unlock,
    .xCheckReservedLock = fault_reserved,
    .xFileControl = fault_control,
    .xSectorSize = fault_sector,
    .xDeviceCharacteristics = fault_traits,
    .xShmMap = fault_shm_map,
    .xShmLock = fault_shm_lock,
    .xShmBarrier = fault_shm_barrier,
    .xShmUnmap = fault_shm_unmap,
};

static int fault_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
    (void)vfs;
    file->pMethods = NULL;
    own(file)->tracked = NULL;
    int code = real_vfs()->xOpen(real_vfs(), name, real(file), flags, out_flags);
    if (real(file)->pMethods != NULL)
        file->pMethods = &methods;
    if (code != SQLITE_OK || (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) == 0)
        return code;
    pthread_mutex_lock(&lock);
    own(file)->tracked = track(name);
    pthread_mutex_unlock(&lock);
    return code;
}

static int fault_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    pthread_mutex_lock(&lock);
    int code = answer(CALL_WRITE);
    if (code == SQLITE_OK)
        code = real_vfs()->xDelete(real_vfs(), name, sync);
    for (int i = 0; i < file_count && code == SQLITE_OK; i++) {
        char path[PATH_BYTES + 8];
        synced_path(&files[i], path);
        if (strcmp(files[i].path, name) == 0 && truncate(path, 0) == 0)
            files[i].from = files[i].to = 0;
    }
    pthread_mutex_unlock(&lock);
    return code;
}

void fault_vfs_register(void)
{
    static sqlite3_vfs vfs;
    pthread_mutex_lock(&lock);
    file_count = 0;
    fault = FAULT_NONE;
    calls = fault_at = 0;
    pthread_mutex_unlock(&lock);
    if (sqlite3_vfs_find("fault") != NULL)
        return;
    vfs = *real_vfs();
    vfs.zName = "fault";
    vfs.szOsFile += (int)sizeof(struct fault_file);
    vfs.pNext = NULL;
    vfs.xOpen = fault_open;
    vfs.xDelete = fault_delete;
    sqlite3_vfs_register(&vfs, 0);
}

void fault_vfs_set(enum fault_kind kind, int64_t after)
{
    pthread_mutex_lock(&lock);
    fault = kind;
    fault_at = calls + after;
    pthread_mutex_unlock(&lock);
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13; // xorshift64, G. Marsaglia 2003
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void restore_file(struct tracked *t, uint64_t *random)
{
    char path[PATH_BYTES + 8];
    synced_path(t, path);
    int now = open(t->path, O_RDONLY), synced = open(path, O_RDWR);
    if (now >= 0 && synced >= 0) {
        int64_t end = t->to < size_of(now) ? t->to : size_of(now);
        for (int64_t at = t->from - t->from % SECTOR; at < end; at += SECTOR)
            if (next_random(random) % 2 == 0)
                copy_range(now, synced, at, at + SECTOR < end ? at + SECTOR : end);
    }
    close(now);
    close(synced);
    check(rename(path, t->path) == 0, t->path);
}

void fault_vfs_restore(uint64_t seed)
{
    uint64_t random = seed * 2 + 1;
    char shm[PATH_BYTES + 8];
    for (int i = 0; i < file_count; i++) {
        restore_file(&files[i], &random);
        snprintf(shm, sizeof shm, "%.*s-shm", PATH_BYTES - 1, files[i].path);
        unlink(shm);
    }
    file_count = 0;
    fault = FAULT_NONE;
}
