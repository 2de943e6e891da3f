// SPDX-License-Identifier: Apache-2.0
#include "record/openapi.h"

#include "record/openapi_parts.h"
#include "record/query_target.h"
#include "view/json.h"

#include <stdlib.h>
#include <string.h>

struct value *openapi_tree(struct ctx *c, const char *fmt, ...)
{
    struct buf text;
    struct value *out = NULL;
    va_list args;
    buf_init(&text, c->mem, 1 << 20);
    va_start(args, fmt);
    buf_vfmt(&text, fmt, args);
    va_end(args);
    for (ptrdiff_t i = 0; i < text.len; i++)
        if (text.at[i] == '\'')
            text.at[i] = '"';
    if (text.over || json_read(c, buf_str(&text), &out) != OK)
        abort();
    return out;
}

str openapi_name(struct arena *mem, const char *name)
{
    char *out = str_z(mem, str_of(name));
    ptrdiff_t n = 0;
    bool first = true;
    for (const char *at = name; *at; at++) {
        bool letter = *at >= 'a' && *at <= 'z';
        if (*at != '_' && *at != '-')
            out[n++] = first && letter ? (char)(*at - 'a' + 'A') : *at;
        first = *at == '_' || *at == '-';
    }
    return (str){ out, n };
}

// ---- operations ------------------------------------------------------------------------------------------------------

// As web/api.c serves them. %s is the type's name: in `operation` for programs, in `answer` of the schema.
static const struct operation {
    const char *path, *method, *operation, *summary;
    enum { TO_SEE, TO_CREATE, TO_EDIT } right;
    const char *parameters; // of components, separated by spaces
    enum { BODY_NONE, BODY_NEW, BODY_PART, BODY_NOTE } body;
    const char *status;     // of success
    const char *answer;     // schema of success; NULL: no body
    const char *problems;   // "400 404"
} operations[] = {
    { "", "get", "list%s", "List and search", TO_SEE, "q after limit count format", BODY_NONE, "200", "list_of_", "422" },
    { "", "post", "create%s", "Create one", TO_CREATE, "IdempotencyKey", BODY_NEW, "201", "one_", "400 401 403 409 413 422 429" },
    { "/facets", "get", "count%s", "Count by facet", TO_SEE, "q", BODY_NONE, "200", "Facets", "422" },
    { "/{id}", "get", "read%s", "Read one", TO_SEE, "id", BODY_NONE, "200", "one_", "404" },
    { "/{id}", "put", "replace%s", "Replace one", TO_EDIT, "id IfMatch", BODY_NEW, "200", "one_",
      "400 401 403 404 409 412 413 422 428 429" },
    { "/{id}", "patch", "change%s", "Change some of its fields", TO_EDIT, "id IfMatch", BODY_PART, "200", "one_",
      "400 401 403 404 409 412 413 422 428 429" },
    { "/{id}", "delete", "discard%s", "Throw an unpublished one away", TO_EDIT, "id", BODY_NONE, "204", NULL, "401 403 404 409" },
    { "/{id}/history", "get", "read%sHistory", "All its changes, newest first", TO_SEE, "id before", BODY_NONE, "200", "History",
      "404" },
    { "/{id}/moves/{move}", "post", "move%s", "Move it to its next state", TO_EDIT, "id move IdempotencyKey", BODY_NOTE, "200",
      "one_", "400 401 403 404 409 412 422 429" },
    { "/{id}/drafts/{draft}", "get", "read%sDraft", "Read a change that waits for review", TO_EDIT, "id draft", BODY_NONE, "200",
      "one_", "401 403 404" },
    { "/{id}/drafts/{draft}/moves/{move}", "post", "move%sDraft", "Move a change to its next state", TO_EDIT,
      "id draft move IdempotencyKey", BODY_NOTE, "200", "one_", "400 401 403 404 409 412 422 429" },
    { "/{id}/drafts/{draft}", "delete", "discard%sDraft", "Throw a change away", TO_EDIT, "id draft", BODY_NONE, "204", NULL,
      "401 403 404 409" },
};

static str with_name(struct arena *mem, const char *pattern, str name)
{
    str text = str_of(pattern);
    ptrdiff_t at = str_find(text, S("%s"));
    return str_fmt(mem, "%.*s%.*s%.*s", STR_ARG(str_slice(text, 0, at)), STR_ARG(name), STR_ARG(str_skip(text, at + 2)));
}

static const char *schema_of(struct arena *mem, const struct record_type *type, const char *answer)
{
    if (strcmp(answer, "list_of_") == 0)
        return str_z(mem, str_fmt(mem, "list_of_%s", type->plural));
    return strcmp(answer, "one_") == 0 ? str_z(mem, str_fmt(mem, "one_%s", type->name)) : answer;
}

// ---- parameters

static struct value *filter_parameter(struct ctx *c, const struct query_target *target)
{
    struct value *out = openapi_tree(c, "{'name':'%s','in':'query','style':'form','explode':true,'schema':{'type':'array',"
                                        "'items':{'type':'string'}}}", target->name);
    str label = str_of(tr(c, target->label));
    value_set(c->mem, out, "description",
              value_text(c->mem, str_fmt(c->mem, tr(c, N_("%.*s: any of these; repeated or separated by commas")), STR_ARG(label))));
    struct value *items = value_member(value_member(out, S("schema")), S("items"));
    if (target->choices)
        value_set(c->mem, items, "enum", openapi_codes(c, target->choices));
    if (target->field && target->field->kind == &kind_yes)
        value_set(c->mem, items, "enum", value_member(openapi_tree(c, "{'it':['yes','no']}"), S("it")));
    if (target->refers)
        value_set(c->mem, items, "pattern", value_text(c->mem, S("^[1-9][0-9]*$")));
    if (target->what == TARGET_MINE)
        value_set(c->mem, items, "enum", value_member(openapi_tree(c, "{'it':['1']}"), S("it")));
    return out;
}

static struct value *sort_parameter(struct ctx *c, const struct record_type *type, roles viewer)
{
    static const char *const head[] = { "id", "-id", "changed", "-changed" };
    struct value *out = openapi_tree(c, "{'name':'sort','in':'query','description':'- before the name: downwards.',"
                                        "'schema':{'type':'string'}}");
    struct value *names = value_list(c->mem);
    struct query_sort sort;
    for (ptrdiff_t i = 0; i < COUNT(head); i++)
        value_add(c->mem, names, value_text(c->mem, str_of(head[i])));
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        str name = str_of(type->fields[i].name);
        if (!query_sort_find(c->mem, type, name, viewer, &sort))
            continue;
        value_add(c->mem, names, value_text(c->mem, name));
        value_add(c->mem, names, value_text(c->mem, str_fmt(c->mem, "-%.*s", STR_ARG(name))));
    }
    value_set(c->mem, value_member(out, S("schema")), "enum", names);
    return out;
}

static struct value *parameters_of(struct ctx *c, const struct record_type *type, const struct operation *operation, roles viewer)
{
    struct value *out = value_list(c->mem);
    struct query_target target;
    for (str rest = str_of(operation->parameters); rest.len > 0;) {
        str name = str_cut(&rest, ' ');
        value_add(c->mem, out, openapi_tree(c, "{'$ref':'#/components/parameters/%.*s'}", STR_ARG(name)));
    }
    if (!str_starts(str_of(operation->parameters), S("q")))
        return out;
    value_add(c->mem, out, sort_parameter(c, type, viewer));
    for (ptrdiff_t i = 0; query_target_at(type, i, viewer, &target); i++)
        if (target.what != TARGET_NONE)
            value_add(c->mem, out, filter_parameter(c, &target));
    return out;
}

// ---- bodies and answers

static struct value *body_of(struct ctx *c, const struct record_type *type, const struct operation *operation, roles viewer)
{
    if (operation->body == BODY_NOTE)
        return openapi_tree(c, "{'required':false,'content':{'application/json':{'schema':{'type':'object','properties':{"
                               "'note':{'type':'string','description':'What to change, or why; some moves ask for it.'}}},"
                               "'example':{'note':'please add the source of the amount'}}}}");
    bool part = operation->body == BODY_PART;
    struct value *out = openapi_tree(c, "{'required':true,'content':{'application/json':{'schema':{'$ref':'#/components/schemas/%s%s'}}}}",
                                     part ? "" : "new_", type->name);
    struct value *media = value_member(value_member(out, S("content")), S("application/json"));
    value_set(c->mem, media, "example", openapi_example(c, type, viewer));
    return out;
}

static struct value *success_of(struct ctx *c, const struct record_type *type, const struct operation *operation)
{
    if (!operation->answer)
        return openapi_tree(c, "{'description':'Done.'}");
    const char *schema = schema_of(c->mem, type, operation->answer);
    bool is_list = strcmp(operation->answer, "list_of_") == 0, is_one = strcmp(operation->answer, "one_") == 0;
    struct value *out = openapi_tree(c, "{'description':'%s','content':{'application/json':{'schema':{"
                                        "'$ref':'#/components/schemas/%s'}}%s}}",
                                     is_list ? "A page of the list." : is_one ? "The record." : "The answer.", schema,
                                     is_list ? ",'text/csv':{'schema':{'type':'string'}},'application/x-ndjson':{'schema':{'type':'string'}}"
                                             : "");
    if (is_one)
        value_set(c->mem, out, "headers", openapi_tree(c, "{'ETag':{'description':'Its version, for If-Match.','schema':{'type':'string'}}}"));
    return out;
}

static struct value *responses_of(struct ctx *c, const struct record_type *type, const struct operation *operation)
{
    struct value *out = value_map(c->mem);
    value_put(c->mem, out, str_of(operation->status), success_of(c, type, operation));
    if (strcmp(operation->method, "put") == 0 || strcmp(operation->method, "patch") == 0) {
        struct value *waits = success_of(c, type, operation);
        value_set(c->mem, waits, "description", value_text(c->mem, S("Kept as a change that waits for review.")));
        value_set(c->mem, out, "202", waits);
    }
    for (str rest = str_of(operation->problems); rest.len > 0;) {
        str status = str_cut(&rest, ' ');
        value_put(c->mem, out, status, openapi_tree(c, "{'$ref':'#/components/responses/Problem%.*s'}", STR_ARG(status)));
    }
    return out;
}

static struct value *security_of(struct ctx *c, const struct record_type *type, const struct operation *operation)
{
    bool open = operation->right == TO_SEE && (type->see == 0 || (type->see & ROLE_PUBLIC) != 0);
    return value_member(openapi_tree(c, "{'it':[%s{'session':[]},{'token':[]}]}", open ? "{}," : ""), S("it"));
}

static struct value *operation_value(struct ctx *c, const struct record_type *type, const struct operation *operation, roles viewer)
{
    struct arena *mem = c->mem;
    struct value *out = value_map(mem), *tags = value_list(mem);
    value_add(mem, tags, value_text(mem, str_of(type->plural)));
    value_set(mem, out, "operationId", value_text(mem, with_name(mem, operation->operation, openapi_name(mem, type->name))));
    value_set(mem, out, "summary", value_text(mem, str_of(operation->summary)));
    value_set(mem, out, "tags", tags);
    value_set(mem, out, "security", security_of(c, type, operation));
    value_set(mem, out, "parameters", parameters_of(c, type, operation, viewer));
    if (operation->body != BODY_NONE)
        value_set(mem, out, "requestBody", body_of(c, type, operation, viewer));
    value_set(mem, out, "responses", responses_of(c, type, operation));
    return out;
}

void openapi_type_paths(struct ctx *c, const struct record_type *type, struct value *paths)
{
    roles viewer = actor_roles(c);
    for (ptrdiff_t i = 0; i < COUNT(operations); i++) {
        const struct operation *operation = &operations[i];
        if (operation->right == TO_CREATE && type->create == 0)
            continue;
        str path = str_fmt(c->mem, "/api/v1/%s%s", type->plural, operation->path);
        struct value *item = value_member(paths, path);
        if (!item) {
            item = value_map(c->mem);
            value_put(c->mem, paths, path, item);
        }
        value_put(c->mem, item, str_of(operation->method), operation_value(c, type, operation, viewer));
    }
}

// ---- the whole -------------------------------------------------------------------------------------------------------

static struct value *info_of(struct ctx *c, str version)
{
    struct value *out = openapi_tree(c,
        "{'title':'Accord','summary':'Partnerships between public institutions and others: who promised what, and what came of it',"
        "'description':'The same records under the same rights as the pages. Money is exact; dates may be known to the year, the "
        "month or the day. Faults come all at once, each with its place.',"
        "'license':{'name':'Apache-2.0','identifier':'Apache-2.0'}}");
    value_set(c->mem, out, "version", value_text(c->mem, version));
    return out;
}

static struct value *components_of(struct ctx *c, roles viewer)
{
    struct value *out = value_map(c->mem);
    value_set(c->mem, out, "schemas", openapi_schemas(c, viewer));
    value_set(c->mem, out, "parameters", openapi_parameters(c));
    value_set(c->mem, out, "responses", openapi_responses(c));
    value_set(c->mem, out, "securitySchemes", openapi_tree(c,
        "{'session':{'type':'apiKey','in':'cookie','name':'accord_session','description':'As pages have it; what changes something "
        "sends X-CSRF-Token too.'},"
        "'token':{'type':'http','scheme':'bearer','description':'For programs: accord user token MAIL.'}}"));
    return out;
}

static void put_type(struct ctx *c, const struct record_type *type, struct value *paths, struct value *tags)
{
    struct value *tag = value_map(c->mem);
    value_set(c->mem, tag, "name", value_text(c->mem, str_of(type->plural)));
    value_set(c->mem, tag, "description", value_text(c->mem, str_of(tr(c, type->label_plural))));
    value_add(c->mem, tags, tag);
    openapi_type_paths(c, type, paths);
}

struct value *openapi_document(struct ctx *c, str version, str server)
{
    struct arena *mem = c->mem;
    struct value *out = value_map(mem), *servers = value_list(mem), *one = value_map(mem);
    struct value *paths = value_map(mem), *tags = value_list(mem);
    roles viewer = actor_roles(c);
    value_set(mem, one, "url", value_text(mem, server));
    value_add(mem, servers, one);
    for (ptrdiff_t i = 0; i < schema_count(); i++)
        if (openapi_has(schema_at(i), viewer))
            put_type(c, schema_at(i), paths, tags);
    value_set(mem, out, "openapi", value_text(mem, S("3.1.0")));
    value_set(mem, out, "info", info_of(c, version));
    value_set(mem, out, "servers", servers);
    value_set(mem, out, "tags", tags);
    value_set(mem, out, "paths", paths);
    value_set(mem, out, "components", components_of(c, viewer));
    return out;
}
