// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/directory/recipient_rules.hpp"

#include <algorithm>
#include <array>

#include "config/syntax.hpp"
#include "protocols/model/letter_case.hpp"
#include "protocols/wire/idna.hpp"

namespace fb::directory {
namespace {

using model::SmtpAddress;

using config::kNameBytesMax;
constexpr std::string_view kSmtp = "smtp:";
constexpr std::string_view kGuestMark = "#EXT#";

struct TypeDetails {
  std::uint64_t bits;
  std::string_view name;
  EntryKind kind;
};

constexpr std::uint64_t bit(int place) { return std::uint64_t{1} << place; }

constexpr std::array kTypes{
    TypeDetails{bit(0), "UserMailbox", EntryKind::mailbox},
    TypeDetails{bit(1), "LinkedMailbox", EntryKind::mailbox},
    TypeDetails{bit(2), "SharedMailbox", EntryKind::mailbox},
    TypeDetails{bit(3), "LegacyMailbox", EntryKind::mailbox},
    TypeDetails{bit(4), "RoomMailbox", EntryKind::mailbox},
    TypeDetails{bit(5), "EquipmentMailbox", EntryKind::mailbox},
    TypeDetails{bit(6), "MailContact", EntryKind::mail_contact},
    TypeDetails{bit(7), "MailUser", EntryKind::mail_user},
    TypeDetails{bit(8), "MailUniversalDistributionGroup", EntryKind::group},
    TypeDetails{bit(9), "MailNonUniversalGroup", EntryKind::group},
    TypeDetails{bit(10), "MailUniversalSecurityGroup", EntryKind::group},
    TypeDetails{bit(11), "DynamicDistributionGroup", EntryKind::dynamic_group},
    TypeDetails{bit(15), "MailForestContact", EntryKind::mail_contact},
    TypeDetails{bit(28), "RoomList", EntryKind::group},
    TypeDetails{bit(31), "RemoteUserMailbox", EntryKind::remote_mailbox},
    TypeDetails{bit(33), "RemoteRoomMailbox", EntryKind::remote_mailbox},
    TypeDetails{bit(34), "RemoteEquipmentMailbox", EntryKind::remote_mailbox},
    TypeDetails{bit(35), "RemoteSharedMailbox", EntryKind::remote_mailbox},
    TypeDetails{bit(41), "LinkedRoomMailbox", EntryKind::mailbox},
    TypeDetails{bit(45), "GuestMailUser", EntryKind::guest},
};

// None where it is an address of another type (x500, sip), or no address.
std::optional<SmtpAddress> smtp_address(std::string_view written) {
  const std::size_t colon = written.find(':');
  if (colon != std::string_view::npos &&
      !model::equal_without_case(written.substr(0, colon + 1), kSmtp)) {
    return std::nullopt;
  }
  const auto read = wire::read_smtp_address(written);
  if (!read) return std::nullopt;
  return *read;
}

bool is_smtp(std::string_view written) {
  return model::equal_without_case(written.substr(0, kSmtp.size()), kSmtp) ||
         written.find(':') == std::string_view::npos;
}

void append_new(std::vector<SmtpAddress>& addresses, const SmtpAddress& address) {
  if (std::find(addresses.begin(), addresses.end(), address) == addresses.end()) {
    addresses.push_back(address);
  }
}

std::string display_name(std::string_view written, const SmtpAddress& otherwise) {
  std::string name(written.substr(0, kNameBytesMax));
  // Not in the middle of a character of UTF-8.
  if (written.size() > kNameBytesMax) {
    while (!name.empty() && (static_cast<unsigned char>(written[name.size()]) & 0xC0) == 0x80) {
      name.pop_back();
    }
  }
  std::replace_if(
      name.begin(), name.end(),
      [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, ' ');
  const bool blank = name.find_first_not_of(' ') == std::string::npos;
  return blank ? otherwise.str() : name;
}

}  // namespace

EntryKind kind_of_type_details(std::uint64_t details) {
  const auto found = std::find_if(kTypes.begin(), kTypes.end(),
                                  [&](const TypeDetails& type) { return type.bits == details; });
  return found == kTypes.end() ? EntryKind::other : found->kind;
}

EntryKind kind_named(std::string_view type_details) {
  const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeDetails& type) {
    return model::equal_without_case(type.name, type_details);
  });
  return found == kTypes.end() ? EntryKind::other : found->kind;
}

std::optional<SmtpAddress> invited_address(std::string_view user_principal_name) {
  const std::size_t mark = user_principal_name.find(kGuestMark);
  if (mark == std::string_view::npos) return std::nullopt;
  std::string prefix(user_principal_name.substr(0, mark));
  const std::size_t at = prefix.rfind('_');
  if (at == std::string::npos) return std::nullopt;
  prefix[at] = '@';
  return smtp_address(prefix);
}

bool RecipientRules::accepts(const SmtpAddress& address) const {
  const auto& domains = tenant_.accepted_domains;
  return std::find(domains.begin(), domains.end(), address.domain()) != domains.end();
}

RecipientRules::Addresses RecipientRules::read_addresses(const DirectoryEntry& entry,
                                                         Skipped* skipped) const {
  Addresses out;
  out.external = smtp_address(entry.external_address);
  const auto read_proxies = [&](bool primary) {
    for (const std::string& written : entry.proxy_addresses) {
      if (written.starts_with("SMTP:") != primary || !is_smtp(written)) continue;
      if (const auto address = smtp_address(written)) {
        append_new(out.own, *address);
      } else if (skipped != nullptr) {
        skipped->add(entry.place +
                     ": one of its proxy addresses is no mail address; it is "
                     "taken without that one");
      }
    }
  };
  read_proxies(true);
  const auto mail = smtp_address(entry.mail);
  // Where no proxy address is the primary one, mail is.
  if (mail) append_new(out.own, *mail);
  read_proxies(false);
  return out;
}

// Directories without Exchange's attributes tell people apart by their addresses alone.
EntryKind RecipientRules::kind_of(const DirectoryEntry& entry, const Addresses& addresses) const {
  const bool routed = addresses.external && source_.routing_domain &&
                      addresses.external->domain() == *source_.routing_domain;
  if (entry.kind == EntryKind::mail_user || entry.kind == EntryKind::unknown) {
    if (routed) return EntryKind::remote_mailbox;
  }
  if (entry.kind != EntryKind::unknown) return entry.kind;
  if (addresses.external) return EntryKind::mail_user;
  const bool own = std::any_of(addresses.own.begin(), addresses.own.end(),
                               [this](const SmtpAddress& each) { return accepts(each); });
  return own ? EntryKind::mailbox : EntryKind::mail_user;
}

std::optional<SmtpAddress> RecipientRules::address_of(const DirectoryEntry& entry) const {
  const Addresses addresses = read_addresses(entry, nullptr);
  const auto own = std::find_if(addresses.own.begin(), addresses.own.end(),
                                [this](const SmtpAddress& each) { return accepts(each); });
  if (own != addresses.own.end()) return *own;
  if (addresses.external) return addresses.external;
  if (!addresses.own.empty()) return addresses.own.front();
  return std::nullopt;
}

void RecipientRules::remove(std::string id) {
  ++entries_;
  if (!full_ && !id.empty()) reading_.removed_ids.push_back(std::move(id));
}

void RecipientRules::skip(const DirectoryEntry& entry, std::string_view why) {
  reading_.skipped.add(entry.place + ": " + std::string(why));
  if (!full_) reading_.removed_ids.push_back(entry.id);
}

bool RecipientRules::is_first(EntryKind kind, const SmtpAddress& identity,
                              const DirectoryEntry& entry) {
  if (identities_.emplace(kind, identity.str()).second) return true;
  skip(entry, "an entry before it has the address " + identity.str() + " already");
  return false;
}

void RecipientRules::add(std::string id, config::Recipient recipient) {
  reading_.recipients.push_back({std::move(id), std::move(recipient)});
}

void RecipientRules::take(DirectoryEntry entry) {
  if (!entry.reference.empty()) by_reference_[entry.reference] = address_of(entry);
  if (entry.kind == EntryKind::other) return remove(std::move(entry.id));
  ++entries_;
  Addresses addresses = read_addresses(entry, &reading_.skipped);
  switch (kind_of(entry, addresses)) {
    case EntryKind::mailbox:
      return take_mailbox(entry, std::move(addresses), false);
    case EntryKind::remote_mailbox:
      return take_mailbox(entry, std::move(addresses), true);
    case EntryKind::mail_contact:
      return take_contact(entry, std::move(addresses), config::ContactKind::mail_contact);
    case EntryKind::mail_user:
      return take_contact(entry, std::move(addresses), config::ContactKind::mail_user);
    case EntryKind::guest:
      return take_contact(entry, std::move(addresses), config::ContactKind::guest);
    case EntryKind::group:
      return take_group(std::move(entry), std::move(addresses));
    case EntryKind::dynamic_group:
      return skip(entry, "the members of a dynamic group are known to its Exchange alone");
    case EntryKind::unknown:
    case EntryKind::other:
      break;
  }
}

void RecipientRules::take_mailbox(const DirectoryEntry& entry, Addresses addresses, bool remote) {
  const std::string& usual = remote ? source_.remote_mailbox_source : source_.mailbox_source;
  const std::string& calendars = entry.calendar_source.empty() ? usual : entry.calendar_source;
  if (calendars.empty()) {
    return skip(entry, remote ? "it is a remote mailbox, and the directory source has no "
                                "remote_mailbox_source"
                              : "it is a mailbox, and the directory source has no mailbox_source");
  }
  const bool known =
      std::any_of(tenant_.sources.begin(), tenant_.sources.end(),
                  [&](const config::CalendarSource& each) { return each.name == calendars; });
  if (!known) return skip(entry, "the tenant has no calendar source called " + calendars);
  const auto primary = std::find_if(addresses.own.begin(), addresses.own.end(),
                                    [this](const SmtpAddress& each) { return accepts(each); });
  if (primary == addresses.own.end()) {
    return skip(entry, "it is a mailbox without an address in an accepted domain of the tenant");
  }
  const SmtpAddress address = *primary;
  addresses.own.erase(primary);
  if (remote && addresses.external && *addresses.external != address) {
    append_new(addresses.own, *addresses.external);
  }
  if (addresses.own.size() > config::kProxyAddressesPerRecipientMax) {
    return skip(entry, "it has too many addresses");
  }
  if (!is_first(EntryKind::mailbox, address, entry)) return;
  add(entry.id, config::Mailbox{address, std::move(addresses.own), calendars});
}

void RecipientRules::take_contact(const DirectoryEntry& entry, Addresses addresses,
                                  config::ContactKind kind) {
  std::optional<SmtpAddress> external = addresses.external;
  // Proxy addresses of a contact or a guest may be those that its own organisation gave it.
  if (!external) external = smtp_address(entry.mail);
  for (std::size_t i = 0; !external && i < entry.other_mails.size(); ++i) {
    external = smtp_address(entry.other_mails[i]);
  }
  if (!external && !addresses.own.empty()) external = addresses.own.front();
  if (!external) return skip(entry, "it has no mail address");
  if (accepts(*external)) {
    return skip(entry, "its external address " + external->str() +
                           " is in an accepted domain of the tenant itself");
  }
  std::erase(addresses.own, *external);
  if (addresses.own.size() > config::kProxyAddressesPerRecipientMax) {
    return skip(entry, "it has too many addresses");
  }
  constexpr std::array kKinds{EntryKind::mail_contact, EntryKind::mail_user, EntryKind::guest};
  if (!is_first(kKinds[static_cast<std::size_t>(kind)], *external, entry)) return;
  config::MailContact contact{display_name(entry.name, *external), *external,
                              std::move(addresses.own), entry.hidden, kind};
  if (kind == config::ContactKind::guest) {
    contact.invited_as = invited_address(entry.user_principal_name);
  }
  add(entry.id, std::move(contact));
}

void RecipientRules::take_group(DirectoryEntry entry, Addresses addresses) {
  const auto primary = std::find_if(addresses.own.begin(), addresses.own.end(),
                                    [this](const SmtpAddress& each) { return accepts(each); });
  if (primary == addresses.own.end()) {
    return skip(entry, "it is a group without an address in an accepted domain of the tenant");
  }
  config::Group group{*primary};
  addresses.own.erase(primary);
  if (addresses.own.size() > config::kProxyAddressesPerRecipientMax) {
    return skip(entry, "it has too many addresses");
  }
  if (entry.members.size() > config::kGroupMembersMax) {
    return skip(entry, "it has more than " + std::to_string(config::kGroupMembersMax) + " members");
  }
  if (!is_first(EntryKind::group, group.address, entry)) return;
  group.proxy_addresses = std::move(addresses.own);
  groups_.push_back({std::move(entry), std::move(group)});
}

std::vector<std::string> RecipientRules::unknown_members() const {
  std::set<std::string> unknown;
  for (const PendingGroup& each : groups_) {
    for (const std::string& member : each.entry.members) {
      if (by_reference_.count(member) == 0 && !smtp_address(member)) unknown.insert(member);
    }
  }
  return {unknown.begin(), unknown.end()};
}

void RecipientRules::know(std::string_view reference, std::optional<SmtpAddress> address) {
  by_reference_.insert_or_assign(std::string(reference), std::move(address));
}

bool RecipientRules::resolve_members(PendingGroup& pending) {
  std::set<SmtpAddress> members;
  std::size_t without_address = 0;
  for (const std::string& member : pending.entry.members) {
    if (unreadable_.count(member) != 0) {
      skip(pending.entry, "its member " + member + " cannot be read from this server");
      return false;
    }
    const auto known = by_reference_.find(member);
    const auto address = known != by_reference_.end() ? known->second : smtp_address(member);
    if (address) {
      members.insert(*address);
    } else {
      ++without_address;
    }
  }
  if (without_address != 0) {
    reading_.skipped.add(pending.entry.place + ": " + std::to_string(without_address) +
                         " of its members have no mail address and are left out");
  }
  if (members.empty()) {
    skip(pending.entry, "it is a group without members that have a mail address");
    return false;
  }
  pending.group.members.assign(members.begin(), members.end());
  return true;
}

Reading RecipientRules::finish() {
  for (PendingGroup& each : groups_) {
    if (!resolve_members(each)) continue;
    add(std::move(each.entry.id), std::move(each.group));
  }
  reading_.full = full_;
  return std::move(reading_);
}

}  // namespace fb::directory
