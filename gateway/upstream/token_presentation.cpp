// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/token_presentation.hpp"

#include <utility>

#include "gateway/identity/pft_header.hpp"

namespace fb::upstream {
namespace asio = boost::asio;

using model::Error;
using model::ErrorKind;
using model::Result;

Result<identity::TokenRequest> token_request(const config::Snapshot& snapshot,
                                             const config::Tenant& tenant, std::string scope) {
  if (!tenant.application) {
    return Error::of(ErrorKind::token_unavailable,
                     "the tenant " + tenant.name + " has no application to get a token for",
                     "token.no_application");
  }
  const config::Cloud* cloud = snapshot.clouds().cloud(tenant.cloud);
  if (cloud == nullptr || cloud->login_host.empty()) {
    return Error::of(ErrorKind::token_unavailable,
                     "the cloud of the tenant " + tenant.name + " has no sign-in service",
                     "token.no_sign_in");
  }
  return identity::TokenRequest{cloud->login_host, tenant.key.id, *tenant.application,
                                std::move(scope)};
}

Result<TokenPresentation> presentation_for(const config::Snapshot& snapshot,
                                           const config::Tenant& tenant,
                                           const config::AddressSpace& space) {
  auto access = token_request(snapshot, tenant, space.token_scope);
  if (!access) return access.error();
  TokenPresentation presentation{std::move(*access)};
  if (space.token_form == config::TokenForm::bearer) return presentation;
  presentation.actor = presentation.access;
  if (tenant.forwarder) presentation.actor->application = *tenant.forwarder;
  return presentation;
}

asio::awaitable<Result<config::Secret>> authorization_for(identity::TokenBroker& tokens,
                                                          TokenPresentation presentation,
                                                          net::HttpClient& http,
                                                          async::Deadline deadline) {
  const Result<config::Secret> access =
      co_await tokens.token(std::move(presentation.access), http, deadline);
  if (!access) co_return access.error();
  if (!presentation.actor) {
    co_return config::Secret("Bearer " + std::string(access->reveal()));
  }
  const Result<config::Secret> actor =
      co_await tokens.token(std::move(*presentation.actor), http, deadline);
  if (!actor) co_return actor.error();
  const identity::PftHeader header{access->reveal(), actor->reveal()};
  co_return config::Secret(identity::written_pft_header(header));
}

void forget_tokens(identity::TokenBroker& tokens, const TokenPresentation& presentation) {
  tokens.forget(presentation.access);
  if (presentation.actor) tokens.forget(*presentation.actor);
}

}  // namespace fb::upstream
