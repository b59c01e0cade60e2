// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Whom an address means, as one table per part of the rules: the asked address, who asks, and what
// comes of it as a short text: "own ADDRESS at SOURCE", "external ADDRESS", "group ADDRESS", or the
// rule that refused. One directory is behind most rows; what a row changes of it stands in the row.
#include "gateway/policy/recipient_resolver.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "tests/support/federations.hpp"

namespace fb::policy {
namespace {

using config::ContactKind;
using config::MailContact;
using config::Tenant;
using test::address;

std::vector<model::SmtpAddress> addresses(const std::vector<std::string>& texts) {
  std::vector<model::SmtpAddress> out;
  for (const std::string& text : texts) out.push_back(address(text));
  return out;
}

MailContact contact(std::string_view external, const std::vector<std::string>& proxies = {},
                    ContactKind kind = ContactKind::mail_contact, bool hidden = false) {
  return {"name of " + std::string(external), address(external), addresses(proxies), hidden, kind};
}

MailContact guest(std::string_view mail, const std::vector<std::string>& proxies = {},
                  std::string_view invited_as = "", bool hidden = false) {
  MailContact made = contact(mail, proxies, ContactKind::guest, hidden);
  if (!invited_as.empty()) made.invited_as = address(invited_as);
  return made;
}

// A hybrid tenant: people on premises and in the cloud, and people of other organisations.
Tenant hybrid() {
  Tenant tenant = test::contoso_tenant();
  config::DirectorySource import{.name = "ad", .kind = config::DirectoryKind::ldap};
  import.routing_domain = test::domain("contoso.mail.example");
  import.mailbox_source = "onprem";
  import.remote_mailbox_source = "cloud";
  tenant.directory_sources = {import};
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

std::string outcome(const Tenant& tenant, std::string_view asked, GalUse gal) {
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

std::string words(const Tenant& tenant, std::string_view asked) {
  const auto snapshot = test::snapshot_of({{tenant}, {}});
  const auto found =
      resolve(*snapshot, snapshot->federation().tenants.front(), address(asked), GalUse::required);
  return found ? "found" : found.error().detail();
}

using Change = std::function<void(Tenant&)>;

struct Row {
  const char* asked;
  const char* as_user;
  const char* as_server;
  Change change = nullptr;
};

void expect(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    Tenant tenant = hybrid();
    if (row.change) row.change(tenant);
    EXPECT_EQ(outcome(tenant, row.asked, GalUse::required), row.as_user) << row.asked;
    EXPECT_EQ(outcome(tenant, row.asked, GalUse::done_by_caller), row.as_server) << row.asked;
  }
}

constexpr const char* kSame = "external victor@contoso-cn.example";

TEST(Resolve, OwnMailboxes) {
  expect({
      {"peggy@contoso.example", "own peggy@contoso.example at cloud",
       "own peggy@contoso.example at cloud"},
      {"PEGGY@Contoso.Example", "own peggy@contoso.example at cloud",
       "own peggy@contoso.example at cloud"},
      {"p.olson@contoso.example", "own peggy@contoso.example at cloud",
       "own peggy@contoso.example at cloud"},
      {"oskar@contoso.example", "own oskar@contoso.example at onprem",
       "own oskar@contoso.example at onprem"},
      {"nobody@contoso.example", "resolve.unknown_mailbox", "resolve.unknown_mailbox"},
      {"nobody@contoso.example", "own nobody@contoso.example at onprem",
       "own nobody@contoso.example at onprem", [](Tenant& t) { t.default_source = "onprem"; }},
      {"nobody@contoso.example", "resolve.no_source", "resolve.no_source",
       [](Tenant& t) { t.default_source = "gone"; }},
      {"peggy@contoso.example", "resolve.no_source", "resolve.no_source",
       [](Tenant& t) { t.mailboxes[0].source = "gone"; }},
      // A mailbox may have an address in a domain that the tenant does not accept.
      {"peggy@old.example", "own peggy@contoso.example at cloud",
       "own peggy@contoso.example at cloud",
       [](Tenant& t) { t.mailboxes[0].proxy_addresses = addresses({"peggy@old.example"}); }},
      // A subdomain is a domain of its own.
      {"peggy@sub.contoso.example", "resolve.no_contact", "external peggy@sub.contoso.example"},
  });
}

TEST(Resolve, ContactsAndMailUsers) {
  expect({
      {"victor@contoso-cn.example", kSame, kSame},
      {"victor.ext@contoso.example", kSame, kSame},
      {"ursula@contoso.example", "external ursula@partner.example",
       "external ursula@partner.example"},
      {"ursula@partner.example", "external ursula@partner.example",
       "external ursula@partner.example"},
      {"stranger@partner.example", "resolve.no_contact", "external stranger@partner.example"},
      {"stranger@partner.example", "external stranger@partner.example",
       "external stranger@partner.example", [](Tenant& t) { t.require_contact = false; }},
      // The local address is never the one to ask for, unless a server has asked for it.
      {"v@local.example", kSame, "external v@local.example",
       [](Tenant& t) { t.contacts[0].proxy_addresses = addresses({"v@local.example"}); }},
      {"v@local.example", kSame, "external v@local.example",
       [](Tenant& t) {
         t.contacts[0].proxy_addresses = addresses({"v@local.example"});
         t.require_contact = false;
       }},
  });
}

TEST(Resolve, ProxiesBeforeTargetAddresses) {
  expect({
      {"both@partner.example", "external target@partner.example", "external both@partner.example",
       [](Tenant& t) {
         t.contacts.push_back(contact("both@partner.example"));
         t.contacts.push_back(contact("target@partner.example", {"both@partner.example"}));
       }},
      // A guest's mail comes before the proxies of another guest.
      {"gina@partner.example", "external gina@partner.example", "external gina@partner.example",
       [](Tenant& t) {
         t.contacts.push_back(guest("other@partner.example", {"gina@partner.example"}));
       }},
      {"peggy@contoso.example", "own peggy@contoso.example at cloud",
       "own peggy@contoso.example at cloud",
       [](Tenant& t) { t.contacts.push_back(contact("peggy@contoso.example")); }},
  });
}

TEST(Resolve, OneHitIsRequired) {
  expect({
      {"two@contoso.example", "resolve.ambiguous", "resolve.ambiguous",
       [](Tenant& t) {
         for (auto* mailbox : {&t.mailboxes[0], &t.mailboxes[1]})
           mailbox->proxy_addresses = addresses({"two@contoso.example"});
       }},
      {"peggy@contoso.example", "resolve.ambiguous", "resolve.ambiguous",
       [](Tenant& t) {
         t.contacts.push_back(contact("p@partner.example", {"peggy@contoso.example"}));
       }},
      {"sales@contoso.example", "resolve.ambiguous", "resolve.ambiguous",
       [](Tenant& t) { t.mailboxes[0].proxy_addresses = addresses({"sales@contoso.example"}); }},
      // A server is not asked which of the contacts it used.
      {"victor@contoso-cn.example", "resolve.ambiguous", kSame,
       [](Tenant& t) { t.contacts.push_back(contact("victor@contoso-cn.example")); }},
      {"gina@partner.example", "resolve.ambiguous", "external gina@partner.example",
       [](Tenant& t) { t.contacts.push_back(contact("gina@partner.example")); }},
      {"two@old.example", "resolve.ambiguous", "resolve.ambiguous",
       [](Tenant& t) {
         for (auto* mailbox : {&t.mailboxes[0], &t.mailboxes[1]})
           mailbox->proxy_addresses = addresses({"two@old.example"});
       }},
      // Two contacts lead to one place: what each is called by its own leads there.
      {"victor.ext@contoso.example", kSame, kSame,
       [](Tenant& t) {
         t.contacts.push_back(contact("victor@contoso-cn.example", {"v2@contoso.example"}));
       }},
      // One mailbox under two addresses is one mailbox, also where it says so twice.
      {"p.olson@contoso.example", "own peggy@contoso.example at cloud",
       "own peggy@contoso.example at cloud",
       [](Tenant& t) {
         t.mailboxes[0].proxy_addresses =
             addresses({"p.olson@contoso.example", "P.Olson@contoso.example"});
       }},
  });
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
      {"victor@contoso-cn.example", kSame, kSame, off},
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

TEST(Resolve, AddressesOfOwnDomainsAreBoundOrLeadToNobody) {
  const char* const remy = "own remy@contoso.mail.example at cloud";
  const char* const rita = "own rita@contoso.mail.example at cloud";
  const char* const grace = "own grace@contoso.example at cloud";
  const Change inside = [](Tenant& t) {
    t.contacts.push_back(contact("in@contoso.example", {"x@contoso.example"}));
  };
  expect({
      {"remy@contoso.example", remy, remy},
      {"remy@contoso.mail.example", remy, remy},
      {"rita@contoso.example", rita, rita},
      {"rita@contoso.mail.example", rita, rita},
      // A mailbox that is listed says best where it lives.
      {"remy@contoso.example", grace, grace,
       [](Tenant& t) {
         t.mailboxes[1].proxy_addresses = addresses({"remy@contoso.mail.example"});
       }},
      {"x@contoso.example", "own oskar@contoso.example at onprem",
       "own oskar@contoso.example at onprem",
       [](Tenant& t) {
         t.contacts.push_back(contact("oskar@contoso.example", {"x@contoso.example"}));
       }},
      {"x@contoso.example", "group sales@contoso.example", "group sales@contoso.example",
       [](Tenant& t) {
         t.contacts.push_back(contact("sales@contoso.example", {"x@contoso.example"}));
       }},
      {"x@contoso.example", "resolve.loop", "resolve.loop", inside},
      {"in@contoso.example", "resolve.loop", "resolve.loop", inside},
      {"x@contoso.example", "own in@contoso.example at onprem", "own in@contoso.example at onprem",
       [&](Tenant& t) {
         inside(t);
         t.default_source = "onprem";
       }},
      {"remy@contoso.example", "resolve.loop", "resolve.loop",
       [](Tenant& t) { t.directory_sources[0].remote_mailbox_source = ""; }},
      {"remy@contoso.example", "resolve.no_source", "resolve.no_source",
       [](Tenant& t) { t.directory_sources[0].remote_mailbox_source = "gone"; }},
      {"remy@contoso.example", "external remy@contoso.mail.example",
       "external remy@contoso.mail.example", [](Tenant& t) { t.directory_sources.clear(); }},
      // Unlisted in the routing domain: a server knows it from its own directory, others need more.
      {"new@contoso.mail.example", "resolve.unknown_mailbox",
       "own new@contoso.mail.example at cloud"},
      {"new@contoso.mail.example", "own new@contoso.mail.example at cloud",
       "own new@contoso.mail.example at cloud", [](Tenant& t) { t.default_source = "onprem"; }},
      {"new@contoso.mail.example", "own new@contoso.mail.example at cloud",
       "own new@contoso.mail.example at cloud", [](Tenant& t) { t.require_contact = false; }},
      // The default source serves accepted domains only.
      {"new@contoso.mail.example", "resolve.unknown_mailbox", "resolve.unknown_mailbox",
       [](Tenant& t) {
         t.default_source = "onprem";
         t.directory_sources[0].remote_mailbox_source = "";
       }},
      {"nobody@contoso.example", "resolve.unknown_mailbox", "resolve.unknown_mailbox",
       [](Tenant& t) { t.require_contact = false; }},
  });
}

TEST(Resolve, AContactLeadsOneStepOnly) {
  const Change chain = [](Tenant& t) {
    t.contacts.push_back(contact("middle@partner.example", {"first@contoso.example"}));
    t.contacts.push_back(contact("last@partner.example", {"middle@partner.example"}));
  };
  const Change round = [](Tenant& t) {
    t.contacts.push_back(contact("b@contoso.example", {"a@contoso.example"}));
    t.contacts.push_back(contact("a@contoso.example", {"b@contoso.example"}));
  };
  expect({
      {"first@contoso.example", "resolve.contact_chain", "resolve.contact_chain", chain},
      {"middle@partner.example", "external last@partner.example", "external middle@partner.example",
       chain},
      {"a@contoso.example", "resolve.loop", "resolve.loop", round},
      {"b@contoso.example", "resolve.loop", "resolve.loop", round},
      {"first@contoso.example", "external middle@partner.example",
       "external middle@partner.example",
       [&](Tenant& t) {
         chain(t);
         t.contacts.back().hidden_from_address_lists = true;
         t.resolve_hidden_contacts = false;
       }},
      {"first@contoso.example", "resolve.ambiguous", "resolve.ambiguous",
       [&](Tenant& t) {
         chain(t);
         t.mailboxes[0].proxy_addresses = addresses({"middle@partner.example"});
       }},
  });
}

TEST(Resolve, GroupsAndEmptyDirectories) {
  const Change nobody = [](Tenant& t) {
    t.mailboxes.clear();
    t.contacts.clear();
    t.groups.clear();
  };
  expect({
      {"sales@contoso.example", "group sales@contoso.example", "group sales@contoso.example"},
      {"sales@elsewhere.example", "group sales@contoso.example", "group sales@contoso.example"},
      {"victor@contoso-cn.example", "resolve.directory_empty", kSame, nobody},
      {"peggy@contoso.example", "resolve.unknown_mailbox", "resolve.unknown_mailbox", nobody},
      {"peggy@contoso.example", "own peggy@contoso.example at onprem",
       "own peggy@contoso.example at onprem",
       [&](Tenant& t) {
         nobody(t);
         t.default_source = "onprem";
       }},
      {"victor@contoso-cn.example", kSame, kSame,
       [&](Tenant& t) {
         nobody(t);
         t.require_contact = false;
       }},
      // A directory of groups alone is not empty.
      {"victor@contoso-cn.example", "resolve.no_contact", kSame,
       [](Tenant& t) {
         t.mailboxes.clear();
         t.contacts.clear();
       }},
  });
}

// What Exchange and Outlook put around an address never gets as far as the directory.
TEST(Resolve, OddAddressesAreNoAddresses) {
  const char* const odd[] = {
      "SMTP:peggy@contoso.example",
      "smtp:peggy@contoso.example",
      "EX:/o=contoso/ou=exchange/cn=recipients/cn=peggy",
      "/o=contoso/ou=exchange/cn=recipients/cn=peggy",
      "Peggy <peggy@contoso.example>",
      "peggy@contoso.example <victor@contoso-cn.example>",
      "\"peggy@contoso.example\"@partner.example",
      "peggy@contoso.example, victor@contoso-cn.example",
      "peggy@contoso.example\n",
      "peggy@contoso.example.",
      "peggy@contoso.example@partner.example",
      "p\xd0\xb5ggy@contoso.example",
  };
  for (const char* text : odd) EXPECT_FALSE(model::SmtpAddress::parse(text).has_value()) << text;
}

}  // namespace
}  // namespace fb::policy
