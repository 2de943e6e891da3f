// SPDX-License-Identifier: Apache-2.0
#include "work/mail.h"

#include "work/test_office.h"
#include "work/test_smtp.h"

#include <string.h>

static const struct mail letter = {
    .to = S_INIT("person@example.org"),
    .subject = S_INIT("Your link"),
    .text = S_INIT("Good morning,\n\nhere it is.\n.\nThe office"),
};

static str message_of(struct ctx *c, const struct mail *mail)
{
    str message;
    CHECK_OK(mail_message(c, mail, S("office@example.org"), &message));
    return message;
}

static void check_has(str text, const char *part)
{
    if (str_find(text, str_of(part)) < 0)
        CHECK_STR(text, part);
}

static void check_refused(struct ctx *c, struct mail mail)
{
    str message;
    CHECK_INT(mail_message(c, &mail, S("office@example.org"), &message), ERR_INVALID);
    fail_clear(c);
}

TEST(a_message_has_the_headers_of_the_standard)
{
    c->now_ms = 1054382400000;
    str message = message_of(c, &letter);
    check_has(message, "Date: Sat, 31 May 2003 12:00:00 +0000\r\n");
    check_has(message, "From: <office@example.org>\r\nTo: <person@example.org>\r\nSubject: Your link\r\n");
    check_has(message, "@example.org>\r\n");
    check_has(message, "Content-Transfer-Encoding: quoted-printable\r\n\r\nGood morning,\r\n\r\nhere it is.\r\n");
    CHECK(str_find(message, S("List-Unsubscribe")) < 0);
    struct mail listed = letter;
    listed.list_unsubscribe = S("https://example.org/u/1");
    check_has(message_of(c, &listed), "List-Unsubscribe: <https://example.org/u/1>\r\n"
                                      "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
}

TEST(each_message_has_a_number_of_its_own)
{
    str one = message_of(c, &letter), other = message_of(c, &letter);
    CHECK(!str_eq(one, other));
}

TEST(subjects_in_other_scripts_are_encoded_words_of_whole_characters)
{
    struct mail mail = letter;
    mail.subject = S("Übersicht");
    check_has(message_of(c, &mail), "Subject: =?utf-8?B?w5xiZXJzaWNodA==?=\r\n");
    mail.subject = S("شراكات بين المؤسسات العامة وغيرها من الجهات");
    str message = message_of(c, &mail);
    while (message.len > 0)
        CHECK(str_cut(&message, '\n').len <= 77);
}

TEST(text_is_quoted_printable_in_short_lines)
{
    struct mail mail = letter;
    mail.text = S("a=b, caf\xC3\xA9 \ntab\t\r\nend");
    check_has(message_of(c, &mail), "\r\n\r\na=3Db, caf=C3=A9=20\r\ntab=09\r\nend\r\n");
    char *lengthy = NEW(mem, char, 5000);
    memset(lengthy, 'x', 5000);
    mail.text = (str){ lengthy, 5000 };
    str message = message_of(c, &mail);
    while (message.len > 0)
        CHECK(str_cut(&message, '\n').len <= 77);
}

TEST(no_header_gets_a_line_of_its_own)
{
    struct mail mail = letter;
    const char *bad[] = { "", "person", "@example.org", "person@", "a@b@c", "a b@example.org", "a@example.org\r\nBcc: c@example.org",
                          "<a@example.org>", "a@example.org,b@example.org", "a\x01@example.org", "caf\xC3\xA9@example.org" };
    for (ptrdiff_t i = 0; i < COUNT(bad); i++) {
        mail.to = str_of(bad[i]);
        check_refused(c, mail);
    }
    const char *subjects[] = { "", "a\r\nBcc: c@example.org", "a\nb", "a\x7f", "\xC3" };
    for (ptrdiff_t i = 0; i < COUNT(subjects); i++) {
        mail = letter;
        mail.subject = str_of(subjects[i]);
        check_refused(c, mail);
    }
    mail = letter;
    mail.text = S("\xFF");
    check_refused(c, mail);
    mail = letter;
    mail.list_unsubscribe = S("https://example.org/>\r\nX: y");
    check_refused(c, mail);
    mail.list_unsubscribe = S("http://example.org/");
    check_refused(c, mail);
}

static enum err put_here(struct ctx *c, void *mail)
{
    return mail_put(c, mail);
}

static void put(struct ctx *c, struct mail mail)
{
    CHECK_OK(db_write(c, put_here, &mail));
}

TEST(a_message_goes_to_the_server_once_and_leaves_the_outbox)
{
    test_office_open(c);
    outbox_subscribe(&mail_subscriber, 1);
    struct test_smtp *server = test_smtp_start(c, SMTP_ACCEPTS);
    mail_configure(&(struct mail_settings){ .url = test_smtp_url(server), .from = "office@example.org" });
    put(c, letter);
    int64_t done;
    CHECK_OK(outbox_run_due(c, &done));
    CHECK_INT(done, 1);
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM outbox")), 0);
    str heard = test_smtp_stop(c, server);
    check_has(heard, "MAIL FROM:<office@example.org>");
    check_has(heard, "RCPT TO:<person@example.org>");
    check_has(heard, "Subject: Your link\r\n");
    check_has(heard, "here it is.\r\n..\r\nThe office\r\n.\r\n"); // the lone full stop does not end the message
    mail_configure(&(struct mail_settings){ 0 });
}

TEST(a_message_the_server_refuses_stays_with_the_reason)
{
    test_office_open(c);
    outbox_subscribe(&mail_subscriber, 1);
    struct test_smtp *server = test_smtp_start(c, SMTP_REFUSES);
    mail_configure(&(struct mail_settings){ .url = test_smtp_url(server), .from = "office@example.org" });
    put(c, letter);
    int64_t done;
    CHECK_OK(outbox_run_due(c, &done));
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND tries = 1 AND error LIKE '%550%'")), 1);
    test_smtp_stop(c, server);
    mail_configure(&(struct mail_settings){ 0 });
}

TEST(a_password_is_not_sent_in_clear)
{
    test_office_open(c);
    struct test_smtp *server = test_smtp_start(c, SMTP_ACCEPTS);
    mail_configure(&(struct mail_settings){ .url = test_smtp_url(server), .from = "office@example.org", .user = "u", .password = "pw" });
    CHECK_INT(mail_send(c, &letter), ERR_BUSY);
    fail_clear(c);
    CHECK(str_find(test_smtp_stop(c, server), S("AUTH")) < 0);
    mail_configure(&(struct mail_settings){ 0 });
}

TEST(without_a_server_messages_are_kept_and_not_tried)
{
    test_office_open(c);
    outbox_subscribe(&mail_subscriber, 1);
    mail_configure(&(struct mail_settings){ 0 });
    CHECK(!mail_is_on());
    put(c, letter);
    int64_t done;
    CHECK_OK(outbox_run_due(c, &done));
    CHECK_INT(done, 0);
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM outbox WHERE state = 'held' AND tries = 0")), 1);
    CHECK_INT(mail_send(c, &letter), ERR_BUSY);
    fail_clear(c);
}
