// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/settings_rows.hpp"

namespace fb::config {
namespace {

using namespace std::chrono_literals;

constexpr SettingRow kRegistry[] = {
    {.table = "registry",
     .key = "file",
     .access = at<&Settings::registry, &RegistrySettings::file>,
     .kind = Kind::file_to_write,
     .example = "\"registry.db\"",
     .sentence = "The file that stores the federation objects, so that they can be changed while "
                 "the gateway runs; one that is new begins with what federation_file says. Empty: "
                 "federation_file alone says what counts."},
    {.table = "registry",
     .key = "backup_folder",
     .access = at<&Settings::registry, &RegistrySettings::backup_folder>,
     .kind = Kind::file_to_write,
     .sentence = "Where backups of the registry are written; empty: beside it."},
    {.table = "registry",
     .key = "poll_interval",
     .access = at<&Settings::registry, &RegistrySettings::poll_interval>,
     .kind = Kind::duration,
     .least = ms(100ms),
     .most = ms(60s),
     .sentence = "How often the gateway looks for what other processes have changed."},
    {.table = "registry",
     .key = "history_entries_max",
     .access = at<&Settings::registry, &RegistrySettings::history_entries_max>,
     .kind = Kind::count,
     .least = 1000,
     .most = 100'000'000,
     .sentence = "Changes that are remembered with who, when, before and after; the oldest go "
                 "first."},
};

constexpr SettingRow kAdmin[] = {
    {.table = "admin",
     .key = "socket",
     .access = at<&Settings::admin, &AdminSettings::socket>,
     .kind = Kind::file_to_write,
     .example = "\"admin.sock\"",
     .sentence = "A unix socket for the admin API; who connects is known by the user id. Empty: "
                 "none."},
    {.table = "admin",
     .key = "address",
     .access = at<&Settings::admin, &AdminSettings::address>,
     .kind = Kind::ip_address,
     .sentence = "The address of the admin API's own HTTPS listener; empty: none."},
    {.table = "admin",
     .key = "port",
     .access = at<&Settings::admin, &AdminSettings::port>,
     .kind = Kind::count,
     .least = 0,
     .most = 65535,
     .sentence = "The port of that listener; 0 is any free one, reported at the start."},
    {.table = "admin",
     .key = "port_file",
     .access = at<&Settings::admin, &AdminSettings::port_file>,
     .kind = Kind::file_to_write,
     .sentence = "The bound port is written into this file; empty: nowhere."},
    {.table = "admin",
     .key = "accounts_file",
     .access = at<&Settings::admin, &AdminSettings::accounts_file>,
     .kind = Kind::file,
     .reloadable = true,
     .example = "\"admins.toml\"",
     .sentence = "Who may read, operate or administer which home tenant: see "
                 "docs/reference/admin-accounts.md."},
};

}  // namespace

std::span<const SettingRow> registry_settings() { return kRegistry; }

std::span<const SettingRow> admin_settings() { return kAdmin; }

}  // namespace fb::config
