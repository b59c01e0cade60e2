// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/admin_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <utility>

#include "gateway/admin/admin_session.hpp"
#include "gateway/net/local_connection.hpp"

namespace fb::admin {
namespace asio = boost::asio;
namespace {

// A file of 64 MiB takes its time to come.
constexpr std::chrono::seconds kBodyTimeout{120};

net::ServerLimits admin_limits() {
  net::ServerLimits limits;
  limits.body_timeout = kBodyTimeout;
  limits.write_timeout = kBodyTimeout;
  return limits;
}

AdminServices services_of(const config::Settings& settings, const AdminParts& parts) {
  const auto registry_file = std::filesystem::absolute(settings.registry.file);
  return {parts.registry,      parts.snapshots,
          parts.health,        parts.clock,
          parts.questions,     parts.directory_runs,
          settings.gateway.id, settings.listener.public_url,
          parts.version,       registry_file.parent_path()};
}

}  // namespace

AdminServer::AdminServer(const config::Settings& settings, const AdminParts& parts,
                         AccountIndex accounts)
    : parts_(parts),
      services_(services_of(settings, parts)),
      accounts_file_(settings.admin.accounts_file),
      accounts_(std::move(accounts), settings.authentication, parts.clock),
      work_(context_.get_executor()),
      sessions_([this](std::exception_ptr exception) {
        parts_.log.exception("admin_session_exception", exception);
      }) {}

model::Result<std::unique_ptr<AdminServer>> AdminServer::open(const config::Settings& settings,
                                                              const AdminParts& parts) {
  if (settings.admin.socket.empty() && settings.admin.address.empty()) {
    return std::unique_ptr<AdminServer>();
  }
  auto accounts = load_accounts(settings.admin.accounts_file);
  if (!accounts.value) {
    std::string sentence = "the accounts of the admin API cannot be read";
    for (const config::Problem& problem : accounts.problems) sentence += "\n" + problem.str();
    return model::Error::of(model::ErrorKind::internal, std::move(sentence));
  }
  std::unique_ptr<AdminServer> server(new AdminServer(settings, parts, std::move(*accounts.value)));
  const model::Status listening = server->listen(settings.admin);
  if (!listening) return listening.error();
  return server;
}

model::Status AdminServer::listen(const config::AdminSettings& settings) {
  if (!settings.socket.empty()) {
    auto local = LocalListener::open(
        settings.socket, context_, sessions_, parts_.clock,
        [this](LocalListener::Socket socket) { return serve_local(std::move(socket)); });
    if (!local) return local.error();
    local_ = std::move(*local);
  }
  if (settings.address.empty()) return {};
  front::ListenerOptions options;
  options.address = settings.address;
  options.port = settings.port;
  options.connections_max = kAdminConnectionsMax;
  options.clock = &parts_.clock;
  auto session = [this](asio::ip::tcp::socket socket, std::size_t) {
    return serve_tls(std::move(socket));
  };
  auto opened = front::Listener::open(options, {&context_}, sessions_, std::move(session));
  if (!opened) return opened.error();
  listener_ = std::move(*opened);
  return listener_->write_port(settings.port_file);
}

AdminServer::~AdminServer() { stop(std::chrono::milliseconds(0)); }

std::uint16_t AdminServer::port() const { return listener_ ? listener_->port() : 0; }

asio::awaitable<void> AdminServer::serve_tls(asio::ip::tcp::socket socket) {
  auto connection =
      net::make_server_connection(std::move(socket), parts_.tls(), admin_limits(), parts_.clock);
  return serve_admin(std::move(connection), std::nullopt,
                     {services_, accounts_, parts_.log, sessions_list_});
}

asio::awaitable<void> AdminServer::serve_local(LocalListener::Socket socket) {
  auto made = net::make_local_connection(std::move(socket), admin_limits(), parts_.clock);
  return serve_admin(std::move(made.connection), made.user_id,
                     {services_, accounts_, parts_.log, sessions_list_});
}

void AdminServer::start() {
  if (local_) local_->start();
  if (listener_) listener_->start();
  thread_ = std::thread([this] { context_.run(); });
}

void AdminServer::stop(std::chrono::milliseconds grace) {
  if (!thread_.joinable()) return;
  if (local_) local_->stop();
  if (listener_) listener_->stop();
  // Twice: what the queues held is taken over with what is posted next.
  asio::post(context_, asio::use_future).wait();
  asio::post(context_, asio::use_future).wait();
  asio::post(context_, [this] { sessions_list_.finish_soon(); });
  sessions_.close();
  auto finished = asio::co_spawn(context_, sessions_.wait(), asio::use_future);
  if (finished.wait_for(grace) != std::future_status::ready) {
    sessions_.cancel();
    finished.wait();
  }
  work_.reset();
  context_.stop();
  thread_.join();
  parts_.questions.end();
}

config::Problems AdminServer::reload_accounts() {
  auto accounts = load_accounts(accounts_file_);
  if (accounts.value) accounts_.replace(std::move(*accounts.value));
  return std::move(accounts.problems);
}

}  // namespace fb::admin
