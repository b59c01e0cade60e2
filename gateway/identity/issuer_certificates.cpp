// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/issuer_certificates.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>

#include "gateway/identity/fetched_text.hpp"
#include "gateway/identity/openssl_handles.hpp"
#include "gateway/identity/pinned_files.hpp"
#include "gateway/identity/refreshed_documents.hpp"
#include "protocols/wstrust/federation_metadata.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using model::Result;

using Certificates = std::vector<Certificate>;

constexpr std::size_t kPemBytesMax = 256 * 1024;
constexpr std::string_view kAccept = "application/samlmetadata+xml, application/xml, text/xml";

Error unavailable(std::string detail) {
  return Error::of(ErrorKind::token_unavailable, std::move(detail));
}

bool is_certificate(const std::string& der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const auto* const end = at + der.size();
  const X509Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  return certificate != nullptr && at == end;
}

std::string der_of(const X509* certificate) {
  std::string der(static_cast<std::size_t>(std::max(0, i2d_X509(certificate, nullptr))), '\0');
  auto* at = reinterpret_cast<unsigned char*>(der.data());
  i2d_X509(certificate, &at);
  return der;
}

void add(Certificate certificate, Certificates& all) {
  if (std::find(all.begin(), all.end(), certificate) == all.end()) {
    all.push_back(std::move(certificate));
  }
}

// All certificates of a PEM file: during a roll-over there are two.
Result<Certificates> read_pem(std::string_view text) {
  const Bio bio = memory_bio(text);
  Certificates all;
  while (
      const X509Certificate certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
    if (all.size() == IssuerCertificates::kCertificatesPerIssuerMax) {
      return unavailable("holds too many certificates");
    }
    add({der_of(certificate.get())}, all);
  }
  // The end of the file is an error to OpenSSL as well.
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (all.empty()) return unavailable("holds no certificate in PEM form");
  if (!at_end) return unavailable("holds a broken certificate");
  return all;
}

// Of one issuer among those of the document. One that can be read is enough.
Result<Certificates> certificates_of(const wstrust::FederationMetadata& metadata,
                                     const std::string& uri) {
  Certificates all;
  bool named = false;
  for (const wstrust::FederationIssuer& issuer : metadata.issuers) {
    if (std::find(issuer.names.begin(), issuer.names.end(), uri) == issuer.names.end()) continue;
    named = true;
    for (const std::string& der : issuer.certificates) {
      if (all.size() == IssuerCertificates::kCertificatesPerIssuerMax) break;
      if (is_certificate(der)) add({der}, all);
    }
  }
  if (!named) return unavailable("the metadata is that of another issuer");
  if (all.empty()) return unavailable("none of the issuer's certificates can be read");
  return all;
}

asio::awaitable<Result<Certificates>> fetch(config::TokenIssuer issuer, net::HttpClient* http,
                                            async::Deadline deadline) {
  auto fetching = fetch_text(issuer.metadata_url, std::string(kAccept), http, deadline);
  const auto text = co_await std::move(fetching);
  if (!text) co_return unavailable("the metadata: " + text.error().detail());
  const auto metadata = wstrust::FederationMetadata::read(*text);
  if (!metadata) co_return unavailable(metadata.error().detail());
  co_return certificates_of(*metadata, issuer.uri);
}

class KnownCertificates final : public IssuerCertificates {
 public:
  KnownCertificates(async::Clock& clock, SourceWatch watch) : published_(clock, std::move(watch)) {}

  asio::awaitable<Result<Certificates>> find(config::TokenIssuer issuer, bool look_again,
                                             net::HttpClient& http,
                                             async::Deadline deadline) override {
    Result<Certificates> all = read_pinned(issuer);
    if (issuer.metadata_url.empty()) co_return all;
    const std::string source = source_of(issuer);
    const auto seen = look_again ? published_.held(source) : nullptr;
    Published::Fits fits = [seen](const Certificates& those) { return !seen || those != *seen; };
    auto finding =
        published_.find(source, std::move(fits), fetch_of(std::move(issuer), http), deadline);
    const auto found = co_await std::move(finding);
    const auto published = found ? *found : published_.held(source);
    if (!published) {
      if (all && !all->empty()) co_return all;
      co_return unavailable(found.error().detail());
    }
    if (!all) all = Certificates();
    for (const Certificate& certificate : *published) {
      if (all->size() < kCertificatesPerIssuerMax) add(certificate, *all);
    }
    co_return all;
  }

  asio::awaitable<model::Status> refresh(config::TokenIssuer issuer, net::HttpClient& http,
                                         async::Deadline deadline) override {
    const auto pinned = read_pinned(issuer);
    if (issuer.metadata_url.empty()) {
      if (!pinned) co_return pinned.error();
      co_return model::Status();
    }
    std::string source = source_of(issuer);
    auto refreshing =
        published_.refresh(std::move(source), fetch_of(std::move(issuer), http), deadline);
    co_return co_await std::move(refreshing);
  }

  std::uint64_t changes() const override { return published_.changes() + pinned_.changes(); }

 private:
  using Published = RefreshedDocuments<Certificates>;

  // One document may name several issuers.
  static std::string source_of(const config::TokenIssuer& issuer) {
    return issuer.metadata_url + ' ' + issuer.uri;
  }

  static Published::Fetch fetch_of(config::TokenIssuer issuer, net::HttpClient& http) {
    return [issuer = std::move(issuer), client = &http](async::Deadline deadline) {
      return fetch(issuer, client, deadline);
    };
  }

  // A file that cannot be read does not take the others with it.
  Result<Certificates> read_pinned(const config::TokenIssuer& issuer) {
    Certificates all;
    std::string trouble = "no certificate of the issuer is known";
    for (const std::string& file : issuer.certificate_files) {
      const auto pinned = pinned_.read(file);
      if (!pinned) trouble = pinned.error().detail();
      if (!pinned) continue;
      for (const Certificate& certificate : **pinned) {
        if (all.size() < kCertificatesPerIssuerMax) add(certificate, all);
      }
    }
    if (all.empty()) return unavailable(trouble);
    return all;
  }

  Published published_;
  PinnedFiles<Certificates> pinned_{"certificate file", kPemBytesMax, read_pem};
};

}  // namespace

asio::awaitable<model::Status> IssuerCertificates::refresh(config::TokenIssuer, net::HttpClient&,
                                                           async::Deadline) {
  co_return model::Status();
}

std::unique_ptr<IssuerCertificates> make_issuer_certificates(async::Clock& clock,
                                                             SourceWatch watch) {
  return std::make_unique<KnownCertificates>(clock, std::move(watch));
}

}  // namespace fb::identity
