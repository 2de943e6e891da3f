// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_PIECE = 64 << 10 };

static void close_fd(const int *fd)
{
    if (*fd > STDERR_FILENO)
        close(*fd);
}
#define CLOSED_AFTER __attribute__((cleanup(close_fd)))

static const struct {
    int number;
    enum err err;
    const char *why;
} causes[] = {
    { ENOENT, ERR_MISSING, N_("there is no such file or folder") },
    { ENOTDIR, ERR_MISSING, N_("a part of its path is not a folder") },
    { EISDIR, ERR_INVALID, N_("it is a folder") },
    { EACCES, ERR_DENIED, N_("this user account may not") },
    { EPERM, ERR_DENIED, N_("this user account may not") },
    { EROFS, ERR_DENIED, N_("the disk is read-only") },
    { ENOSPC, ERR_INTERNAL, N_("the disk is full; make room and try again") },
    { EDQUOT, ERR_INTERNAL, N_("the quota of the disk is used up; make room and try again") },
    { ENAMETOOLONG, ERR_INVALID, N_("the name is too long") },
};

static void file_fault(struct ctx *c, const char *path, int number, enum err *e, const char **why)
{
    fail_detail(c, "%s: errno %d: %s", path, number, strerrordesc_np(number));
    *e = ERR_INTERNAL;
    *why = tr(c, N_("the machine reports a fault; the log says which"));
    for (ptrdiff_t i = 0; i < COUNT(causes); i++) {
        if (causes[i].number == number) {
            *e = causes[i].err;
            *why = tr(c, causes[i].why);
        }
    }
}

static enum err fail_read(struct ctx *c, const char *path)
{
    enum err e = OK;
    const char *why = NULL;
    file_fault(c, path, errno, &e, &why);
    return fail(c, e, N_("cannot read %s: %s"), path, why);
}

static enum err fail_write(struct ctx *c, const char *path)
{
    enum err e = OK;
    const char *why = NULL;
    file_fault(c, path, errno, &e, &why);
    return fail(c, e, N_("cannot write %s: %s"), path, why);
}

enum err file_read(struct ctx *c, const char *path, ptrdiff_t limit, str *out)
{
    bool standard = strcmp(path, "-") == 0;
    CLOSED_AFTER int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail_read(c, path);

    struct buf whole;
    buf_init(&whole, c->mem, limit);
    char piece[FILE_PIECE];
    for (;;) {
        ssize_t n = read(fd, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail_read(c, path);
        if (n == 0)
            break;
        buf_add(&whole, (str){ piece, n });
        if (whole.over)
            return fail(c, ERR_LIMIT, N_("cannot read %s: it has more than the %td bytes that are accepted"), path,
                        limit);
    }
    char *text = buf_z(&whole);
    *out = (str){ text, whole.len };
    return OK;
}

static bool write_all(int fd, str bytes)
{
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.at, (size_t)bytes.len);
        if (n < 0 && errno != EINTR)
            return false;
        bytes = str_skip(bytes, n < 0 ? 0 : n);
    }
    return true;
}

// A new name is on disk only when its folder is.
static bool sync_folder_of(struct ctx *c, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *folder = !slash ? "." : slash == path ? "/" : str_z(c->mem, (str){ path, slash - path });
    CLOSED_AFTER int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    // Some file systems cannot sync a folder and say EINVAL; nothing better is to be had there.
    return fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);
}

static bool write_synced(const char *path, mode_t mode, str bytes)
{
    CLOSED_AFTER int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    return fd >= 0 && write_all(fd, bytes) && fsync(fd) == 0;
}

enum err file_write(struct ctx *c, const char *path, str bytes)
{
    static atomic_uint serial;
    struct stat before;
    mode_t mode = stat(path, &before) == 0 ? before.st_mode & 0777 : 0666;
    str beside = str_fmt(c->mem, "%s.%d-%u.new", path, (int)getpid(), atomic_fetch_add(&serial, 1));

    if (write_synced(beside.at, mode, bytes) && rename(beside.at, path) == 0)
        return sync_folder_of(c, path) ? OK : fail_write(c, path);
    int number = errno;
    unlink(beside.at);
    errno = number;
    return fail_write(c, path);
}

bool file_exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}
