// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/app/administration.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <random>
#include <utility>

#include "gateway/app/reload_log.hpp"
#include "gateway/app/stored_federation.hpp"

namespace fb::app {
namespace asio = boost::asio;
namespace {

constexpr std::size_t kFileThreads = 1;
constexpr std::size_t kFileQueueMax = 64;
// A reading holds a thread to its end.
constexpr std::size_t kLdapThreads = 2;
constexpr std::size_t kLdapQueueMax = 256;

double chance() {
  thread_local std::mt19937_64 random{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(random);
}

model::Error cannot_start(const registry::Refused& refused) {
  std::string sentence = refused.sentence;
  for (const config::Problem& problem : refused.problems) sentence += "\n" + problem.str();
  return model::Error::of(model::ErrorKind::internal, std::move(sentence));
}

}  // namespace

Administration::Administration(const AdministrationParts& parts,
                               std::unique_ptr<registry::Registry> registry)
    : parts_(parts),
      work_(context_.get_executor()),
      files_(kFileThreads, kFileQueueMax),
      ldap_connections_(kLdapThreads, kLdapQueueMax),
      registry_(std::move(registry)),
      http_(parts.http(context_.get_executor())),
      graph_(parts.tokens, *http_, parts.clock),
      imports_(context_.get_executor(), parts.snapshots, *registry_, {&csv_, &ldap_, &graph_},
               parts.clock, parts.log, chance),
      explainer_(parts.settings.gateway.id, parts.snapshots, parts.authenticator, parts.upstream,
                 parts.clock),
      background_([this](std::exception_ptr exception) {
        parts_.log.exception("administration_exception", exception);
      }) {}

Administration::~Administration() { stop(std::chrono::milliseconds(0)); }

model::Result<std::unique_ptr<Administration>> Administration::open(
    const AdministrationParts& parts) {
  const config::AdminSettings& settings = parts.settings.admin;
  const auto first = parts.snapshots.current();
  auto registry =
      open_stored_federation(parts.settings, first->clouds(), parts.snapshots, parts.clock);
  if (!registry) return cannot_start(registry.error());
  if (*registry == nullptr) {
    if (settings.socket.empty() && settings.address.empty()) {
      return std::unique_ptr<Administration>();
    }
    return model::Error::of(model::ErrorKind::internal,
                            "the admin API changes what the registry stores: set \"file\" in "
                            "[registry], or take \"socket\" and \"address\" out of [admin]");
  }
  std::unique_ptr<Administration> made(new Administration(parts, std::move(*registry)));
  const admin::AdminParts admin_parts{*made->registry_, parts.snapshots, parts.health,
                                      parts.log,        parts.clock,     made->questions_,
                                      made->runs_,      parts.tls,       FB_VERSION};
  auto server = admin::AdminServer::open(parts.settings, admin_parts);
  if (!server) return server.error();
  made->server_ = std::move(*server);
  return made;
}

void Administration::start() {
  auto told = [this](const registry::Refused* refused) { report_trouble(refused); };
  background_.spawn(context_.get_executor(), registry_->follow(std::move(told)));
  imports_.start();
  thread_ = std::thread([this] { context_.run(); });
  if (server_ == nullptr) return;
  questions_.use(parts_.http(server_->executor()));
  server_->start();
}

void Administration::stop(std::chrono::milliseconds grace) {
  if (!thread_.joinable()) return;
  if (server_ != nullptr) server_->stop(grace);
  imports_.stop();
  background_.close();
  background_.cancel();
  asio::co_spawn(context_, imports_.wait(), asio::use_future).wait();
  asio::co_spawn(context_, background_.wait(), asio::use_future).wait();
  work_.reset();
  context_.stop();
  thread_.join();
}

config::Problems Administration::reload_accounts() {
  return server_ == nullptr ? config::Problems() : server_->reload_accounts();
}

void Administration::reload_registry(config::CloudCatalogue clouds) {
  background_.spawn(context_.get_executor(), reload_with(std::move(clouds)));
}

asio::awaitable<void> Administration::reload_with(config::CloudCatalogue clouds) {
  const auto reloaded = co_await registry_->reload(std::move(clouds));
  if (reloaded) {
    log_reload(parts_.log, *reloaded);
    co_return;
  }
  const registry::Refused& refused = reloaded.error();
  log_refused_reload(parts_.log, refused.problems);
  if (refused.problems.empty()) log_refused_reload(parts_.log, refused.sentence);
}

void Administration::report_trouble(const registry::Refused* refused) {
  if (refused == nullptr) {
    parts_.log.event(ops::Level::info, "registry_back", {});
    return;
  }
  parts_.log.event(ops::Level::error, "registry_unavailable",
                   {{"problem", std::string_view(refused->sentence)}});
}

}  // namespace fb::app
