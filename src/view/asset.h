// SPDX-License-Identifier: Apache-2.0
// asset — what the program carries within itself: templates, styles, scripts, icons, catalogues and the demonstration, put
// there from ui/ and examples/ by script/embed when the program is built. All of it lives as long as the program.
#ifndef ACCORD_VIEW_ASSET_H
#define ACCORD_VIEW_ASSET_H

#include "base/str.h"
#include "text/lang.h"

// A file to be served as it is: "style.css" (all of ui/style), "script.js", "icon.svg", "demonstration.json", ….
struct asset {
    str name;
    str content_type; // "text/css; charset=utf-8"
    str version;      // of these very bytes: the beginning of their SHA-256, for addresses and ETags
    str bytes;
    str gzip;         // the same compressed (RFC 1952); empty where that saves little
};

const struct asset *asset_find(str name); // NULL when there is none
ptrdiff_t asset_count(void);
const struct asset *asset_at(ptrdiff_t i); // in alphabetical order; NULL beyond the last

// The source of a template by its path under ui/templates, without ".mustache": "registry/list". False when there is none.
bool asset_template(str name, str *source);
ptrdiff_t asset_template_count(void);
str asset_template_name(ptrdiff_t i); // in alphabetical order; empty beyond the last

const struct lang_source *asset_languages(ptrdiff_t *n); // compiled catalogues, for lang_load

#endif
