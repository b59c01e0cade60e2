// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The tables of the registry's file and how an older file gets them. Migrations go forward only:
// a file of a newer program is refused, and one of an older is copied aside before it is changed.
#pragma once

#include <filesystem>
#include <span>

#include "gateway/registry/sqlite.hpp"

namespace fb::registry {

// The n-th script makes schema n+1 from schema n.
std::span<const char* const> migrations();

// Where a copy is put before a file is migrated: "<folder>/registry-before-2-<time>.db".
struct BackupPlace {
  std::filesystem::path folder;
  std::string time;  // in the form of a file name
};

// Checks that the file is a registry, whole, and not newer than `scripts`; then migrates it.
std::optional<Refused> prepare_schema(Connection& connection, const BackupPlace& backup,
                                      std::span<const char* const> scripts = migrations());

// A consistent copy of all that is committed, synchronised to the disk. Nothing is left of it where
// it fails. Refused where there is such a file.
std::optional<Refused> copy_to(Connection& connection, const std::filesystem::path& copy);

}  // namespace fb::registry
