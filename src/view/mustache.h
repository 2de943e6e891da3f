// SPDX-License-Identifier: Apache-2.0
// mustache — pages from templates and value trees, after the published Mustache specification (core: interpolation, sections,
// inverted, partials, comments, delimiters). {{x}} escapes, always; only V_RICH (made safe by text/markdown.h) and text put
// by our own code come out unescaped through {{{x}}}.
//
// Beyond the core, lambdas by name, looked up when a section's name is not found in the data:
//   {{#t}}Partners{{/t}}                    the text in the reader's language; inside it may stand variables: the text is first
//                                           translated as written ({{n}} kept), then rendered
//   {{#tn}}n|{{n}} partner|{{n}} partners{{/tn}}   plural by the language's own rule over the integer variable named first
//   {{#number}}total{{/number}}             named variable as a number; likewise {{#date}}, {{#day_time}}, {{#money}}, {{#plain}} (text of
//                                           Markdown), {{#bytes}}, {{#ago}}, {{#percent}}, {{#url}} (percent-encoded for a query)
// Lambda texts are compiled once per language, with the template.
#ifndef ACCORD_VIEW_MUSTACHE_H
#define ACCORD_VIEW_MUSTACHE_H

#include "base/buf.h"
#include "view/value.h"

struct templates;

// `find` gives the source of a template by name ("registry/list"), or false. Sources live as long as the set.
struct templates *templates_open(struct arena *boot, bool (*find)(void *arg, str name, str *source), void *arg);

// Compiles on first use (or at boot by templates_compile); thread-safe afterwards. ERR_INTERNAL names template, line and fault
// (unclosed section, …). Partials that do not exist render as nothing, as the specification says; templates_check names them.
enum err templates_compile(struct ctx *, struct templates *, str name) MUST_CHECK;
bool templates_has(struct templates *, str name);
// Names of partials that the compiled templates call and nobody has; empty when all are there.
str templates_missing(struct arena *, struct templates *);

// Nesting of sections and partials is limited to 64; output to the buffer's limit.
enum err mustache_render(struct ctx *, struct templates *, str name, const struct value *data, struct buf *out) MUST_CHECK;

// One text rendered with one value: for tests, mails and short sentences. No partials.
enum err mustache_text(struct ctx *, str source, const struct value *data, struct buf *out) MUST_CHECK;

#endif
