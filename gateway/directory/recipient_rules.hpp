// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// How an object of a directory becomes a recipient, for every kind of directory: which addresses it
// has, what it is, and where its calendar lies. docs/reference/directory-sources.md tells operators
// the same.
//
// Beware: a member of a group that was not taken as a recipient stays a member by its address, so
// that the group is never shown as free for want of it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/directory/directory_reader.hpp"

namespace fb::directory {

enum class EntryKind : std::uint8_t {
  unknown,  // not told: what its addresses say
  mail_contact,
  mail_user,
  guest,
  mailbox,
  remote_mailbox,
  group,
  dynamic_group,
  other,  // of no use for free/busy: public folders, system mailboxes, people without mail
};

// msExchRecipientTypeDetails, as a number and as Exchange's cmdlets write it ("RemoteUserMailbox").
EntryKind kind_of_type_details(std::uint64_t details);
EntryKind kind_named(std::string_view type_details);

// An object as a directory has it; addresses are as written there.
struct DirectoryEntry {
  std::string id{};         // stable in its source
  std::string place{};      // for sentences: a distinguished name, a line
  std::string reference{};  // what groups name it by; empty: its addresses
  EntryKind kind = EntryKind::unknown;
  std::string name{};
  std::string external_address{};  // targetAddress, ExternalEmailAddress
  std::string mail{};
  std::vector<std::string> proxy_addresses{};
  std::vector<std::string> other_mails{};
  std::string user_principal_name{};
  bool hidden = false;
  std::vector<std::string> members{};  // references, or addresses
  std::string calendar_source{};       // of a mailbox, where the directory names one
};

// The address that was invited, from the user principal name that a guest got for it. A guess of
// how it was made, good for a hint and never for a decision.
std::optional<model::SmtpAddress> invited_address(std::string_view user_principal_name);

class RecipientRules {
 public:
  RecipientRules(const config::Tenant& tenant, const config::DirectorySource& source, bool full)
      : tenant_(tenant), source_(source), full_(full) {}

  // An entry that is of no use, or was one, and is known by its id alone.
  void remove(std::string id);
  // An entry that cannot be taken.
  void skip(const DirectoryEntry& entry, std::string_view why);
  void take(DirectoryEntry entry);
  std::size_t entries() const { return entries_; }

  // References to members that are not among the entries. What is found out about one is told; an
  // empty address says that it has none.
  std::vector<std::string> unknown_members() const;
  void know(std::string_view reference, std::optional<model::SmtpAddress> address);
  // A member that nothing can be found out about here: its groups cannot be taken.
  void cannot_know(std::string_view reference) { unreadable_.emplace(reference); }
  // The address that others know the entry by, if it has one.
  std::optional<model::SmtpAddress> address_of(const DirectoryEntry& entry) const;

  // Groups with their members, and everything that was taken. The last use.
  Reading finish();

 private:
  struct Addresses {
    std::optional<model::SmtpAddress> external;
    std::vector<model::SmtpAddress> own;  // the primary first
  };
  struct PendingGroup {
    DirectoryEntry entry;
    config::Group group;
  };

  bool accepts(const model::SmtpAddress& address) const;
  EntryKind kind_of(const DirectoryEntry& entry, const Addresses& addresses) const;
  Addresses read_addresses(const DirectoryEntry& entry, Skipped* skipped) const;
  void take_mailbox(const DirectoryEntry& entry, Addresses addresses, bool remote);
  void take_contact(const DirectoryEntry& entry, Addresses addresses, config::ContactKind kind);
  void take_group(DirectoryEntry entry, Addresses addresses);
  bool resolve_members(PendingGroup& pending);
  bool is_first(EntryKind kind, const model::SmtpAddress& identity, const DirectoryEntry& entry);
  void add(std::string id, config::Recipient recipient);

  const config::Tenant& tenant_;
  const config::DirectorySource& source_;
  bool full_;
  std::size_t entries_ = 0;
  Reading reading_;
  std::vector<PendingGroup> groups_;
  std::set<std::pair<EntryKind, std::string>> identities_;
  std::map<std::string, std::optional<model::SmtpAddress>, std::less<>> by_reference_;
  std::set<std::string, std::less<>> unreadable_;
};

}  // namespace fb::directory
