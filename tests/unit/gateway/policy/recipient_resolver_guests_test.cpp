// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Guests, and whoever is hidden from address lists.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/gateway/policy/resolver_rows.hpp"

namespace fb::policy {
namespace {

std::string words(const Tenant& tenant, std::string_view asked) {
  const auto snapshot = test::snapshot_of({{tenant}, {}});
  const auto found =
      resolve(*snapshot, snapshot->federation().tenants.front(), address(asked), GalUse::required);
  return found ? "found" : found.error().detail();
}

TEST(Resolve, HiddenContactsFollowTheSwitch) {
  const Change off = [](Tenant& t) { t.resolve_hidden_contacts = false; };
  expect({
      {"hilda@partner.example", "external hilda@partner.example", "external hilda@partner.example"},
      {"hilda@contoso.example", "external hilda@partner.example", "external hilda@partner.example"},
      {"hilda@partner.example", "resolve.hidden_contact", "external hilda@partner.example", off},
      {"hilda@contoso.example", "resolve.hidden_contact", "resolve.hidden_contact", off},
      {"hugo@partner.example", "resolve.hidden_contact", "external hugo@partner.example", off},
      {"hugo@contoso.example", "resolve.hidden_contact", "resolve.hidden_contact", off},
      {"victor@contoso-cn.example", kVictor, kVictor, off},
      {"gina@partner.example", "external gina@partner.example", "external gina@partner.example",
       off},
      // Who needs no contact is not stopped by a hidden one.
      {"hilda@partner.example", "external hilda@partner.example", "external hilda@partner.example",
       [](Tenant& t) {
         t.resolve_hidden_contacts = false;
         t.require_contact = false;
       }},
      // The default source is not asked for somebody who is known to be no mailbox.
      {"hilda@contoso.example", "resolve.hidden_contact", "resolve.hidden_contact",
       [](Tenant& t) {
         t.resolve_hidden_contacts = false;
         t.default_source = "onprem";
       }},
      // A hidden one does not make a shown one ambiguous.
      {"hilda@partner.example", "external hilda@partner.example", "external hilda@partner.example",
       [](Tenant& t) {
         t.resolve_hidden_contacts = false;
         t.contacts.push_back(contact("hilda@partner.example"));
       }},
  });
}

TEST(Resolve, Guests) {
  const Change shown = [](Tenant& t) { t.resolve_hidden_guests = true; };
  expect({
      {"gina@partner.example", "external gina@partner.example", "external gina@partner.example"},
      {"gina.alias@partner.example", "external gina@partner.example",
       "external gina.alias@partner.example"},
      {"gustav@partner.example", "resolve.hidden_guest", "external gustav@partner.example"},
      {"gustav@partner.example", "external gustav@partner.example",
       "external gustav@partner.example", shown},
      // Contacts have a switch of their own.
      {"gustav@partner.example", "resolve.hidden_guest", "external gustav@partner.example",
       [](Tenant& t) { t.resolve_hidden_contacts = true; }},
      {"mail@partner.example", "external mail@partner.example", "external mail@partner.example"},
      {"upn@upn.example", "resolve.guest_address_is_upn", "external upn@upn.example"},
      {"new.name@partner.example", "external new.name@partner.example",
       "external new.name@partner.example"},
      {"old.name@partner.example", "resolve.guest_address_stale",
       "external old.name@partner.example"},
      {"secret@upn.example", "resolve.hidden_guest", "external secret@upn.example"},
      {"secret@upn.example", "resolve.guest_address_is_upn", "external secret@upn.example", shown},
      {"upn@upn.example", "external upn@upn.example", "external upn@upn.example",
       [](Tenant& t) { t.require_contact = false; }},
      // A contact by that address is found before the guest who was invited by it.
      {"upn@upn.example", "external upn@upn.example", "external upn@upn.example",
       [](Tenant& t) { t.contacts.push_back(contact("upn@upn.example")); }},
      {"upn@upn.example", "resolve.ambiguous", "external upn@upn.example",
       [](Tenant& t) {
         t.contacts.push_back(guest("second@partner.example", {}, "upn@upn.example"));
       }},
      // Invited by the address that is also the mail, as mostly.
      {"same@partner.example", "external same@partner.example", "external same@partner.example",
       [](Tenant& t) {
         t.contacts.push_back(guest("same@partner.example", {}, "same@partner.example"));
       }},
  });
}

constexpr const char* kUpn = "gina_partner.example#EXT#@contoso.example";

TEST(Resolve, AGuestsSignInNameLeadsToNobody) {
  const char* const refused = "resolve.guest_upn";
  expect({
      {kUpn, refused, refused},
      {kUpn, refused, refused, [](Tenant& t) { t.default_source = "cloud"; }},
      {kUpn, refused, refused, [](Tenant& t) { t.require_contact = false; }},
      {"gina_partner.example#ext#@elsewhere.example", refused, refused},
      {"gina_partner.example#EXT#1@contoso.example", refused, refused},
      {"#EXT#@contoso.example", refused, refused},
      // Not even where somebody has it as an address.
      {kUpn, refused, refused,
       [](Tenant& t) { t.contacts.push_back(guest("g@partner.example", {kUpn})); }},
      {kUpn, refused, refused,
       [](Tenant& t) { t.mailboxes[0].proxy_addresses = addresses({kUpn}); }},
      {"g@contoso.example", refused, refused,
       [](Tenant& t) { t.contacts.push_back(contact(kUpn, {"g@contoso.example"})); }},
      {"ext@contoso.example", "resolve.unknown_mailbox", "resolve.unknown_mailbox"},
  });
}

TEST(Resolve, WordsNameTheAddressToUseWhereTheGuestIsFound) {
  using testing::HasSubstr;
  using testing::Not;
  const Tenant tenant = hybrid();
  EXPECT_THAT(words(tenant, kUpn), HasSubstr("ask for gina@partner.example"));
  EXPECT_THAT(words(tenant, "upn_upn.example#ext#@contoso.example"),
              HasSubstr("ask for mail@partner.example"));
  EXPECT_THAT(words(tenant, "upn@upn.example"), HasSubstr("ask for mail@partner.example"));
  EXPECT_THAT(words(tenant, "old.name@partner.example"),
              HasSubstr("ask for new.name@partner.example"));
  // Nobody is guessed, and a contact is no guest.
  EXPECT_THAT(words(tenant, "who_partner.example#ext#@contoso.example"), Not(HasSubstr("ask for")));
  EXPECT_THAT(words(tenant, "victor_contoso-cn.example#ext#@contoso.example"),
              Not(HasSubstr("ask for")));
  EXPECT_THAT(words(tenant, "#ext#@contoso.example"), Not(HasSubstr("ask for")));
  // What is hidden is not described.
  EXPECT_THAT(words(tenant, "gustav_partner.example#ext#@contoso.example"),
              Not(HasSubstr("gustav")));
  EXPECT_THAT(words(tenant, "secret@upn.example"), Not(HasSubstr("secret")));
  Tenant shown = hybrid();
  shown.resolve_hidden_guests = true;
  EXPECT_THAT(words(shown, "gustav_partner.example#ext#@contoso.example"),
              HasSubstr("ask for gustav@partner.example"));
  Tenant with_proxy = hybrid();
  with_proxy.contacts.push_back(guest("by.proxy@partner.example", {kUpn}));
  EXPECT_THAT(words(with_proxy, kUpn), HasSubstr("ask for by.proxy@partner.example"));
}

}  // namespace
}  // namespace fb::policy
