// SPDX-License-Identifier: Apache-2.0
#include "record/openapi_parts.h"

#include "record/kind.h"

#include <string.h>

bool openapi_has(const struct record_type *type, roles viewer)
{
    return type->plural && (type->see == 0 || (type->see & (viewer | ROLE_OWNER)) != 0);
}

// The description is of what can be reached, so fields of owners are in it: who creates a record is its owner.
static bool is_described(const struct field *field, roles viewer)
{
    return field_is_readable(field, viewer | ROLE_OWNER);
}

struct value *openapi_codes(struct ctx *c, const struct choice *choices)
{
    struct value *out = value_list(c->mem);
    for (const struct choice *choice = choices; choice && choice->code; choice++)
        value_add(c->mem, out, value_text(c->mem, str_of(choice->code)));
    return out;
}

static struct value *field_schema(struct ctx *c, const struct field *field, roles viewer)
{
    struct value *out = field->kind->schema(c, field);
    value_set(c->mem, out, "title", value_text(c->mem, str_of(tr(c, field->label))));
    if (field->help)
        value_set(c->mem, out, "description", value_text(c->mem, str_of(tr(c, field->help))));
    if ((field->flags & COMPUTED) || !field_is_writable(field, viewer | ROLE_OWNER))
        value_set(c->mem, out, "readOnly", value_bool(c->mem, true));
    return out;
}

static struct value *properties_start(struct ctx *c, const struct record_type *type)
{
    if (!type->plural)
        return openapi_tree(c, "{'id':{'type':'integer','format':'int64','description':'Stays with the row; left out: a new row.'}}");
    return openapi_tree(c,
        "{'id':{'type':'integer','format':'int64','readOnly':true},"
        "'version':{'type':'integer','format':'int64','readOnly':true,'description':'What If-Match asks for.'},"
        "'state':{'type':'string','readOnly':true,'description':'Where it is in its flow.'},"
        "'lang':{'type':'string','readOnly':true,'description':'Language of its content.'},"
        "'created':{'type':'string','format':'date-time','readOnly':true},"
        "'changed':{'type':'string','format':'date-time','readOnly':true},"
        "'example':{'type':'boolean','readOnly':true,'description':'True for fictitious records.'},"
        "'path':{'type':'string','readOnly':true,'description':'Its page.'}}");
}

static struct value *type_schema(struct ctx *c, const struct record_type *type, roles viewer)
{
    struct value *out = openapi_tree(c, "{'type':'object'}"), *properties = properties_start(c, type);
    value_set(c->mem, out, "title", value_text(c->mem, str_of(tr(c, type->label))));
    for (ptrdiff_t i = 0; i < type->field_count; i++)
        if (is_described(&type->fields[i], viewer))
            value_put(c->mem, properties, str_of(type->fields[i].name), field_schema(c, &type->fields[i], viewer));
    struct value *presented = type->presented ? openapi_tree(c, "%s", type->presented) : NULL;
    for (ptrdiff_t i = 0; presented && i < value_count(presented); i++)
        value_put(c->mem, properties, presented->map.at[i].key, presented->map.at[i].value);
    value_set(c->mem, out, "properties", properties);
    return out;
}

static void put_with_children(struct ctx *c, struct value *schemas, const struct record_type *type, roles viewer)
{
    value_put(c->mem, schemas, str_of(type->name), type_schema(c, type, viewer));
    for (ptrdiff_t i = 0; i < type->field_count; i++)
        if (type->fields[i].many && is_described(&type->fields[i], viewer))
            put_with_children(c, schemas, type->fields[i].many, viewer);
}

// A new record: the same, and what cannot be left out even of a draft.
static struct value *new_schema(struct ctx *c, const struct record_type *type, roles viewer)
{
    struct value *needed = value_list(c->mem);
    for (ptrdiff_t i = 0; i < type->field_count; i++)
        if ((type->fields[i].flags & NEEDED) && is_described(&type->fields[i], viewer))
            value_add(c->mem, needed, value_text(c->mem, str_of(type->fields[i].name)));
    struct value *out = openapi_tree(c, "{'allOf':[{'$ref':'#/components/schemas/%s'}]}", type->name);
    if (value_count(needed) > 0)
        value_set(c->mem, out, "required", needed);
    return out;
}

static void put_type(struct ctx *c, struct value *schemas, const struct record_type *type, roles viewer)
{
    put_with_children(c, schemas, type, viewer);
    value_put(c->mem, schemas, str_fmt(c->mem, "new_%s", type->name), new_schema(c, type, viewer));
    value_put(c->mem, schemas, str_fmt(c->mem, "one_%s", type->name),
              openapi_tree(c, "{'type':'object','required':['data'],'properties':{'data':{'$ref':'#/components/schemas/%s'},"
                              "'draft':{'type':'integer','format':'int64','description':'Number of the change that waits for "
                              "review, where one was made.'}}}", type->name));
    value_put(c->mem, schemas, str_fmt(c->mem, "list_of_%s", type->plural),
              openapi_tree(c, "{'type':'object','required':['data','total','next'],'properties':{"
                              "'data':{'type':'array','items':{'$ref':'#/components/schemas/%s'}},"
                              "'total':{'type':['integer','null'],'description':'How many fit; null: more than 10,000.'},"
                              "'next':{'type':['string','null'],'format':'uri-reference','description':'The next page.'}}}",
                           type->name));
}

static const char *const general[][2] = {
    { "Money", "{'type':'object','required':['amount','currency'],'properties':{"
               "'amount':{'type':'string','pattern':'^-?[0-9]+([.][0-9]+)?$','description':'Exact, with the decimals of the currency.'},"
               "'currency':{'type':'string','pattern':'^[A-Z]{3}$','description':'ISO 4217'}},"
               "'example':{'amount':'264000.00','currency':'USD'}}" },
    { "Reference", "{'type':'object','required':['id'],'properties':{'id':{'type':'integer','format':'int64'},"
                   "'name':{'type':'string','readOnly':true},'path':{'type':'string','readOnly':true}},"
                   "'example':{'id':4,'name':'Example organisation 1','path':'/organisations/4'}}" },
    { "Problem", "{'type':'object','description':'RFC 9457','required':['title','status'],'properties':{"
                 "'type':{'type':'string'},'title':{'type':'string'},'status':{'type':'integer'},'detail':{'type':'string'},"
                 "'instance':{'type':'string'},'errors':{'type':'array','description':'All that is wrong, each with its place.',"
                 "'items':{'type':'object','required':['field','reason'],'properties':{"
                 "'field':{'type':'string','description':'partners.0.role'},'reason':{'type':'string'}}}}}}" },
    { "Facets", "{'type':'object','required':['data'],'properties':{'data':{'type':'array','items':{'type':'object',"
                "'required':['name','label','options'],'properties':{'name':{'type':'string'},'label':{'type':'string'},"
                "'open':{'type':'boolean'},'more':{'type':'integer','description':'Options that are not given.'},"
                "'options':{'type':'array','items':{'type':'object','required':['code','label','count','on'],'properties':{"
                "'code':{'type':'string'},'label':{'type':'string'},'count':{'type':'integer'},'on':{'type':'boolean'},"
                "'address':{'type':'string','description':'Parameters of the list with this option toggled.'}}}}}}}}}" },
    { "History", "{'type':'object','required':['data','next'],'properties':{'data':{'type':'array','items':{'type':'object',"
                 "'properties':{'leaf':{'type':'integer','format':'int64'},'version':{'type':'integer','format':'int64'},"
                 "'time':{'type':'string','format':'date-time'},'move':{'type':['string','null']},'label':{'type':'string'},"
                 "'role':{'type':'string'},'hash':{'type':'string','description':'The leaf of the journal, SHA-256.'},"
                 "'changes':{'type':'array','items':{'type':'object','properties':{'path':{'type':'string'},"
                 "'label':{'type':'string'},'before':{},'after':{}}}}}}},"
                 "'next':{'type':['string','null'],'format':'uri-reference'}}}" },
};

struct value *openapi_schemas(struct ctx *c, roles viewer)
{
    struct value *out = value_map(c->mem);
    for (ptrdiff_t i = 0; i < COUNT(general); i++)
        value_put(c->mem, out, str_of(general[i][0]), openapi_tree(c, "%s", general[i][1]));
    for (ptrdiff_t i = 0; i < schema_count(); i++)
        if (openapi_has(schema_at(i), viewer))
            put_type(c, out, schema_at(i), viewer);
    return out;
}

// ---- an example of a new record --------------------------------------------------------------------------------------

static struct value *field_example(struct ctx *c, const struct field *field)
{
    static const struct {
        const struct kind *kind;
        const char *json;
    } examples[] = {
        { &kind_yes, "true" },     { &kind_int, "1" },           { &kind_number, "'0.5'" },
        { &kind_ref, "4" },        { &kind_date, "'2003-05-31'" }, { &kind_instant, "'2003-05-31T12:00:00.000Z'" },
        { &kind_code, "'A-1'" },   { &kind_email, "'person@example.org'" },
        { &kind_link, "'https://example.org/'" },
        { &kind_money, "{'amount':'264000.00','currency':'USD'}" },
    };
    for (ptrdiff_t i = 0; i < COUNT(examples); i++)
        if (examples[i].kind == field->kind)
            return value_member(openapi_tree(c, "{'it':%s}", examples[i].json), S("it"));
    if (field->choices) {
        struct value *first = value_text(c->mem, str_of(field->choices[0].code));
        if (!field_is_codes(field))
            return first;
        struct value *list = value_list(c->mem);
        value_add(c->mem, list, first);
        return list;
    }
    return value_text(c->mem, str_fmt(c->mem, "%s", tr(c, field->label)));
}

struct value *openapi_example(struct ctx *c, const struct record_type *type, roles viewer)
{
    struct value *out = value_map(c->mem);
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *field = &type->fields[i];
        if ((field->flags & (NEEDED | REQUIRED)) && !field->many && !field->list && is_described(field, viewer))
            value_put(c->mem, out, str_of(field->name), field_example(c, field));
    }
    return out;
}
