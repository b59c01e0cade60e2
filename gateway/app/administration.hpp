// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What operators work with while the gateway runs: the registry, the imports from directories, the
// admin API. It has a thread of its own, so that an import of a large directory holds up no
// look-up. Only where the settings name a registry.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <thread>

#include "gateway/admin/admin_server.hpp"
#include "gateway/admin/directory_runs.hpp"
#include "gateway/admin/explainer_questions.hpp"
#include "gateway/directory/csv_reader.hpp"
#include "gateway/directory/directory_imports.hpp"
#include "gateway/directory/graph_reader.hpp"
#include "gateway/directory/ldap_reader.hpp"
#include "gateway/net/https_client.hpp"
#include "gateway/registry/registry.hpp"

namespace fb::app {

// All of it outlives the administration.
struct AdministrationParts {
  const config::Settings& settings;
  config::SnapshotHolder& snapshots;
  identity::Authenticator& authenticator;
  upstream::CalendarUpstream& upstream;
  identity::TokenBroker& tokens;
  const ops::Health& health;
  ops::Log& log;
  async::Clock& clock;
  // Makes a client for the event loop of whoever asks.
  std::function<std::unique_ptr<net::HttpClient>(boost::asio::any_io_executor)> http;
  std::function<std::shared_ptr<const net::ServerTlsContext>()> tls;
};

class Administration {
 public:
  // Blocks. Null where there is no registry. A registry that is new is filled from the federation
  // file. Errors: internal, with what is wrong and where.
  static model::Result<std::unique_ptr<Administration>> open(const AdministrationParts& parts);
  ~Administration();

  void start();
  // Blocks: requests of the admin API may finish for that long, imports end as soon as they can.
  void stop(std::chrono::milliseconds grace);

  config::Problems reload_accounts();
  // What is stored is read again with this catalogue, and with the secrets and certificates that
  // are in the files now. How it came out is in the log. After start().
  void reload_registry(config::CloudCatalogue clouds);

 private:
  Administration(const AdministrationParts& parts, std::unique_ptr<registry::Registry> registry);
  boost::asio::awaitable<void> reload_with(config::CloudCatalogue clouds);
  void report_trouble(const registry::Refused* refused);

  const AdministrationParts parts_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  async::OffloadPool files_;
  async::OffloadPool ldap_connections_;
  const std::unique_ptr<registry::Registry> registry_;
  directory::CsvReader csv_{files_};
  directory::LdapReader ldap_{ldap_connections_};
  const std::unique_ptr<net::HttpClient> http_;  // of the imports
  directory::GraphReader graph_;
  directory::DirectoryImports imports_;
  admin::ImportRuns runs_{imports_};
  admin::Explainer explainer_;
  admin::ExplainerQuestions questions_{explainer_};
  async::TaskGroup background_;
  std::unique_ptr<admin::AdminServer> server_;  // null where there is no listener
  std::thread thread_;
};

}  // namespace fb::app
