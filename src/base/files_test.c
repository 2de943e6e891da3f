// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"
#include "base/test.h"

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void remove_folder(void *path)
{
    rmdir(path);
}

static void remove_file(void *path)
{
    unlink(path);
}

// A folder that goes away with the arena.
static const char *folder(struct arena *mem)
{
    char *path = str_z(mem, S("/tmp/accord-files-XXXXXX"));
    CHECK(mkdtemp(path) != NULL);
    arena_defer(mem, remove_folder, path);
    return path;
}

static const char *path_in(struct arena *mem, const char *folder, const char *name)
{
    char *path = str_z(mem, str_fmt(mem, "%s/%s", folder, name));
    arena_defer(mem, remove_file, path);
    return path;
}

static int count_entries(const char *folder)
{
    DIR *dir = opendir(folder);
    int n = 0;
    while (readdir(dir))
        n++;
    closedir(dir);
    return n - 2; // . and ..
}

TEST(a_file_is_written_and_read_back_whole)
{
    const char *dir = folder(mem), *path = path_in(mem, dir, "a");
    CHECK(!file_exists(path));
    char *bytes = NEW(mem, char, 200000);
    for (int i = 0; i < 200000; i++)
        bytes[i] = (char)(i % 251);
    CHECK_OK(file_write(c, path, (str){ bytes, 200000 }));
    CHECK(file_exists(path));
    str got = STR_NONE;
    CHECK_OK(file_read(c, path, 200000, &got));
    CHECK(str_eq(got, (str){ bytes, 200000 }));
    CHECK_INT(got.at[got.len], 0);
}

TEST(a_write_replaces_and_leaves_nothing_beside)
{
    const char *dir = folder(mem), *path = path_in(mem, dir, "a");
    CHECK_OK(file_write(c, path, S("old and longer")));
    CHECK(chmod(path, 0640) == 0);
    CHECK_OK(file_write(c, path, S("new")));
    str got = STR_NONE;
    CHECK_OK(file_read(c, path, 100, &got));
    CHECK_STR(got, "new");
    CHECK_INT(count_entries(dir), 1);
    struct stat info;
    CHECK(stat(path, &info) == 0);
    CHECK_INT(info.st_mode & 0777, 0640);
    CHECK_OK(file_write(c, path, STR_NONE));
    CHECK_OK(file_read(c, path, 100, &got));
    CHECK_STR(got, "");
}

TEST(a_file_over_the_limit_is_refused)
{
    const char *dir = folder(mem), *path = path_in(mem, dir, "a");
    CHECK_OK(file_write(c, path, S("123456")));
    str got = S("untouched");
    CHECK_INT(file_read(c, path, 5, &got), ERR_LIMIT);
    CHECK_STR(got, "untouched");
    CHECK(str_find(c->said, S("5 bytes")) > 0);
}

TEST(what_cannot_be_read_says_why)
{
    str got = STR_NONE;
    const char *dir = folder(mem);
    CHECK_INT(file_read(c, path_in(mem, dir, "none"), 5, &got), ERR_MISSING);
    CHECK(str_ends(c->said, S("/none: there is no such file or folder")));
    CHECK(str_find(c->detail, S("errno 2")) > 0);
    fail_clear(c);
    CHECK_INT(file_read(c, dir, 5, &got), ERR_INVALID);
    CHECK(str_ends(c->said, S(": it is a folder")));
}

TEST(what_cannot_be_written_leaves_nothing)
{
    const char *dir = folder(mem);
    CHECK_INT(file_write(c, path_in(mem, dir, "none/a"), S("x")), ERR_MISSING);
    CHECK(str_starts(c->said, S("cannot write ")));
    fail_clear(c);
    CHECK_INT(file_write(c, dir, S("x")), ERR_INVALID);
    CHECK_INT(count_entries(dir), 0);
}

TEST(a_write_that_breaks_off_keeps_the_old_file)
{
    const char *dir = folder(mem), *path = path_in(mem, dir, "a");
    CHECK_OK(file_write(c, path, S("old")));
    struct rlimit before;
    getrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 4096, before.rlim_max });
    enum err e = file_write(c, path, (str){ NEW(mem, char, 10000), 10000 });
    setrlimit(RLIMIT_FSIZE, &before);
    CHECK_INT(e, ERR_INTERNAL);
    CHECK_INT(count_entries(dir), 1);
    str got = STR_NONE;
    CHECK_OK(file_read(c, path, 100, &got));
    CHECK_STR(got, "old");
}

TEST(a_file_without_an_end_meets_the_limit)
{
    if (!file_exists("/dev/zero"))
        skip();
    str got = STR_NONE;
    // It gives zeros for ever.
    CHECK_INT(file_read(c, "/dev/zero", 1000, &got), ERR_LIMIT);
}
