// SPDX-License-Identifier: Apache-2.0
// The parts of the description that are the same for all record types.
#include "record/openapi_parts.h"

#include "record/query.h"

// Parameters: name in components, and the parameter.
static const char *const parameters[][2] = {
    { "q", "{'name':'q','in':'query','description':'Words to search for; \\u201cphrases\\u201d, -without, prefix*. Without sort, the best "
           "matches come first.','schema':{'type':'string','maxLength':500},'example':'clean water'}" },
    { "after", "{'name':'after','in':'query','description':'Key of the page, as the link in next has it. It cannot be made up.',"
               "'schema':{'type':'string'}}" },
    { "limit", "{'name':'limit','in':'query','description':'Records on a page.',"
               "'schema':{'type':'integer','minimum':1,'maximum':100,'default':25}}" },
    { "count", "{'name':'count','in':'query','description':'exact: count all that fit. Otherwise total is null beyond 10,000.',"
               "'schema':{'type':'string','enum':['exact']}}" },
    { "format", "{'name':'format','in':'query','description':'csv or ndjson: all that fit, without pages. The Accept header does the "
                "same.','schema':{'type':'string','enum':['csv','ndjson']}}" },
    { "id", "{'name':'id','in':'path','required':true,'description':'Number of the record.',"
            "'schema':{'type':'integer','format':'int64','minimum':1},'example':7}" },
    { "draft", "{'name':'draft','in':'path','required':true,'description':'Number of the change over the published record.',"
               "'schema':{'type':'integer','format':'int64','minimum':1},'example':3}" },
    { "move", "{'name':'move','in':'path','required':true,'description':'Name of the move in the flow of the record.',"
              "'schema':{'type':'string','pattern':'^[a-z][a-z_-]*$'},'example':'submit'}" },
    { "before", "{'name':'before','in':'query','description':'Changes before this leaf of the journal, as next has it.',"
                "'schema':{'type':'integer','format':'int64','minimum':1}}" },
    { "IfMatch", "{'name':'If-Match','in':'header','required':true,'description':'The version that was read, as its ETag has it; 412 "
                 "when it is not the present one.','schema':{'type':'string'},'example':'\\u00223\\u0022'}" },
    { "IdempotencyKey", "{'name':'Idempotency-Key','in':'header','description':'Any text of your own for this one request: sent again "
                        "within a day, it is answered as before and nothing is written twice.',"
                        "'schema':{'type':'string','minLength':1,'maxLength':100,'pattern':'^[!-~]+$'},'example':'2f1c-0001'}" },
};

struct value *openapi_parameters(struct ctx *c)
{
    struct value *out = value_map(c->mem);
    for (ptrdiff_t i = 0; i < COUNT(parameters); i++)
        value_put(c->mem, out, str_of(parameters[i][0]), openapi_tree(c, "%s", parameters[i][1]));
    return out;
}

// What can go wrong: HTTP status, what it means, an example of what is said.
static const struct {
    int status;
    const char *title, *detail;
} problems[] = {
    { 400, "the request cannot be read", "line 3, column 5: a comma or a closing brace is missing" },
    { 401, "sign in first", "nobody is signed in; send a token in the Authorization header" },
    { 403, "this is not permitted", "who submitted a record may not publish it" },
    { 404, "there is no such thing", "there is no partnership with the number 7" },
    { 409, "it does not fit what is there now", "this move cannot be made from the state draft" },
    { 412, "it changed meanwhile", "somebody saved version 4 meanwhile; read it again" },
    { 413, "it is too large", "a body may have 2 MiB" },
    { 422, "the data is not acceptable", "see the errors" },
    { 428, "say which version you saw", "send its ETag in the header If-Match" },
    { 429, "too many at once", "try again in a minute" },
};

struct value *openapi_responses(struct ctx *c)
{
    struct value *out = value_map(c->mem);
    for (ptrdiff_t i = 0; i < COUNT(problems); i++) {
        const char *errors = problems[i].status == 422 ? "{'field':'partners.0.role','reason':'say what this partner does'}" : "";
        value_put(c->mem, out, str_fmt(c->mem, "Problem%d", problems[i].status),
                  openapi_tree(c, "{'description':'%s','content':{'application/problem+json':{"
                                  "'schema':{'$ref':'#/components/schemas/Problem'},'example':{'type':'about:blank','title':'%s',"
                                  "'status':%d,'detail':'%s','errors':[%s]}}}}",
                               problems[i].title, problems[i].title, problems[i].status, problems[i].detail, errors));
    }
    return out;
}
