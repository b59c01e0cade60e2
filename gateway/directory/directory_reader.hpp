// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What reads one kind of directory: a file, an LDAP server, Microsoft Graph. It gives recipients
// and a cursor for the next reading, and changes nothing anywhere.
//
// Beware: a reading that was cut short is no reading. Whoever cannot come to the end refuses, since
// everything that a full reading does not have is taken out of the registry.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "config/snapshot.hpp"
#include "gateway/registry/registry.hpp"

namespace fb::directory {

// Entries of one directory, taken or not.
inline constexpr std::size_t kEntriesMax =
    config::kMailboxesMax + config::kContactsMax + config::kGroupsMax;
inline constexpr std::size_t kSkippedSentencesMax = 100;

// What could not be taken, and why, in sentences for operators.
class Skipped {
 public:
  void add(std::string sentence) {
    ++count_;
    if (sentences_.size() < kSkippedSentencesMax) sentences_.push_back(std::move(sentence));
  }
  std::size_t count() const { return count_; }
  const std::vector<std::string>& sentences() const { return sentences_; }

 private:
  std::size_t count_ = 0;
  std::vector<std::string> sentences_;
};

struct ReadRequest {
  std::shared_ptr<const config::Snapshot> snapshot;  // holds what the next two point at
  const config::Tenant* tenant = nullptr;
  const config::DirectorySource* source = nullptr;
  std::string cursor{};  // of the reading before; empty: there is none
  bool full = true;
  std::stop_token stop{};
};

struct Reading {
  bool full = true;  // a reader may read everything although it was not asked to
  std::vector<registry::ImportedRecipient> recipients{};
  std::vector<std::string> removed_ids{};  // of a reading that is not full
  std::string cursor{};
  Skipped skipped{};
};

class DirectoryReader {
 public:
  virtual ~DirectoryReader() = default;
  // Refused: mistake where somebody has to change something, busy where a later run may succeed.
  virtual boost::asio::awaitable<registry::Outcome<Reading>> read(ReadRequest request) = 0;
};

}  // namespace fb::directory
