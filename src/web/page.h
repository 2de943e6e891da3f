// SPDX-License-Identifier: Apache-2.0
// page — what stands around every page's content (ui/templates/README.md, "Every page"), and the set of templates.
#ifndef ACCORD_WEB_PAGE_H
#define ACCORD_WEB_PAGE_H

#include "view/mustache.h"
#include "web/answer.h"
#include "web/route.h"

// At boot, before the routes: opens the templates within the program and compiles them all. ERR_INTERNAL names the first that
// cannot be read, or the partials that nobody has.
enum err page_open(struct ctx *, struct arena *boot) MUST_CHECK;
struct templates *page_templates(void);   // NULL before page_open

void page_menu_set(struct arena *boot, const struct module *const *, ptrdiff_t n);

// Adds title, page, lang, menu, actor, office and notice to the data. What the handler has put stays.
void page_frame(struct request *, struct answer *, struct value *data);

// An asset's address, with its version so that it may be kept for ever: "/static/style.css?v=1f09…".
str page_asset(struct arena *, str name);

#endif
