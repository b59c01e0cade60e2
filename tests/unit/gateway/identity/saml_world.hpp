// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Contoso with a federation identity, a partner whose users may come with delegation tokens of one
// issuer, and a message of one of them that is good until a test breaks it.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "gateway/identity/envelope_authenticator.hpp"
#include "tests/support/federations.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/saml_maker.hpp"
#include "tests/support/scripted_http_client.hpp"

namespace fb::identity {

// The certificates of one issuer; others have none.
class FixedCertificates final : public IssuerCertificates {
 public:
  boost::asio::awaitable<model::Result<std::vector<Certificate>>> find(config::TokenIssuer issuer,
                                                                       bool look_again,
                                                                       net::HttpClient&,
                                                                       async::Deadline) override {
    asked.push_back(issuer.uri);
    if (look_again) {
      ++looked_again;
      if (!fresh.empty()) known = fresh;
    }
    if (known.empty())
      co_return model::Error::of(model::ErrorKind::token_unavailable, "there are none");
    co_return known;
  }
  std::uint64_t changes() const override { return 0; }

  std::vector<Certificate> known;
  std::vector<Certificate> fresh;  // what a second look finds
  std::vector<std::string> asked;
  int looked_again = 0;
};

class SamlWorld {
 public:
  SamlWorld() {
    std::random_device random;
    folder_ = std::filesystem::temp_directory_path() / ("saml_test_" + std::to_string(random()));
    std::filesystem::create_directory(folder_);
    certificates.known = {{issuer().certificate_der}};
    federation.tenants = {test::contoso_tenant()};
    config::FederationTrust trust;
    trust.application_uri = test::kSamlAudience;
    trust.key = key_files("federation");
    config::TokenIssuer trusted;
    trusted.uri = test::kSamlIssuer;
    trust.token_issuers = {trusted};
    federation.tenants.front().federation_trust = trust;
    config::Partner partner = test::partner_of(test::contoso_china_tenant());
    partner.domains = {test::domain("partner.example"), test::domain("second.example")};
    partner.token_issuers = {std::string(test::kSamlIssuer)};
    federation.partners = {partner};
  }
  ~SamlWorld() { std::filesystem::remove_all(folder_); }
  SamlWorld(const SamlWorld&) = delete;
  SamlWorld& operator=(const SamlWorld&) = delete;

  static const test::SamlIdentity& issuer() { return test::saml_identity("issuer"); }
  static const test::SamlIdentity& home() { return test::saml_identity("federation"); }
  static const test::SamlIdentity& stranger() { return test::saml_identity("stranger"); }

  config::KeyPairFiles key_files(const std::string& name) const {
    const test::SamlIdentity& identity = test::saml_identity(name);
    const std::filesystem::path certificate = folder_ / (name + ".pem");
    const std::filesystem::path key = folder_ / (name + ".key");
    std::ofstream(certificate) << identity.certificate_pem;
    std::ofstream(key) << identity.key.private_pem();
    return {certificate.string(), key.string()};
  }
  config::FederationTrust& trust() { return *federation.tenants.front().federation_trust; }

  test::AssertionWish assertion_wish() const {
    test::AssertionWish wish;
    wish.now = clock.utc_now();
    return wish;
  }
  test::EnvelopeWish envelope_wish() const {
    test::EnvelopeWish wish;
    wish.now = clock.utc_now();
    return wish;
  }
  static std::string signed_token(const test::AssertionWish& wish) {
    return test::signed_by(test::assertion_text(wish), {}, issuer().key);
  }
  static std::string sealed(std::string_view token) {
    return test::encrypted_for(home().certificate_pem, token);
  }
  std::string envelope_with(std::string_view token) const {
    test::EnvelopeWish wish = envelope_wish();
    wish.token = sealed(token);
    return test::envelope_text(wish);
  }
  std::string good_envelope() const { return envelope_with(signed_token(assertion_wish())); }

  EnvelopeCredential credential(std::string envelope) const {
    EnvelopeCredential credential;
    credential.envelope = std::move(envelope);
    credential.urls = {"https://gateway.example/EWS/Exchange.asmx/WSSecurity"};
    credential.peer_address = "192.0.2.7";
    return credential;
  }

  Authentication ask(EnvelopeCredential credential) {
    const auto deadline = async::Deadline::after(clock, std::chrono::seconds(20));
    const auto snapshot = test::snapshot_of(federation);
    return test::run_coro(
        io_, authenticator_->authenticate(std::move(credential), snapshot, http_, deadline));
  }
  Authentication ask(std::string envelope) { return ask(credential(std::move(envelope))); }

  // The rule of the refusal; "proved" where there is none.
  std::string rule_of(EnvelopeCredential credential) {
    const Authentication outcome = ask(std::move(credential));
    return outcome.caller ? "proved" : outcome.caller.error().rule();
  }
  std::string rule_of(std::string envelope) { return rule_of(credential(std::move(envelope))); }

  test::ManualClock clock;
  FixedCertificates certificates;
  config::Federation federation;
  config::AuthenticationSettings settings;

 private:
  std::filesystem::path folder_;
  test::ScriptedHttpClient http_;
  boost::asio::io_context io_{1};
  async::OffloadPool pool_{1, 16};
  std::unique_ptr<EnvelopeAuthenticator> authenticator_ =
      make_envelope_authenticator(settings, pool_, certificates, clock);
};

}  // namespace fb::identity
