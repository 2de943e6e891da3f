// SPDX-License-Identifier: Apache-2.0
#include "app/modules.h"

#include "modules/directory/directory.h"
#include "modules/office/office_module.h"
#include "modules/registry/registry.h"

// In the order of the menu.
const struct module *const modules[] = {
    &registry_module,
    &directory_module,
    &office_module,
};
const ptrdiff_t modules_count = COUNT(modules);
