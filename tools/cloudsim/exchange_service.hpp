// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// An on-premises Exchange server: GetUserAvailability and GetServerTimeZones for an account with a
// password, for whoever has a Kerberos ticket, or for an application with a server-to-server token.
// The caller has no rights of its own, so each mailbox shows what its Default user may see.
#pragma once

#include "tools/cloudsim/message.hpp"
#include "tools/cloudsim/world.hpp"

namespace fb::cloudsim {

class ExchangeService {
 public:
  explicit ExchangeService(const World& world) : world_(world) {}

  Answer answer(const Request& request, model::UtcTime now) const;

 private:
  Answer availability(const Request& request, const ExchangeServer& server) const;

  const World& world_;
};

// ErrorServerBusy with a time to wait, for faults.
Reply exchange_busy(std::uint32_t wait_s);

}  // namespace fb::cloudsim
