// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/routes.hpp"

#include <array>

namespace fb::freebusyctl {
namespace {

// Indexed by route.
constexpr std::array<RouteForm, 23> kRoutes{{
    {Route::objects, "GET", "/objects"},
    {Route::object_get, "GET", "/objects/{kind}/{tenant}/{identity}"},
    {Route::object_add, "POST", "/objects/{kind}/{tenant}/{identity}"},
    {Route::object_set, "PATCH", "/objects/{kind}/{tenant}/{identity}"},
    {Route::object_put, "PUT", "/objects/{kind}/{tenant}/{identity}"},
    {Route::object_remove, "DELETE", "/objects/{kind}/{tenant}/{identity}"},
    {Route::changes, "POST", "/changes"},
    {Route::apply, "POST", "/apply"},
    {Route::export_objects, "GET", "/export"},
    {Route::import_exchange, "POST", "/import/exchange"},
    {Route::history, "GET", "/history"},
    {Route::backup, "POST", "/backup"},
    {Route::clouds, "GET", "/clouds"},
    {Route::cloud, "GET", "/clouds/{name}"},
    {Route::directory_sources, "GET", "/directory-sources"},
    {Route::directory_run, "POST", "/directory-sources/{tenant}/{name}/run"},
    {Route::explain, "POST", "/explain"},
    {Route::test, "POST", "/test"},
    {Route::explain_credential, "POST", "/explain-credential"},
    {Route::reasons, "GET", "/reasons"},
    {Route::reason, "GET", "/reasons/{code}"},
    {Route::status, "GET", "/status"},
    {Route::openapi, "GET", "/openapi.json"},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kRoutes.size(); ++i) {
    if (static_cast<std::size_t>(kRoutes[i].route) != i) return false;
  }
  return kRoutes.back().route == Route::openapi;
}
static_assert(in_order());

}  // namespace

std::span<const RouteForm> routes() { return kRoutes; }
const RouteForm& form_of(Route route) { return kRoutes[static_cast<std::size_t>(route)]; }

}  // namespace fb::freebusyctl
