// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// In place of the authenticator of envelopes: says what a test tells it to, and keeps what it was
// asked.
#pragma once

#include <optional>
#include <vector>

#include "gateway/identity/envelope_authenticator.hpp"
#include "tests/support/permits.hpp"

namespace fb::test {

class ScriptedEnvelopes final : public identity::EnvelopeAuthenticator {
 public:
  boost::asio::awaitable<identity::Authentication> authenticate(
      identity::EnvelopeCredential credential, std::shared_ptr<const config::Snapshot>,
      net::HttpClient&, async::Deadline) override {
    asked.push_back(std::move(credential));
    identity::Authentication outcome{refusal, {}, {}};
    outcome.examination.set_kind("saml");
    if (caller) outcome.caller = proved(*caller);
    co_return outcome;
  }

  model::Error refusal =
      model::Error::of(model::ErrorKind::unauthenticated, "scripted", "saml.scripted");
  std::optional<model::Caller> caller;  // whom the next envelopes prove
  std::vector<identity::EnvelopeCredential> asked;
};

}  // namespace fb::test
