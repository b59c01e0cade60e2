// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/directory_record.hpp"

#include <algorithm>
#include <cstring>

#include "config/contact_kinds.hpp"

namespace fb::config {
namespace {

using model::SmtpAddress;
using Texts = std::vector<std::string_view>;

void append(const std::vector<SmtpAddress>& addresses, Texts& texts) {
  for (const SmtpAddress& address : addresses) texts.push_back(address.str());
}

// What was an address when it was packed is one.
SmtpAddress address_of(std::string_view text) { return SmtpAddress::parse(text).value(); }

}  // namespace

DirectoryRecord::DirectoryRecord(const Recipient& recipient) {
  if (const auto* mailbox = std::get_if<Mailbox>(&recipient)) {
    kind_ = ObjectKind::mailbox;
    Texts texts{mailbox->address.str(), {}, mailbox->source, {}};
    append(mailbox->proxy_addresses, texts);
    pack(texts);
  } else if (const auto* contact = std::get_if<MailContact>(&recipient)) {
    kind_ = kind_of(contact->kind);
    hidden_ = contact->hidden_from_address_lists;
    Texts texts{contact->external_address.str(), contact->name, {}, {}};
    if (contact->invited_as) texts[kInvitedAs] = contact->invited_as->str();
    append(contact->proxy_addresses, texts);
    pack(texts);
  } else {
    group_ = std::make_unique<const Group>(std::get<Group>(recipient));
    kind_ = ObjectKind::group;
    Texts texts{group_->address.str(), {}, {}, {}};
    append(group_->proxy_addresses, texts);
    pack(texts);
  }
}

void DirectoryRecord::pack(const Texts& texts) {
  count_ = static_cast<std::uint32_t>(texts.size());
  std::size_t bytes = 0;
  for (const std::string_view text : texts) bytes += text.size();
  const std::size_t head = count_ * sizeof(std::uint32_t);
  packed_.reserve(head + bytes);
  packed_.resize(head);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    packed_ += texts[i];
    const auto end = static_cast<std::uint32_t>(packed_.size());
    std::memcpy(packed_.data() + i * sizeof end, &end, sizeof end);
  }
}

std::string_view DirectoryRecord::text(std::uint32_t number) const {
  std::uint32_t begin = count_ * static_cast<std::uint32_t>(sizeof(std::uint32_t));
  std::uint32_t end = 0;
  if (number > 0) std::memcpy(&begin, packed_.data() + (number - 1) * sizeof begin, sizeof begin);
  std::memcpy(&end, packed_.data() + number * sizeof end, sizeof end);
  return std::string_view(packed_).substr(begin, end - begin);
}

std::vector<DirectoryRecord::Place> DirectoryRecord::places() const {
  const bool leads_elsewhere = kind_ != ObjectKind::mailbox && kind_ != ObjectKind::group;
  const bool is_guest = kind_ == ObjectKind::guest;
  std::vector<Place> candidates;
  candidates.reserve(count_);
  // In the order of their ranks, so that the first of two equal addresses is the one to keep.
  const Place identity{kIdentity, leads_elsewhere ? AddressRank::external : AddressRank::own};
  if (identity.rank == AddressRank::own || is_guest) candidates.push_back(identity);
  for (std::uint32_t i = kFirstProxy; i < count_; ++i)
    candidates.push_back({i, is_guest ? AddressRank::guest_proxy : AddressRank::own});
  if (candidates.empty() || candidates.front().text != kIdentity) candidates.push_back(identity);
  if (!invited_as().empty()) candidates.push_back({kInvitedAs, AddressRank::invited});

  std::vector<Place> places;
  places.reserve(candidates.size());
  for (const Place& candidate : candidates) {
    const bool known = std::any_of(places.begin(), places.end(), [&](const Place& place) {
      return text(place.text) == text(candidate.text);
    });
    if (!known) places.push_back(candidate);
  }
  return places;
}

std::vector<SmtpAddress> DirectoryRecord::proxies() const {
  std::vector<SmtpAddress> out;
  out.reserve(count_ - kFirstProxy);
  for (std::uint32_t i = kFirstProxy; i < count_; ++i) out.push_back(address_of(text(i)));
  return out;
}

Recipient DirectoryRecord::recipient() const {
  if (group_ != nullptr) return *group_;
  if (kind_ == ObjectKind::mailbox)
    return Mailbox{address_of(identity()), proxies(), std::string(source())};
  MailContact contact{std::string(name()), address_of(identity()), proxies(), hidden_,
                      contact_kind_of(kind_)};
  if (!invited_as().empty()) contact.invited_as = address_of(invited_as());
  return contact;
}

bool DirectoryRecord::visible(const Visibility& visibility) const {
  if (!hidden_) return true;
  return kind_ == ObjectKind::guest ? visibility.hidden_guests : visibility.hidden_contacts;
}

}  // namespace fb::config
