// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/federation_reader.hpp"

#include <algorithm>

#include "tools/cloudsim/mint.hpp"

namespace fb::cloudsim {
namespace {

using config::PlacedText;
using config::ProblemList;
using config::TableReader;

model::Result<std::string> read_path(std::string_view text) {
  if (text.starts_with('/') && text.find_first_of(" ?#") == std::string_view::npos) {
    return std::string(text);
  }
  return model::Error::of(model::ErrorKind::malformed_request, "a path from /, without a query");
}

model::Result<std::chrono::seconds> read_token_lifetime(std::string_view text) {
  if (const auto lifetime = read_lifetime(text)) return *lifetime;
  return model::Error::of(model::ErrorKind::malformed_request, "1s to 24h, such as 30m");
}

std::vector<RegisteredCertificate> read_certificates(TableReader& in, std::string_view key,
                                                     const ConfigFolder& folder,
                                                     std::size_t count_max) {
  std::vector<RegisteredCertificate> out;
  for (const PlacedText& file : in.texts(key, count_max)) {
    const auto pem = read_named_file(in, key, file, folder);
    if (!pem) continue;
    auto certificate = RegisteredCertificate::read(*pem);
    if (certificate) {
      out.push_back(*std::move(certificate));
    } else {
      in.problems().add(file.place, "the certificate file " + certificate.error().detail());
    }
  }
  if (out.empty()) in.missing(key);
  return out;
}

void read_organization(const toml::table& table, const ConfigFolder& folder, ProblemList& problems,
                       FederationService& service) {
  TableReader in(table, "[[federation.organization]]", problems);
  FederatedOrganization out;
  out.application_uri = in.required_text("application_uri").value_or("");
  for (const PlacedText& text : in.texts("domains", kEntriesMax)) {
    const auto domain = model::SmtpDomain::parse(text.text);
    if (domain) {
      out.domains.push_back(*domain);
    } else {
      problems.add(text.place, domain.error().detail());
    }
  }
  out.certificates = read_certificates(in, "certificate_files", folder, 16);
  for (const PlacedText& offer : in.texts("offers", kEntriesMax)) {
    out.offers.emplace_back(offer.text);
  }
  out.bearer = in.flag("bearer").value_or(false);
  if (service.organization(out.application_uri) != nullptr) {
    in.problem("application_uri", "is there twice");
  }
  service.organizations.push_back(std::move(out));
}

void read_keys(TableReader& in, const ConfigFolder& folder, FederationService& service) {
  const auto certificates =
      read_certificates(in, "signing_certificate_files", folder, FederationService::kKeysMax);
  std::vector<SigningKey> keys;
  for (const PlacedText& file : in.texts("signing_key_files", FederationService::kKeysMax)) {
    const auto pem = read_named_file(in, "signing_key_files", file, folder);
    if (!pem) continue;
    auto key = SigningKey::read(*pem);
    if (key) {
      keys.push_back(*std::move(key));
    } else {
      in.problems().add(file.place, "the key file " + key.error().detail());
    }
  }
  if (keys.size() != certificates.size()) {
    in.problem("signing_key_files", "has to name one key for each signing certificate");
    return;
  }
  for (std::size_t place = 0; place < keys.size(); ++place) {
    if (!certificates[place].belongs_to(keys[place])) {
      in.problem("signing_key_files", "has a key that is not the one of its certificate");
    }
    service.keys.push_back({keys[place], certificates[place].der()});
  }
}

}  // namespace

void read_federation(const toml::table& table, const ConfigFolder& folder, ProblemList& problems,
                     World& world) {
  TableReader in(table, "[[federation]]", problems);
  FederationService out;
  out.uri = in.required_text("uri").value_or("");
  out.host = in.required("host", read_host).value_or("");
  out.path = in.parsed("path", read_path).value_or(out.path);
  out.metadata_path = in.parsed("metadata_path", read_path).value_or(out.metadata_path);
  out.lifetime = in.parsed("lifetime", read_token_lifetime).value_or(out.lifetime);
  read_keys(in, folder, out);
  for (const toml::table* organization : in.tables("organization", kOrganizationsMax)) {
    read_organization(*organization, folder, problems, out);
  }
  const bool twice = std::any_of(
      world.federations.begin(), world.federations.end(), [&](const FederationService& other) {
        return other.uri == out.uri || other.serves(out.host, out.path) ||
               other.serves(out.host, out.metadata_path);
      });
  if (twice) in.problem("uri", "or its address is there twice");
  if (out.path == out.metadata_path) in.problem("metadata_path", "is that of the service");
  world.federations.push_back(std::move(out));
}

}  // namespace fb::cloudsim
