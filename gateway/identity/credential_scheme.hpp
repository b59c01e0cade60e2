// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One way to prove who is asking. The authenticator has a list of these and asks the first one that
// takes a credential; that one's answer stands, so a credential that one scheme refuses is never
// tried by another.
//
// A scheme proves a Caller; it does not make an AuthenticatedCaller, which only the authenticator
// does. Shared by all threads.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/secret.hpp"
#include "config/snapshot.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/identity/examination.hpp"
#include "gateway/net/http_client.hpp"
#include "gateway/net/peer_certificate.hpp"
#include "protocols/model/caller.hpp"

namespace fb::identity {

// What came with the request. Valid until the scheme has answered.
struct Presented {
  std::string scheme;   // of the Authorization header, in lower case; empty where there is none
  config::Secret rest;  // what follows it
  std::string peer_address;
  std::optional<net::PeerCertificate> certificate;  // the other side has proved that it has the key
  std::shared_ptr<const config::Snapshot> snapshot;
  net::HttpClient& http;
  async::Deadline deadline;
};

struct Proof {
  model::Caller caller;
  // Until when the same Authorization header proves the same; none where it may be used once only,
  // or where the scheme remembers by itself.
  std::optional<model::UtcTime> good_until{};
  // Answers that complete the exchange: the name and value of a header for the response.
  std::vector<net::HttpHeader> answer_headers{};
};

class CredentialScheme {
 public:
  virtual ~CredentialScheme() = default;

  // By form alone; nothing is verified here.
  virtual bool takes(const Presented& presented) const = 0;

  // Errors: unauthenticated, with the failing check as the rule ("s2s.audience_host") and in words;
  // attempts_exhausted; server_busy where it could not be looked at.
  virtual boost::asio::awaitable<model::Result<Proof>> prove(const Presented& presented,
                                                             Examination& examination) = 0;

  // Adds what WWW-Authenticate says of it, one value per header line; nothing where it is not
  // offered to anybody.
  virtual void offer(const config::Snapshot& snapshot,
                     std::vector<std::string>& challenges) const = 0;
};

}  // namespace fb::identity
