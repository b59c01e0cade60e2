// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One admin connection: read a head, find the route, know the account, read the body, answer, log;
// again while the connection is kept. What can be refused from the head is refused before the body
// is read, and nobody unknown gets a body read at all.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <memory>
#include <optional>

#include "gateway/admin/admin_accounts.hpp"
#include "gateway/admin/admin_call.hpp"
#include "gateway/front/session_list.hpp"
#include "gateway/net/server_connection.hpp"
#include "gateway/ops/log.hpp"

namespace fb::admin {

// How long one request may take, a directory import included.
inline constexpr std::chrono::minutes kRequestTimeMax{10};

struct SessionParts {
  const AdminServices& services;
  AdminAccounts& accounts;
  ops::Log& log;
  front::SessionList& sessions;
};

// `user_id`: whoever connected to the unix socket; none for TLS.
boost::asio::awaitable<void> serve_admin(std::unique_ptr<net::ServerConnection> connection,
                                         std::optional<std::uint32_t> user_id, SessionParts parts);

}  // namespace fb::admin
