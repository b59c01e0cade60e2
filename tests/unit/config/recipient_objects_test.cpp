// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include "config/federation_objects.hpp"
#include "tests/support/federations.hpp"
#include "tests/unit/config/sharing_sample.hpp"

namespace fb::config {
namespace {

class RecipientFile : public SharingFile {};

TEST_F(RecipientFile, MailUsersAndGuestsAreContactsOfTheirKind) {
  const auto loaded = load(kSharing);
  ASSERT_TRUE(loaded.value) << listing(loaded.problems);
  const Tenant& tenant = loaded.value->tenants.at(0);
  EXPECT_TRUE(tenant.resolve_hidden_guests);
  ASSERT_EQ(tenant.contacts.size(), 3u);
  EXPECT_EQ(tenant.contacts[0].kind, ContactKind::mail_contact);
  EXPECT_EQ(tenant.contacts[1].kind, ContactKind::mail_user);
  EXPECT_EQ(tenant.contacts[1].external_address.str(), "carlos@tailspin.example");
  EXPECT_TRUE(tenant.contacts[1].hidden_from_address_lists);
  EXPECT_EQ(tenant.contacts[2].kind, ContactKind::guest);
  EXPECT_EQ(tenant.contacts[2].invited_as.value().str(), "mallory_1@fabrikam.example");
}

TEST_F(RecipientFile, MistakesAreTold) {
  expect_mistake("external_address = \"Carlos@tailspin.example\"",
                 "external_address = \"carlos@contoso.example\"",
                 "a mail user is somebody elsewhere");
  expect_mistake("external_address = \"mallory@fabrikam.example\"",
                 "external_address = \"mallory@contoso.example\"", "a guest is somebody elsewhere");
  expect_mistake("external_address = \"li.na@fabrikam.example\"",
                 "external_address = \"li.na@fabrikam.example\"\ninvited_as = \"a@b\"",
                 "\"invited_as\" is not a key of [[tenant.mail_contact]]");
  expect_mistake("invited_as = \"mallory_1@fabrikam.example\"", "invited_as = \"mallory_1\"",
                 "\"invited_as\" is \"mallory_1\"");
}

Tenant tenant_of_tests() {
  Tenant tenant = test::contoso_tenant();
  tenant.default_source = "cloud";
  return tenant;
}

std::vector<Recipient> all_kinds() {
  const auto address = [](std::string_view text) { return test::address(text); };
  std::vector<Recipient> recipients;
  recipients.emplace_back(
      Mailbox{address("a@contoso.example"), {address("b@contoso.example")}, "rooms"});
  recipients.emplace_back(Mailbox{address("c@contoso.example"), {}, "cloud"});
  for (const ContactKind kind :
       {ContactKind::mail_contact, ContactKind::mail_user, ContactKind::guest}) {
    MailContact contact{"O\"Neil \\ \xC3\x89ric", address("x@fabrikam.example"), {}, false, kind};
    recipients.emplace_back(contact);
    contact.external_address = address("y@fabrikam.example");
    contact.proxy_addresses = {address("y@contoso.example"), address("z@contoso.example")};
    contact.hidden_from_address_lists = true;
    if (kind == ContactKind::guest) contact.invited_as = address("y_1@fabrikam.example");
    recipients.emplace_back(contact);
  }
  recipients.emplace_back(Group{address("g@contoso.example"), {}, {}});
  recipients.emplace_back(Group{address("h@contoso.example"),
                                {address("i@contoso.example")},
                                {address("a@contoso.example"), address("g@contoso.example")}});
  return recipients;
}

TEST(RecipientObjects, ComeBackAsTheyWere) {
  const Tenant tenant = tenant_of_tests();
  for (const Recipient& recipient : all_kinds()) {
    const Object object = object_of(tenant.key, recipient);
    const auto back = recipient_of(object, tenant);
    ASSERT_TRUE(back.value) << object.body << listing(back.problems);
    EXPECT_EQ(object_of(tenant.key, *back.value), object);
    EXPECT_EQ(id_of(tenant.key, *back.value), object.id);
    EXPECT_EQ(canonical_body(object.body).value(), object.body);
    EXPECT_EQ(back.value->index(), recipient.index());
  }
}

TEST(RecipientObjects, KeepEveryField) {
  const Tenant tenant = tenant_of_tests();
  const auto recipients = all_kinds();
  const auto guest =
      std::get<MailContact>(*recipient_of(object_of(tenant.key, recipients[7]), tenant).value);
  EXPECT_EQ(guest.kind, ContactKind::guest);
  EXPECT_EQ(guest.name, "O\"Neil \\ \xC3\x89ric");
  EXPECT_EQ(guest.external_address.str(), "y@fabrikam.example");
  EXPECT_EQ(guest.proxy_addresses.size(), 2u);
  EXPECT_TRUE(guest.hidden_from_address_lists);
  EXPECT_EQ(guest.invited_as.value().str(), "y_1@fabrikam.example");
  const auto group =
      std::get<Group>(*recipient_of(object_of(tenant.key, recipients[9]), tenant).value);
  EXPECT_EQ(group.members.size(), 2u);
  EXPECT_EQ(group.proxy_addresses.size(), 1u);
  const auto mailbox =
      std::get<Mailbox>(*recipient_of(object_of(tenant.key, recipients[0]), tenant).value);
  EXPECT_EQ(mailbox.source, "rooms");
}

TEST(RecipientObjects, AreKnownByTheirAddress) {
  const Tenant tenant = tenant_of_tests();
  const auto recipients = all_kinds();
  EXPECT_EQ(id_of(tenant.key, recipients[0]).str(),
            "mailbox a@contoso.example of public/11111111-1111-4111-8111-111111111111");
  EXPECT_EQ(id_of(tenant.key, recipients[2]).kind, ObjectKind::mail_contact);
  EXPECT_EQ(id_of(tenant.key, recipients[4]).kind, ObjectKind::mail_user);
  EXPECT_EQ(id_of(tenant.key, recipients[6]).kind, ObjectKind::guest);
  EXPECT_EQ(id_of(tenant.key, recipients[6]).identity, "x@fabrikam.example");
  EXPECT_EQ(id_of(tenant.key, recipients[8]).kind, ObjectKind::group);
}

std::string told(ObjectKind kind, std::string_view identity, std::string_view body) {
  const Tenant tenant = test::contoso_tenant();
  const auto loaded =
      recipient_of({{kind, tenant.key, std::string(identity)}, std::string(body)}, tenant);
  EXPECT_FALSE(loaded.value);
  return listing(loaded.problems);
}

TEST(RecipientObjects, MistakesNameTheObjectAndTheLine) {
  EXPECT_EQ(told(ObjectKind::mailbox, "a@contoso.example",
                 "address = \"a@contoso.example\"\nsource = \"onprom\"\n"),
            "mailbox a@contoso.example of public/11111111-1111-4111-8111-111111111111:2:10: "
            "\"source\" is \"onprom\", which is no source of the tenant: did you mean "
            "\"onprem\"?\n");
  EXPECT_NE(told(ObjectKind::mailbox, "b@contoso.example",
                 "address = \"a@contoso.example\"\nsource = \"onprem\"\n")
                .find("is not the object's own"),
            std::string::npos);
  EXPECT_NE(told(ObjectKind::group, "a@contoso.example", "address = \n").find("is not TOML"),
            std::string::npos);
  EXPECT_NE(told(ObjectKind::address_space, "fabrikam.example", "").find("is no recipient"),
            std::string::npos);
}

TEST(RecipientObjects, HaveALimitThatTheLargestGroupKeeps) {
  const Tenant tenant = test::contoso_tenant();
  Group group{test::address("g@contoso.example"), {}, {}};
  const std::string tail = std::string(61, 'd') + "." + std::string(61, 'd') + "." +
                           std::string(61, 'd') + "." + std::string(61, 'd') + ".example";
  for (std::size_t i = 0; i < kGroupMembersMax; ++i) {
    const std::string number = std::to_string(i);
    group.members.push_back(
        test::address(std::string(64 - number.size(), 'm') + number + "@" + tail));
  }
  Object object = object_of(tenant.key, group);
  const auto loaded = recipient_of(object, tenant);
  EXPECT_TRUE(loaded.value) << listing(loaded.problems);
  object.body += std::string(kObjectBodyBytesMax - object.body.size(), '\n');
  EXPECT_TRUE(recipient_of(object, tenant).value);
  object.body += '\n';
  EXPECT_NE(listing(recipient_of(object, tenant).problems).find("longer than 4194304 bytes"),
            std::string::npos);
}

}  // namespace
}  // namespace fb::config
