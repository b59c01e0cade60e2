// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The admin API as the program runs it: an HTTPS listener, a unix socket, or both, on a thread and
// an event loop of its own, so that a large federation file holds up no look-up.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "config/settings.hpp"
#include "gateway/admin/admin_accounts.hpp"
#include "gateway/admin/admin_call.hpp"
#include "gateway/admin/local_listener.hpp"
#include "gateway/front/listener.hpp"
#include "gateway/front/session_list.hpp"
#include "gateway/net/server_connection.hpp"
#include "gateway/ops/log.hpp"

namespace fb::admin {

inline constexpr std::size_t kAdminConnectionsMax = 256;

// All of it outlives the server.
struct AdminParts {
  registry::Registry& registry;
  const config::SnapshotHolder& snapshots;
  const ops::Health& health;
  ops::Log& log;
  async::Clock& clock;
  Questions& questions;
  DirectoryRuns& directory_runs;
  // For a new connection; it asks clients for certificates.
  std::function<std::shared_ptr<const net::ServerTlsContext>()> tls;
  std::string version;
};

class AdminServer {
 public:
  // Null where the settings name neither a socket nor an address. Errors: internal, naming what
  // cannot be read or listened on. The port is in settings.admin.port_file when this returns.
  static model::Result<std::unique_ptr<AdminServer>> open(const config::Settings& settings,
                                                          const AdminParts& parts);
  ~AdminServer();  // stops

  void start();
  // Blocks: no new connections, requests under way may finish for that long, then they are cut off.
  void stop(std::chrono::milliseconds grace);

  // Reads the accounts file again. A file with mistakes changes nothing.
  config::Problems reload_accounts();

  // What the questions and the imports of this API may run on.
  boost::asio::any_io_executor executor() { return context_.get_executor(); }
  std::uint16_t port() const;  // 0 where there is no HTTPS listener

 private:
  AdminServer(const config::Settings& settings, const AdminParts& parts, AccountIndex accounts);
  model::Status listen(const config::AdminSettings& settings);
  boost::asio::awaitable<void> serve_tls(boost::asio::ip::tcp::socket socket);
  boost::asio::awaitable<void> serve_local(LocalListener::Socket socket);

  const AdminParts parts_;
  const AdminServices services_;
  const std::string accounts_file_;
  AdminAccounts accounts_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  front::SessionList sessions_list_;
  async::TaskGroup sessions_;
  std::unique_ptr<front::Listener> listener_;
  std::unique_ptr<LocalListener> local_;
  std::thread thread_;
};

}  // namespace fb::admin
