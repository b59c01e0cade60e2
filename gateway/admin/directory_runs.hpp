// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the admin API asks of directory imports: to run one now, and when the next one is due.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "gateway/registry/registry.hpp"

namespace fb::admin {

struct RunWish {
  bool dry_run = false;
  bool full = false;
  bool confirm = false;  // the brake on removals is lifted for this run
};

class DirectoryRuns {
 public:
  virtual ~DirectoryRuns() = default;
  // not_found: there is no such source. busy: it runs already.
  virtual boost::asio::awaitable<registry::Outcome<registry::ImportReport>> run(
      model::TenantKey tenant, std::string source, RunWish wish, registry::Actor actor) = 0;
  // Nothing where it only runs when somebody says so, or where that is not known.
  virtual std::optional<model::UtcTime> next_run(const model::TenantKey& tenant,
                                                 std::string_view source) const = 0;
};

}  // namespace fb::admin
