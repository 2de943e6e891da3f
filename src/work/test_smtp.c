// SPDX-License-Identifier: Apache-2.0
#include "work/test_smtp.h"

#include "base/buf.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEARD_MAX = 256 << 10, LINE_ROOM = 4096, WAIT_SECONDS = 20 };

struct test_smtp {
    struct arena *mem; // the thread's own
    struct buf heard;
    pthread_t thread;
    int listening;
    enum test_smtp_way way;
    const char *url;
    char line[LINE_ROOM];
    ptrdiff_t held;
};

static void say(int to, const char *line)
{
    CHECK(send(to, line, strlen(line), MSG_NOSIGNAL) == (ssize_t)strlen(line));
}

// The next line with its end, or false when the client has gone.
static bool hear(struct test_smtp *s, int from, str *line)
{
    for (;;) {
        char *end = memchr(s->line, '\n', (size_t)s->held);
        if (end) {
            ptrdiff_t n = end + 1 - s->line;
            ptrdiff_t at = s->heard.len;
            buf_add(&s->heard, (str){ s->line, n });
            *line = (str){ s->heard.at + at, n };
            memmove(s->line, s->line + n, (size_t)(s->held - n));
            s->held -= n;
            return true;
        }
        ssize_t n = recv(from, s->line + s->held, (size_t)(LINE_ROOM - s->held), 0);
        if (n <= 0)
            return false;
        s->held += n;
    }
}

static void hear_message(struct test_smtp *s, int from)
{
    str line;
    say(from, "354 go on\r\n");
    while (hear(s, from, &line) && !str_eq(line, S(".\r\n")))
        ;
    say(from, "250 taken\r\n");
}

static void converse(struct test_smtp *s, int with)
{
    str line;
    say(with, "220 test\r\n");
    while (hear(s, with, &line)) {
        if (str_starts(line, S("QUIT"))) {
            say(with, "221 bye\r\n");
            return;
        }
        if (str_starts(line, S("DATA")))
            hear_message(s, with);
        else if (str_starts(line, S("RCPT")) && s->way == SMTP_REFUSES)
            say(with, "550 nobody here\r\n");
        else if (str_starts(line, S("EHLO")))
            say(with, "250-test\r\n250 AUTH PLAIN LOGIN\r\n");
        else
            say(with, "250 fine\r\n");
    }
}

static void *serve(void *arg)
{
    struct test_smtp *s = arg;
    int with = accept(s->listening, NULL, NULL);
    if (with < 0)
        return NULL;
    struct timeval patience = { .tv_sec = WAIT_SECONDS };
    setsockopt(with, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    converse(s, with);
    close(with);
    return NULL;
}

struct test_smtp *test_smtp_start(struct ctx *c, enum test_smtp_way way)
{
    struct test_smtp *s = NEW(c->mem, struct test_smtp, 1);
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n = sizeof at;
    s->way = way;
    s->mem = arena_open("smtp", ARENA_REQUEST);
    buf_init(&s->heard, s->mem, HEARD_MAX);
    s->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(s->listening >= 0);
    CHECK_INT(bind(s->listening, (const struct sockaddr *)&at, sizeof at), 0);
    CHECK_INT(listen(s->listening, 1), 0);
    CHECK_INT(getsockname(s->listening, (struct sockaddr *)&at, &n), 0);
    s->url = str_z(c->mem, str_fmt(c->mem, "smtp://127.0.0.1:%d", ntohs(at.sin_port)));
    CHECK_INT(pthread_create(&s->thread, NULL, serve, s), 0);
    return s;
}

const char *test_smtp_url(const struct test_smtp *s)
{
    return s->url;
}

str test_smtp_stop(struct ctx *c, struct test_smtp *s)
{
    shutdown(s->listening, SHUT_RDWR); // nobody came
    pthread_join(s->thread, NULL);
    close(s->listening);
    str heard = str_copy(c->mem, buf_str(&s->heard));
    arena_close(s->mem);
    return heard;
}
