// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One run of discovery: asks one place after the other, follows where it is led as far as that is
// allowed, and writes down each step. Used by Discovery alone, for one search on one thread.
#pragma once

#include <cstdint>
#include <set>

#include "gateway/upstream/discovery.hpp"
#include "protocols/autodiscover/autodiscover.hpp"

namespace fb::upstream {

// What knows most first.
enum class DiscoveryDialect : std::uint8_t { soap, pox, json };

class DiscoverySearch {
 public:
  // The references must outlive the search.
  DiscoverySearch(const DiscoveryQuestion& question, identity::TokenBroker& tokens,
                  net::HttpClient& http, async::Clock& clock, net::PlainProbe* plain_probe,
                  net::SrvLookup* srv_lookup);

  boost::asio::awaitable<Discovered> run(async::Deadline deadline);

 private:
  using Dialect = DiscoveryDialect;
  // What to do after a step: ask the next dialect, leave this server, or stop looking at it at all.
  enum class Next : std::uint8_t { dialect, server, found, other_address };

  boost::asio::awaitable<Next> try_all_places();
  boost::asio::awaitable<Next> ask_server(AutodiscoverPlace place);
  boost::asio::awaitable<Next> ask(AutodiscoverPlace place, Dialect dialect);
  boost::asio::awaitable<Next> ask_over_plain_http();
  boost::asio::awaitable<Next> ask_srv_records();

  boost::asio::awaitable<model::Result<net::HttpResponse>> send(const AutodiscoverPlace& place,
                                                                Dialect dialect);
  boost::asio::awaitable<model::Result<net::HttpResponse>> send_delegated(
      const AutodiscoverPlace& place, const DelegatedCredential& credential);
  net::HttpRequest request_for(const AutodiscoverPlace& place, Dialect dialect) const;

  boost::asio::awaitable<Next> conclude(const AutodiscoverPlace& place, Dialect dialect,
                                        const net::HttpResponse& response);
  boost::asio::awaitable<Next> go_on(std::string what, std::string host, std::string location);
  Next take_address(const std::string& what, const std::string& host, const std::string& address);
  Next take_endpoint(const std::string& what, const std::string& host, const std::string& url);
  Next note_failure(const std::string& what, const std::string& host, const model::Error& error);

  void note(std::string what, std::string host, std::string outcome, std::string words = {});
  async::Deadline limit_of_a_step() const;
  bool is_over() const;
  Discovered failed() const;
  const TokenPresentation* presentation() const;
  const DelegatedCredential* delegated() const;

  static std::string_view name(Dialect dialect);

  const DiscoveryQuestion& question_;
  identity::TokenBroker& tokens_;
  net::HttpClient& http_;
  async::Clock& clock_;
  net::PlainProbe* const plain_probe_;
  net::SrvLookup* const srv_lookup_;

  async::Deadline deadline_{};
  std::chrono::nanoseconds step_max_{0};
  model::SmtpAddress user_;
  std::set<std::string> visited_;  // places, with the address that was asked for there
  int redirects_ = 0;
  bool token_refused_ = false;
  bool anybody_answered_ = false;
  bool person_unknown_ = false;
  bool busy_ = false;
  std::uint32_t retry_after_s_ = 0;
  std::string found_;
  std::vector<DiscoveryStep> steps_;
};

}  // namespace fb::upstream
