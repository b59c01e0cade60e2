// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Random directories, through random edits, beside a list that is searched from one end to the
// other, and beside a directory that is built anew from what the edits left.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "config/directory.hpp"
#include "tests/support/seed.hpp"

namespace fb::config {
namespace {

using model::SmtpAddress;
using Random = std::mt19937;

int below(Random& random, int limit) {
  return std::uniform_int_distribution<int>(0, limit - 1)(random);
}

// Few enough that many recipients meet in one.
SmtpAddress some_address(Random& random, int addresses) {
  return SmtpAddress::parse("a" + std::to_string(below(random, addresses)) + "@contoso.example")
      .value();
}

std::vector<SmtpAddress> some_addresses(Random& random, int addresses) {
  std::vector<SmtpAddress> out;
  for (int i = below(random, 4); i > 0; --i) out.push_back(some_address(random, addresses));
  return out;
}

Recipient some_recipient(Random& random, int addresses, int number) {
  const std::string name = "number " + std::to_string(number);
  switch (below(random, 5)) {
    case 0:
      return Mailbox{some_address(random, addresses), some_addresses(random, addresses), name};
    case 1:
      return Group{some_address(random, addresses), some_addresses(random, addresses),
                   some_addresses(random, addresses)};
    default:
      break;
  }
  MailContact contact{name, some_address(random, addresses), some_addresses(random, addresses)};
  contact.hidden_from_address_lists = below(random, 4) == 0;
  contact.kind = static_cast<ContactKind>(below(random, 3));
  if (contact.kind == ContactKind::guest && below(random, 2) == 0)
    contact.invited_as = some_address(random, addresses);
  return contact;
}

using Id = std::pair<ObjectKind, std::string>;

Id id_of(const Recipient& recipient) {
  if (const auto* mailbox = std::get_if<Mailbox>(&recipient))
    return {ObjectKind::mailbox, mailbox->address.str()};
  if (const auto* group = std::get_if<Group>(&recipient))
    return {ObjectKind::group, group->address.str()};
  const auto& contact = std::get<MailContact>(recipient);
  constexpr ObjectKind kKinds[] = {ObjectKind::mail_contact, ObjectKind::mail_user,
                                   ObjectKind::guest};
  return {kKinds[static_cast<std::size_t>(contact.kind)], contact.external_address.str()};
}

bool holds(const std::vector<SmtpAddress>& addresses, const SmtpAddress& address) {
  return std::find(addresses.begin(), addresses.end(), address) != addresses.end();
}

using Model = std::map<Id, Recipient>;
using Ids = std::multiset<Id>;

// The rules as SHARING-MODEL has them, in the plainest way.
struct Oracle {
  const Model& model;
  Visibility visibility;

  bool visible(const MailContact& contact) const {
    if (!contact.hidden_from_address_lists) return true;
    return contact.kind == ContactKind::guest ? visibility.hidden_guests
                                              : visibility.hidden_contacts;
  }

  Ids find(const SmtpAddress& asked) const {
    Ids own, external, guest_proxy;
    for (const auto& [id, recipient] : model) {
      if (const auto* mailbox = std::get_if<Mailbox>(&recipient)) {
        if (mailbox->address == asked || holds(mailbox->proxy_addresses, asked)) own.insert(id);
      } else if (const auto* group = std::get_if<Group>(&recipient)) {
        if (group->address == asked || holds(group->proxy_addresses, asked)) own.insert(id);
      } else {
        const auto& contact = std::get<MailContact>(recipient);
        if (!visible(contact)) continue;
        const bool by_proxy = holds(contact.proxy_addresses, asked);
        const bool by_external = contact.external_address == asked;
        if (contact.kind != ContactKind::guest && by_proxy) {
          own.insert(id);
        } else if (by_external) {
          external.insert(id);
        } else if (by_proxy) {
          guest_proxy.insert(id);
        }
      }
    }
    if (!own.empty()) return own;
    return external.empty() ? guest_proxy : external;
  }

  Ids find_invited(const SmtpAddress& asked) const {
    Ids out;
    for (const auto& [id, recipient] : model) {
      const auto* contact = std::get_if<MailContact>(&recipient);
      if (contact == nullptr || !visible(*contact) || contact->invited_as != asked) continue;
      const bool known =
          contact->external_address == asked || holds(contact->proxy_addresses, asked);
      if (!known) out.insert(id);
    }
    return out;
  }
};

Ids ids(const Matches& matches) {
  Ids out;
  for (std::size_t i = 0; i < matches.size(); ++i)
    out.emplace(matches[i].kind(), std::string(matches[i].identity()));
  return out;
}

Directory built_from(const Model& model) {
  DirectoryBuilder builder;
  for (const auto& [id, recipient] : model) builder.add(recipient);
  return builder.build();
}

std::string text_of(const std::vector<SmtpAddress>& addresses) {
  std::string out;
  for (const SmtpAddress& address : addresses) out += address.str() + ",";
  return out;
}

std::string text_of(const Recipient& recipient) {
  if (const auto* mailbox = std::get_if<Mailbox>(&recipient))
    return "mailbox " + mailbox->address.str() + " " + text_of(mailbox->proxy_addresses) + " " +
           mailbox->source;
  if (const auto* group = std::get_if<Group>(&recipient))
    return "group " + group->address.str() + " " + text_of(group->proxy_addresses) + " " +
           text_of(group->members);
  const auto& contact = std::get<MailContact>(recipient);
  return "contact " + contact.name + " " + contact.external_address.str() + " " +
         text_of(contact.proxy_addresses) + " " + std::to_string(static_cast<int>(contact.kind)) +
         (contact.hidden_from_address_lists ? " hidden " : " shown ") +
         (contact.invited_as ? contact.invited_as->str() : "");
}

std::multiset<std::string> contents(const Directory& directory) {
  std::multiset<std::string> out;
  directory.for_each([&](const Match& match) { out.insert(text_of(match.recipient())); });
  return out;
}

void expect_as_in(const Model& model, const Directory& directory, int addresses) {
  for (int i = 0; i < addresses; ++i) {
    const SmtpAddress asked =
        SmtpAddress::parse("a" + std::to_string(i) + "@contoso.example").value();
    for (const Visibility visibility : {Visibility{true, true}, Visibility{false, true},
                                        Visibility{true, false}, Visibility{false, false}}) {
      const Oracle oracle{model, visibility};
      ASSERT_EQ(ids(directory.find(asked, visibility)), oracle.find(asked)) << asked.str();
      ASSERT_EQ(ids(directory.find_invited(asked, visibility)), oracle.find_invited(asked))
          << asked.str();
    }
  }
  ASSERT_EQ(directory.size(), model.size());
  for (int kind = 0; kind <= static_cast<int>(ObjectKind::group); ++kind) {
    const auto count = std::count_if(model.begin(), model.end(), [&](const auto& entry) {
      return entry.first.first == static_cast<ObjectKind>(kind);
    });
    ASSERT_EQ(directory.count(static_cast<ObjectKind>(kind)), static_cast<std::size_t>(count));
  }
}

TEST(DirectoryProperty, FindsWhatAScanFindsThroughRandomEdits) {
  Random random(test::seed());
  for (int round = 0; round < 20; ++round) {
    const int addresses = 3 + below(random, 60);
    Model model;
    for (int i = below(random, 80); i > 0; --i) {
      Recipient recipient = some_recipient(random, addresses, i);
      model.insert_or_assign(id_of(recipient), std::move(recipient));
    }
    Directory directory = built_from(model);
    expect_as_in(model, directory, addresses);
    for (int generation = 0; generation < 8; ++generation) {
      const Model model_before = model;
      const Directory before = directory;
      std::vector<DirectoryEdit> edits;
      for (int i = below(random, 12); i > 0; --i) {
        Recipient recipient = some_recipient(random, addresses, 100 * generation + i);
        const Id id = id_of(recipient);
        if (below(random, 3) == 0) {
          model.erase(id);
          edits.emplace_back(RemovedRecipient{id.first, id.second});
        } else {
          model.insert_or_assign(id, recipient);
          edits.emplace_back(std::move(recipient));
        }
      }
      directory = directory.with(edits);
      ASSERT_NO_FATAL_FAILURE(expect_as_in(model, directory, addresses));
      ASSERT_NO_FATAL_FAILURE(expect_as_in(model_before, before, addresses));
      ASSERT_EQ(contents(directory), contents(built_from(model)));
    }
  }
}

// Tables grow and shrink again, and nobody is lost or left behind.
TEST(DirectoryProperty, ManyComeAndGo) {
  Random random(test::seed());
  constexpr int kPeople = 6000;
  std::vector<DirectoryEdit> all;
  std::vector<DirectoryEdit> none;
  for (int i = 0; i < kPeople; ++i) {
    const std::string text = "p" + std::to_string(i) + "@contoso.example";
    all.emplace_back(Mailbox{SmtpAddress::parse(text).value(), {}, "cloud"});
    none.emplace_back(RemovedRecipient{ObjectKind::mailbox, text});
  }
  std::shuffle(all.begin(), all.end(), random);
  std::shuffle(none.begin(), none.end(), random);
  Directory directory = Directory().with(all);
  ASSERT_EQ(directory.size(), static_cast<std::size_t>(kPeople));
  const auto half = static_cast<std::size_t>(kPeople / 2);
  directory = directory.with(std::span(none).first(half));
  for (std::size_t i = 0; i < none.size(); ++i) {
    const auto text = std::get<RemovedRecipient>(none[i]).identity;
    ASSERT_EQ(directory.find(SmtpAddress::parse(text).value()).size(), i < half ? 0u : 1u) << text;
  }
  directory = directory.with(std::span(none).subspan(half));
  EXPECT_TRUE(directory.empty());
  EXPECT_TRUE(contents(directory).empty());
}

}  // namespace
}  // namespace fb::config
