// SPDX-License-Identifier: Apache-2.0
// secret — random tokens, what is kept of them, and the office's own key; inside work/ only.
#ifndef ACCORD_WORK_SECRET_H
#define ACCORD_WORK_SECRET_H

#include "db/table.h"

enum { SECRET_TOKEN_LENGTH = 43 }; // 256 bits in base64url without padding (RFC 4648 §5)

extern const struct table secret_table;

str secret_token(struct arena *);           // a new random one
bool secret_is_token(str);                  // has the form of one
str secret_hash(struct arena *, str token); // SHA-256, lower-case hex: what is kept instead of it

// Inside db_write: BLAKE2b of a text under the office's key (made when first asked for), so that short texts (network and mail
// addresses) cannot be found by trying all of them.
enum err secret_keyed(struct ctx *, str text, str *out) MUST_CHECK;

#endif
