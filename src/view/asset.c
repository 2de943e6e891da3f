// SPDX-License-Identifier: Apache-2.0
#include "view/asset_table.h"

#include <stdlib.h>

static int file_by_name(const void *name, const void *file)
{
    return str_compare(*(const str *)name, ((const struct asset *)file)->name);
}

const struct asset *asset_find(str name)
{
    return bsearch(&name, asset_files, (size_t)asset_files_count, sizeof asset_files[0], file_by_name);
}

ptrdiff_t asset_count(void)
{
    return asset_files_count;
}

const struct asset *asset_at(ptrdiff_t i)
{
    return i >= 0 && i < asset_files_count ? &asset_files[i] : NULL;
}

static int template_by_name(const void *name, const void *template)
{
    return str_compare(*(const str *)name, ((const struct asset_template *)template)->name);
}

bool asset_template(str name, str *source)
{
    const struct asset_template *found =
        bsearch(&name, asset_templates, (size_t)asset_templates_count, sizeof asset_templates[0], template_by_name);
    if (found)
        *source = found->source;
    return found != NULL;
}

ptrdiff_t asset_template_count(void)
{
    return asset_templates_count;
}

str asset_template_name(ptrdiff_t i)
{
    return i >= 0 && i < asset_templates_count ? asset_templates[i].name : STR_NONE;
}

const struct lang_source *asset_languages(ptrdiff_t *n)
{
    *n = asset_catalogues_count;
    return asset_catalogues;
}
