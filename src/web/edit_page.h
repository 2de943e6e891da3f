// SPDX-License-Identifier: Apache-2.0
// edit_page — forms: a new record, a change, saving, and moves from one state to the next.
#ifndef ACCORD_WEB_EDIT_PAGE_H
#define ACCORD_WEB_EDIT_PAGE_H

#include "web/route.h"

handler edit_new_page, edit_page; // the form
handler edit_create, edit_save;   // what it sends
handler edit_move, edit_discard;  // buttons of a record or of the draft over it

#endif
