// SPDX-License-Identifier: Apache-2.0
#include "web/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

// The host (without brackets) and the port of "host:port".
static bool split(struct ctx *c, str where, char **host, char **port)
{
    ptrdiff_t colon = -1;
    for (ptrdiff_t i = 0; i < where.len; i++)
        colon = where.at[i] == ':' ? i : colon;
    int64_t number = -1;
    if (colon <= 0 || !str_to_int(str_skip(where, colon + 1), &number) || number < 0 || number > 65535)
        return false;
    str name = str_slice(where, 0, colon);
    if (str_starts(name, S("[")) && str_ends(name, S("]")))
        name = str_slice(name, 1, name.len - 1);
    *host = str_z(c->mem, name);
    *port = str_z(c->mem, str_skip(where, colon + 1));
    return true;
}

static int bound_socket(const struct addrinfo *at)
{
    int on = 1;
    int s = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (s < 0)
        return -1;
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(s, at->ai_addr, at->ai_addrlen) == 0 && listen(s, BACKLOG) == 0)
        return s;
    int why = errno;
    close(s);
    errno = why;
    return -1;
}

static enum err refuse(struct ctx *c, const char *where, int why)
{
    fail_detail(c, "listen on %s: %s", where, strerror(why));
    if (why == EADDRINUSE)
        return fail(c, ERR_CONFLICT, N_("cannot listen on %s: another program does already; stop it or choose another port"), where);
    if (why == EACCES)
        return fail(c, ERR_DENIED, N_("cannot listen on %s: ports below 1024 need special rights; choose a higher one"), where);
    if (why == EADDRNOTAVAIL)
        return fail(c, ERR_INVALID, N_("cannot listen on %s: this machine has no such address"), where);
    return fail(c, ERR_INTERNAL, N_("cannot listen on %s: %s"), where, strerror(why));
}

static void describe(struct ctx *c, struct listening *out)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
        struct sockaddr_storage room;
    } at = { 0 };
    socklen_t len = sizeof at;
    char host[INET6_ADDRSTRLEN] = "";
    getsockname(out->socket, &at.any, &len);
    if (at.any.sa_family == AF_INET6) {
        inet_ntop(AF_INET6, &at.v6.sin6_addr, host, sizeof host);
        out->port = ntohs(at.v6.sin6_port);
        out->address = str_fmt(c->mem, "[%s]:%d", host, out->port);
    } else {
        inet_ntop(AF_INET, &at.v4.sin_addr, host, sizeof host);
        out->port = ntohs(at.v4.sin_port);
        out->address = str_fmt(c->mem, "%s:%d", host, out->port);
    }
}

enum err listen_open(struct ctx *c, const char *where, struct listening *out)
{
    char *host = NULL, *port = NULL;
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV }, *found = NULL;
    if (!split(c, str_of(where), &host, &port) || getaddrinfo(host, port, &hints, &found) != 0)
        return fail(c, ERR_INVALID, N_("cannot listen on “%s”: write an address and a port, such as 127.0.0.1:8080"), where);
    out->socket = bound_socket(found);
    int why = errno;
    freeaddrinfo(found);
    if (out->socket < 0)
        return refuse(c, where, why);
    describe(c, out);
    return OK;
}
