// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a handler of the admin API gets and gives: the parts of the program that it may use, one
// request of one account, and the answer. Handlers know nothing of connections.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/snapshot.hpp"
#include "gateway/admin/admin_error.hpp"
#include "gateway/admin/directory_runs.hpp"
#include "gateway/admin/grants.hpp"
#include "gateway/admin/questions.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/ops/health.hpp"
#include "gateway/registry/registry.hpp"

namespace fb::admin {

struct RouteRow;  // gateway/admin/admin_routes.hpp

// All of it outlives the server.
struct AdminServices {
  registry::Registry& registry;
  const config::SnapshotHolder& snapshots;
  const ops::Health& health;
  async::Clock& clock;
  Questions& questions;
  DirectoryRuns& directory_runs;
  std::string gateway_id;
  std::string gateway_origin;  // "https://gateway.contoso.example"
  std::string version;
  // What relative paths in objects are relative to: the folder of the registry.
  std::filesystem::path objects_folder;
};

// The query of a request, decoded.
class Query {
 public:
  // malformed: a name that is not among `known` (parted by spaces), or that stands twice and is not
  // the repeatable "tenant".
  static Checked<Query> parse(std::string_view query, std::string_view known);

  std::string_view text(std::string_view name) const;  // empty where absent
  bool has(std::string_view name) const;
  std::vector<std::string_view> all(std::string_view name) const;
  Checked<bool> flag(std::string_view name) const;  // "true" or "false"; absent: false
  Checked<std::uint64_t> number(std::string_view name, std::uint64_t absent) const;

 private:
  std::vector<std::pair<std::string, std::string>> values_;
};

struct AdminCall {
  const RouteRow& row;
  std::vector<std::string> segments;  // what stands for the {parts} of the path, decoded
  Query query;
  std::string_view body;
  std::string_view if_match;
  std::string account;
  std::vector<config::AdminGrant> account_grants;
  Grants grants;
  std::shared_ptr<const config::Snapshot> snapshot;
  registry::Actor actor;
  async::Deadline deadline;

  const config::Federation& federation() const { return snapshot->federation(); }
};

struct AdminAnswer {
  unsigned status = 200;
  std::string content_type = "application/json";
  std::string body{};
  std::string etag{};
};

using Reply = Checked<AdminAnswer>;
using Handler = boost::asio::awaitable<Reply> (*)(const AdminServices&, const AdminCall&);

AdminAnswer answer_of(const boost::json::object& body);

}  // namespace fb::admin
