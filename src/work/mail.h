// SPDX-License-Identifier: Apache-2.0
// mail — messages out by SMTP (libcurl), through the outbox.
#ifndef ACCORD_WORK_MAIL_H
#define ACCORD_WORK_MAIL_H

#include "work/outbox.h"

struct mail_settings {
    const char *url;  // "smtp://host:25", "smtps://…"; NULL or "": mail is off, messages are kept and not sent
    const char *from; // address
    const char *user, *password; // may be NULL; with them the connection must be encrypted
};
void mail_configure(const struct mail_settings *); // at boot, before the runner starts; the texts live as long as the program
bool mail_is_on(void);

enum { MAIL_SUBJECT_MAX = 200, MAIL_TEXT_MAX = 256 << 10 };

struct mail {
    str to, subject, text; // UTF-8; the text is sent as quoted-printable text/plain
    str list_unsubscribe;  // https address for one-click unsubscribe (RFC 8058); may be empty
};
// Inside db_write: into the outbox. ERR_INVALID for what mail_send would never accept.
enum err mail_put(struct ctx *, const struct mail *) MUST_CHECK;
// Now; for the runner. ERR_BUSY when the server cannot be reached or refuses.
enum err mail_send(struct ctx *, const struct mail *) MUST_CHECK;
extern const struct subscriber mail_subscriber;

// What is said to the server after DATA (mail_message.c): RFC 5322 headers, RFC 2047 for the subject, RFC 2045 quoted-printable.
// ERR_INVALID when an address is none, or a header would get a line of its own.
enum err mail_message(struct ctx *, const struct mail *, str from, str *out) MUST_CHECK;
bool mail_address_is_sound(str address); // local@domain of visible ASCII without what ends or adds an address

#endif
