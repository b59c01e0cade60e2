// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/signing_keys.hpp"

#include <algorithm>

#include "config/federation.hpp"
#include "gateway/identity/fetched_text.hpp"
#include "gateway/identity/pinned_keys.hpp"
#include "gateway/identity/refreshed_documents.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using oauth::KeySet;
using oauth::VerificationKey;

// Of all tenants and partners that a federation file may hold.
constexpr std::size_t kSourcesMax = config::kTenantsPerFileMax + config::kPartnersPerFileMax;

RefreshRules rules() {
  RefreshRules these;
  these.sources_max = kSourcesMax;
  return these;
}

Error unavailable(std::string detail) {
  return Error::of(ErrorKind::token_unavailable, std::move(detail));
}

Error unknown_key() {
  return Error::of(ErrorKind::unauthenticated, "the issuer has no such signing key",
                   "bearer.unknown_key");
}

const VerificationKey* pick(const KeySet& keys, std::string_view kid) {
  const auto found =
      std::find_if(keys.keys.begin(), keys.keys.end(), [&](const VerificationKey& key) {
        return key.kid == kid || (!kid.empty() && key.thumbprint == kid);
      });
  return found == keys.keys.end() ? nullptr : &*found;
}

model::Result<VerificationKey> key_in(const KeySet& keys, std::string_view kid) {
  if (const VerificationKey* const found = pick(keys, kid)) return *found;
  return unknown_key();
}

asio::awaitable<model::Result<KeySet>> fetch(KeySource source, net::HttpClient* http,
                                             async::Deadline deadline) {
  auto first = fetch_text(source.metadata_url, "application/json", http, deadline);
  const auto document = co_await std::move(first);
  if (!document) co_return unavailable("the metadata: " + document.error().detail());
  const auto metadata = oauth::ProviderMetadata::read(*document);
  if (!metadata) co_return unavailable(metadata.error().detail());
  const auto& issuers = source.issuers;
  if (!issuers.empty() &&
      std::find(issuers.begin(), issuers.end(), metadata->issuer) == issuers.end()) {
    co_return unavailable("the metadata is that of another issuer");
  }
  auto second = fetch_text(metadata->jwks_uri, "application/json", http, deadline);
  const auto text = co_await std::move(second);
  if (!text) co_return unavailable("the keys: " + text.error().detail());
  auto keys = KeySet::read(*text);
  if (!keys) co_return unavailable(keys.error().detail());
  if (keys->keys.empty()) co_return unavailable("the key set has no key that verifies signatures");
  co_return std::move(*keys);
}

class PublishedKeys final : public SigningKeys {
 public:
  PublishedKeys(async::Clock& clock, SourceWatch watch)
      : published_(clock, std::move(watch), rules()) {}

  asio::awaitable<model::Result<VerificationKey>> find(KeySource source, std::string kid,
                                                       net::HttpClient& http,
                                                       async::Deadline deadline) override {
    if (!source.keys_file.empty()) {
      const auto pinned = pinned_.read(source.keys_file);
      if (!pinned) co_return pinned.error();
      co_return key_in(**pinned, kid);
    }
    std::string url = source.metadata_url;
    Published::Fits fits = [kid](const KeySet& keys) { return pick(keys, kid) != nullptr; };
    auto finding = published_.find(std::move(url), std::move(fits),
                                   fetch_of(std::move(source), http), deadline);
    const auto keys = co_await std::move(finding);
    if (!keys) co_return unavailable(keys.error().detail());
    co_return key_in(**keys, kid);
  }

  asio::awaitable<model::Status> refresh(KeySource source, net::HttpClient& http,
                                         async::Deadline deadline) override {
    if (!source.keys_file.empty()) {
      const auto pinned = pinned_.read(source.keys_file);
      if (!pinned) co_return pinned.error();
      co_return model::Status();
    }
    std::string url = source.metadata_url;
    auto refreshing =
        published_.refresh(std::move(url), fetch_of(std::move(source), http), deadline);
    co_return co_await std::move(refreshing);
  }

  std::uint64_t changes() const override { return published_.changes() + pinned_.changes(); }

 private:
  using Published = RefreshedDocuments<KeySet>;

  static Published::Fetch fetch_of(KeySource source, net::HttpClient& http) {
    return [source = std::move(source), client = &http](async::Deadline deadline) {
      return fetch(source, client, deadline);
    };
  }

  Published published_;
  PinnedKeys pinned_;
};

}  // namespace

asio::awaitable<model::Status> SigningKeys::refresh(KeySource, net::HttpClient&, async::Deadline) {
  co_return model::Status();
}

std::string issuer_for(std::string issuer, const model::TenantId& tenant) {
  constexpr std::string_view kTemplate = "{tenantid}";
  const std::size_t at = issuer.find(kTemplate);
  if (at != std::string::npos) issuer.replace(at, kTemplate.size(), tenant.str());
  return issuer;
}

KeySource authority_keys(const config::Cloud& cloud, const model::TenantId& tenant,
                         std::string keys_file) {
  KeySource source;
  source.metadata_url =
      "https://" + cloud.login_host + "/" + tenant.str() + "/v2.0/.well-known/openid-configuration";
  source.keys_file = std::move(keys_file);
  for (const std::string& issuer : cloud.issuers) {
    source.issuers.push_back(issuer_for(issuer, tenant));
  }
  return source;
}

std::unique_ptr<SigningKeys> make_signing_keys(async::Clock& clock, SourceWatch watch) {
  return std::make_unique<PublishedKeys>(clock, std::move(watch));
}

}  // namespace fb::identity
