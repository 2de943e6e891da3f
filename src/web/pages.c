// SPDX-License-Identifier: Apache-2.0
#include "web/pages.h"

#include "base/arena.h"
#include "web/edit_page.h"
#include "web/list_page.h"
#include "web/show_page.h"

enum right { TO_SEE, TO_CREATE, TO_EDIT };
enum view { VIEW_NO_PAGE, VIEW_LIST, VIEW_SHOW, VIEW_EDIT, VIEW_HISTORY, VIEW_DRAFT };

static const struct page_row {
    enum method method;
    const char *path; // after "/PLURAL"
    handler *handle;
    enum right right;
    enum view view;
    const char *purpose;
} rows[] = {
    { GET, "", list_page, TO_SEE, VIEW_LIST, N_("List and search") },
    { POST, "", edit_create, TO_CREATE, VIEW_EDIT, N_("Save a new one") },
    { GET, "/new", edit_new_page, TO_CREATE, VIEW_EDIT, N_("Form for a new one") },
    { GET, "/{id}", show_page, TO_SEE, VIEW_SHOW, N_("Show one") },
    { POST, "/{id}", edit_save, TO_EDIT, VIEW_EDIT, N_("Save a change") },
    { GET, "/{id}/edit", edit_page, TO_EDIT, VIEW_EDIT, N_("Form for a change") },
    { GET, "/{id}/history", show_history_page, TO_SEE, VIEW_HISTORY, N_("All its changes") },
    { POST, "/{id}/moves/{move}", edit_move, TO_EDIT, VIEW_NO_PAGE, N_("Move it to its next state") },
    { POST, "/{id}/discard", edit_discard, TO_EDIT, VIEW_NO_PAGE, N_("Throw an unpublished one away") },
    { GET, "/{id}/drafts/{draft}", show_draft_page, TO_EDIT, VIEW_DRAFT, N_("Show a change that waits") },
    { POST, "/{id}/drafts/{draft}/moves/{move}", edit_move, TO_EDIT, VIEW_NO_PAGE, N_("Move a change to its next state") },
    { POST, "/{id}/drafts/{draft}/discard", edit_discard, TO_EDIT, VIEW_NO_PAGE, N_("Throw a change away") },
};

const ptrdiff_t pages_route_count = COUNT(rows);

roles pages_right_to_see(const struct record_type *type)
{
    return type->see ? type->see : (roles)ROLE_PUBLIC;
}

static roles right_of(const struct record_type *type, enum right right)
{
    if (right == TO_SEE)
        return pages_right_to_see(type);
    // Who edits or moves one is said by type, record and move: any account may come to the door.
    return right == TO_CREATE ? type->create : (roles)ROLE_SIGNED_IN;
}

static const char *view_of(const struct resource *resource, enum view view)
{
    switch (view) {
    case VIEW_LIST:
        return resource->list ? resource->list : "record/list";
    case VIEW_SHOW:
        return resource->show ? resource->show : "record/show";
    case VIEW_EDIT:
        return resource->edit ? resource->edit : "record/edit";
    case VIEW_HISTORY:
        return "record/history";
    case VIEW_DRAFT:
        return "record/draft";
    case VIEW_NO_PAGE:
        break;
    }
    return NULL;
}

const struct route *pages_routes(struct arena *boot, const struct resource *resource, ptrdiff_t *n)
{
    struct route *routes = NEW(boot, struct route, COUNT(rows));
    const struct record_type *type = resource->type;
    *n = 0;
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        roles right = right_of(type, rows[i].right);
        if (right == 0)
            continue; // nobody makes one by hand
        routes[(*n)++] = (struct route){
            .method = rows[i].method,
            .path = str_z(boot, str_fmt(boot, "/%s%s", type->plural, rows[i].path)),
            .handle = rows[i].handle,
            .right = right,
            .view = view_of(resource, rows[i].view),
            .purpose = rows[i].purpose,
            .arg = resource,
        };
    }
    return routes;
}
