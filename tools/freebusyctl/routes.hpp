// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The routes of the admin API that commands ask, as docs/reference/openapi-admin.json has them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace fb::freebusyctl {

inline constexpr std::string_view kAdminBase = "/admin/v1";

enum class Route : std::uint8_t {
  objects,
  object_get,
  object_add,
  object_set,
  object_put,
  object_remove,
  changes,
  apply,
  export_objects,
  import_exchange,
  history,
  backup,
  clouds,
  cloud,
  directory_sources,
  directory_run,
  explain,
  test,
  explain_credential,
  reasons,
  reason,
  status,
  openapi,
};

struct RouteForm {
  Route route;
  std::string_view method;
  std::string_view path;  // behind kAdminBase, "/clouds/{name}"
};

std::span<const RouteForm> routes();
const RouteForm& form_of(Route route);

}  // namespace fb::freebusyctl
