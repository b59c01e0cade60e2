// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/authenticator.hpp"

#include "gateway/identity/api_token_authenticator.hpp"
#include "gateway/identity/basic_authenticator.hpp"
#include "gateway/identity/bearer_authenticator.hpp"
#include "gateway/identity/caller_mint.hpp"
#include "gateway/identity/certificate_authenticator.hpp"
#include "gateway/identity/negotiate_authenticator.hpp"
#include "gateway/identity/pft_authenticator.hpp"
#include "gateway/identity/s2s_authenticator.hpp"
#include "gateway/identity/verified_credentials.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

struct SchemeAndRest {
  std::string scheme;  // in lower case
  std::string rest;
};

SchemeAndRest split(std::string_view authorization) {
  const std::string_view value = trim(authorization);
  const std::size_t space = value.find(' ');
  SchemeAndRest parts;
  parts.scheme = AccountIndex::folded(value.substr(0, space));
  if (space != std::string_view::npos) parts.rest = trim(value.substr(space));
  return parts;
}

using Schemes = std::vector<std::unique_ptr<CredentialScheme>>;

// In the order in which they are asked: a scheme for a special form stands before one that takes
// whatever is called so.
Schemes make_schemes(const config::AuthenticationSettings& settings,
                     const AuthenticatorParts& parts) {
  Schemes schemes;
  const auto accounts = std::make_shared<CurrentAccounts>();
  if (settings.bearer) {
    schemes.push_back(std::make_unique<ApiTokenAuthenticator>(settings, parts.clock, accounts));
    schemes.push_back(std::make_unique<S2sAuthenticator>(settings, parts.keys, parts.clock));
    schemes.push_back(std::make_unique<BearerAuthenticator>(settings, parts.keys, parts.clock));
  }
  if (settings.protected_tokens) {
    schemes.push_back(std::make_unique<PftAuthenticator>(settings, parts.keys, parts.clock));
  }
  if (settings.negotiate) {
    schemes.push_back(std::make_unique<NegotiateAuthenticator>(
        settings, make_gss_acceptor(settings.keytab_file), parts.hashing, parts.clock, accounts));
  }
  if (settings.basic) {
    schemes.push_back(
        std::make_unique<BasicAuthenticator>(settings, parts.hashing, parts.clock, accounts));
  }
  if (settings.client_certificates) {
    schemes.push_back(std::make_unique<CertificateAuthenticator>(settings, accounts));
  }
  return schemes;
}

class SchemeAuthenticator final : public Authenticator {
 public:
  SchemeAuthenticator(Schemes schemes, const AuthenticatorParts& parts)
      : schemes_(std::move(schemes)), keys_(parts.keys), clock_(parts.clock) {}

  asio::awaitable<Authentication> authenticate(Credential credential,
                                               std::shared_ptr<const config::Snapshot> snapshot,
                                               net::HttpClient& http,
                                               async::Deadline deadline) override;

  std::vector<std::string> challenges(const config::Snapshot& snapshot) const override {
    std::vector<std::string> offered;
    for (const auto& scheme : schemes_) scheme->offer(snapshot, offered);
    return offered;
  }

 private:
  CredentialScheme* scheme_for(const Presented& presented) const;

  const Schemes schemes_;
  SigningKeys& keys_;
  async::Clock& clock_;
  VerifiedCredentials verified_;
};

CredentialScheme* SchemeAuthenticator::scheme_for(const Presented& presented) const {
  for (const auto& scheme : schemes_) {
    if (scheme->takes(presented)) return scheme.get();
  }
  return nullptr;
}

Authentication refused(std::string detail, std::string rule) {
  return {Error::of(ErrorKind::unauthenticated, std::move(detail), std::move(rule)), {}, {}};
}

asio::awaitable<Authentication> SchemeAuthenticator::authenticate(
    Credential credential, std::shared_ptr<const config::Snapshot> snapshot, net::HttpClient& http,
    async::Deadline deadline) {
  const config::Secret whole(std::move(credential.authorization));
  // Without a header the connection is the credential: no bytes stand for it in the memory.
  const bool by_header = !trim(whole.reveal()).empty();
  if (!by_header && !credential.certificate) {
    co_return refused("the request has no credential", "credential.missing");
  }
  const Digest digest = sha256(whole.reveal());
  const ProofBasis basis{snapshot->generation(), keys_.changes()};
  std::optional<VerifiedCredential> known;
  if (by_header) known = verified_.recall(digest, whole.reveal(), basis, clock_.utc_now());
  if (known) {
    Authentication again{CallerMint::prove(std::move(known->caller)), {}, {}};
    again.examination.set_kind(known->kind);
    co_return again;
  }

  SchemeAndRest parts = split(whole.reveal());
  const Presented presented{std::move(parts.scheme),
                            config::Secret(std::move(parts.rest)),
                            std::move(credential.peer_address),
                            std::move(credential.certificate),
                            snapshot,
                            http,
                            deadline};
  CredentialScheme* const scheme = scheme_for(presented);
  if (scheme == nullptr) {
    co_return refused("the credential is of a scheme that is not offered", "credential.scheme");
  }
  Authentication outcome = refused({}, {});
  auto proof = co_await scheme->prove(presented, outcome.examination);
  if (!proof) {
    const bool refuses = proof.error().kind() == ErrorKind::unauthenticated;
    outcome.examination.token_refused =
        refuses && presented.scheme == "bearer" && !presented.rest.empty();
    outcome.answer_headers = outcome.examination.refusal_headers;
    outcome.caller = proof.error();
    co_return outcome;
  }
  if (by_header && proof->good_until) {
    VerifiedCredential verified{proof->caller, outcome.examination.kind()};
    verified_.remember(digest, whole.reveal(), std::move(verified), basis, *proof->good_until,
                       clock_.utc_now());
  }
  outcome.answer_headers = std::move(proof->answer_headers);
  outcome.caller = CallerMint::prove(std::move(proof->caller));
  co_return outcome;
}

}  // namespace

void say_token_refused(std::vector<std::string>& challenges) {
  constexpr std::string_view kScheme = "Bearer";
  for (std::string& challenge : challenges) {
    if (!challenge.starts_with(kScheme)) continue;
    challenge += challenge == kScheme ? " " : ", ";
    challenge += "error=\"invalid_token\"";
  }
}

std::unique_ptr<Authenticator> make_authenticator(const config::AuthenticationSettings& settings,
                                                  const AuthenticatorParts& parts) {
  return std::make_unique<SchemeAuthenticator>(make_schemes(settings, parts), parts);
}

}  // namespace fb::identity
