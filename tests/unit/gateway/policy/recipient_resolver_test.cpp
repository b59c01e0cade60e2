// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/policy/recipient_resolver.hpp"

#include <gtest/gtest.h>

#include "tests/unit/gateway/policy/resolver_rows.hpp"

namespace fb::policy {
namespace {

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
      {"victor@contoso-cn.example", kVictor, kVictor},
      {"victor.ext@contoso.example", kVictor, kVictor},
      {"ursula@contoso.example", "external ursula@partner.example",
       "external ursula@partner.example"},
      {"ursula@partner.example", "external ursula@partner.example",
       "external ursula@partner.example"},
      {"stranger@partner.example", "resolve.no_contact", "external stranger@partner.example"},
      {"stranger@partner.example", "external stranger@partner.example",
       "external stranger@partner.example", [](Tenant& t) { t.require_contact = false; }},
      // The local address is never the one to ask for, unless a server has asked for it.
      {"v@local.example", kVictor, "external v@local.example",
       [](Tenant& t) { t.contacts[0].proxy_addresses = addresses({"v@local.example"}); }},
      {"v@local.example", kVictor, "external v@local.example",
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
      {"victor@contoso-cn.example", "resolve.ambiguous", kVictor,
       [](Tenant& t) { t.contacts.push_back(contact("victor@contoso-cn.example")); }},
      {"gina@partner.example", "resolve.ambiguous", "external gina@partner.example",
       [](Tenant& t) { t.contacts.push_back(contact("gina@partner.example")); }},
      {"two@old.example", "resolve.ambiguous", "resolve.ambiguous",
       [](Tenant& t) {
         for (auto* mailbox : {&t.mailboxes[0], &t.mailboxes[1]})
           mailbox->proxy_addresses = addresses({"two@old.example"});
       }},
      // Two contacts lead to one place: what each is called by its own leads there.
      {"victor.ext@contoso.example", kVictor, kVictor,
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
      {"victor@contoso-cn.example", "resolve.directory_empty", kVictor, nobody},
      {"peggy@contoso.example", "resolve.unknown_mailbox", "resolve.unknown_mailbox", nobody},
      {"peggy@contoso.example", "own peggy@contoso.example at onprem",
       "own peggy@contoso.example at onprem",
       [&](Tenant& t) {
         nobody(t);
         t.default_source = "onprem";
       }},
      {"victor@contoso-cn.example", kVictor, kVictor,
       [&](Tenant& t) {
         nobody(t);
         t.require_contact = false;
       }},
      // A directory of groups alone is not empty.
      {"victor@contoso-cn.example", "resolve.no_contact", kVictor,
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
