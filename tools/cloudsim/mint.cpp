// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/mint.hpp"

#include <algorithm>
#include <charconv>

#include "tools/cloudsim/access_token.hpp"
#include "tools/cloudsim/message.hpp"

namespace fb::cloudsim {
namespace {

using model::Error;
using model::ErrorKind;

Error refuse(std::string why) { return Error::of(ErrorKind::malformed_request, std::move(why)); }

TokenShape shape_of(const MintOrder& order, const Resource& resource) {
  const bool changed = order.version_1 && resource.token_version != 1;
  return {changed ? resource.uri : resource.audience, order.version_1 ? 1 : resource.token_version,
          order.is_protected};
}

model::Result<std::string> for_user(const TenantInCloud& at, const MintOrder& order,
                                    const Resource& resource, const SigningKey& key,
                                    model::UtcTime now) {
  const auto user = model::SmtpAddress::parse(order.user);
  if (!user) return refuse("the user is no address");
  const auto& domains = at.tenant->domains;
  if (std::count(domains.begin(), domains.end(), user->domain()) == 0) {
    return refuse("the user is in no domain of the tenant");
  }
  if (!order.roles.empty()) return refuse("a role is for an application, a scope for a user");
  const std::string client =
      order.application.empty() ? std::string(kSignedInClient) : lower(order.application);
  return issue_user_token(at, *user, client, shape_of(order, resource), order.scope, key, now,
                          order.lifetime);
}

model::Result<std::string> for_application(const TenantInCloud& at, const MintOrder& order,
                                           const Resource& resource, const SigningKey& key,
                                           model::UtcTime now) {
  const Application* application = at.tenant->application(lower(order.application));
  if (application == nullptr) return refuse("the application is not registered in the tenant");
  for (const std::string& role : order.roles) {
    const auto& defined = resource.roles;
    if (!resource.any_role && std::count(defined.begin(), defined.end(), role) == 0) {
      return refuse("the resource defines no such role");
    }
  }
  return issue_app_token(at, *application, shape_of(order, resource), order.roles, key, now,
                         order.lifetime);
}

}  // namespace

model::Result<std::string> mint(const World& world, const MintOrder& order, model::UtcTime now) {
  const auto at = world.tenant_named(order.tenant);
  if (!at) return refuse("there is no such tenant");
  const Resource* resource = at->tenant->resource(lower(order.audience));
  if (resource == nullptr) return refuse("the tenant has no such resource");
  const auto& keys = world.authorities.at(at->cloud->login_host);
  if (order.key >= keys.size()) return refuse("the authority has no such key");
  if (order.user.empty() && order.application.empty()) {
    return refuse("a token speaks for a user or for an application");
  }
  const SigningKey& key = keys[order.key];
  return order.user.empty() ? for_application(*at, order, *resource, key, now)
                            : for_user(*at, order, *resource, key, now);
}

std::optional<std::chrono::seconds> read_lifetime(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  std::uint32_t number = 0;
  const char unit = text.back();
  text.remove_suffix(1);
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  const std::uint32_t factor = unit == 's' ? 1 : unit == 'm' ? 60 : unit == 'h' ? 3600 : 0;
  const std::chrono::seconds lifetime(std::int64_t{number} * factor);
  if (lifetime.count() < 1 || lifetime > kMintedLifetimeMax) return std::nullopt;
  return lifetime;
}

}  // namespace fb::cloudsim
