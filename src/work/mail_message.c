// SPDX-License-Identifier: Apache-2.0
#include "work/mail.h"

#include "base/buf.h"

#include <sodium.h>
#include <string.h>

enum { MESSAGE_LIMIT = 1 << 20, ADDRESS_MAX = 254, LINE_MAX_QP = 76, WORD_BYTES = 39 };

bool mail_address_is_sound(str address)
{
    ptrdiff_t at = str_find_byte(address, '@');
    if (at < 1 || at > 64 || at == address.len - 1 || address.len > ADDRESS_MAX)
        return false;
    for (ptrdiff_t i = 0; i < address.len; i++) {
        unsigned char byte = (unsigned char)address.at[i];
        if (byte <= ' ' || byte > '~' || strchr("<>()[],;:\\\"", byte) || (byte == '@' && i != at))
            return false;
    }
    return true;
}

static bool is_one_line(str text)
{
    for (ptrdiff_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte < ' ' || byte == 0x7f)
            return false;
    }
    return str_is_utf8(text);
}

static bool is_unsubscribe_address(str address)
{
    if (address.len == 0)
        return true;
    for (ptrdiff_t i = 0; i < address.len; i++) {
        unsigned char byte = (unsigned char)address.at[i];
        if (byte <= ' ' || byte > '~' || byte == '<' || byte == '>')
            return false;
    }
    return str_starts(address, S("https://")) && address.len <= 900;
}

static enum err mail_check(struct ctx *c, const struct mail *mail, str from)
{
    if (!mail_address_is_sound(mail->to))
        return fail(c, ERR_INVALID, N_("the message has no mail address to go to: give one like name@example.org"));
    if (!mail_address_is_sound(from))
        return fail(c, ERR_INVALID, N_("the office's own mail address is none: set one like office@example.org"));
    if (mail->subject.len == 0 || !is_one_line(mail->subject) || str_points(mail->subject) > MAIL_SUBJECT_MAX)
        return fail(c, ERR_INVALID, N_("the message's subject is not one line of at most %d characters"), MAIL_SUBJECT_MAX);
    if (mail->text.len > MAIL_TEXT_MAX || !str_is_utf8(mail->text))
        return fail(c, ERR_INVALID, N_("the message is no text, or longer than %d bytes"), MAIL_TEXT_MAX);
    if (!is_unsubscribe_address(mail->list_unsubscribe))
        return fail(c, ERR_INVALID, N_("the message's address to unsubscribe is no https address"));
    return OK;
}

// RFC 5322 §3.3, in UTC.
static void add_date(struct buf *b, int64_t now_ms)
{
    static const char week[7][4] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" }; // 1970-01-01 was a Thursday
    static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    date day = instant_date(now_ms, 0);
    int32_t days = date_days(day);
    int seconds = (int)(now_ms / 1000 - (int64_t)days * 86400);
    buf_fmt(b, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", week[((days % 7) + 7) % 7], day.day, months[day.month - 1], day.year,
            seconds / 3600, seconds / 60 % 60, seconds % 60);
}

static void add_message_id(struct buf *b, str from)
{
    unsigned char random[16];
    randombytes_buf(random, sizeof random);
    buf_lit(b, "Message-ID: <");
    buf_add(b, str_hex(b->mem, random, COUNT(random)));
    buf_add(b, str_skip(from, str_find_byte(from, '@')));
    buf_lit(b, ">\r\n");
}

static bool is_plain(str text)
{
    for (ptrdiff_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.at[i] > '~')
            return false;
    }
    return str_find(text, S("=?")) < 0;
}

// How many bytes of UTF-8 fit into one encoded word without cutting a character.
static ptrdiff_t word_bytes(str text)
{
    ptrdiff_t n = text.len < WORD_BYTES ? text.len : WORD_BYTES;
    while (n < text.len && n > 0 && ((unsigned char)text.at[n] & 0xC0) == 0x80)
        n--;
    return n;
}

// RFC 2047: words of at most 75 characters, each in base64, each on a line of its own.
static void add_encoded(struct buf *b, str text)
{
    char word[sodium_base64_ENCODED_LEN(WORD_BYTES, sodium_base64_VARIANT_ORIGINAL)];
    for (const char *before = ""; text.len > 0; before = "\r\n ") {
        ptrdiff_t n = word_bytes(text);
        sodium_bin2base64(word, sizeof word, (const unsigned char *)text.at, (size_t)n, sodium_base64_VARIANT_ORIGINAL);
        buf_fmt(b, "%s=?utf-8?B?%s?=", before, word);
        text = str_skip(text, n);
    }
}

static void add_subject(struct buf *b, str subject)
{
    enum { PLAIN_MAX = 65 }; // "Subject: " and this stay within one line of 78
    buf_lit(b, "Subject: ");
    if (is_plain(subject) && subject.len <= PLAIN_MAX)
        buf_add(b, subject);
    else
        add_encoded(b, subject);
    buf_lit(b, "\r\n");
}

// Whether a byte may stand for itself (RFC 2045 §6.7); white space at a line's end may not.
static bool quoted_as_is(str text, ptrdiff_t i)
{
    char byte = text.at[i];
    if (byte == ' ' || byte == '\t')
        return i + 1 < text.len && text.at[i + 1] != '\n' && text.at[i + 1] != '\r';
    return byte > ' ' && byte <= '~' && byte != '=';
}

static void add_quoted(struct buf *b, str text)
{
    ptrdiff_t column = 0;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte == '\n' || (byte == '\r' && i + 1 < text.len && text.at[i + 1] == '\n')) {
            i += byte == '\r';
            buf_lit(b, "\r\n");
            column = 0;
            continue;
        }
        bool as_is = quoted_as_is(text, i);
        ptrdiff_t width = as_is ? 1 : 3;
        if (column + width > LINE_MAX_QP - 1) {
            buf_lit(b, "=\r\n");
            column = 0;
        }
        if (as_is)
            buf_byte(b, text.at[i]);
        else
            buf_fmt(b, "=%02X", byte);
        column += width;
    }
    buf_lit(b, "\r\n");
}

enum err mail_message(struct ctx *c, const struct mail *mail, str from, str *out)
{
    enum err err = mail_check(c, mail, from);
    if (err != OK)
        return err;
    struct buf b;
    buf_init(&b, c->mem, MESSAGE_LIMIT);
    add_date(&b, c->now_ms);
    add_message_id(&b, from);
    buf_fmt(&b, "From: <%.*s>\r\nTo: <%.*s>\r\n", STR_ARG(from), STR_ARG(mail->to));
    add_subject(&b, mail->subject);
    if (mail->list_unsubscribe.len > 0)
        buf_fmt(&b, "List-Unsubscribe: <%.*s>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
                STR_ARG(mail->list_unsubscribe));
    buf_lit(&b, "Auto-Submitted: auto-generated\r\n"
                "MIME-Version: 1.0\r\n"
                "Content-Type: text/plain; charset=utf-8\r\n"
                "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
    add_quoted(&b, mail->text);
    if (b.over)
        return fail(c, ERR_LIMIT, N_("the message is too long to be sent"));
    *out = buf_str(&b);
    return OK;
}
