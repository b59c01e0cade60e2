// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The whole simulation without its sockets: a request and the time in, an answer and the way to
// deliver it out. The Host header chooses the service. Used by one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "tools/cloudsim/autodiscover_service.hpp"
#include "tools/cloudsim/directory.hpp"
#include "tools/cloudsim/exchange_service.hpp"
#include "tools/cloudsim/faults.hpp"
#include "tools/cloudsim/graph_service.hpp"
#include "tools/cloudsim/journal.hpp"
#include "tools/cloudsim/key_ring.hpp"
#include "tools/cloudsim/message.hpp"
#include "tools/cloudsim/security_token_service.hpp"
#include "tools/cloudsim/sign_in.hpp"
#include "tools/cloudsim/world.hpp"

namespace fb::cloudsim {

enum class Delivery : std::uint8_t { whole, none, half_then_close, half_then_silence };

struct Outcome {
  Reply reply;
  Delivery delivery = Delivery::whole;
  std::chrono::milliseconds delay{0};
  std::string log_line;  // JSON; empty for requests to the admin host
};

class Simulator {
 public:
  explicit Simulator(const World& world);

  Outcome answer(const Request& request, model::UtcTime now);

 private:
  enum class Service : std::uint8_t {
    token_service,
    sign_in,
    graph,
    exchange,
    autodiscover,
    nobody
  };

  Service service_of(std::string_view host, std::string_view path) const;
  Answer true_answer(Service service, const Request& request, model::UtcTime now);
  Reply throttled(Service service, const Request& request, std::uint32_t wait_s,
                  model::UtcTime now) const;
  Answer with_fault(const Fault& fault, const Request& request, model::UtcTime now,
                    Outcome& outcome);

  const World& world_;
  KeyRing keys_;
  Directory directory_;
  FaultPlan faults_;
  Journal journal_;
  SignIn sign_in_;
  SecurityTokenService tokens_;
  GraphService graph_;
  ExchangeService exchange_;
  AutodiscoverService autodiscover_;
};

}  // namespace fb::cloudsim
