// SPDX-License-Identifier: Apache-2.0
#include "app/settings.h"

#include "base/files.h"

#include <stdio.h>
#include <stdlib.h>

static const struct setting rows[] = {
    { "db", "accord.db", "FILE", N_("the database: one SQLite file"), 0 },
    { "listen", "127.0.0.1:8080", "ADDRESS:PORT", N_("where the server listens; port 0 takes any free one"), 0 },
    { "base-url", "", "URL", N_("the address people know this office by, for links in mails; the listening address when empty"), 0 },
    { "settings", "", "FILE", N_("a file with lines such as: listen = 127.0.0.1:8080"), 0 },
    { "office", "", "NAME", N_("the office's name; kept in the database when empty"), 0 },
    { "zone", "", "ZONE", N_("the office's time zone, such as Africa/Cairo; UTC when nothing is set"), 0 },
    { "administrator", "administrator@office.invalid", "MAIL", N_("mail address of the first administrator"), 0 },
    { "tls-certificate", "", "FILE", N_("certificate chain (PEM), to serve HTTPS without a proxy"), 0 },
    { "tls-key", "", "FILE", N_("its private key (PEM)"), 0 },
    { "trusted-proxy", "", "ADDRESS", N_("the proxy whose X-Forwarded-For is believed"), 0 },
    { "mail-url", "", "URL", N_("mail server, such as smtp://mail.example.org:587; mail is off when empty"), 0 },
    { "mail-from", "", "MAIL", N_("the sender's address"), 0 },
    { "mail-user", "", "NAME", N_("the mail server's user"), 0 },
    { "mail-password", "", "TEXT", N_("the mail server's password; better in the environment than as a flag"), SETTING_SECRET },
    { "event-threads", "0", "N", N_("threads that take connections in; 0: one per core, at most 4"), 0 },
    { "readers", "0", "N", N_("workers for reading; 0: two per core"), 0 },
    { "writers", "0", "N", N_("workers for writing; 0: 64"), 0 },
    { "connections", "0", "N", N_("open connections at most; 0: 20,000"), 0 },
    { "connections-per-address", "0", "N", N_("open connections of one address at most; 0: 1,000"), 0 },
    { "timeout", "0", "SECONDS", N_("when an idle or stalled client is let go; 0: 30"), 0 },
    { "log", "info", "LEVEL", N_("error, warn, info or debug"), 0 },
};

enum { FILE_MAX = 64 << 10 };

static struct {
    const char *value[COUNT(rows)];
    const char *origin[COUNT(rows)];
    bool by_flag[COUNT(rows)];
} now;

ptrdiff_t settings_count(void)
{
    return COUNT(rows);
}

const struct setting *settings_at(ptrdiff_t i)
{
    return &rows[i];
}

static ptrdiff_t row_of(str name)
{
    for (ptrdiff_t i = 0; i < COUNT(rows); i++)
        if (str_eq(name, str_of(rows[i].name)))
            return i;
    return -1;
}

const struct setting *settings_find(str name)
{
    ptrdiff_t i = row_of(name);
    return i < 0 ? NULL : &rows[i];
}

const char *settings_get(const char *name)
{
    ptrdiff_t i = row_of(str_of(name));
    if (i < 0)
        abort(); // a name that is in no row is a mistake of ours
    return now.value[i] ? now.value[i] : rows[i].initial;
}

const char *settings_origin(const char *name)
{
    ptrdiff_t i = row_of(str_of(name));
    return i >= 0 && now.origin[i] ? now.origin[i] : "initial";
}

int64_t settings_int(const char *name)
{
    int64_t number = 0;
    return str_to_int(str_of(settings_get(name)), &number) ? number : 0;
}

enum err settings_set_flag(struct ctx *c, str name, str value)
{
    ptrdiff_t i = row_of(name);
    if (i < 0)
        return fail(c, ERR_INVALID, N_("there is no setting --%.*s; see accord settings"), STR_ARG(name));
    now.value[i] = str_z(c->mem, value);
    now.origin[i] = "flag";
    now.by_flag[i] = true;
    return OK;
}

// ACCORD_TLS_KEY for tls-key.
static const char *from_environment(struct arena *mem, const char *name)
{
    char *key = str_z(mem, str_fmt(mem, "ACCORD_%s", name));
    for (char *p = key; *p; p++)
        *p = *p == '-' ? '_' : *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;
    return getenv(key);
}

static enum err take_line(struct ctx *c, const char *path, int number, str line)
{
    line = str_trim(line);
    if (!line.len || line.at[0] == '#')
        return OK;
    str value = line;
    str name = str_trim(str_cut(&value, '='));
    ptrdiff_t i = row_of(name);
    if (i < 0)
        return fail(c, ERR_INVALID, N_("%s, line %d: there is no setting %.*s; see accord settings"), path, number, STR_ARG(name));
    if (!now.by_flag[i]) {
        now.value[i] = str_z(c->mem, str_trim(value));
        now.origin[i] = "file";
    }
    return OK;
}

static enum err load_file(struct ctx *c, const char *path)
{
    str text;
    enum err err = file_read(c, path, FILE_MAX, &text);
    for (int number = 1; !err && text.len; number++)
        err = take_line(c, path, number, str_cut(&text, '\n'));
    return err;
}

enum err settings_load(struct ctx *c)
{
    const char *path = settings_get("settings");
    const char *named = from_environment(c->mem, "settings");
    if (!*path && named)
        path = named;
    enum err err = *path ? load_file(c, path) : OK;
    for (ptrdiff_t i = 0; !err && i < COUNT(rows); i++) {
        const char *value = from_environment(c->mem, rows[i].name);
        if (value && !now.by_flag[i]) {
            now.value[i] = value;
            now.origin[i] = "environment";
        }
    }
    return err;
}
