// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One tenant's recipients in memory, found by any of their addresses. Never changed once built: an
// edit gives another directory, which shares with the first all that the edit did not touch. So a
// snapshot with one changed contact among a million costs little, and a request that still uses the
// older snapshot sees nothing of it.
//
// Not the judge of what is right: two recipients may have one address, and then both are found. Nor
// does it know the tenant's switches; whoever asks says what is visible.
//
// Beware: a Match is a view into the directory that gave it and does not keep it alive.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/federation_objects.hpp"

namespace fb::config {

class DirectoryRecord;
class DirectoryShard;

inline constexpr std::size_t kDirectoryShards = 256;

// One recipient of a directory.
class Match {
 public:
  ObjectKind kind() const;
  bool hidden() const;  // from address lists; only contacts, mail users and guests can be
  // What the recipient is known by among those of its kind: of a mailbox and a group the primary
  // address, of the others the external one.
  std::string_view identity() const;
  model::SmtpAddress address() const;  // the identity, parsed
  std::string_view name() const;       // of contacts, mail users and guests
  std::string_view source() const;     // of a mailbox: its calendar source
  const Group* group() const;          // null where it is none
  // The address a guest was invited by, where that is known; else empty.
  std::string_view invited_as() const;
  Recipient recipient() const;  // all of it, as a copy

  bool leads_elsewhere() const { return kind() != ObjectKind::mailbox && group() == nullptr; }
  // Whether both are the same recipient of the same directory.
  bool operator==(const Match&) const = default;

 private:
  friend class DirectoryShard;
  friend class Matches;
  explicit Match(const DirectoryRecord* record) : record_(record) {}
  const DirectoryRecord* record_;
};

// What was found, in no order. Nothing is allocated for less than two.
class Matches {
 public:
  std::size_t size() const { return first_ == nullptr ? 0 : 1 + others_.size(); }
  bool empty() const { return first_ == nullptr; }
  Match operator[](std::size_t i) const { return Match(i == 0 ? first_ : others_[i - 1]); }
  Match front() const { return Match(first_); }

 private:
  friend class DirectoryShard;
  void add(const DirectoryRecord* record);
  void clear();
  const DirectoryRecord* first_ = nullptr;
  std::vector<const DirectoryRecord*> others_{};
};

// What is found of those that are hidden from address lists.
struct Visibility {
  bool hidden_contacts = true;  // mail users too
  bool hidden_guests = true;
};

struct RemovedRecipient {
  ObjectKind kind;
  std::string identity;  // ObjectId::identity
};

// A recipient to put, in the place of what has its kind and identity, or one to take out. To take
// out what is not there changes nothing.
using DirectoryEdit = std::variant<Recipient, RemovedRecipient>;

class Directory {
 public:
  Directory();  // of nobody

  // The edits are made in their order. Shards that none of them touches are shared with this one.
  Directory with(std::span<const DirectoryEdit> edits) const;

  // Everybody of the highest of these ranks that has anybody (SHARING-MODEL 5.1): those with the
  // address as their own, primary or proxy; those whose external address it is; guests with it as a
  // proxy. More than one is for the caller to judge.
  Matches find(const model::SmtpAddress& address, Visibility visibility = {}) const;
  // Guests who were invited by the address and have it neither as mail nor as a proxy.
  Matches find_invited(const model::SmtpAddress& address, Visibility visibility = {}) const;

  std::size_t size() const;
  bool empty() const { return size() == 0; }
  std::size_t count(ObjectKind kind) const;  // zero for what is no recipient
  // In no order.
  void for_each(const std::function<void(const Match&)>& visit) const;

  // How many shards are the very same objects in both.
  std::size_t shards_shared_with(const Directory& other) const;

 private:
  friend class DirectoryBuilder;
  using Shards = std::array<std::shared_ptr<const DirectoryShard>, kDirectoryShards>;
  using Counts = std::array<std::size_t, 5>;
  Directory(Shards shards, const Counts& counts) : shards_(std::move(shards)), counts_(counts) {}

  Shards shards_;
  Counts counts_{};
};

// Many recipients at once. Two with one kind and identity are both kept, and so found as two.
class DirectoryBuilder {
 public:
  DirectoryBuilder();
  DirectoryBuilder(const DirectoryBuilder&) = delete;
  DirectoryBuilder& operator=(const DirectoryBuilder&) = delete;
  ~DirectoryBuilder();

  void add(const Recipient& recipient);
  Directory build();  // once; the builder is empty afterwards

 private:
  struct Pending;
  std::unique_ptr<Pending> pending_;
};

}  // namespace fb::config
