// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One recipient as a directory keeps it: its texts in one block of memory, since a million of them
// are held. For config/directory alone.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/directory.hpp"

namespace fb::config {

// How an address leads to a recipient. The lower one counts before the higher.
enum class AddressRank : std::uint8_t { own, external, guest_proxy, invited };

class DirectoryRecord {
 public:
  explicit DirectoryRecord(const Recipient& recipient);

  ObjectKind kind() const { return kind_; }
  bool hidden() const { return hidden_; }
  const Group* group() const { return group_.get(); }
  std::string_view identity() const { return text(kIdentity); }
  std::string_view name() const { return text(kName); }
  std::string_view source() const { return text(kSource); }
  std::string_view invited_as() const { return text(kInvitedAs); }
  Recipient recipient() const;
  bool visible(const Visibility& visibility) const;

  // One of the record's texts, by its number.
  std::string_view text(std::uint32_t number) const;

  struct Place {
    std::uint32_t text;
    AddressRank rank;
  };
  // Each address that leads here, once and at its best rank.
  std::vector<Place> places() const;

 private:
  static constexpr std::uint32_t kIdentity = 0;
  static constexpr std::uint32_t kName = 1;
  static constexpr std::uint32_t kSource = 2;
  static constexpr std::uint32_t kInvitedAs = 3;
  static constexpr std::uint32_t kFirstProxy = 4;

  void pack(const std::vector<std::string_view>& texts);
  std::vector<model::SmtpAddress> proxies() const;

  ObjectKind kind_ = ObjectKind::mailbox;
  bool hidden_ = false;
  std::uint32_t count_ = 0;  // of texts
  // Where each text ends, as `count_` numbers of four bytes, and then the texts.
  std::string packed_;
  std::unique_ptr<const Group> group_;
};

}  // namespace fb::config
