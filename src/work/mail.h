// SPDX-License-Identifier: Apache-2.0
// mail — messages out by SMTP (libcurl), through the outbox.
#ifndef ACCORD_WORK_MAIL_H
#define ACCORD_WORK_MAIL_H

#include "work/outbox.h"

struct mail_settings {
    const char *url;  // "smtp://host:25", "smtps://…"; NULL or "": mail is off, messages are kept and not sent
    const char *from; // address
    const char *user, *password; // may be NULL
};
void mail_configure(const struct mail_settings *);
bool mail_is_on(void);

struct mail {
    str to, subject, text; // UTF-8; the text is sent as quoted-printable text/plain
    str list_unsubscribe;  // address for one-click unsubscribe (RFC 8058); may be empty
};
enum err mail_put(struct ctx *, const struct mail *) MUST_CHECK; // inside db_write: into the outbox
enum err mail_send(struct ctx *, const struct mail *) MUST_CHECK; // now; for the runner
extern const struct subscriber mail_subscriber;

#endif
