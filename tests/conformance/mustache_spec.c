// SPDX-License-Identifier: Apache-2.0
// Runs the published cases of the Mustache specification (github.com/mustache/spec) against the renderer:
//     mustache-spec FOLDER        the folder holds sections.json, partials.json, …; optional modules (~*.json) are left out
#include "base/files.h"
#include "view/json.h"
#include "view/mustache.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

struct tally {
    int passed, failed;
};

static bool partial_find(void *partials, str name, str *source)
{
    const struct value *found = value_get(partials, name);
    *source = value_as_text(found);
    return found != NULL;
}

static bool template_find(void *test, str name, str *source)
{
    if (!str_eq(name, S("the template")))
        return partial_find(value_member(test, S("partials")), name, source);
    *source = value_as_text(value_get(test, S("template")));
    return true;
}

static void run_case(struct ctx *c, const char *file, struct value *test, struct tally *tally)
{
    struct buf out;
    buf_init(&out, c->mem, 1 << 20);
    struct templates *set = templates_open(c->mem, template_find, test);
    enum err e = mustache_render(c, set, S("the template"), value_get(test, S("data")), &out);
    str want = value_as_text(value_get(test, S("expected"))), name = value_as_text(value_get(test, S("name")));
    if (!e && str_eq(buf_str(&out), want)) {
        tally->passed++;
        return;
    }
    tally->failed++;
    printf("failed: %s, %.*s: %.*s\n  want: %.*s\n  got:  %.*s\n", file, STR_ARG(name), STR_ARG(c->said), STR_ARG(want),
           STR_ARG(buf_str(&out)));
    fail_clear(c);
}

static void run_file(struct ctx *c, const char *folder, const char *file, struct tally *tally)
{
    str text;
    struct value *cases;
    char *path = str_z(c->mem, str_fmt(c->mem, "%s/%s", folder, file));
    if (file_read(c, path, 1 << 20, &text) || json_read(c, text, &cases)) {
        printf("failed: %s: %.*s\n", file, STR_ARG(c->said));
        tally->failed++;
        fail_clear(c);
        return;
    }
    const struct value *tests = value_get(cases, S("tests"));
    for (ptrdiff_t i = 0; i < value_count(tests); i++)
        run_case(c, file, tests->list.at[i], tally);
}

int main(int argc, char **argv)
{
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    if (!folder) {
        fputs("usage: mustache-spec FOLDER (of the specification's JSON files)\n", stderr);
        return 2;
    }
    struct arena *mem = arena_open("specification", ARENA_BOOT);
    struct ctx c = { .mem = mem };
    struct tally tally = { 0 };
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] != '~' && str_ends(str_of(entry->d_name), S(".json")))
            run_file(&c, argv[1], entry->d_name, &tally);
    }
    closedir(folder);
    arena_close(mem);
    printf("%d passed, %d failed\n", tally.passed, tally.failed);
    return tally.failed > 0 || tally.passed == 0;
}
