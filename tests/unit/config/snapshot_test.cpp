// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/snapshot.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/load.hpp"

namespace fb::config {
namespace {

using model::SmtpAddress;
using model::SmtpDomain;

SmtpAddress address(std::string_view text) { return SmtpAddress::parse(text).value(); }
SmtpDomain domain(std::string_view text) { return SmtpDomain::parse(text).value(); }

model::TenantKey key(model::Authority authority, std::string_view id) {
  return {authority, model::TenantId::parse(id).value()};
}

const model::TenantKey kContoso =
    key(model::Authority::public_cloud, "11111111-1111-1111-1111-111111111111");
// The same id under another authority is another tenant.
const model::TenantKey kShadow = key(model::Authority::cn, "11111111-1111-1111-1111-111111111111");

Tenant tenant(const model::TenantKey& key, std::string_view accepted) {
  Tenant out{.key = key};
  out.accepted_domains.push_back(domain(accepted));
  return out;
}

MailContact contact(std::string_view name, std::string_view external,
                    std::vector<SmtpAddress> proxies = {}, bool hidden = false) {
  return MailContact{std::string(name), address(external), std::move(proxies), hidden};
}

std::shared_ptr<const Snapshot> snapshot(Federation federation, std::uint64_t generation = 1) {
  return std::make_shared<const Snapshot>(generation, std::move(federation),
                                          built_in_cloud_catalogue());
}

std::shared_ptr<const Snapshot> with(Tenant tenant) {
  Federation federation;
  federation.tenants.push_back(std::move(tenant));
  return snapshot(std::move(federation));
}

std::vector<std::string> names(const Matches& matches) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < matches.size(); ++i) {
    const Match match = matches[i];
    const std::string prefix = match.group() != nullptr ? "group " : "";
    out.push_back(prefix + std::string(match.name().empty() ? match.identity() : match.name()));
  }
  return out;
}

TEST(SnapshotRecipients, MailboxIsFoundByPrimaryAndProxyAddress) {
  Tenant contoso = tenant(kContoso, "contoso.example");
  contoso.mailboxes.push_back(
      {address("alice@contoso.example"), {address("a.smith@contoso.example")}, "cloud"});
  const auto current = with(std::move(contoso));
  const auto by_primary = current->recipients(kContoso, address("ALICE@contoso.example"));
  const auto by_proxy = current->recipients(kContoso, address("a.smith@contoso.example"));
  ASSERT_EQ(by_primary.size(), 1u);
  ASSERT_EQ(by_proxy.size(), 1u);
  EXPECT_EQ(by_primary.front(), by_proxy.front());
  EXPECT_EQ(by_primary.front().kind(), ObjectKind::mailbox);
  EXPECT_EQ(by_primary.front().source(), "cloud");
  EXPECT_TRUE(current->recipients(kContoso, address("bob@contoso.example")).empty());
}

TEST(SnapshotRecipients, AnAddressThatARecipientListsTwiceIsOneEntry) {
  Tenant contoso = tenant(kContoso, "contoso.example");
  contoso.mailboxes.push_back({address("alice@contoso.example"),
                               {address("Alice@contoso.example"), address("alice@contoso.example")},
                               "cloud"});
  contoso.contacts.push_back(contact("Bob", "bob@partner.example",
                                     {address("b@contoso.example"), address("b@contoso.example")}));
  const auto current = with(std::move(contoso));
  EXPECT_EQ(current->recipients(kContoso, address("alice@contoso.example")).size(), 1u);
  EXPECT_EQ(current->recipients(kContoso, address("b@contoso.example")).size(), 1u);
}

TEST(SnapshotRecipients, AllMatchesAreReturned) {
  Tenant contoso = tenant(kContoso, "contoso.example");
  contoso.mailboxes.push_back(
      {address("alice@contoso.example"), {address("info@contoso.example")}, "cloud"});
  contoso.contacts.push_back(
      contact("Bob", "bob@partner.example", {address("info@contoso.example")}));
  contoso.contacts.push_back(contact("Bob again", "bob@partner.example"));
  const auto current = with(std::move(contoso));
  EXPECT_THAT(names(current->recipients(kContoso, address("info@contoso.example"))),
              testing::UnorderedElementsAre("alice@contoso.example", "Bob"));
  EXPECT_THAT(names(current->recipients(kContoso, address("bob@partner.example"))),
              testing::UnorderedElementsAre("Bob", "Bob again"));
}

TEST(SnapshotRecipients, AGroupIsFoundByPrimaryAndProxyAddressAndMayBeAmbiguous) {
  Tenant contoso = tenant(kContoso, "contoso.example");
  contoso.mailboxes.push_back({address("alice@contoso.example"), {}, "cloud"});
  contoso.groups.push_back({address("sales@contoso.example"),
                            {address("verkauf@contoso.example"), address("sales@contoso.example"),
                             address("alice@contoso.example")},
                            {address("alice@contoso.example")}});
  const auto current = with(std::move(contoso));
  for (const char* text : {"sales@contoso.example", "verkauf@contoso.example"})
    EXPECT_THAT(names(current->recipients(kContoso, address(text))),
                testing::ElementsAre("group sales@contoso.example"));
  EXPECT_THAT(
      names(current->recipients(kContoso, address("alice@contoso.example"))),
      testing::UnorderedElementsAre("alice@contoso.example", "group sales@contoso.example"));
}

TEST(SnapshotRecipients, AnOwnAddressWinsOverAnExternalOne) {
  Tenant contoso = tenant(kContoso, "contoso.example");
  contoso.contacts.push_back(contact("by external", "bob@partner.example"));
  contoso.contacts.push_back(
      contact("by proxy", "bob@elsewhere.example", {address("bob@partner.example")}));
  const auto current = with(std::move(contoso));
  EXPECT_THAT(names(current->recipients(kContoso, address("bob@partner.example"))),
              testing::ElementsAre("by proxy"));
  EXPECT_THAT(names(current->recipients(kContoso, address("bob@elsewhere.example"))),
              testing::ElementsAre("by proxy"));
}

TEST(SnapshotRecipients, HiddenContactsFollowTheTenantsSwitch) {
  for (const bool resolve : {true, false}) {
    Tenant contoso = tenant(kContoso, "contoso.example");
    contoso.resolve_hidden_contacts = resolve;
    contoso.contacts.push_back(
        contact("Hidden", "hidden@partner.example", {address("h@contoso.example")}, true));
    contoso.contacts.push_back(contact("Shown", "shown@partner.example"));
    const auto current = with(std::move(contoso));
    const std::size_t expected = resolve ? 1 : 0;
    EXPECT_EQ(current->recipients(kContoso, address("hidden@partner.example")).size(), expected);
    EXPECT_EQ(current->recipients(kContoso, address("h@contoso.example")).size(), expected);
    EXPECT_EQ(current->recipients(kContoso, address("shown@partner.example")).size(), 1u);
  }
}

TEST(SnapshotRecipients, ADirectoryThatIsGivenCountsInsteadOfTheList) {
  Tenant contoso = tenant(kContoso, "contoso.example");
  contoso.resolve_hidden_contacts = false;
  contoso.contacts.push_back(contact("Listed", "listed@partner.example"));
  Federation federation;
  federation.tenants.push_back(std::move(contoso));
  Tenant shadow = tenant(kShadow, "contoso-cn.example");
  shadow.contacts.push_back(contact("Bob", "bob@partner.example"));
  federation.tenants.push_back(std::move(shadow));
  DirectoryBuilder builder;
  builder.add(contact("Given", "given@partner.example"));
  builder.add(contact("Hidden", "hidden@partner.example", {}, true));
  const auto given = std::make_shared<const Directory>(builder.build());
  const Snapshot current(1, std::move(federation), built_in_cloud_catalogue(), {{kContoso, given}});
  EXPECT_EQ(&current.directory(kContoso), given.get());
  EXPECT_THAT(names(current.recipients(kContoso, address("given@partner.example"))),
              testing::ElementsAre("Given"));
  EXPECT_TRUE(current.recipients(kContoso, address("hidden@partner.example")).empty());
  EXPECT_TRUE(current.recipients(kContoso, address("listed@partner.example")).empty());
  EXPECT_THAT(names(current.recipients(kShadow, address("bob@partner.example"))),
              testing::ElementsAre("Bob"));
  for (const Tenant& tenant : current.federation().tenants) EXPECT_TRUE(tenant.contacts.empty());
}

TEST(SnapshotRecipients, EachTenantHasItsOwnDirectory) {
  Tenant contoso = tenant(kContoso, "contoso.example");
  contoso.contacts.push_back(contact("Bob", "bob@partner.example"));
  Federation federation;
  federation.tenants.push_back(std::move(contoso));
  federation.tenants.push_back(tenant(kShadow, "contoso-cn.example"));
  const auto current = snapshot(std::move(federation));
  EXPECT_EQ(current->recipients(kContoso, address("bob@partner.example")).size(), 1u);
  EXPECT_TRUE(current->recipients(kShadow, address("bob@partner.example")).empty());
  EXPECT_TRUE(current
                  ->recipients(key(model::Authority::de, "11111111-1111-1111-1111-111111111111"),
                               address("bob@partner.example"))
                  .empty());
}

TEST(SnapshotAccepting, MatchesTheWholeDomain) {
  Federation federation;
  federation.tenants.push_back(tenant(kContoso, "contoso.example"));
  federation.tenants.push_back(tenant(kShadow, "contoso-cn.example"));
  const auto current = snapshot(std::move(federation));
  ASSERT_NE(current->accepting(domain("Contoso.example")), nullptr);
  EXPECT_EQ(current->accepting(domain("contoso.example"))->key, kContoso);
  EXPECT_EQ(current->accepting(domain("contoso-cn.example"))->key, kShadow);
  EXPECT_EQ(current->accepting(domain("sub.contoso.example")), nullptr);
  EXPECT_EQ(current->accepting(domain("example")), nullptr);
}

TEST(FederationLookUps, FindByAuthorityAndId) {
  Federation federation;
  federation.tenants.push_back(tenant(kContoso, "contoso.example"));
  federation.tenants[0].cloud = "gcc";
  federation.partners.push_back(Partner{"shadow", kShadow, "21vianet", std::nullopt});
  EXPECT_EQ(federation.tenant(kContoso), &federation.tenants[0]);
  EXPECT_EQ(federation.tenant(kShadow), nullptr);
  EXPECT_EQ(federation.partner(kShadow), &federation.partners[0]);
  EXPECT_EQ(federation.partner(kContoso), nullptr);
  EXPECT_EQ(federation.cloud_of(kContoso), "gcc");
  EXPECT_EQ(federation.cloud_of(kShadow), "21vianet");
  EXPECT_EQ(federation.cloud_of(key(model::Authority::de, "11111111-1111-1111-1111-111111111111")),
            "");
}

TEST(SnapshotHolder, PublishesOnlyLaterGenerations) {
  SnapshotHolder holder(snapshot({}, 5));
  EXPECT_FALSE(holder.publish(snapshot({}, 5)));
  EXPECT_FALSE(holder.publish(snapshot({}, 4)));
  EXPECT_EQ(holder.current()->generation(), 5u);
  EXPECT_TRUE(holder.publish(snapshot({}, 6)));
  EXPECT_EQ(holder.current()->generation(), 6u);
}

TEST(SnapshotHolder, ARequestKeepsTheSnapshotThatItTook) {
  SnapshotHolder holder(snapshot({}, 1));
  const std::shared_ptr<const Snapshot> taken = holder.current();
  const std::weak_ptr<const Snapshot> first = taken;
  ASSERT_TRUE(holder.publish(snapshot({}, 2)));
  EXPECT_EQ(taken->generation(), 1u);
  EXPECT_FALSE(first.expired());
}

}  // namespace
}  // namespace fb::config
