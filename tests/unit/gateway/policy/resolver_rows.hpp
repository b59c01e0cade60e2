// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Whom an address means, as rows of a table: the asked address, who asks, and what comes of it as a
// short text: "own ADDRESS at SOURCE", "external ADDRESS", "group ADDRESS", or the rule that
// refused. One directory is behind the rows; what a row changes of it stands in the row.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "gateway/policy/recipient_resolver.hpp"
#include "tests/support/federations.hpp"

namespace fb::policy {

using config::ContactKind;
using config::MailContact;
using config::Tenant;
using test::address;

inline std::vector<model::SmtpAddress> addresses(const std::vector<std::string>& texts) {
  std::vector<model::SmtpAddress> out;
  for (const std::string& text : texts) out.push_back(address(text));
  return out;
}

inline MailContact contact(std::string_view external, const std::vector<std::string>& proxies = {},
                           ContactKind kind = ContactKind::mail_contact, bool hidden = false) {
  return {"name of " + std::string(external), address(external), addresses(proxies), hidden, kind};
}

inline MailContact guest(std::string_view mail, const std::vector<std::string>& proxies = {},
                         std::string_view invited_as = "", bool hidden = false) {
  MailContact made = contact(mail, proxies, ContactKind::guest, hidden);
  if (!invited_as.empty()) made.invited_as = address(invited_as);
  return made;
}

// A hybrid tenant: people on premises and in the cloud, and people of other organisations.
inline Tenant hybrid() {
  Tenant tenant = test::contoso_tenant();
  config::DirectorySource ad{.name = "ad", .kind = config::DirectoryKind::ldap};
  ad.routing_domain = test::domain("contoso.mail.example");
  ad.mailbox_source = "onprem";
  ad.remote_mailbox_source = "cloud";
  tenant.directory_sources = {ad};
  tenant.contacts = {
      contact("victor@contoso-cn.example", {"victor.ext@contoso.example"}),
      contact("ursula@partner.example", {"ursula@contoso.example"}, ContactKind::mail_user),
      contact("remy@contoso.mail.example", {"remy@contoso.example"}, ContactKind::mail_user),
      contact("rita@contoso.mail.example", {"rita@contoso.example", "rita@contoso.mail.example"},
              ContactKind::mail_user),
      contact("hilda@partner.example", {"hilda@contoso.example"}, ContactKind::mail_contact, true),
      contact("hugo@partner.example", {"hugo@contoso.example"}, ContactKind::mail_user, true),
      guest("gina@partner.example", {"gina.alias@partner.example"}),
      guest("gustav@partner.example", {}, "", true),
      guest("mail@partner.example", {}, "upn@upn.example"),
      guest("new.name@partner.example", {}, "old.name@partner.example"),
      guest("secret@partner.example", {}, "secret@upn.example", true),
  };
  config::Group sales{.address = address("sales@contoso.example")};
  sales.proxy_addresses = addresses({"sales@elsewhere.example"});
  sales.members = addresses({"peggy@contoso.example"});
  tenant.groups = {sales};
  return tenant;
}

inline std::string outcome(const Tenant& tenant, std::string_view asked, GalUse gal) {
  const auto snapshot = test::snapshot_of({{tenant}, {}});
  const Tenant& home = snapshot->federation().tenants.front();
  const auto found = resolve(*snapshot, home, address(asked), gal);
  if (!found) {
    const bool is_ambiguous = found.error().kind() == model::ErrorKind::recipient_ambiguous;
    EXPECT_EQ(is_ambiguous, found.error().rule() == "resolve.ambiguous");
    EXPECT_TRUE(is_ambiguous || found.error().kind() == model::ErrorKind::recipient_unknown);
    EXPECT_FALSE(found.error().detail().empty());
    return found.error().rule();
  }
  if (const auto* own = std::get_if<OwnMailbox>(&*found))
    return "own " + own->address.str() + " at " + own->source->name;
  if (const auto* external = std::get_if<ExternalRecipient>(&*found))
    return "external " + external->address.str();
  return "group " + std::get<GroupRecipient>(*found).group->address.str();
}

using Change = std::function<void(Tenant&)>;

struct Row {
  const char* asked;
  const char* as_user;
  const char* as_server;
  Change change = nullptr;
};

inline void expect(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    Tenant tenant = hybrid();
    if (row.change) row.change(tenant);
    EXPECT_EQ(outcome(tenant, row.asked, GalUse::required), row.as_user) << row.asked;
    EXPECT_EQ(outcome(tenant, row.asked, GalUse::done_by_caller), row.as_server) << row.asked;
  }
}

inline constexpr const char* kVictor = "external victor@contoso-cn.example";

}  // namespace fb::policy
