// SPDX-License-Identifier: Apache-2.0
#include "work/mail.h"

#include <curl/curl.h>
#include <pthread.h>
#include <string.h>

enum { CONNECT_SECONDS = 10, SEND_SECONDS = 30 };

static struct mail_settings settings;
static pthread_once_t curl_once = PTHREAD_ONCE_INIT;

static void curl_prepare(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

void mail_configure(const struct mail_settings *chosen)
{
    pthread_once(&curl_once, curl_prepare);
    settings = *chosen;
}

bool mail_is_on(void)
{
    return settings.url && settings.url[0];
}

static struct value *mail_body(struct arena *mem, const struct mail *mail)
{
    struct value *body = value_map(mem);
    value_set(mem, body, "to", value_text(mem, mail->to));
    value_set(mem, body, "subject", value_text(mem, mail->subject));
    value_set(mem, body, "text", value_text(mem, mail->text));
    if (mail->list_unsubscribe.len > 0)
        value_set(mem, body, "list_unsubscribe", value_text(mem, mail->list_unsubscribe));
    return body;
}

enum err mail_put(struct ctx *c, const struct mail *mail)
{
    str message;
    str from = mail_is_on() ? str_of(settings.from) : S("office@localhost");
    enum err err = mail_message(c, mail, from, &message);
    return err == OK ? outbox_put(c, S("mail"), mail_body(c->mem, mail), 0) : err;
}

static size_t give_bytes(char *to, size_t size, size_t count, void *rest)
{
    str *left = rest;
    ptrdiff_t n = (ptrdiff_t)(size * count);
    if (n > left->len)
        n = left->len;
    if (n > 0)
        memcpy(to, left->at, (size_t)n);
    *left = str_skip(*left, n);
    return (size_t)n;
}

static void easy_close(void *easy)
{
    curl_easy_cleanup(easy);
}

static void list_close(void *list)
{
    curl_slist_free_all(list);
}

// A name and a password never travel in clear; without them encryption is taken when the server offers it.
static void easy_sign_in(CURL *easy)
{
    bool named = settings.user && settings.user[0];
    curl_easy_setopt(easy, CURLOPT_USE_SSL, named ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_TRY);
    if (named) {
        curl_easy_setopt(easy, CURLOPT_USERNAME, settings.user);
        curl_easy_setopt(easy, CURLOPT_PASSWORD, settings.password ? settings.password : "");
    }
}

static void easy_prepare(CURL *easy, const char *from, struct curl_slist *to, str *message)
{
    curl_easy_setopt(easy, CURLOPT_URL, settings.url);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)SEND_SECONDS);
    curl_easy_setopt(easy, CURLOPT_MAIL_FROM, from);
    curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_bytes);
    curl_easy_setopt(easy, CURLOPT_READDATA, message);
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    easy_sign_in(easy);
}

static enum err mail_hand_over(struct ctx *c, str to, str message)
{
    CURL *easy = curl_easy_init();
    struct curl_slist *list = curl_slist_append(NULL, str_z(c->mem, str_fmt(c->mem, "<%.*s>", STR_ARG(to))));
    if (easy)
        arena_defer(c->mem, easy_close, easy);
    if (list)
        arena_defer(c->mem, list_close, list);
    if (!easy || !list)
        return fail(c, ERR_BUSY, N_("the message could not be sent: there is no memory for it now"));
    easy_prepare(easy, str_z(c->mem, str_fmt(c->mem, "<%s>", settings.from)), list, &message);
    CURLcode code = curl_easy_perform(easy);
    if (code == CURLE_OK)
        return OK;
    long answer = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer);
    enum err err = fail(c, ERR_BUSY, N_("the message could not be sent: the mail server said %ld (%s)"), answer, curl_easy_strerror(code));
    fail_detail(c, "smtp: %s, reply %ld", curl_easy_strerror(code), answer);
    return err;
}

enum err mail_send(struct ctx *c, const struct mail *mail)
{
    if (!mail_is_on())
        return fail(c, ERR_BUSY, N_("the message was kept and not sent: no mail server is set"));
    str message;
    enum err err = mail_message(c, mail, str_of(settings.from), &message);
    return err == OK ? mail_hand_over(c, mail->to, message) : err;
}

static enum err mail_run(struct ctx *c, const struct value *body)
{
    struct mail mail = {
        .to = value_as_text(value_get(body, S("to"))),
        .subject = value_as_text(value_get(body, S("subject"))),
        .text = value_as_text(value_get(body, S("text"))),
        .list_unsubscribe = value_as_text(value_get(body, S("list_unsubscribe"))),
    };
    return mail_send(c, &mail);
}

const struct subscriber mail_subscriber = { .topic = "mail", .name = "mail", .run = mail_run, .ready = mail_is_on };
