// SPDX-License-Identifier: Apache-2.0
// asset_table — what script/embed writes (asset_table.c, in the build folder), for asset.c alone. Sorted by name.
#ifndef ACCORD_VIEW_ASSET_TABLE_H
#define ACCORD_VIEW_ASSET_TABLE_H

#include "view/asset.h"

struct asset_template {
    str name, source;
};

extern const struct asset asset_files[];
extern const ptrdiff_t asset_files_count;
extern const struct asset_template asset_templates[];
extern const ptrdiff_t asset_templates_count;
extern const struct lang_source asset_catalogues[];
extern const ptrdiff_t asset_catalogues_count;

#endif
