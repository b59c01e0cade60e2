// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The one place where toml++ is compiled.
#define TOML_IMPLEMENTATION
#include <toml++/toml.h>
