// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/source_credentials.hpp"

#include <utility>
#include <vector>

#include "gateway/identity/negotiate_client.hpp"
#include "gateway/net/https_url.hpp"
#include "protocols/wire/base64.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using config::Secret;
using model::Error;
using model::ErrorKind;
using model::Result;

Secret basic_credential(const config::CalendarSource& source) {
  const Secret pair(source.username + ":" + std::string(source.password.reveal()));
  const std::string_view text = pair.reveal();
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  return Secret("Basic " + wire::base64({bytes, text.size()}));
}

Error unavailable(std::string detail, std::string rule) {
  return Error::of(ErrorKind::token_unavailable, std::move(detail), std::move(rule));
}

Result<std::string> service_principal(const config::CalendarSource& source) {
  if (!source.service_principal.empty()) return source.service_principal;
  const auto url = net::HttpsUrl::parse(source.url);
  if (!url) return unavailable("the URL of the source cannot be asked", "negotiate.principal");
  return "HTTP/" + url->host;
}

Result<S2sTarget> s2s_target(const config::Snapshot& snapshot, const config::Tenant& tenant,
                             const config::CalendarSource& source) {
  S2sTarget target{source.url, source.exchange_application, std::nullopt};
  if (target.application.scope.empty()) return target;
  const config::Cloud* const cloud = snapshot.clouds().cloud(tenant.cloud);
  if (!tenant.application || cloud == nullptr || cloud->login_host.empty()) {
    return unavailable("the tenant " + tenant.name +
                           " has no application, or its cloud no sign-in service, to get the "
                           "actor token from",
                       "s2s.authority");
  }
  target.actor =
      TokenRequest{cloud->login_host, tenant.key.id, *tenant.application, target.application.scope};
  return target;
}

}  // namespace

asio::awaitable<Result<Secret>> SourceCredentials::authorization(
    const config::Snapshot& snapshot, const config::Tenant& tenant,
    const config::CalendarSource& source, net::HttpClient& http, async::Deadline deadline) {
  switch (source.authentication) {
    case config::SourceAuthentication::basic:
      co_return basic_credential(source);
    case config::SourceAuthentication::negotiate: {
      const auto principal = service_principal(source);
      if (!principal) co_return principal.error();
      co_return co_await negotiate_token(pool_, source.keytab_file, source.username, *principal);
    }
    case config::SourceAuthentication::s2s: {
      auto target = s2s_target(snapshot, tenant, source);
      if (!target) co_return target.error();
      auto asking = s2s_.authorization(std::move(*target), http, deadline);
      co_return co_await std::move(asking);
    }
  }
  co_return Error::of(ErrorKind::internal, "no such way to prove ourselves to a source");
}

bool SourceCredentials::renew(const config::Snapshot& snapshot, const config::Tenant& tenant,
                              const config::CalendarSource& source) {
  switch (source.authentication) {
    case config::SourceAuthentication::basic:
      return false;
    case config::SourceAuthentication::negotiate:
      return true;
    case config::SourceAuthentication::s2s:
      break;
  }
  const auto target = s2s_target(snapshot, tenant, source);
  if (!target) return false;
  s2s_.forget(*target);
  return true;
}

std::string SourceCredentials::doubt(const config::Snapshot& snapshot, const config::Tenant& tenant,
                                     const config::CalendarSource& source) {
  if (source.authentication != config::SourceAuthentication::s2s) return {};
  const auto target = s2s_target(snapshot, tenant, source);
  return target ? s2s_.doubt(*target) : std::string();
}

}  // namespace fb::identity
