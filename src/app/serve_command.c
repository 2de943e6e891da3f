// SPDX-License-Identifier: Apache-2.0
#include "app/boot.h"
#include "app/command.h"
#include "app/settings.h"
#include "base/log.h"
#include "base/time.h"
#include "web/server.h"
#include "work/outbox.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static const char *none_if_empty(const char *text)
{
    return *text ? text : NULL;
}

// Threads inherit the mask, so that only sigwait below sees these.
static void block_signals(sigset_t *stop)
{
    sigemptyset(stop);
    sigaddset(stop, SIGINT);
    sigaddset(stop, SIGTERM);
    pthread_sigmask(SIG_BLOCK, stop, NULL);
    signal(SIGPIPE, SIG_IGN);
}

// The address people use: the one set, or where it listens (any address is shown as this machine).
static const char *shown_address(struct ctx *c, int port)
{
    if (*settings_get("base-url"))
        return settings_get("base-url");
    str listen = str_of(settings_get("listen"));
    ptrdiff_t colon = listen.len - 1;
    while (colon > 0 && listen.at[colon] != ':')
        colon--;
    str host = str_slice(listen, 0, colon);
    if (str_eq(host, S("0.0.0.0")) || str_eq(host, S("[::]")))
        host = S("127.0.0.1");
    bool secure = *settings_get("tls-certificate") != 0;
    return str_z(c->mem, str_fmt(c->mem, "%s://%.*s:%d", secure ? "https" : "http", STR_ARG(host), port));
}

static enum err say_where(struct ctx *c, int port, int64_t began_us)
{
    const char *address = shown_address(c, port);
    str link;
    enum err err = boot_first_link(c, address, &link);
    if (err)
        return err;
    printf("Accord %s serves %s (%s), ready after %lld ms\n", ACCORD_VERSION, settings_get("db"), address,
           (long long)((clock_ticks_us() - began_us) / 1000));
    if (link.len)
        printf("first administrator (%s), sign in here; the link works once, for three days:\n  %.*s\n",
               settings_get("administrator"), STR_ARG(link));
    fflush(stdout);
    return OK;
}

static enum err serve_until_told(struct call *call, const sigset_t *stop, int64_t began_us)
{
    struct ctx *c = call->c;
    struct outbox_runner *runner = NULL;
    struct server *server = NULL;
    struct server_options options = {
        .listen = settings_get("listen"),
        .base_url = none_if_empty(settings_get("base-url")),
        .trusted_proxy = none_if_empty(settings_get("trusted-proxy")),
        .tls_certificate = none_if_empty(settings_get("tls-certificate")),
        .tls_key = none_if_empty(settings_get("tls-key")),
        .event_threads = (int)settings_int("event-threads"),
        .readers = (int)settings_int("readers"),
        .writers = (int)settings_int("writers"),
        .connections_max = (int)settings_int("connections"),
        .connections_per_address = (int)settings_int("connections-per-address"),
        .timeout_s = (int)settings_int("timeout"),
    };
    enum err err = outbox_start(c, &runner);
    err = err ? err : server_start(c, &options, &server);
    err = err ? err : say_where(c, server_port(server), began_us);
    if (!err) {
        int number = 0;
        sigwait(stop, &number);
        log_line(LOG_INFO, "stopping", "signal=%d", number);
    }
    if (server)
        server_stop(server);
    if (runner)
        outbox_stop(runner);
    return err;
}

enum err serve_command(struct call *call)
{
    int64_t began_us = clock_ticks_us();
    sigset_t stop;
    block_signals(&stop);
    enum err err = boot_tables(call->c);
    err = err ? err : boot_store(call->c, BOOT_MAKE);
    err = err ? err : serve_until_told(call, &stop, began_us);
    boot_close(call->c);
    return err;
}
