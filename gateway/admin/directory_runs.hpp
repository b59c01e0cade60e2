// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the admin API asks of directory imports: to run one now, and how it stands with each.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <utility>
#include <vector>

#include "gateway/directory/directory_imports.hpp"

namespace fb::admin {

using directory::RunOptions;
using directory::SourceState;

class DirectoryRuns {
 public:
  virtual ~DirectoryRuns() = default;
  // Refused: not_found, busy (it runs already, or the source cannot be reached), braked, mistake.
  virtual boost::asio::awaitable<registry::Outcome<registry::ImportReport>> run(
      model::TenantKey tenant, std::string source, RunOptions options, registry::Actor actor) = 0;
  // Of every source in the current snapshot.
  virtual std::vector<SourceState> states() const = 0;
};

// The imports of this process.
class ImportRuns final : public DirectoryRuns {
 public:
  explicit ImportRuns(directory::DirectoryImports& imports) : imports_(imports) {}

  boost::asio::awaitable<registry::Outcome<registry::ImportReport>> run(
      model::TenantKey tenant, std::string source, RunOptions options,
      registry::Actor actor) override {
    return imports_.run(tenant, std::move(source), options, std::move(actor));
  }
  std::vector<SourceState> states() const override { return imports_.states(); }

 private:
  directory::DirectoryImports& imports_;
};

}  // namespace fb::admin
